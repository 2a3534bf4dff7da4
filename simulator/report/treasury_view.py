"""The treasury's view: what lenders and holders claim, date by date, against what is free above the floor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.amounts import fixed, money, money_unit, percent
from simulator.findings import Findings
from simulator.findings.due import Claim, DueDay, below, falling_due, missing
from simulator.quantities.quantity import mean
from simulator.scenario.raises import ConvertibleNote
from simulator.words import cut, readable, visible

#: heads of the columns, and their widths in the text
HEADS = ("date", "claim", "paid", "made in", "before", "below", "short", "after P10", "P50", "below", "short", "P90")
WIDTHS = (11, 18, 7, 8, 7, 7, 6, 10, 7, 7, 6, 6)
LEFT = 2
READING = (
    "made in: share of the replications in which something is paid; before: liquidity above the floor before anything "
    "of that date is paid (interest too), borrowed or raised, median; after: the same after all of it, P10 and P50; "
    "below: share of those replications with less than the floor; short: what is then missing, mean and, after "
    "payment, P90"
)


@dataclass(frozen=True)
class View:
    """The claims as written: the unit of all amounts, a row of cells under ``HEADS`` for each, and what to note.

    Claims of one date follow a row of the date, which alone says what is free before and after.
    """

    unit: str
    rows: list[tuple[str, ...]]
    lines: list[str]


def treasury_view(findings: Findings) -> View | None:
    """The claims of a run; None where nothing falls due."""
    days = falling_due(findings)
    if not days:
        return None
    size = max(float(np.abs([*one.before, *one.after]).max(initial=one.together.amount)) for one in days)
    divisor, unit = money_unit(size, findings.scenario.currency)
    rows = [row for one in days for row in _rows(one, divisor)]
    return View(unit, rows, [visible(line) for line in _lines(days, findings)])


def _rows(one: DueDay, divisor: float) -> Iterator[tuple[str, ...]]:
    """A date under ``HEADS``, and below it each of its claims, if there are several."""
    alone = len(one.claims) == 1
    name = one.claims[0].debt if alone else f"{len(one.claims)} claims"
    yield (one.date.isoformat(), visible(readable(name)), *_paid(one.together, divisor), *_free(one, divisor))
    for claim in () if alone else one.claims:
        yield ("", visible(readable(claim.debt)), *_paid(claim, divisor), *[""] * (len(HEADS) - 4))


def _paid(claim: Claim, divisor: float) -> tuple[str, str]:
    """How much is paid where something is, and how often that is."""
    return fixed(claim.amount / divisor, 2) if claim.share else "-", percent(claim.share)


def _free(one: DueDay, divisor: float) -> Iterator[str]:
    """What is free before and after payment, how often too little, and what is then missing."""
    if not one.together.share:
        yield from ["-"] * (len(HEADS) - 4)
        return
    for free, places, of_missing in ((one.before, (0.5,), (np.mean,)), (one.after, (0.1, 0.5), (np.mean, _p90))):
        yield from (fixed(float(np.quantile(free, place)) / divisor, 1) for place in places)
        yield percent(below(free))
        short = missing(free)
        yield from (fixed(float(of(short)) / divisor, 1) if short.size else "-" for of in of_missing)


def _p90(values: np.ndarray) -> float:
    return float(np.quantile(values, 0.9))


def _lines(days: list[DueDay], findings: Findings) -> Iterator[str]:
    """The date on which the floor breaks most often, what becomes of notes, and what of them is left."""
    currency, treasury = findings.scenario.currency, findings.scenario.treasury
    if treasury is not None and treasury.floor is not None:
        floor, worst = money(mean(treasury.floor), currency), max(days, key=_breaks)
        yield (
            _worst(worst, floor, currency) if _breaks(worst) else f"No repayment leaves less than the floor of {floor}."
        )
    yield from _put_lines(days, findings)


def _breaks(one: DueDay) -> float:
    """Share of all replications in which less than the floor is left."""
    return below(one.after) * one.together.share


def _worst(one: DueDay, floor: str, currency: str) -> str:
    short, debts = missing(one.after), ", ".join(readable(claim.debt) for claim in one.claims if claim.share)
    told = (
        f"The floor of {floor} breaks most often on {one.date}, when {money(one.together.amount, currency)} of {debts} "
        f"is paid: in {percent(below(one.after))} of the replications in which it is, by "
        f"{money(float(short.mean()), currency)} in the mean and {money(_p90(short), currency)} at P90"
    )
    already = missing(one.before)
    if not already.size:
        return f"{told}; before payment it holds in all of them."
    by = money(float(already.mean()), currency)
    return f"{told}; before payment already in {percent(below(one.before))}, by {by} in the mean."


def _put_lines(days: list[DueDay], findings: Findings) -> Iterator[str]:
    """What holders of each note do at its puts and after."""
    for name, note in findings.scenario.funding.items():
        mine = [(one.date, claim.share) for one in days for claim in one.claims if claim.debt == name]
        if isinstance(note, ConvertibleNote) and mine:
            converted = float(findings.metrics.get(f"{name}.converted", np.zeros(1)).mean())
            verb = "paid, to those who convert too," if converted and note.settlement != "shares" else "paid back"
            told = ", ".join(f"on {day} in {percent(share)}" for day, share in mine if share)
            parts = [f"{verb} {told}" if told else "nothing is paid"]
            parts += [f"converted in {percent(converted)}"] if f"{name}.converted" in findings.metrics else []
            often = " of the replications" if told or len(parts) > 1 else ""
            yield f"{readable(name)}: {'; '.join(parts)}{often}."
            yield from _call_line(name, findings)


def _call_line(name: str, findings: Findings) -> Iterator[str]:
    """What the capped call of a note brings where holders are paid in cash; it is in what is free after they are."""
    received = findings.metrics.get(f"{name}.received_from_call")
    if received is not None and received.any():
        amount = money(float(received[received > 0].mean()), findings.scenario.currency)
        share = percent(float((received > 0).mean()))
        yield f"The capped call of {readable(name)} pays {amount} in the mean of the {share} in which holders convert."


def treasury_lines(findings: Findings) -> list[str]:
    """The claims as lines of text, at most 100 wide, but for sentences."""
    view = treasury_view(findings)
    if view is None:
        return []
    head = _line((f"{view.unit}", *HEADS[1:]))
    return [head, *(_line(row) for row in view.rows), *view.lines, f"{READING}."]


def _line(cells: tuple[str, ...]) -> str:
    text = ""
    for n, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True)):
        told = cut(cell, width - 1)
        text += f"{told:<{width}}" if n < LEFT else f"{told:>{width}}"
    return text.rstrip()
