"""Processes that work side by side, replaced if they are killed, and gone when their parent is gone."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
    from multiprocessing import resource_tracker

    from joblib import Parallel, delayed

    resource_tracker.ensure_running()  # to start it later would let interrupts through that are held back
    parallel = Parallel(
        n_jobs=jobs,
        return_as="generator_unordered",
        batch_size=1,
        initializer=_obey_parent,
        initargs=(os.getpid(),),
    )
    numbered = delayed(_numbered)
    results: Any = None
    try:
        with interrupts_later():
            results = parallel([numbered(function, n, task) for n, task in tasks.items()])
        while (numbered_result := _next(results)) is not None:
            yield numbered_result
    finally:
        if results is not None:
            with warnings.catch_warnings(action="ignore"):
                results.close()  # kills the workers, if there is still anything to do


def _next(results: Iterator[tuple[int, T]]) -> tuple[int, T] | None:
    """The next result, None after the last; of the tasks that an interrupt cancels nobody has to be told."""
    with warnings.catch_warnings(action="ignore"):
        return next(results, None)


@contextmanager
def interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back until the end of the block; processes that are started in it never see one."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: held.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if held:
        raise KeyboardInterrupt


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
