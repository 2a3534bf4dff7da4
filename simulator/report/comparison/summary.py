"""What a comparison says, in words and tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simulator.amounts import money, percent
from simulator.comparison import METHODS, RISKS, Comparison, Outcome, Regret, Side, Waterfall
from simulator.report.comparison.board import board_lines
from simulator.report.comparison.destinations import destination_lines
from simulator.report.comparison.differences import numbers_of, numbers_of_fall, numbers_of_regret
from simulator.report.comparison.inputs import input_lines
from simulator.report.comparison.occasions import MARKS, occasion_lines
from simulator.studies.paired import MOST
from simulator.studies.partial import subsets
from simulator.words import WIDTH, cut, filled, readable, visible

#: which way a metric is better
ARROWS = {"higher": "↑", "lower": "↓"}
#: widths of the columns of the table of outcomes
WHAT, NUMBER, RANGE, SHARE = 33, 11, 20, 8
COLUMNS = (NUMBER, NUMBER, NUMBER + 2, RANGE, SHARE)
#: pairs below which nothing is said of how many would tell
ENOUGH = 10
#: metrics named beside the headline ones
STRONGEST = 6
#: metrics named that only one scenario has
FEW = 8


def as_text(comparison: Comparison, folder: Path | None = None) -> str:
    """The page for a terminal, at most 100 wide."""
    blocks = [heading_lines(comparison), occasion_lines(comparison), _folded(destination_lines(comparison))]
    blocks.append(board_lines(comparison))
    if comparison.study != RISKS:
        blocks.append(input_lines(comparison))
        for side in comparison.others:
            blocks += [outcome_lines(comparison, side), filled(further_lines(comparison, side))]
    blocks += [waterfall_lines(fall, comparison) for fall in comparison.waterfalls if len(fall.parts) > 1]
    blocks += [filled(hint_lines(comparison)), regret_lines(comparison), filled(list(comparison.notes))]
    blocks += [[f"All of it: {folder}"]] if folder is not None else []
    return visible("\n\n".join("\n".join(block) for block in blocks if block))


def heading_lines(comparison: Comparison) -> list[str]:
    """What is compared with what, on how many worlds."""
    manifest = comparison.baseline.run.manifest
    how = (
        f"{manifest.replications:,} replications, seed {manifest.seed}, each on the same world in all scenarios"
        if comparison.paired
        else "replications of different worlds, not paired"
    )
    room = max(len(side.label) for side in comparison.sides)
    runs = [f"  {side.label:<{room}}  {side.at} (run {side.run.manifest.run_id})" for side in comparison.sides]
    return [*filled([f"{' '.join(filter(None, asked_of(comparison)))}: {how}"]), *runs]


def asked_of(comparison: Comparison) -> tuple[str, str, str]:
    """What is compared with what, in three parts, the middle one being how."""
    base = comparison.baseline.label
    if comparison.study == RISKS:
        return base, "with each risk switched off in turn", ""
    return ", ".join(side.label for side in comparison.others), "against", base


def outcome_lines(comparison: Comparison, side: Side) -> list[str]:
    """The table of the metrics that are told first, of one scenario."""
    label, base = side.label, comparison.baseline.label
    old, new = told_apart(base, label)
    head = f"{'':{WHAT}}{old:>{NUMBER}}{new:>{NUMBER}}{'difference':>{NUMBER + 2}}"
    beats = "beats" if comparison.paired else "beats*"
    lines = [f"What comes of it: {label} against {base}", f"{head}{'95 % interval':>{RANGE}}{beats:>{SHARE}}"]
    for name, outcome in outcomes_told(comparison, label):
        lines += _outcome_lines(name, outcome, comparison)
    return [*lines, *filled(_legend(comparison, label)), *filled(unclear_lines(comparison, label))]


def outcomes_told(comparison: Comparison, label: str) -> Iterator[tuple[str, Outcome]]:
    """The metrics that are told first, of those that both scenarios have and that are not nothing in both."""
    for name in comparison.headline:
        outcome = comparison.metrics.get(name, {}).get(label)
        if outcome is not None and not (outcome.identical and outcome.baseline == 0):
            yield name, outcome


def told_apart(base: str, label: str) -> tuple[str, str]:
    """Two labels as heads of columns, by their ends where their beginnings are the same.

    >>> told_apart("base", "demand-led-thailand"), told_apart("disciplined-without-rules", "disciplined")
    (('base', 'demand-le…'), ('…out-rules', '…sciplined'))
    """
    short = cut(base, NUMBER - 1), cut(label, NUMBER - 1)
    if base != label and short[0] == short[1]:
        return f"…{base[2 - NUMBER :]}", f"…{label[2 - NUMBER :]}"
    return short


def _outcome_lines(name: str, outcome: Outcome, comparison: Comparison) -> Iterator[str]:
    told = numbers_of(outcome, comparison)
    what = " ".join(part for part in (name, ARROWS.get(outcome.better), told.unit) if part)
    chance = percent(outcome.probability_better) if outcome.better != "neither" and outcome.n else ""
    texts = (told.baseline, told.value, told.difference, told.interval, chance)
    numbers = "".join(_cell(text, width) for text, width in zip(texts, COLUMNS, strict=True))
    room = WHAT + sum(COLUMNS) - len(numbers)
    if len(what) >= room:
        yield what
        what = ""
    yield f"{what:<{room}}{numbers} {MARKS.get(outcome.verdict, '')}".rstrip()
    if outcome.only_baseline or outcome.only_value or outcome.neither:
        yield _counted(outcome, comparison)


def _cell(text: str, width: int) -> str:
    """A text at the right of a column; one that is too wide takes from the columns before, but keeps off them."""
    return f" {text:>{width - 1}}"


def _counted(outcome: Outcome, comparison: Comparison) -> str:
    if not comparison.paired:
        return f"    undefined in {outcome.only_baseline:,} and {outcome.only_value:,} replications"
    total = outcome.n + outcome.only_baseline + outcome.only_value + outcome.neither
    return (
        f"    defined in both in {outcome.n:,} of {total:,} pairs; only in the first {outcome.only_baseline:,}, "
        f"only in the second {outcome.only_value:,}"
    )


def _legend(comparison: Comparison, label: str) -> list[str]:
    worlds = "on the same world" if comparison.paired else "*of two worlds drawn apart"
    return [
        f"↑ ↓ which way is better; beats: share of replications in which {label} is better {worlds}; "
        "+ better, - worse, = the same in every replication, ? cannot be told apart"
    ]


def unclear_lines(comparison: Comparison, label: str) -> list[str]:
    """The metrics whose difference may be chance, and how many replications would tell."""
    unclear = [(name, told) for name, told in outcomes_told(comparison, label) if told.verdict == "unclear"]
    told: dict[str, list[str]] = {}
    for name, outcome in unclear:
        told.setdefault(f"cannot be told apart at n = {outcome.n:,}; {_would_tell(outcome)}", []).append(name)
    return [f"{', '.join(names)}: {words}" for words, names in told.items()]


def _would_tell(outcome: Outcome) -> str:
    if outcome.n < ENOUGH or (outcome.needed is not None and outcome.needed <= outcome.n):
        return "too few pairs to say how many would tell"
    if outcome.needed is None:
        return "the means are equal" if outcome.difference == 0 else f"more than {MOST:,} would be needed"
    return f"about {_two_digits(outcome.needed):,} would tell, if the difference is as large as it seems"


def _two_digits(n: int) -> int:
    """A number to two digits, upwards.

    >>> _two_digits(3412), _two_digits(34)
    (3500, 34)
    """
    step: int = 10 ** max(len(str(n)) - 2, 0)
    return -(-n // step) * step


def further_lines(comparison: Comparison, side: Side) -> list[str]:
    """What is to be said of all other metrics: how many differ, and which ones most."""
    rest = {
        name: outcomes[side.label]
        for name, outcomes in comparison.metrics.items()
        if side.label in outcomes and name not in comparison.headline
    }
    clear = [name for name, outcome in rest.items() if outcome.distinguishable]
    same, unclear = (sum(outcome.verdict == verdict for outcome in rest.values()) for verdict in ("same", "unclear"))
    lines = []
    if rest:
        lines.append(
            f"Of {len(rest):,} further metrics {len(clear):,} are told apart, {unclear:,} cannot be, {same:,} are the "
            f"same in every replication. Each interval is for one metric: of twenty that do not differ, one leaves "
            f"zero out by chance."
        )
    strongest = sorted(clear, key=lambda name: -_strength(rest[name]))[:STRONGEST]
    for name in strongest:
        told = numbers_of(rest[name], comparison)
        lines.append(f"  {name} {told.unit}: {told.baseline} -> {told.value} ({told.difference}, {told.interval})")
    return [*lines, *_absent_lines(comparison, side)]


def _strength(outcome: Outcome) -> float:
    """How large a difference is beside the metric itself."""
    size = max(abs(outcome.baseline), abs(outcome.value))
    return abs(outcome.difference) / size if size else 0.0


def _absent_lines(comparison: Comparison, side: Side) -> Iterator[str]:
    base = comparison.baseline.label
    for owner, other in ((base, side.label), (side.label, base)):
        names = [n for n, labels in comparison.absent.items() if owner in labels and other not in labels]
        names.sort(key=lambda name: name not in comparison.headline)
        undone = _undone(names, owner, other, comparison)
        if undone:
            yield f"Not done in {other}: {', '.join(undone.values())}."
        names = [name for name in names if name not in undone]
        if names:
            more = f" and {len(names) - FEW:,} more" if len(names) > FEW else ""
            yield f"Only in {owner}: {', '.join(names[:FEW])}{more}."


def _undone(names: list[str], owner: str, other: str, comparison: Comparison) -> dict[str, str]:
    """The programmes that only one scenario does, by the metric of their value, and what they are worth in it."""
    done, there = (one.findings for label in (owner, other) for one in comparison.sides if one.label == label)
    told = {}
    for programme in done.index.programmes:
        metric = f"npv.{programme}"
        if metric in names and programme not in there.index.programmes:
            worth = money(float(done.metrics[metric].mean()), comparison.currency)
            told[metric] = f"{readable(programme)} (NPV {worth})"
    return told


def waterfall_lines(fall: Waterfall, comparison: Comparison) -> list[str]:
    """A difference, split over groups of edits."""
    numbers = numbers_of_fall(fall, comparison)
    asked = (f"{fall.metric} {numbers.unit}", fall.scenario, METHODS[fall.method])
    lines = filled([f"Where the difference comes from: {', '.join(asked)}"])
    lines.append(_level(comparison.baseline.label, numbers.level(fall.baseline)))
    for part in fall.parts:
        within = numbers.interval(part.low, part.high)
        alone = f"  alone {numbers.change(part.alone)}" if len(fall.parts) > 1 else ""
        lines.append(f"{_level(' + '.join(part.groups), numbers.change(part.amount))}  ({within}){alone}")
    lines.append(_level(fall.scenario, numbers.level(fall.value)))
    if len(fall.parts) > 1:
        lines.append(f"  interaction, within the parts above: {numbers.change(fall.interaction)}")
    return lines


def _level(what: str, number: str) -> str:
    return f"  {cut(what, 33):<34}{number:>14}"


def hint_lines(comparison: Comparison) -> list[str]:
    """What would split the difference, where that was not done."""
    split = {fall.scenario for fall in comparison.waterfalls}
    whole = {f.scenario: f.parts[0].groups for f in comparison.waterfalls if len(f.parts) == 1}
    lines = [
        f"The edits of {label}, {', '.join(groups)}, are a scenario only together; there is nothing to split."
        for label, groups in whole.items()
        if len(groups) > 1
    ]
    for side in comparison.others:
        groups = dict.fromkeys(change.group for change in comparison.changes_of(side.label))
        if comparison.paired and not comparison.study and len(groups) > 1 and side.label not in split:
            order, shapley = (len(subsets(len(groups), method)) for method in ("order", "shapley"))
            lines.append(
                f"{side.label} edits {', '.join(groups)}: --waterfall order splits the difference over them "
                f"({order} partial scenarios to run; shapley: {shapley})."
            )
    return lines


def regret_lines(comparison: Comparison) -> list[str]:
    """How far each scenario falls short of the best one of its world."""
    if not comparison.regrets:
        return []
    lines = ["Regret: shortfall from the best scenario on the same world"]
    for metric in dict.fromkeys(row.metric for row in comparison.regrets):
        rows = [row for row in comparison.regrets if row.metric == metric]
        lines += _regret_of(metric, rows, comparison)
    return lines


def _regret_of(metric: str, rows: list[Regret], comparison: Comparison) -> list[str]:
    numbers = numbers_of_regret(rows, comparison)
    head = f"{f'{metric} {numbers.change_unit}'.strip():<{WHAT}}{'best in':>12}{'mean':>12}{'P90':>12}{'largest':>12}"
    return [
        head,
        *(
            f"  {cut(row.scenario, WHAT - 3):<{WHAT - 2}}{percent(row.best):>12}"
            + "".join(_cell(numbers.size(value), 12) for value in (row.mean, row.p90, row.largest))
            for row in rows
        ),
    ]


def _folded(lines: list[str]) -> list[str]:
    """Sentences broken at the width of the page; what fits stays as it is."""
    return [part for line in lines for part in ([line] if len(line) <= WIDTH else filled([line]))]
