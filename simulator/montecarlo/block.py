"""One block of replications, from the scenario to what is kept of it: the unit of work of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.cases.build import build_cases
from simulator.cases.draws import draws_of
from simulator.cases.types import Cases
from simulator.closing.rows import first_day, summed, together, transfers
from simulator.errors import UserError
from simulator.metrics import Measures, measured
from simulator.metrics.view import reached
from simulator.montecarlo.engines import engines
from simulator.quantities.calendar import Calendar
from simulator.scenario.schema import Scenario
from simulator.spreading import amount_by
from simulator.trace import SPENDING, Kind, Trace


@dataclass(frozen=True)
class Question:
    """What a run answers. The scenario's `simulation` states seed, replications and design."""

    scenario: Scenario
    engine: str = "simpy"

    @property
    def replications(self) -> int:
        """How many worlds are drawn."""
        return self.scenario.simulation.replications

    @property
    def seed(self) -> int:
        """The name of the set of worlds."""
        return self.scenario.simulation.seed


def asked(scenario: Scenario, engine: str = "simpy", **simulation: Any) -> Question:
    """The question that a run answers; what is given goes before what the scenario says under `simulation`.

    Parameters
    ----------
    simulation : ``replications``, ``seed``, ``design``; None leaves what the scenario says

    Raises
    ------
    UserError
        If there is no such engine.
    """
    if engine not in engines:
        raise UserError(f"{engine!r} is not an engine; one of: {', '.join(engines)}")
    given = {name: value for name, value in simulation.items() if value is not None}
    stated = scenario.simulation.model_copy(update=given)
    return Question(scenario.model_copy(update={"simulation": stated}), engine)


@dataclass(frozen=True)
class Block:
    """What a run keeps of a block of R replications; see ``Run`` for shapes and units."""

    measures: Measures
    started: np.ndarray
    ended: np.ndarray
    spent: np.ndarray
    moved: np.ndarray


def metrics_of(question: Question) -> tuple[str, ...]:
    """The names of the metrics that a scenario has: those of its first replication."""
    return tuple(run_block(question, range(1)).measures.metrics)


def run_block(question: Question, rows: range) -> Block:
    """Draw, simulate and measure some replications of a run."""
    cases, trace = traced(question, rows)
    stages, calendar = len(cases.index.stages), cases.calendar
    return Block(
        measured(trace, cases),
        _first_days(trace.where(Kind.WORKED), stages, calendar),
        _first_days(trace.where(Kind.ENDED), stages, calendar),
        _spent(trace, cases),
        _moved(trace, cases),
    )


def traced(question: Question, rows: range) -> tuple[Cases, Trace]:
    """The cases of some replications of a run, and what happened in them."""
    cases = build_cases(question.scenario, draws_of(question.scenario, rows))
    return cases, engines[question.engine](cases)


def _first_days(rows: Trace, subjects: int, calendar: Calendar) -> np.ndarray:
    """(R, subjects) the first day of each subject's rows, NaN without one."""
    return reached(first_day(rows, rows.subject, subjects, calendar.last_day + 1), calendar)


def _spent(trace: Trace, cases: Cases) -> np.ndarray:
    """(R, A, G + 2) cents paid by the horizon's end, by allotment and programme; renewals and cancelling come last."""
    allotments, programmes = len(cases.index.allotments), len(cases.index.programmes)
    rows = trace.where(*SPENDING)
    subject, allotment = np.divmod(rows.subject.astype(np.int64), allotments)
    stage = np.minimum(subject, len(cases.stages.project) - 1)
    programme = cases.projects.programme[cases.stages.project[stage]]
    use = np.select([rows.kind == Kind.RENEWAL, rows.kind == Kind.CANCELLED], [programmes, programmes + 1], programme)
    cell, cells = allotment * (programmes + 2) + use, allotments * (programmes + 2)
    cents = summed(rows, cell, cells, amount_by(rows, cases.calendar.last_day + 1))
    return cents.reshape(-1, allotments, programmes + 2)


def _moved(trace: Trace, cases: Cases) -> np.ndarray:
    """(R, A) cents brought into pools by tranches, and by rules that moved money in, less what they moved out."""
    allotments = len(cases.index.allotments)
    brought = together(trace.where(Kind.TRANCHE), transfers(trace.where(Kind.MOVED), allotments))
    return summed(brought, brought.subject, allotments)
