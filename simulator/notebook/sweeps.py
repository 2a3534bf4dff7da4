"""A sweep in a notebook: its table, and how metrics answer to what is varied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.answer import Manner
from simulator.errors import Fault, ScenarioFaults
from simulator.notebook.columns import Columns
from simulator.notebook.scenario import Source, scenario_of
from simulator.response import Response
from simulator.scenario.reader import read_text
from simulator.scenario.vary import Varied, read_options, read_sweep
from simulator.scenario.writer import yaml_text
from simulator.studies import sweep as studies
from simulator.studies.sweep_folder import keep

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: what is varied, as a file or as options say it
Vary = Mapping[str, Any] | Sequence[str] | None


@dataclass(frozen=True, repr=False)
class SweepResult:
    """A grid of runs, in its folder.

    Attributes
    ----------
    swept : the grid as numbers, for whoever wants more than the table
    folder : where the table is kept
    told : the metrics that are shown first
    """

    swept: studies.Swept
    folder: Path
    told: tuple[str, ...]

    @property
    def table(self) -> Columns:
        """A row a metric and point, a column a path: mean, quantiles, paired difference to the first point."""
        return Columns(self.swept.table())

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of the metrics."""
        return self.swept.metrics

    def response(self, metric: str) -> Response:
        """A metric as arrays over the grid, one dimension a path."""
        return self.swept.response(metric)

    def figure(self, metric: str) -> Figure | None:
        """A line for one path, a heat map for two, several for three; None for more."""
        from simulator.figures.response import picture
        from simulator.figures.style import house_style

        with house_style():
            return picture(self.swept.response(metric))

    def __repr__(self) -> str:
        paths = ", ".join(varied.path for varied in self.swept.varied)
        return f"SweepResult({self.swept.scenario.name}: {len(self.swept.runs):,} points over {paths}; {self.folder})"

    def _repr_html_(self) -> str:
        parts = []
        for metric in self.told:
            rows = self.table.where(metric=metric)
            parts.append(
                f"<h4>{escape(metric)}</h4>{Columns({k: rows[k] for k in rows if k != 'metric'})._repr_html_()}"
            )
        return "".join(parts)


def sweep(
    scenario: Source,
    vary: Vary = None,
    *,
    metrics: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
    engine: str = "simpy",
    jobs: int | None = None,
    out: str | Path = "results",
) -> SweepResult:
    """Run a scenario at every combination of values; points that were run before are read.

    Parameters
    ----------
    vary : values by path, a list or `lo:hi:n unit` each, as under `sweep:` of a file; or texts as ``--vary`` takes
        them; what the file says unless given
    metrics : that are shown first

    Raises
    ------
    UserError
        If the scenario or a value has faults, or it has no such metric.

    >>> varied("a.price", {"a.price": "8:14:3 USD"})[0].labels
    ('8 USD', '11 USD', '14 USD')
    """
    source = scenario_of(scenario)
    paths = source.document.sweep if vary is None else varied(str(source.path), vary)
    grid = studies.Grid(source.path, paths, source.edits, engine, replications, seed)
    swept = studies.sweep(grid, Manner(Path(out), jobs, command=("simulator.sweep",)), metrics)
    return SweepResult(swept, keep(swept, Path(out)), studies.told_metrics(metrics, swept.metrics))


def varied(name: str, vary: Mapping[str, Any] | Sequence[str]) -> tuple[Varied, ...]:
    """What is varied, out of values by path, or out of options.

    Raises
    ------
    ScenarioFaults
        If it says something else.
    """
    if not isinstance(vary, Mapping):
        return read_options(vary)
    faults: list[Fault] = []
    plain = {path: list(values) if isinstance(values, tuple) else values for path, values in vary.items()}
    found = read_sweep(read_text(yaml_text(plain), f"vary of {name}", faults), faults)
    if faults:
        raise ScenarioFaults(faults)
    return found
