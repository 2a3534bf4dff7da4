"""Kill a run at random moments, resume it, and compare every number with the run that nobody killed.

python benchmarks/kill.py [--kills 20] [--replications 3000] [--jobs 2] [--seed 1] [SCENARIO]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: what is written of the answer alone, and not of when and how it was found
SAME = ("*.parquet", "scenario.yaml", "summary.md")


@dataclass(frozen=True)
class Survival:
    """What became of a run that was killed.

    Attributes
    ----------
    seconds : after which it was killed
    finished : whether it was done before
    blocks : finished ones that it left
    same : whether the resumed run has the same bytes
    alone : whether nothing but the resumed run is left
    """

    seconds: float
    finished: bool
    blocks: int
    same: bool
    alone: bool


def command(scenario: Path, out: Path, replications: int, jobs: int, *more: str) -> list[str]:
    """A run without pictures."""
    asked = ["-n", str(replications), "--jobs", str(jobs), "--out", str(out), "--no-plots", "--quiet", *more]
    return [sys.executable, "-m", "simulator", "run", str(scenario), *asked]


def ended_by_itself(arguments: list[str]) -> float:
    """Seconds that a run takes."""
    began = time.monotonic()
    subprocess.run(arguments, cwd=ROOT, check=True)
    return time.monotonic() - began


def killed(arguments: list[str], seconds: float) -> bool:
    """Start a run in a session of its own, and kill all of it after some seconds; whether it had not ended before."""
    process = subprocess.Popen(arguments, cwd=ROOT, start_new_session=True)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def survived(scenario: Path, whole: Path, out: Path, replications: int, jobs: int, seconds: float) -> Survival:
    """Kill a run after some seconds, resume it, and compare it with one that was not."""
    asked = (scenario, out, replications, jobs)
    was_killed = killed(command(*asked), seconds)
    if was_killed and any(path.parent.name[0] != "." for path in out.rglob("run.json")):
        was_killed = False  # it was struck on its way out
    blocks = len(list(out.rglob("*.block")))
    ended_by_itself(command(*asked, "--resume"))
    folders = [path for home in out.iterdir() for path in home.iterdir()]
    same = len(folders) == 1 and contents(folders[0]) == contents(whole)
    return Survival(seconds, not was_killed, blocks, same, len(folders) == 1)


def contents(folder: Path) -> dict[str, bytes]:
    """What a run has found, by file."""
    return {path.name: path.read_bytes() for pattern in SAME for path in sorted(folder.glob(pattern))}


def main() -> int:
    """Kill, resume, compare; the exit code is 1 if one run came out otherwise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenario", nargs="?", type=Path, default=ROOT / "tests" / "small.yaml")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--replications", type=int, default=3000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    moments, wrong = random.Random(given.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        took = ended_by_itself(command(given.scenario, out / "whole", given.replications, given.jobs))
        whole = next(path.parent for path in out.rglob("run.json"))
        print(f"a run takes {took:.1f} s")  # noqa: T201
        for n in range(given.kills):
            after = moments.uniform(0.1, took)
            found = survived(given.scenario, whole, out / str(n), given.replications, given.jobs, after)
            wrong += not (found.same and found.alone)
            told = "had ended" if found.finished else f"left {found.blocks} blocks"
            print(f"{n + 1:3} killed after {after:5.2f} s, {told}: {'same' if found.same else 'OTHER'}")  # noqa: T201
    print(f"{given.kills - wrong} of {given.kills} resumed to the same bits")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
