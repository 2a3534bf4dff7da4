"""The workers of a dask cluster: blocks go to them, and those of a worker that dies go to another.

Tasks are submitted by dask's own client, not through joblib: joblib's dask backend waits for ever for a task that has
killed each of its workers (joblib 1.6, `DaskDistributedBackend._collect` tells nobody of such an error).
"""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.errors import RunError, UserError
from simulator.montecarlo.replications import Workers
from simulator.montecarlo.workers import interrupts_later
from simulator.store.surroundings import surroundings

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
#: of a scheduler, plain or encrypted
ADDRESS = re.compile(r"((tcp|tls)://)?([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}")
#: seconds that a scheduler may take to answer, and that it may be without any worker
ANSWER, PATIENCE = 10, 60
#: tasks sent ahead for each thread of a worker
AHEAD = 2
#: what would tell a user of lost connections with a traceback
LOGGERS = ("distributed", "distributed.client", "distributed.utils")
#: held by the task of a worker's process: some of what tasks keep between calls is not for two threads
ONE_AT_A_TIME = threading.Lock()


@contextmanager
def cluster(scheduler: str | None, jobs: int) -> Iterator[Workers]:
    """The workers of a scheduler; without an address, of a cluster of ``jobs`` processes on this machine alone.

    That one listens on the loopback interface only, and has no dashboard.

    Raises
    ------
    UserError
        If dask is not installed, or the address is none.
    RunError
        If nobody answers there, or the scheduler has no workers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UserError("--backend dask: needs dask; pip install 'capsim[cluster]'") from None
    for logger in LOGGERS:
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    with _scheduler(scheduler, jobs) as address:
        with _told(address):
            client = Client(address, timeout=ANSWER, set_as_default=False)
        try:
            with _told(address):
                client.wait_for_workers(1, timeout=ANSWER)
            yield partial(_in_cluster, client)
        finally:
            client.close()


@contextmanager
def _scheduler(address: str | None, jobs: int) -> Iterator[str]:
    """The address given, or that of a cluster that lives as long as this block."""
    if address is not None:
        if not ADDRESS.fullmatch(address):  # dask would say so only after 20 seconds
            raise UserError(f"--scheduler: {address!r} is not an address; write HOST:PORT, as 127.0.0.1:8786")
        yield address
        return
    from distributed import LocalCluster

    with interrupts_later():
        local = LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            host=LOOPBACK,
            dashboard_address=f"{LOOPBACK}:0",  # of pages of state, at any free port; None would be port 8787
            scheduler_kwargs={"dashboard": False},
            worker_dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
    try:
        yield local.scheduler_address
    finally:
        local.close()


@contextmanager
def _told(address: str) -> Iterator[None]:
    """What dask says of an address, as errors of ours."""
    try:
        yield
    except TimeoutError:
        raise RunError(f"the scheduler at {address} has had no workers for {ANSWER} seconds") from None
    except OSError:
        raise RunError(f"no scheduler answers at {address} within {ANSWER} seconds") from None


def _in_cluster(
    client: Client, function: Callable[..., T], tasks: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[int, T]]:
    """The number and the result of each task, as they are done.

    A task whose worker dies is given to another one by the scheduler, three times unless it is configured otherwise.

    Raises
    ------
    RunError
        If a task's workers die each time, the scheduler is gone, or there are no workers any more.
    """
    done: queue.SimpleQueue[Future] = queue.SimpleQueue()
    waiting = iter(list(enumerate(tasks)))
    sent: dict[Any, tuple[int, Future]] = {}
    try:
        while True:
            for n, task in _next(waiting, AHEAD * max(1, sum(client.ncores().values())) - len(sent)):
                future = client.submit(partial(_checked, function, task, surroundings().numeric), pure=False)
                sent[future.key] = n, future
                future.add_done_callback(done.put)
            if not sent:
                return
            future = _first(done, client, len(sent))
            n, _ = sent.pop(future.key)
            yield n, _result(future, n)
    finally:
        client.cancel([future for _, future in sent.values()], force=True)


def _next(waiting: Iterator[T], count: int) -> Iterator[T]:
    for _ in range(count):
        try:
            yield next(waiting)
        except StopIteration:
            return


def _first(done: queue.SimpleQueue[Future], client: Client, undone: int) -> Future:
    """The next future that is done; gives up when nobody has been there to work on it for too long."""
    alone_since = None
    while True:
        try:
            return done.get(timeout=1)
        except queue.Empty:
            if client.status != "running" and client.status != "connecting":
                raise RunError(f"the scheduler is gone with {undone} blocks sent and undone") from None
        alone = not client.scheduler_info(n_workers=1).get("workers")
        alone_since = (alone_since or time.monotonic()) if alone else None
        if alone_since and time.monotonic() - alone_since > PATIENCE:
            raise RunError(f"the scheduler has had no workers for {PATIENCE} seconds, {undone} blocks sent and undone")


def _result(future: Future, n: int) -> Any:
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        raise RunError(f"block {n} was given up: every worker that ran it was killed ({error})") from None
    except CancelledError:
        raise RunError(f"block {n} is lost: the scheduler is gone, or has forgotten it") from None
    except ImportError as error:
        raise RunError(f"workers lack what they need: {error}; install the same packages there") from None


def _checked(function: Callable[..., T], task: tuple[Any, ...], versions: dict[str, str]) -> T:
    """In a worker: run a task, if the versions are those that its result is said to come from."""
    here = surroundings().numeric
    if here != versions:
        wrong = ", ".join(f"{name} {here.get(name)} (not {v})" for name, v in versions.items() if here.get(name) != v)
        raise RunError(f"a worker has {wrong}; the same bits need the same versions")
    with ONE_AT_A_TIME:
        return function(*task)
