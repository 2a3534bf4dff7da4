"""Ways to raise the same money, side by side, as a board would ask: what each brings, costs, claims and risks."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.amounts import fixed, money, percent
from simulator.comparison import Comparison, Side
from simulator.findings import Findings
from simulator.report.comparison.claims import claims_told
from simulator.report.cost_of_debt import yearly_cost
from simulator.scenario.raises import ConvertibleNote, Debt, EquityIssue, Raise, Refinancing
from simulator.scenario.tranches import received
from simulator.studies.paired import paired
from simulator.words import WIDTH, filled, visible

HEADING = "For the board: ways to raise the money"
#: kinds of raises in words
KINDS = {
    "convertible_note": "convertible note",
    "bullet": "bond",
    "term_loan": "loan",
    "equity_issue": "new shares",
}
READING = (
    "Cost a year: by the terms, interest and repayment at par, effective. Free: above the floor. NPV is that of the "
    "projects, before any financing: it is the same wherever the same projects are done on the same days, and differs "
    "where funding moves a start or decides whether something is done."
)
#: widths of the text: of what is asked, and of a column at least
WHAT, LEAST = 20, 19


@dataclass(frozen=True)
class Option:
    """A scenario as a way to raise money: its side, and the raises and rights that not all of the scenarios have alike.

    ``rights`` are those to refinance what falls due.
    """

    side: Side
    raises: dict[str, Raise]
    rights: dict[str, Refinancing]

    @property
    def findings(self) -> Findings:
        """What its run found."""
        return self.side.findings


@dataclass(frozen=True)
class Row:
    """A question of the board, and the answer of each scenario in one or several lines."""

    what: str
    cells: tuple[tuple[str, ...], ...]


Ask = Callable[[Option, Comparison], Iterator[str]]


def options(comparison: Comparison) -> list[Option]:
    """The scenarios with the raises in which they differ; none where no raise differs, or in a study of one."""
    every = [side.findings.scenario.funding for side in comparison.sides]
    common = {name for name, one in every[0].items() if all(funding.get(name) == one for funding in every)}
    own = [{name: one for name, one in funding.items() if name not in common} for funding in every]
    found = [
        Option(
            side,
            {name: one for name, one in differing.items() if isinstance(one, Raise)},
            {name: one for name, one in differing.items() if isinstance(one, Refinancing)},
        )
        for side, differing in zip(comparison.sides, own, strict=True)
    ]
    return found if not comparison.study and any(option.raises or option.rights for option in found) else []


def board_rows(comparison: Comparison) -> list[Row]:
    """The table: a question a row, a scenario a column; a question that nobody can answer is left out."""
    found = options(comparison)
    asked = {what: [tuple(map(visible, ask(option, comparison))) for option in found] for what, ask in QUESTIONS}
    return [Row(what, tuple(cells)) for what, cells in asked.items() if any(cells)]


def _brings(option: Option, comparison: Comparison) -> Iterator[str]:
    for one in option.raises.values():
        yield f"{money(received(one), comparison.currency)}, {KINDS[one.kind]}"
    if option.rights:
        yield "a right to refinance"
    if not option.raises and not option.rights:
        yield "nothing"


def _costs(option: Option, comparison: Comparison) -> Iterator[str]:
    for one in option.raises.values():
        if isinstance(one, ConvertibleNote):
            yield f"{_rate(yearly_cost(one))} if {'put' if one.put else 'repaid'}"
            if one.capped_call:
                yield f"{_rate(yearly_cost(one, spent=one.capped_call.cost.value))} with its call"
        elif isinstance(one, Debt):
            yield _rate(yearly_cost(one))
        else:
            yield "what shareholders ask for"
    if not option.raises:
        yield "none"


def _rate(rate: float | None) -> str:
    return f"{fixed(rate * 100, 2)} %" if rate is not None else "no rate"


def _interest(option: Option, comparison: Comparison) -> Iterator[str]:
    paid = sum(_mean(option, f"{name}.interest_paid") for name in option.raises)
    yield money(paid, comparison.currency) if paid else "none"


def _mean(option: Option, metric: str) -> float:
    """The mean of a metric, 0 of one that the run does not have."""
    return float(option.findings.metrics[metric].mean()) if metric in option.findings.metrics else 0.0


def _refinanced(option: Option, comparison: Comparison) -> Iterator[str]:
    """What is borrowed under rights to refinance, and the interest on it within the horizon: means."""
    issued, interest = (
        sum(_mean(option, f"{name}.{what}") for name in option.rights) for what in ("issued", "interest_paid")
    )
    if option.rights:
        yield f"{money(issued, comparison.currency)} issued in the mean"
        yield f"{money(interest, comparison.currency)} interest in the mean"


def _claims(option: Option, comparison: Comparison) -> Iterator[str]:
    found = [
        line
        for name, one in {**option.raises, **option.rights}.items()
        for line in claims_told(name, one, option.findings, comparison.currency)
    ]
    yield from found or ["none"]


def _in_full(option: Option, comparison: Comparison) -> Iterator[str]:
    for name, one in option.raises.items():
        if isinstance(one, ConvertibleNote) and f"{name}.dilution.if_converted" in option.findings.metrics:
            yield f"{percent(_mean(option, f'{name}.dilution.if_converted'))} if converted"
            if one.settlement == "cash":
                yield "no shares: settled in cash"
        elif isinstance(one, EquityIssue) and f"{name}.dilution.issued" in option.findings.metrics:
            yield f"{percent(_mean(option, f'{name}.dilution.issued'))} at once"
    if not any(isinstance(one, ConvertibleNote | EquityIssue) for one in option.raises.values()):
        yield "none"


def _quantiles(kind: str) -> Ask:
    """P50 and P90 of a metric of dilution, summed over the raises that have it."""

    def ask(option: Option, comparison: Comparison) -> Iterator[str]:
        metrics = option.findings.metrics
        found = [metrics[f"{name}.dilution.{kind}"] for name in option.raises if f"{name}.dilution.{kind}" in metrics]
        if found:
            middle, high = np.quantile(np.sum(found, axis=0), [0.5, 0.9])
            yield f"{percent(float(middle))}, {percent(float(high))}"

    return ask


def _net_of_call(option: Option, comparison: Comparison) -> Iterator[str]:
    """P50 and P90 of what conversion takes from shareholders, where a call was bought against it."""
    if any(isinstance(one, ConvertibleNote) and one.capped_call for one in option.raises.values()):
        yield from _quantiles("economic")(option, comparison)


def _least(option: Option, comparison: Comparison) -> Iterator[str]:
    if "liquidity_min" in option.findings.metrics:
        low, middle = np.quantile(option.findings.metrics["liquidity_min"], [0.1, 0.5])
        yield f"{money(float(middle), comparison.currency)}"
        yield f"P10 {money(float(low), comparison.currency)}"


def _below(option: Option, comparison: Comparison) -> Iterator[str]:
    if "liquidity_below_floor" in option.findings.metrics:
        yield percent(float(option.findings.metrics["liquidity_below_floor"].mean()))


def _at_put(option: Option, comparison: Comparison) -> Iterator[str]:
    """What holders do with a note, and what is free when a note of any of the scenarios may first be put."""
    for name, one in option.raises.items():
        if isinstance(one, ConvertibleNote):
            yield from _ends(name, option.findings)
    day, free = _first_put(comparison), option.findings.timelines.get("liquidity_above_floor")
    if day is not None and free is not None:
        calendar = option.findings.calendar
        at = int(np.searchsorted(calendar.closing_days, calendar.day_of(day)))
        if at < len(calendar.closing_days):
            low, middle = (money(float(free[of][at]), comparison.currency) for of in ("p10", "p50"))
            yield from (f"free then {middle}", f"P10 {low}")


def _ends(name: str, findings: Findings) -> Iterator[str]:
    for what, words in (("put", "put"), ("converted", "converted")):
        happened = findings.metrics.get(f"{name}.{what}")
        if happened is not None:
            yield f"{words} in {percent(float(happened.mean()))}"


def _first_put(comparison: Comparison) -> date | None:
    raises = [one for option in options(comparison) for one in option.raises.values()]
    return min((one.put[0] for one in raises if isinstance(one, ConvertibleNote) and one.put), default=None)


def _worth(option: Option, comparison: Comparison) -> Iterator[str]:
    """NPV of all programmes, and how it differs from the first scenario's, world by world."""
    worth, first = (_all_programmes(findings) for findings in (option.findings, comparison.baseline.findings))
    if worth is None or first is None:
        return
    yield money(float(worth.mean()), comparison.currency)
    if option.side is not comparison.baseline and comparison.paired:
        outcome = paired(first, worth, "money", "higher")
        amount, low, high = (
            money(number, comparison.currency) for number in (outcome.difference, outcome.low, outcome.high)
        )
        sign = "+" if outcome.difference > 0 else ""
        yield "the same in every world" if outcome.identical else f"{sign}{amount} ({low} to {high})"


def _all_programmes(findings: Findings) -> np.ndarray | None:
    named = [f"npv.{programme}" for programme in findings.index.programmes]
    found = [findings.metrics[name] for name in named if name in findings.metrics]
    return np.asarray(np.sum(found, axis=0)) if found else None


QUESTIONS: tuple[tuple[str, Ask], ...] = (
    ("brings", _brings),
    ("costs a year", _costs),
    ("interest in cash", _interest),
    ("refinanced", _refinanced),
    ("claims", _claims),
    ("dilution", _in_full),
    ("  issued, P50, P90", _quantiles("issued")),
    ("  net of the call", _net_of_call),
    ("least liquidity", _least),
    ("below the floor", _below),
    ("at the put", _at_put),
    ("NPV of all projects", _worth),
)


def board_lines(comparison: Comparison) -> list[str]:
    """The table as lines of text, at most 100 wide; columns that do not fit beside each other follow below."""
    rows, labels = board_rows(comparison), [side.label for side in comparison.sides]
    if not rows:
        return []
    abreast = max(1, (WIDTH - WHAT) // LEAST)
    lines = [HEADING]
    for first in range(0, len(labels), abreast):
        part = slice(first, first + abreast)
        width = (WIDTH - WHAT) // len(labels[part])
        lines += _row("", [(label,) for label in labels[part]], width)
        for row in rows:
            lines += _row(row.what, row.cells[part], width)
    return [*lines, *filled([READING])]


def _row(what: str, cells: Sequence[tuple[str, ...]], width: int) -> list[str]:
    """A row as so many lines as its longest answer takes."""
    folded = [[part for line in cell for part in textwrap.wrap(line, width - 2)] or ["-"] for cell in cells]
    lines = []
    for n in range(max(len(parts) for parts in folded)):
        answers = "".join(f"{(parts[n] if n < len(parts) else ''):<{width}}" for parts in folded)
        lines.append(f"{what if n == 0 else '':<{WHAT}}{answers}".rstrip())
    return lines
