"""Processes that work side by side, replaced if they are killed, and gone when their parent is gone."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from simulator.errors import RunError

T = TypeVar("T")

#: how often what killed workers left undone is tried in all
TRIES = 3
#: seconds between a worker's looks at whether its parent is still there
WATCH = 0.5


def available_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_workers(function: Callable[..., T], tasks: Sequence[tuple[Any, ...]], jobs: int) -> Iterator[tuple[int, T]]:
    """The number and the result of each task, as they are done.

    What was done when a worker was killed is kept; the rest is run again, three times in all.

    Raises
    ------
    RunError
        If workers are killed each time, as when memory runs out.
    """
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    left = dict(enumerate(tasks))
    for _ in range(TRIES):
        try:
            for n, result in _once(function, left, jobs):
                del left[n]
                yield n, result
            return
        except TerminatedWorkerError as error:
            reason = str(error).split(". ")[0]
    raise RunError(f"workers were killed {TRIES} times with {len(left)} of {len(tasks)} blocks undone: {reason}")


def _once(function: Callable[..., T], tasks: dict[int, tuple[Any, ...]], jobs: int) -> Iterator[tuple[int, T]]:
    from joblib import Parallel, delayed

    parallel = Parallel(
        n_jobs=jobs,
        return_as="generator_unordered",
        batch_size=1,
        pre_dispatch="all",
        initializer=_obey_parent,
        initargs=(os.getpid(),),
    )
    numbered = delayed(_numbered)
    try:
        yield from parallel([numbered(function, n, task) for n, task in tasks.items()])
    except KeyboardInterrupt:
        stop_workers()
        raise


def stop_workers() -> None:
    """Kill all workers of this process, whatever they are doing."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor(max_workers=1, reuse=True).shutdown(wait=True, kill_workers=True)


def _numbered(function: Callable[..., T], n: int, task: tuple[Any, ...]) -> tuple[int, T]:
    return n, function(*task)


def _obey_parent(parent: int) -> None:
    """In a worker: leave interrupts to the parent, and end when it has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)
