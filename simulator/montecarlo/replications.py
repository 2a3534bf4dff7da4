"""Many replications of a scenario: cut into blocks, run side by side, put in order, and kept as one run."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from simulator.cases.build import calendar_of, index_of
from simulator.cases.index import Index
from simulator.metrics import Decisions, Delays
from simulator.montecarlo.block import Block, Question, asked, run_block
from simulator.montecarlo.kept import KeptBlocks
from simulator.montecarlo.workers import available_cores, in_workers
from simulator.quantities.calendar import Calendar
from simulator.timelines import Series, Timelines

#: replications of a block: enough for numpy, few enough for memory and for a bar that moves
BLOCK = 50

#: called with how many replications are done, and of how many; first with those that are taken over
Progress = Callable[[int, int], None]
#: runs a function on each of some tasks, elsewhere; the number and the result of each, in any order
Workers = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], Iterator[tuple[int, Any]]]


@dataclass(frozen=True)
class Run:
    """Every replication of a scenario, measured; row r is replication r.

    Attributes
    ----------
    question : the scenario, its seed, its number of replications, and the engine
    calendar, index : days and names behind the arrays
    metrics : by name, (R,) floats, NaN where undefined
    timelines : by name, series of (R, T) at month-end closings
    delays : days by cause of stages and projects
    decisions : what rules, risks and limits did
    started, ended : (R, S) day on which each stage began to work and ended, NaN if it did not within the horizon
    spent : (R, A, G + 2) cents paid by the horizon's end, by allotment and programme; renewals and cancelling come last
    moved : (R, A) cents that each allotment brought into its pool, by tranches and by rules
    trial_balance : (R,) cents, zeros
    statements : (R, L, Q) cents of each line of the statements in each fiscal quarter, as ``Layout`` names them
    """

    question: Question
    calendar: Calendar
    index: Index
    metrics: dict[str, np.ndarray]
    timelines: Timelines
    delays: Delays
    decisions: Decisions
    started: np.ndarray
    ended: np.ndarray
    spent: np.ndarray
    moved: np.ndarray
    trial_balance: np.ndarray
    statements: np.ndarray

    @property
    def replications(self) -> int:
        """How many replications the run has."""
        return len(self.trial_balance)


def run(
    question: Question,
    *,
    jobs: int | None = None,
    block: int = BLOCK,
    progress: Progress = lambda done, total: None,
    workers: Workers | None = None,
    kept: KeptBlocks | None = None,
) -> Run:
    """Answer a question; the result is the same to the bit for any number of jobs, any workers, any size of block.

    Parameters
    ----------
    jobs : processes, one a core unless given; a single block runs in this process
    block : replications that are simulated together
    workers : what runs the blocks, instead of processes of this machine
    kept : where finished blocks are kept, and taken from if they are there

    Raises
    ------
    LedgerError
        If the books of a replication do not hold.
    RunError
        If workers are killed again and again.
    """
    rows = range(question.replications)
    return _joined(question, _blocks(question, rows, Means(jobs, block, progress, workers, kept)))


@dataclass(frozen=True)
class Means:
    """What blocks are run with; see ``run``."""

    jobs: int | None = None
    block: int = BLOCK
    progress: Progress = lambda done, total: None
    workers: Workers | None = None
    kept: KeptBlocks | None = None


def run_until(
    question: Question, enough: Callable[[dict[str, np.ndarray]], int], most: int, means: Means = Means()
) -> Run:
    """Answer a question with as many further replications as it takes; all that were run before stay as they were.

    Parameters
    ----------
    question : with a random design; its replications are the fewest
    enough : how many replications to go on to, from the metrics so far, (R,) each by name; R or fewer to stop there
    most : no more replications than this

    Returns
    -------
    a run whose question states the replications that were run: the same, to the bit, as one asked for as many
    """
    done, n, parts = 0, question.replications, list[Block]()
    while n > done:
        parts += _blocks(question, range(done, n), means)
        done, n = n, min(enough(_metrics(parts)), most)
    return _joined(asked(question.scenario, question.engine, replications=done), parts)


def _blocks(question: Question, rows: range, means: Means) -> list[Block]:
    """The blocks of some rows, in their order; what is kept is not run again."""
    ranges = [rows[first : first + means.block] for first in range(0, len(rows), means.block)]
    found = ((n, means.kept.found(part)) for n, part in enumerate(ranges)) if means.kept else ()
    done = {n: block for n, block in found if block is not None}
    total, count = rows.stop, rows.start + sum(len(ranges[n]) for n in done)
    means.progress(count, total)
    left = [n for n in range(len(ranges)) if n not in done]
    with closing(_results(question, [ranges[n] for n in left], means)) as results:
        for number, block in results:
            if means.kept:
                means.kept.keep(ranges[left[number]], block)
            done[left[number]] = block
            count += len(ranges[left[number]])
            means.progress(count, total)
    return [done[n] for n in range(len(ranges))]


def _results(question: Question, ranges: list[range], means: Means) -> Generator[tuple[int, Block]]:
    """Each range's number with what came out, in any order."""
    tasks = [(question, part) for part in ranges]
    jobs = min(means.jobs or available_cores(), len(tasks))
    if means.workers is not None:
        yield from means.workers(run_block, tasks)
    elif jobs > 1:
        yield from in_workers(run_block, tasks, jobs)
    else:
        yield from ((n, run_block(*task)) for n, task in enumerate(tasks))


def _joined(question: Question, parts: list[Block]) -> Run:
    """One run out of its blocks, in their order."""
    first = parts[0].measures
    whole = {name: _stacked(getattr(part, name) for part in parts) for name in ("started", "ended", "spent", "moved")}
    return Run(
        question=question,
        calendar=calendar_of(question.scenario),
        index=index_of(question.scenario),
        metrics=_metrics(parts),
        timelines={name: _series(name, parts) for name in first.timelines},
        delays=Delays(
            first.delays.causes,
            _stacked(part.measures.delays.by_stage for part in parts),
            _stacked(part.measures.delays.by_project for part in parts),
            _stacked(part.measures.delays.held for part in parts),
        ),
        decisions=Decisions(
            *(_stacked(getattr(part.measures.decisions, field.name) for part in parts) for field in fields(Decisions))
        ),
        trial_balance=_stacked(part.measures.trial_balance for part in parts),
        statements=_stacked(part.measures.statements for part in parts),
        **whole,
    )


def _metrics(parts: list[Block]) -> dict[str, np.ndarray]:
    """Every metric over all blocks, (R,) by name."""
    return {name: _stacked(part.measures.metrics[name] for part in parts) for name in parts[0].measures.metrics}


def _series(name: str, parts: list[Block]) -> Series:
    of = [part.measures.timelines[name] for part in parts]
    return Series(of[0].unit, of[0].meaning, _stacked(series.values for series in of), of[0].of_month)


def _stacked(arrays: Iterable[np.ndarray]) -> np.ndarray:
    """Blocks one below the other, row after row in memory: a sum's last bits depend on that order."""
    return np.ascontiguousarray(np.concatenate(list(arrays)))
