"""Many replications of a scenario: cut into blocks, run side by side, put in order, and kept as one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from simulator.block import Block, Question, run_block
from simulator.cases.build import calendar_of, index_of
from simulator.cases.index import Index
from simulator.metrics import Delays
from simulator.quantities.calendar import Calendar
from simulator.timelines import Series, Timelines
from simulator.workers import available_cores, in_workers

#: replications of a block: enough for numpy, few enough for memory and for a bar that moves
BLOCK = 50

#: called with how many replications are done, and of how many
Progress = Callable[[int, int], None]


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
    started, ended : (R, S) day on which each stage began to work and ended, NaN if it did not within the horizon
    spent : (R, A, G + 1) cents paid by the horizon's end, by allotment and programme; renewals come last
    moved : (R, A) cents that each allotment brought into its pool
    trial_balance : (R,) cents, zeros
    """

    question: Question
    calendar: Calendar
    index: Index
    metrics: dict[str, np.ndarray]
    timelines: Timelines
    delays: Delays
    started: np.ndarray
    ended: np.ndarray
    spent: np.ndarray
    moved: np.ndarray
    trial_balance: np.ndarray

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
) -> Run:
    """Answer a question; the result is the same to the bit for any number of jobs and any size of block.

    Parameters
    ----------
    jobs : processes, one a core unless given; a single block runs in this process
    block : replications that are simulated together

    Raises
    ------
    LedgerError
        If the books of a replication do not hold.
    RunError
        If workers are killed again and again.
    """
    n = question.replications
    blocks = [range(first, min(first + block, n)) for first in range(0, n, block)]
    done: dict[int, Block] = {}
    for number, part in _results(question, blocks, jobs or available_cores()):
        done[number] = part
        progress(sum(len(blocks[k]) for k in done), n)
    return _joined(question, [done[k] for k in range(len(blocks))])


def _results(question: Question, blocks: list[range], jobs: int) -> Iterator[tuple[int, Block]]:
    """Each block's number with what came out, in any order."""
    jobs = min(jobs, len(blocks))
    if jobs == 1:
        for n, rows in enumerate(blocks):
            yield n, run_block(question, rows)
    else:
        yield from in_workers(run_block, [(question, rows) for rows in blocks], jobs)


def _joined(question: Question, parts: list[Block]) -> Run:
    """One run out of its blocks, in their order."""
    first = parts[0].measures
    whole = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in ("started", "ended", "spent", "moved")
    }
    return Run(
        question=question,
        calendar=calendar_of(question.scenario),
        index=index_of(question.scenario),
        metrics={name: np.concatenate([p.measures.metrics[name] for p in parts]) for name in first.metrics},
        timelines={name: _series(name, parts) for name in first.timelines},
        delays=Delays(
            first.delays.causes,
            np.concatenate([part.measures.delays.by_stage for part in parts]),
            np.concatenate([part.measures.delays.by_project for part in parts]),
        ),
        trial_balance=np.concatenate([part.measures.trial_balance for part in parts]),
        **whole,
    )


def _series(name: str, parts: list[Block]) -> Series:
    of = [part.measures.timelines[name] for part in parts]
    return Series(of[0].unit, of[0].meaning, np.concatenate([series.values for series in of]), of[0].of_month)
