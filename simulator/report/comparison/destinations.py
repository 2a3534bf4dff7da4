"""Where a raise's money went beside what would not be spent without it, as rows of a table and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.amounts import fixed, money
from simulator.comparison import Comparison, Destination, Outcome
from simulator.report.proceeds import table_unit
from simulator.words import cut, readable, visible

HEADING = "Where {} went, and what would not be spent without it"
HEADS = ("attributed", "additional", "95 % interval", "difference")
READING = (
    "attributed: paid out of its money; additional: paid by all sources with it less without it, on the same worlds; "
    "difference: attributed and paid for all the same without it, by other sources; means, to the horizon's end"
)
#: widths of the text: names, and a number, and an interval
NAME, NUMBER, RANGE = 26, 14, 22


@dataclass(frozen=True)
class Row:
    """A use, written: its cells under ``HEADS``; a project stands below its programme, and all uses at the end."""

    what: str
    project: bool
    cells: tuple[str, str, str, str]


def heading_of(comparison: Comparison) -> str:
    """What the table is of; '' without one."""
    names = dict.fromkeys(readable(one.raised) for one in comparison.destinations)
    return visible(HEADING.format(", ".join(names))) if names else ""


def unit_of(comparison: Comparison) -> tuple[float, str]:
    """The divisor and the unit of all amounts."""
    whole = max((one.attributed for one in comparison.destinations), default=0.0)
    return table_unit({"": whole}, comparison.currency)


def destination_rows(comparison: Comparison) -> list[Row]:
    """The rows, in the order of the file; what got nothing and lacks nothing is left out."""
    divisor, _ = unit_of(comparison)
    return [_row(one, divisor) for one in comparison.destinations if _told(one, divisor)]


def _told(one: Destination, divisor: float) -> bool:
    """Whether a use is more than rounds to nothing."""
    return not one.programme or _said(one.attributed / divisor) != _said(0.0) or not one.additional.identical


def _row(one: Destination, divisor: float) -> Row:
    what = readable(one.project or one.programme) or "all"
    attributed, additional, difference = (
        _said(amount / divisor) for amount in (one.attributed, one.additional.difference, one.difference)
    )
    cells = (attributed, additional, _interval(one.additional, divisor), difference)
    return Row(visible(what), bool(one.project), cells)


def _said(number: float) -> str:
    return fixed(number, 1)


def _interval(outcome: Outcome, divisor: float) -> str:
    if outcome.identical:
        return "the same in all"
    return f"{_said(outcome.low / divisor)} to {_said(outcome.high / divisor)}"


def destination_lines(comparison: Comparison) -> list[str]:
    """The table as lines of text, at most 100 wide, then how to read it."""
    rows = destination_rows(comparison)
    if not rows:
        return []
    _, unit = unit_of(comparison)
    head = f"{unit:<{NAME}}{HEADS[0]:>{NUMBER}}{HEADS[1]:>{NUMBER}}{HEADS[2]:>{RANGE}}{HEADS[3]:>{NUMBER}}"
    return [heading_of(comparison), head, *(_line(row) for row in rows), *said(comparison), f"{READING}."]


def _line(row: Row) -> str:
    attributed, additional, interval, difference = row.cells
    what = cut(f"  {row.what}" if row.project else row.what, NAME - 1)
    return f"{what:<{NAME}}{attributed:>{NUMBER}}{additional:>{NUMBER}}{interval:>{RANGE}}{difference:>{NUMBER}}"


def said(comparison: Comparison) -> Iterator[str]:
    """What the totals say: how much of the money would have been spent all the same, and what only it made possible."""
    for one in comparison.destinations:
        if not one.programme and one.attributed:
            currency = comparison.currency
            told = f"Of {money(one.attributed, currency)} spent out of {readable(one.raised)}, "
            extra = money(one.additional.difference, currency)
            yield visible(f"{told}{extra} is additional; the rest took the place of other money, which stays free.")
    only = [one.programme for one in comparison.destinations if _only(one)]
    if only:
        yield visible(f"Not done without it: {', '.join(readable(name) for name in only)}.")
        yield from _worth(only, comparison)


def _only(one: Destination) -> bool:
    """Whether nothing is paid for a programme without the raise."""
    return bool(one.programme) and not one.project and one.additional.baseline == 0 and one.additional.value > 0


def _worth(only: list[str], comparison: Comparison) -> Iterator[str]:
    """What NPV changes by in the programmes that are not done without a raise, and in all others."""
    told = {"there": 0.0, "in all other programmes": 0.0}
    for one in comparison.destinations:
        change = comparison.metrics.get(f"npv.{one.programme}", {})
        for outcome in change.values() if not one.project else ():
            told["there" if one.programme in only else "in all other programmes"] += outcome.difference
    if any(told.values()):
        yield f"NPV with it less NPV without: {_parts(told, comparison)}."


def _parts(told: dict[str, float], comparison: Comparison) -> str:
    return ", ".join(f"{money(amount, comparison.currency)} {where}" for where, amount in told.items())
