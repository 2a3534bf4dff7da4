"""Where blocks are run: in processes of this machine, or by the workers of a dask cluster; the bits are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from simulator.errors import UserError
from simulator.montecarlo.replications import Workers
from simulator.montecarlo.workers import available_cores
from simulator.registry import hint


@contextmanager
def _processes(scheduler: str | None, jobs: int | None) -> Iterator[Workers | None]:
    if scheduler is not None:
        raise UserError(f"--scheduler: {scheduler!r} is of no use to --backend processes; add --backend dask")
    yield None


@contextmanager
def _dask(scheduler: str | None, jobs: int | None) -> Iterator[Workers | None]:
    from simulator.montecarlo.cluster import cluster

    with cluster(scheduler, jobs or available_cores()) as workers:
        yield workers


BACKENDS: dict[str, Callable[[str | None, int | None], AbstractContextManager[Workers | None]]] = {
    "processes": _processes,
    "dask": _dask,
}


def workers_of(
    backend: str, scheduler: str | None = None, jobs: int | None = None
) -> AbstractContextManager[Workers | None]:
    """What runs blocks, as long as the context lasts; None for processes, which start when they are needed.

    Parameters
    ----------
    backend : ``processes`` or ``dask``
    scheduler : address of a dask scheduler; without one, a cluster of ``jobs`` processes on this machine alone

    Raises
    ------
    UserError
        If there is no such backend, it is not installed, or it has no use for a scheduler.
    """
    if backend not in BACKENDS:
        near = hint(backend, BACKENDS)
        raise UserError(f"--backend: {backend!r} is not a backend{near}; one of: {', '.join(BACKENDS)}")
    return BACKENDS[backend](scheduler, jobs)
