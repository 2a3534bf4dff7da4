"""Numbers as people read them: money in millions or billions, days as dates, shares in percent."""

from __future__ import annotations

import math
from collections.abc import Iterable

from simulator.quantities.calendar import Calendar

#: what an amount of money is divided by, and how the multiple is written
MULTIPLES = ((1e12, "tn "), (1e9, "bn "), (1e6, "mn "), (1e3, "k "), (1.0, ""))
#: units that are told in percent, and how a level in them is
PERCENT = {"fraction": "%", "0/1": "%", "1/year": "% a year"}


def multiple_of(size: float) -> tuple[float, str]:
    """The divisor that brings an amount to between 1 and 1,000, and its abbreviation.

    >>> multiple_of(53e9), multiple_of(-2.5e6)
    ((1000000000.0, 'bn '), (1000000.0, 'mn '))
    """
    return next((found for found in MULTIPLES if abs(size) >= found[0]), MULTIPLES[-1])


def money_unit(size: float, currency: str) -> tuple[float, str]:
    """The divisor and the unit in which amounts of about this size are shown.

    >>> money_unit(53e9, "USD")
    (1000000000.0, 'bn USD')
    """
    divisor, multiple = multiple_of(size)
    return divisor, f"{multiple}{currency}"


def level_unit(unit: str, size: float, currency: str) -> tuple[float, str]:
    """What a metric or a series in ``unit`` is divided by to be shown, and the unit that it is then in.

    >>> level_unit("money-days", 53e9, "USD"), level_unit("money/MW/year", 12e6, "USD")
    ((1000000000.0, 'bn USD-days'), (1000000.0, 'mn USD/MW a year'))
    >>> level_unit("1/year", 0.12, "USD"), level_unit("0/1", 0.5, "USD"), level_unit("day", 31.0, "USD")
    ((0.01, '% a year'), (0.01, '%'), (1.0, 'date'))
    """
    if unit.startswith("money"):
        divisor, shown = money_unit(size, currency)
        return divisor, shown + unit.removeprefix("money").replace("/year", " a year")
    if unit in PERCENT:
        return 0.01, PERCENT[unit]
    return 1.0, "date" if unit == "day" else unit


def difference_unit(unit: str, size: float, currency: str) -> tuple[float, str]:
    """The same of a difference: dates differ by days, and shares by percentage points.

    >>> difference_unit("1/year", 0.01, "USD"), difference_unit("day", 7.0, "USD"), difference_unit("MW", 2.0, "USD")
    ((0.01, '% points'), (1.0, 'days'), (1.0, 'MW'))
    """
    divisor, shown = level_unit(unit, size, currency)
    return divisor, "% points" if unit in PERCENT else "days" if unit == "day" else shown


def level(number: float, unit: str, currency: str) -> str:
    """A level of a metric or a series, with its unit; one of days is told by ``dated``.

    >>> level(53e9, "money-days", "USD"), level(0.12, "1/year", "USD"), level(12.0, "MW", "USD")
    ('53.0 bn USD-days', '12 % a year', '12.0 MW')
    """
    if not math.isfinite(number):
        return "undefined"
    if unit in PERCENT:
        return percent(number) + PERCENT[unit].removeprefix("%")
    divisor, shown = level_unit(unit, number, currency)
    return f"{plain(number / divisor)} {shown}".rstrip()


def signed(difference: float, unit: str, currency: str) -> str:
    """A difference with its sign and unit.

    >>> signed(2.0, "MW", "USD"), signed(-0.0123, "fraction", "USD"), signed(1.0, "day", "USD")
    ('+2.00 MW', '-1.2 % points', '+1 day')
    >>> signed(-5e9, "money-days", "USD"), signed(0.02, "day", "USD"), signed(float("nan"), "MW", "USD")
    ('-5.00 bn USD-days', '+<0.1 days', 'undefined')
    """
    if not math.isfinite(difference):
        return "undefined"
    sign, size = "+" if difference > 0 else "-" if difference < 0 else "", abs(difference)
    if unit == "day":
        days = discernible(size, 1).removesuffix(".0")
        return f"{sign}{days} {'day' if days == '1' else 'days'}"
    return sign + (f"{percent(size)} points" if unit in PERCENT else level(size, unit, currency))


def money(amount: float, currency: str) -> str:
    """An amount with its unit, to three digits or so.

    >>> money(53.04e9, "USD"), money(-626e6, "USD"), money(float("nan"), "USD")
    ('53.0 bn USD', '-626 mn USD', 'undefined')
    """
    if not math.isfinite(amount):
        return "undefined"
    divisor, unit = money_unit(amount, currency)
    return f"{plain(amount / divisor)} {unit}"


def plain(number: float) -> str:
    """A number without a unit: three digits or so, no exponent, thousands apart.

    >>> [plain(n) for n in (0.0, 0.0123, 3.14159, 53.04, 626.2, 12345.6, float("nan"))]
    ['0', '0.0123', '3.14', '53.0', '626', '12,346', '-']
    """
    if number != 0 and abs(number) < 0.1:
        return f"{number:.3g}"
    return fixed(number, decimals_for(number))


def fixed(number: float, decimals: int) -> str:
    """A number with so many decimals, thousands apart; a dash where it is undefined.

    >>> fixed(-0.001, 1), fixed(1234.5, 0)
    ('0.0', '1,234')
    """
    if not math.isfinite(number):
        return "-"
    written = f"{number:,.{decimals}f}"
    return written.lstrip("-") if float(written.replace(",", "")) == 0 else written


def discernible(number: float, decimals: int) -> str:
    """A number with so many decimals, of which one that is not zero never reads as zero.

    >>> discernible(0.04, 1), discernible(-0.04, 1), discernible(0.0, 1), discernible(0.05001, 1)
    ('<0.1', '>-0.1', '0.0', '0.1')
    """
    written, least = fixed(number, decimals), 10.0**-decimals
    if number == 0 or written != fixed(0.0, decimals):
        return written
    return f"<{least:.{decimals}f}" if number > 0 else f">-{least:.{decimals}f}"


def with_sign(number: float, decimals: int) -> str:
    """A change with so many decimals and its sign, of which one that reads as zero has none.

    >>> with_sign(1234.5, 1), with_sign(-0.25, 2), with_sign(0.001, 1), with_sign(float("nan"), 1)
    ('+1,234.5', '-0.25', '0.0', '-')
    """
    written = fixed(number, decimals)
    return f"+{written}" if number > 0 and written.strip("0.,") else written


def largest(numbers: Iterable[float]) -> float:
    """The size of the largest of some numbers, 0 where none is defined: what decides their unit and decimals.

    >>> largest([3.0, -5.0, float("nan")]), largest([])
    (5.0, 0.0)
    """
    return max((abs(number) for number in numbers if math.isfinite(number)), default=0.0)


def decimals_for(size: float) -> int:
    """The decimals that show a number of this size to three digits.

    >>> decimals_for(626.0), decimals_for(53.0), decimals_for(-3.0), decimals_for(0.0)
    (0, 1, 2, 0)
    """
    return 0 if abs(size) >= 100 or size == 0 or not math.isfinite(size) else 1 if abs(size) >= 10 else 2


def percent(share: float) -> str:
    """A share in percent.

    >>> percent(0.0789), percent(0.138), percent(0.0044), percent(1.0), percent(0.0)
    ('7.9 %', '13.8 %', '0.44 %', '100 %', '0 %')
    """
    if not math.isfinite(share):
        return "-"
    hundredths = round(share * 100, 9)
    if hundredths == round(hundredths):
        return f"{hundredths:.0f} %"
    return f"{hundredths:.{1 if abs(hundredths) >= 0.95 else 2}f} %"


def dated(day: float, calendar: Calendar) -> str:
    """A day number as a date; a dash where it is undefined.

    >>> from datetime import date
    >>> dated(31.4, Calendar(date(2025, 1, 1), date(2025, 12, 31)))
    '2025-02-01'
    """
    return calendar.date_of(round(day)).isoformat() if math.isfinite(day) else "-"
