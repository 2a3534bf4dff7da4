"""Workers are replaced if they are killed, and never outlive their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.errors import LedgerError, RunError
from simulator.montecarlo.workers import in_workers

ROOT = Path(__file__).parents[2]


def doubled(number: int) -> int:
    return 2 * number


def killed_once(number: int, marker: str) -> int:
    """Dies the first time that it is asked for the number 3."""
    if number == 3 and not os.path.exists(marker):
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def killed_always(number: int) -> int:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def unbalanced(number: int) -> int:
    raise LedgerError(f"replication {number}: debits exceed credits by 0.01")


def test_results_come_with_the_number_of_their_task() -> None:
    assert dict(in_workers(doubled, [(n,) for n in range(7)], 2)) == {n: 2 * n for n in range(7)}


def test_what_a_killed_worker_left_undone_is_run_again(tmp_path: Path) -> None:
    tasks = [(n, str(tmp_path / "killed")) for n in range(8)]
    assert dict(in_workers(killed_once, tasks, 2)) == {n: 2 * n for n in range(8)}
    assert (tmp_path / "killed").exists()


def test_a_task_that_kills_its_worker_each_time_ends_the_run() -> None:
    with pytest.raises(RunError, match=r"workers were killed 3 times with \d of 4 blocks undone"):
        list(in_workers(killed_always, [(n,) for n in range(4)], 2))


def test_an_error_in_a_worker_is_told_as_it_is() -> None:
    with pytest.raises(LedgerError, match=r"debits exceed credits by 0\.01"):
        list(in_workers(unbalanced, [(0,), (1,)], 2))


FOREVER = """
import os, sys, time
from pathlib import Path
from simulator.montecarlo.workers import in_workers
from tests.montecarlo.test_workers import sleeping
if __name__ == "__main__":
    list(in_workers(sleeping, [(sys.argv[1], n) for n in range(2)], 2))
"""


def sleeping(folder: str, number: int) -> None:
    (Path(folder) / f"{number}.pid").write_text(str(os.getpid()))
    time.sleep(60)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_workers_end_soon_after_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "forever.py"
    script.write_text(FOREVER)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, str(script), str(tmp_path)], env=environment, cwd=ROOT)
    files = [tmp_path / "0.pid", tmp_path / "1.pid"]
    assert waited(lambda: all(file.exists() and file.read_text() for file in files), 60)
    workers = [int(file.read_text()) for file in files]
    parent.kill()
    parent.wait()
    assert waited(lambda: not any(alive(pid) for pid in workers), 20)


def waited(happened: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
