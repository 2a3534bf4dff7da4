"""The treasury's view: every claim of lenders and holders by date, against what is free above the floor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.amounts import fixed, money, money_unit, percent, readable, visible
from simulator.findings import Findings
from simulator.findings.due import Due, falling_due
from simulator.quantities.quantity import mean
from simulator.scenario.raises import ConvertibleNote

QUANTILES = (0.1, 0.5, 0.9)
#: heads of the columns, and their widths in the text
HEADS = ("date", "claim", "paid", "made in", "before", "after P10", "P50", "P90", "below", "short", "P90")
WIDTHS = (12, 19, 8, 8, 8, 10, 7, 7, 8, 7, 6)
LEFT = 2
READING = (
    "made in: share of the replications in which something is paid; before, after: liquidity above the floor on that "
    "day, median before payment, P10 to P90 after it; below: share of those in which less than the floor is left; "
    "short: what is then missing, mean and P90"
)


@dataclass(frozen=True)
class View:
    """The claims as written: the unit of all amounts, a row of cells under ``HEADS`` for each, and what to note."""

    unit: str
    rows: list[tuple[str, ...]]
    lines: list[str]


def treasury_view(findings: Findings) -> View | None:
    """The claims of a run; None where nothing falls due."""
    claims = falling_due(findings)
    if not claims:
        return None
    size = max(float(np.abs(one.after).max(initial=one.amount)) for one in claims)
    divisor, unit = money_unit(size, findings.scenario.currency)
    return View(unit, [_row(one, divisor) for one in claims], [visible(line) for line in _lines(claims, findings)])


def _row(one: Due, divisor: float) -> tuple[str, ...]:
    """A claim under ``HEADS``."""
    if not one.made.any():
        return (one.date.isoformat(), visible(readable(one.debt)), "-", percent(0.0), *["-"] * 7)
    after = [float(np.quantile(one.after, place)) for place in QUANTILES]
    short = (float(one.missing.mean()), float(np.quantile(one.missing, 0.9))) if one.missing.size else (0.0, 0.0)
    numbers = [float(np.median(one.before)), *after]
    return (
        one.date.isoformat(),
        visible(readable(one.debt)),
        fixed(one.amount / divisor, 2),
        percent(one.share),
        *(fixed(number / divisor, 1) for number in numbers),
        percent(one.below),
        *(fixed(number / divisor, 1) if one.missing.size else "-" for number in short),
    )


def _lines(claims: list[Due], findings: Findings) -> Iterator[str]:
    """The claim that most often breaks the floor, what becomes of notes, and what of them is left."""
    currency, treasury = findings.scenario.currency, findings.scenario.treasury
    if treasury is not None and treasury.floor is not None:
        worst = max(claims, key=lambda one: one.below * one.share)
        if worst.below:
            yield (
                f"The floor of {money(mean(treasury.floor), currency)} breaks most often on {worst.date}, when "
                f"{money(worst.amount, currency)} of {readable(worst.debt)} is paid: in {percent(worst.below)} of the "
                f"replications in which it is, by {money(float(worst.missing.mean()), currency)} in the mean and "
                f"{money(float(np.quantile(worst.missing, 0.9)), currency)} at P90."
            )
        else:
            yield f"No repayment leaves less than the floor of {money(mean(treasury.floor), currency)}."
    yield from _put_lines(claims, findings)


def _put_lines(claims: list[Due], findings: Findings) -> Iterator[str]:
    """What holders of each note do at its puts and after."""
    for name, note in findings.scenario.funding.items():
        mine = [one for one in claims if one.debt == name]
        if isinstance(note, ConvertibleNote) and mine:
            verb = "paid back" if note.settlement == "shares" else "paid, to those who convert too,"
            paid = ", ".join(f"{verb} in {percent(one.share)} on {one.date}" for one in mine)
            converted = findings.metrics.get(f"{name}.converted")
            told = f"; converted in {percent(float(converted.mean()))}" if converted is not None else ""
            yield f"{readable(name)[:1].upper()}{readable(name)[1:]}: {paid}{told} of the replications."


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
        room = cell if len(cell) < width else cell[: width - 2] + "…"
        text += f"{room:<{width}}" if n < LEFT else f"{room:>{width}}"
    return text.rstrip()
