"""Workers of a dask scheduler give the same bits, and replace one that is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from simulator.errors import RunError, UserError
from simulator.montecarlo.backends import workers_of
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import Run, run
from tests.cli.shell import ran
from tests.montecarlo.test_run import assert_same
from tests.small import SMALL, small_question

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("backend", "scheduler", "said"),
    [
        ("dsk", None, r"--backend: 'dsk' is not a backend \(did you mean 'dask'\?\); one of: processes, dask"),
        ("processes", "127.0.0.1:8786", r"--scheduler: '127.0.0.1:8786' is of no use to --backend processes"),
    ],
)
def test_a_backend_that_is_none_is_told(backend: str, scheduler: str | None, said: str) -> None:
    with pytest.raises(UserError, match=said), workers_of(backend, scheduler):
        pass


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(UserError, match=r"--backend dask: needs dask; pip install 'capsim\[cluster\]'"),
        workers_of("dask"),
    ):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("address", ["foo", "127.0.0.1", "ftp://127.0.0.1:21", "http://x/:80", ""])
def test_what_is_no_address_is_told(address: str) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with (
        pytest.raises(UserError, match=r"--scheduler: .* is not an address; write HOST:PORT"),
        workers_of("dask", address),
    ):
        pass


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own, on the loopback interface."""

    address: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)


def dask(*arguments: str) -> subprocess.Popen[bytes]:
    kind, *rest = arguments
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *rest, "--host", "127.0.0.1", "--no-dashboard"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A real scheduler with worker processes that nobody restarts."""
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    told = folder / "scheduler.json"
    processes = [dask("scheduler", "--port", "0", "--scheduler-file", str(told))]
    try:
        end = time.monotonic() + 60
        while not told.exists() or not told.read_text():
            assert time.monotonic() < end
            time.sleep(0.05)
        found = Cluster(json.loads(told.read_text())["address"])
        for _ in range(workers):
            worker = dask("worker", found.address, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
            found.workers.append(worker)
            processes.append(worker)
        yield found
    finally:
        for process in processes:
            process.kill()
            process.wait()


def on(found: Cluster, replications: int, block: int, killed: int | None = None) -> Run:
    """A run on a cluster, one of whose workers is killed when some replications are done."""

    def progress(done: int, total: int) -> None:
        if killed is not None and done >= killed and found.workers[0].poll() is None:
            found.workers[0].send_signal(signal.SIGKILL)

    question = asked(small_question().scenario, replications=replications)
    with workers_of("dask", found.address) as workers:
        return run(question, block=block, workers=workers, progress=progress)


@pytest.mark.slow
def test_a_cluster_one_of_whose_workers_is_killed_gives_the_same_bits(tmp_path: Path) -> None:
    alone = run(asked(small_question().scenario, replications=400), jobs=1)
    with cluster(tmp_path, 2) as found:
        assert_same(on(found, 400, 10, killed=60), alone)
        assert found.workers[0].wait() == -signal.SIGKILL
        assert found.workers[1].poll() is None
        assert_same(on(found, 400, 100), alone)


def test_a_task_for_workers_of_another_version_is_refused() -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    from simulator.montecarlo.cluster import _checked
    from simulator.store.surroundings import surroundings

    assert _checked(abs, (-3,), surroundings().numeric) == 3
    with pytest.raises(RunError, match=r"a worker has numpy [\d.]+ \(not 1\.0\); the same bits need the same versions"):
        _checked(abs, (-3,), {**surroundings().numeric, "numpy": "1.0"})


def deadly(number: int) -> int:
    """Kills whoever works on the number 2."""
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def killed(found: Cluster, expected: int) -> int:
    """How many workers have ended; the run may know of a killed one before the system has taken it away."""
    deadline = time.monotonic() + 10
    while (ended := sum(worker.poll() is not None for worker in found.workers)) < expected:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    return ended


@pytest.mark.slow
def test_a_block_that_kills_all_its_workers_ends_the_run(tmp_path: Path) -> None:
    with cluster(tmp_path, 5) as found, workers_of("dask", found.address) as workers:
        assert workers is not None
        with pytest.raises(RunError, match="block 2 was given up: every worker that ran it was killed"):
            list(workers(deadly, [(n,) for n in range(4)]))
        assert killed(found, 4) == 4  # the first, and three times again


def silent(number: int) -> int:
    time.sleep(0.2)
    return number


@pytest.mark.slow
def test_a_cluster_without_workers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.montecarlo.cluster.PATIENCE", 2)
    with cluster(tmp_path, 1) as found, workers_of("dask", found.address) as workers:
        assert workers is not None
        results = workers(silent, [(n,) for n in range(50)])
        next(results)
        found.workers[0].kill()
        with pytest.raises(RunError, match="the scheduler has had no workers for 2 seconds"):
            list(results)


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr("simulator.montecarlo.cluster.ANSWER", 2)
    said = r"no scheduler answers at 127\.0\.0\.1:1 within 2 seconds"
    with pytest.raises(RunError, match=said), workers_of("dask", "127.0.0.1:1"):
        pass


@pytest.mark.slow
def test_the_command_has_a_cluster_of_its_own_on_loopback(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    asked_for = ("run", SMALL, "-n", "150", "--no-plots", "--jobs", "2")
    ended = ran(*asked_for, "--out", "dask", "--backend", "dask", "--quiet", cwd=tmp_path)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert ran(*asked_for, "--out", "processes", "--quiet", cwd=tmp_path).code == 0
    tables = sorted(path.relative_to(tmp_path / "dask") for path in (tmp_path / "dask").rglob("*.parquet"))
    assert len(tables) >= 5
    for table in tables:
        assert (tmp_path / "dask" / table).read_bytes() == (tmp_path / "processes" / table).read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="looks into /proc")
def test_a_cluster_of_its_own_listens_on_loopback_only() -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    before = listening()
    with workers_of("dask", None, 1):
        opened = listening() - before
    assert opened
    assert {address.split(":")[0] for address in opened} == {"0100007F"}  # 127.0.0.1, as the system writes it


def listening() -> set[str]:
    """Local addresses on which the processes of this machine listen."""
    rows = [line.split() for file in ("tcp", "tcp6") for line in proc_net(file)]
    return {row[1] for row in rows if row[3] == "0A"}


def proc_net(file: str) -> list[str]:
    path = Path("/proc/net") / file
    return path.read_text().splitlines()[1:] if path.exists() else []
