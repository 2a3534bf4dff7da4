"""`capsim compare`: scenarios side by side, what differs between them, and what comes of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import (
    Debug,
    Engine,
    Force,
    Jobs,
    Json,
    NoPlots,
    Out,
    Quiet,
    Replications,
    Seed,
    Sets,
    WithoutRules,
    edits,
)
from simulator.cli.terminal import bar, complain, kept_if_interrupted, say, say_json, warn

if TYPE_CHECKING:
    from simulator.answer import Manner
    from simulator.comparison import Comparison
    from simulator.montecarlo.replications import Progress
    from simulator.studies.claims import Verdict
    from simulator.studies.comparison_folder import Further
    from simulator.studies.sides import Asked

Scenarios = Annotated[
    list[Path],
    typer.Argument(
        metavar="A B [C ...]",
        help="Scenario files or folders of runs, the first is the baseline; one file for a study.",
    ),
]
Metrics = Annotated[
    list[str] | None,
    typer.Option("--metric", metavar="NAME", help="Told first, and split by --waterfall. Repeatable."),
]
Unpaired = Annotated[bool, typer.Option("--unpaired", help="Compare runs of different worlds, with Welch's intervals.")]
Fall = Annotated[
    str | None,
    typer.Option(
        "--waterfall",
        metavar="none|order|shapley|GROUP,...",
        help="Split differences over groups of edits, in their usual order or the one given; runs partial scenarios. "
        "Unless given: of two files, and where it takes no run.",
    ),
]
Flexibility = Annotated[
    bool, typer.Option("--flexibility", help="What the rules of one file are worth: with them against without.")
]
Risks = Annotated[
    bool, typer.Option("--risks", help="What each risk of one file costs: switched off one after the other.")
]
Without = Annotated[
    str | None,
    typer.Option(
        "--without",
        metavar="RAISE",
        help="Where a raise of one file goes, beside what would not be spent without it: its entry of funding removed.",
    ),
]
Asserts = Annotated[
    list[str] | None,
    typer.Option("--assert", metavar="CLAIM", help="As 'npv: no worse than 2 %'; exits 3 unless it holds. Repeatable."),
]


def compare(
    paths: Scenarios,
    metrics: Metrics = None,
    flexibility: Flexibility = False,
    risks: Risks = False,
    without: Without = None,
    unpaired: Unpaired = False,
    waterfall: Fall = None,
    asserts: Asserts = None,
    replications: Replications = None,
    seed: Seed = None,
    jobs: Jobs = None,
    engine: Engine = "simpy",
    sets: Sets = None,
    without_rules: WithoutRules = False,
    out: Out = Path("results"),
    force: Force = False,
    json: Json = False,
    no_plots: NoPlots = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Compare scenarios: what differs between them, and every metric on the same worlds."""
    from simulator.answer import Manner
    from simulator.report.comparison.summary import as_text
    from simulator.studies import claims, comparison_folder
    from simulator.studies.sides import Asked

    study = study_of(flexibility, risks, without_rules, without)
    _check(study, paths, waterfall, unpaired, asserts or ())
    manner = Manner(out, jobs, False, force, ("capsim", *sys.argv[1:]))
    asked = Asked(replications, seed, engine, edits(sets, without_rules), not unpaired)
    with kept_if_interrupted(quiet), bar(not quiet and not json) as progress:
        comparison = _compared(study, paths, asked, metrics or (), manner, progress, without or "")
    if not quiet:
        sides = (side for side in comparison.sides if side.from_file)
        warn(dict.fromkeys(warning for side in sides for warning in side.document.warnings))
    wanted = [claims.read_claim(text, comparison) for text in asserts or ()]
    with kept_if_interrupted(quiet), bar(not quiet and not json) as progress:
        comparison = _split(comparison, waterfall, metrics or (), manner, progress)
    folder = comparison_folder.answer_comparison(comparison, out, () if no_plots else further())
    found = [verdict for claim in wanted for verdict in claims.verdicts(claim, comparison)]
    if json:
        say_json({**comparison_folder.as_json(comparison), "out": str(folder), "asserts": _asserts(found)})
    elif not quiet:
        say(as_text(comparison, folder))
    _hold(found, quiet)


def study_of(flexibility: bool, risks: bool, without_rules: bool, without: str | None = None) -> str:
    """The study that is asked for, '' for none.

    Raises
    ------
    UserError
        If two are, or one of rules is to do without them.
    """
    from simulator.comparison import FLEXIBILITY, RISKS, WITHOUT
    from simulator.errors import UserError

    asked = {FLEXIBILITY: flexibility, RISKS: risks, WITHOUT: without is not None}
    studies = [study for study, wanted in asked.items() if wanted]
    if flexibility and without_rules:
        studies.append("without-rules")
    if len(studies) > 1:
        raise UserError(f"--{studies[0]}: does not go with --{studies[1]}; ask one by one")
    return studies[0] if studies else ""


def _check(study: str, paths: Sequence[Path], waterfall: str | None, unpaired: bool, asserts: Sequence[str]) -> None:
    """Refuse what cannot be understood before anything is run."""
    from simulator.errors import UserError
    from simulator.studies.claims import check_form
    from simulator.studies.waterfall import method_and_order

    if study and (len(paths) != 1 or paths[0].is_dir()):
        given = f"{len(paths)} given" if len(paths) != 1 else f"{paths[0]} is a folder"
        raise UserError(f"--{study}: {given}; it takes one scenario file, and runs what it needs")
    if study and (unpaired or waterfall not in (None, "none")):
        option = "--unpaired" if unpaired else f"--waterfall {waterfall}"
        raise UserError(f"--{study}: does not go with {option}; it compares on the same worlds, one edit each")
    if waterfall is not None:
        method_and_order(waterfall)
    if unpaired and waterfall not in (None, "none"):
        raise UserError(
            f"--waterfall {waterfall}: needs the same worlds in all scenarios, which --unpaired does without"
        )
    for text in asserts:
        check_form(text)


def _compared(
    study: str,
    paths: Sequence[Path],
    asked: Asked,
    metrics: Sequence[str],
    manner: Manner,
    progress: Progress,
    raised: str = "",
) -> Comparison:
    """The scenarios, run and compared; of a study one scenario with itself."""
    from simulator.comparison import WITHOUT
    from simulator.studies.alone import STUDIES
    from simulator.studies.compare import compare as compared
    from simulator.studies.sides import sides_of
    from simulator.studies.without import without

    if study == WITHOUT:
        return without(paths[0], raised, asked, manner, metrics, progress)
    if study:
        return STUDIES[study](paths[0], asked, manner, metrics, progress)
    return compared(sides_of(paths, asked, manner, progress, metrics), metrics=metrics, pair=asked.pair)


def _split(
    comparison: Comparison, method: str | None, metrics: Sequence[str], manner: Manner, progress: Progress
) -> Comparison:
    """With waterfalls where they are asked for, or take no run."""
    from simulator.studies.waterfall import method_and_order, usual, with_waterfalls

    if comparison.study or method == "none" or (method is None and not usual(comparison)):
        return comparison
    way, order = method_and_order(method or "order")
    return with_waterfalls(comparison, way, metrics, manner, progress, order)


def further() -> list[Further]:
    """What makes the page of a comparison and its pictures."""
    from simulator.report.comparison.page import comparison_files

    return [comparison_files]


def _asserts(found: list[Verdict]) -> list[dict[str, object]]:
    return [{"assert": one.claim.text, "scenario": one.scenario, "holds": one.holds} for one in found]


def _hold(found: list[Verdict], quiet: bool) -> None:
    """End with exit code 3 unless all claims hold.

    Raises
    ------
    DifferenceError
        If one does not.
    """
    from simulator.errors import DifferenceError

    if not quiet:
        for one in found:
            if one.holds:
                complain(f"holds: {one.claim.text}: {one.words}")
    failed = [f"does not hold: {one.claim.text}: {one.words}" for one in found if not one.holds]
    if failed:
        raise DifferenceError("\n".join(failed))
