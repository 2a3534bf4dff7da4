"""A comparison in a notebook: what differs, every metric paired, and the pictures of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.answer import Manner, answer
from simulator.comparison import Comparison, Side
from simulator.errors import UserError
from simulator.figures.overlays import overlays
from simulator.montecarlo.block import asked
from simulator.notebook.columns import Columns
from simulator.notebook.runs import RunResult, known
from simulator.notebook.scenario import Source, scenario_of
from simulator.report.comparison.summary import as_text
from simulator.studies import compare as studies
from simulator.studies.alone import STUDIES
from simulator.studies.claims import Verdict, read_claim, verdicts
from simulator.studies.comparison_folder import answer_comparison, tables
from simulator.studies.sides import Asked, labelled
from simulator.studies.waterfall import with_waterfalls

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class ComparisonResult:
    """Scenarios side by side; the first is the baseline.

    Attributes
    ----------
    comparison : as numbers, for whoever wants more than the tables
    manner : how its runs were made, and where they lie
    """

    comparison: Comparison
    manner: Manner

    @property
    def tables(self) -> dict[str, Columns]:
        """Tidy tables by name: ``inputs`` that differ, ``metrics``, ``regret``, and ``waterfall`` where asked for."""
        return {name: Columns(columns) for name, columns in tables(self.comparison).items()}

    @property
    def runs(self) -> dict[str, RunResult]:
        """The runs by label."""
        return {side.label: RunResult(side.run, side.document) for side in self.comparison.sides}

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of the pictures."""
        return tuple(overlays)

    def figure(self, name: str) -> Figure | None:
        """A picture by its name, or None where it has no subject.

        Raises
        ------
        UserError
            If there is no picture of that name.
        """
        from simulator.figures.overlays.drawing import picture
        from simulator.figures.style import house_style

        known(name, overlays)
        with house_style():
            return picture(name, self.comparison)

    def verdicts(self, claim: str) -> list[Verdict]:
        """Whether a claim holds, as ``npv: no worse than 2 %``, for every scenario but the baseline."""
        return verdicts(read_claim(claim, self.comparison), self.comparison)

    def save(self) -> Path:
        """Keep the comparison in a folder of the results, with its page and pictures; returns the folder."""
        from simulator.report.comparison.page import comparison_files

        return answer_comparison(self.comparison, self.manner.out, [comparison_files])

    def __repr__(self) -> str:
        return f"ComparisonResult({' against '.join(side.label for side in reversed(self.comparison.sides))})"

    def __str__(self) -> str:
        return as_text(self.comparison)

    def _repr_html_(self) -> str:
        told = self.tables
        metrics = told["metrics"] if "metrics" in told else Columns({})
        shown = [n for n, name in enumerate(metrics.get("metric", ())) if name in self.comparison.headline]
        rows = Columns({name: column[shown] for name, column in metrics.items()})
        inputs = told["inputs"]._repr_html_() if "inputs" in told else "<p>No input differs.</p>"
        return f"<h4>{escape(repr(self))}</h4>{inputs}{rows._repr_html_()}"


def compare(
    *scenarios: Source | RunResult,
    metrics: Sequence[str] = (),
    waterfall: str | None = None,
    study: str = "",
    pair: bool = True,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    out: str | Path = "results",
) -> ComparisonResult:
    """Compare scenarios or runs, the first being the baseline; what is missing is run, on the same worlds.

    A study compares one scenario with itself: ``flexibility`` with its rules against without, ``risks`` with each
    of its risks switched off in turn.

    Parameters
    ----------
    metrics : that are told first; the headline ones unless given
    waterfall : ``order`` or ``shapley``: split differences over groups of edits
    pair : replication r of each met the same world
    replications, seed : of scenarios that are not yet run; else as the first of the runs, or the baseline, says

    Raises
    ------
    UserError
        If there are fewer than two, or they cannot be compared.
    """
    manner = Manner(Path(out), jobs, plots=False, command=("simulator.compare",))
    if study:
        return ComparisonResult(_alone(study, scenarios, metrics, (replications, seed), manner), manner)
    if len(scenarios) < 2:
        raise UserError(f"{len(scenarios)} given; a comparison needs two scenarios or runs, or more")
    sides = [_side(one, _world(scenarios, replications, seed), manner) for one in scenarios]
    comparison = studies.compare(labelled(sides), metrics=metrics, pair=pair)
    if waterfall is not None:
        comparison = with_waterfalls(comparison, waterfall, metrics, manner)
    return ComparisonResult(comparison, manner)


def _alone(
    study: str,
    scenarios: Sequence[Source | RunResult],
    metrics: Sequence[str],
    world: tuple[int | None, int | None],
    manner: Manner,
) -> Comparison:
    """One scenario compared with itself."""
    if study not in STUDIES:
        raise UserError(f"study: {study!r} is no study; one of: {', '.join(STUDIES)}")
    if len(scenarios) != 1 or isinstance(scenarios[0], RunResult):
        raise UserError(f"study {study!r} takes one scenario, which it runs as it needs")
    source, (replications, seed) = scenario_of(scenarios[0]), world
    return STUDIES[study](source.path, Asked(replications, seed, sets=source.edits), manner, metrics)


def _world(
    scenarios: Sequence[Source | RunResult], replications: int | None, seed: int | None
) -> dict[str, int | str | None]:
    """What makes replication r the same world in all: as asked, else as the first run, else as the baseline says."""
    ran = [one.findings.scenario for one in scenarios if isinstance(one, RunResult)]
    files = [scenario_of(one).scenario for one in scenarios[:1] if not isinstance(one, RunResult)]
    stated = (*ran, *files)[0].simulation
    return {
        "replications": replications or stated.replications,
        "seed": stated.seed if seed is None else seed,
        "design": stated.design,
    }


def _side(one: Source | RunResult, world: dict[str, int | str | None], manner: Manner) -> Side:
    if isinstance(one, RunResult):
        return Side(one.name, one.stored, one.document, str(one.folder), from_file=False)
    source = scenario_of(one)
    found = answer(asked(source.scenario, **world), source.document, manner)  # type: ignore[arg-type]
    return Side(source.name, found.run, source.document, str(source.path), from_file=True)
