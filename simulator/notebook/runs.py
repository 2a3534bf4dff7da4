"""A run in a notebook: its tables, its pictures, and the folder that keeps both."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulator.answer import Manner, answer
from simulator.figures import figures
from simulator.findings import Findings
from simulator.findings.statistics import QUANTILES, Summary
from simulator.findings.stored import METRICS, TIMELINES, StoredRun, document_of
from simulator.findings.stored import open_run as stored_run
from simulator.metrics import family_of
from simulator.montecarlo.block import asked
from simulator.notebook.columns import Columns
from simulator.notebook.scenario import Source, scenario_of
from simulator.registry import Registry, hint
from simulator.report.headline import COLUMNS, headline_rows
from simulator.report.summary import as_text, heading_of
from simulator.scenario.document import Document
from simulator.store.manifest import Manifest
from simulator.store.tables import read_table

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class RunResult:
    """A run, in its folder; tables are those of the folder, pictures are drawn when asked for.

    Attributes
    ----------
    stored : the run as it is kept
    document : the scenario as resolved, with where its values come from
    """

    stored: StoredRun
    document: Document

    @property
    def folder(self) -> Path:
        """Where the run is kept."""
        return self.stored.folder

    @property
    def manifest(self) -> Manifest:
        """What was asked, and with what it was answered."""
        return self.stored.manifest

    @property
    def findings(self) -> Findings:
        """The run as numbers, for whoever wants more than the tables."""
        return self.stored.findings

    @property
    def name(self) -> str:
        """The name of the scenario."""
        return self.findings.scenario.name

    @property
    def metrics(self) -> Columns:
        """A row a replication: ``replication``, then a column a metric."""
        return self._table(METRICS)

    @property
    def timelines(self) -> Columns:
        """A row a series, month and statistic: ``series``, ``month``, ``statistic``, ``value``, ``unit``."""
        return self._table(TIMELINES)

    @property
    def delays(self) -> Columns:
        """Days by ``project``, ``stage`` ('' for the whole project) and ``cause``."""
        return self._table("delays.parquet")

    @property
    def schedule(self) -> Columns:
        """Days of start and end by ``project``, ``stage`` and ``event``."""
        return self._table("schedule.parquet")

    @property
    def flows(self) -> Columns:
        """Money by ``source``, ``pool`` and ``programme``."""
        return self._table("flows.parquet")

    @property
    def summary(self) -> Columns:
        """A row a metric: ``unit``, ``n``, ``unfinished``, ``mean``, ``se``, ``sd``, and quantiles."""
        found = [self.findings.summary(name) for name in self.findings.metrics]
        currency, families = self.findings.scenario.currency, map(family_of, self.findings.metrics)
        units = [(family.unit if family else "").replace("money", currency) for family in families]
        numbers = {name: np.array([_number(one, name) for one in found]) for name in ("mean", "se", "sd", *QUANTILES)}
        counts = {name: np.array([getattr(one, name) for one in found]) for name in ("n", "unfinished")}
        names = np.array(list(self.findings.metrics), object)
        return Columns({"metric": names, "unit": np.array(units, object), **counts, **numbers})

    @property
    def headline(self) -> Columns:
        """The headline table, as it is told: words and rounded numbers."""
        rows = headline_rows(self.findings)
        told = {name: np.array([getattr(row, name) for row in rows], object) for name in ("what", "metric", "unit")}
        numbers = {name: np.array([row.numbers[n] for row in rows], object) for n, name in enumerate(COLUMNS)}
        return Columns({**told, **numbers, "reached": np.array([row.reached for row in rows], object)})

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of the pictures."""
        return tuple(figures)

    def figure(self, name: str) -> Figure | None:
        """A picture by its name, or None where the scenario has no such subject.

        Raises
        ------
        UserError
            If there is no picture of that name.
        """
        from simulator.figures.drawing import picture
        from simulator.figures.style import house_style

        known(name, figures)
        with house_style():
            return picture(name, self.findings)

    def workbook(self) -> Path:
        """The run as a workbook in its folder, made if it is not there."""
        from simulator.report.workbook import FILE, with_workbook

        return with_workbook(self.stored, self.document).folder / FILE

    def _table(self, name: str) -> Columns:
        return Columns(read_table(self.folder / name))

    def __repr__(self) -> str:
        return f"RunResult({heading_of(self.findings)}; {self.folder})"

    def __str__(self) -> str:
        return as_text(self.findings)

    def _repr_html_(self) -> str:
        return f"<h4>{escape(heading_of(self.findings))}</h4>{self.headline._repr_html_()}"


def _number(found: Summary, name: str) -> float:
    return found.quantiles[name] if name in QUANTILES else float(getattr(found, name))


def known(name: str, registered: Registry[str]) -> None:
    """Refuse the name of a picture that there is not.

    Raises
    ------
    UserError
        With the name that was probably meant.
    """
    from simulator.errors import UserError

    if name not in registered:
        raise UserError(f"{name!r} is not a picture{hint(name, registered)}; one of: {', '.join(registered)}")


def run(
    scenario: Source,
    *,
    replications: int | None = None,
    seed: int | None = None,
    engine: str = "simpy",
    jobs: int | None = None,
    out: str | Path = "results",
    plots: bool = False,
    force: bool = False,
) -> RunResult:
    """Run a scenario, or read its run where there is one: the same folders as ``capsim run``, the same numbers.

    Parameters
    ----------
    scenario : a file, or what ``load_scenario`` returned
    replications, seed : else as the scenario says
    jobs : processes, one a core unless given
    out : folder of all results
    plots : write the pictures into the folder, too
    force : run again, beside the run that is there

    Raises
    ------
    UserError
        If the scenario has faults, or there is no such engine.
    RunError
        If the run fails, or its folder cannot be written.
    """
    loaded = scenario_of(scenario).loaded
    question = asked(loaded.scenario, engine, replications=replications, seed=seed)
    manner = Manner(Path(out), jobs, plots, force, ("simulator.run",))
    return RunResult(answer(question, loaded.document, manner).run, loaded.document)


def open_run(folder: str | Path) -> RunResult:
    """The run of a folder, every file of it checked.

    Raises
    ------
    UserError
        If the folder is not a run.
    StoreError
        If a file is missing, or not what the manifest says.
    """
    return RunResult(stored_run(folder), document_of(Path(folder)))
