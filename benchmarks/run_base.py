# ruff: noqa: T201
"""Time and memory of the whole base case: 1,000 replications, all pictures, a folder of its own.

    python benchmarks/run_base.py [SCENARIO] [REPLICATIONS]

Wall time from the command to its end; peak memory of the command and of its largest worker, as the system counts it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time


def main(scenario: str = "scenarios/base.yaml", replications: str = "1000") -> None:
    """Print the figures of a scenario."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "simulator", "run", scenario, "-n", replications, "--out", out, "--quiet"]
        began = time.perf_counter()
        subprocess.run(command, check=True)
        wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{scenario}, {replications} replications, all pictures")
    print(f"wall time, s            {wall:10.1f}")
    print(f"processor time, s       {used.ru_utime + used.ru_stime:10.1f}")
    print(f"peak memory, MB         {used.ru_maxrss / 1000:10.0f}   of the largest process")


if __name__ == "__main__":
    main(*sys.argv[1:])
