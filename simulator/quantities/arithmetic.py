"""Arithmetic on written values: a constant is computed exactly, a distribution carries what is done to it."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from simulator.quantities.fault import QuantityError, shown
from simulator.quantities.number import plain
from simulator.quantities.terms import Amount, Call, read_term, split_terms

#: a sum of more digits than anyone writes is left to be computed when the value is read
DIGITS = 15


def multiplied(written: str | int | float, factor: float) -> str:
    """The value as written, times a factor.

    Raises
    ------
    QuantityError
        If the value is not a quantity, or the factor not a finite number.

    >>> multiplied("700 mn USD", 1.1), multiplied("pert(6, 9, 18) months", 1.5), multiplied("45 %/year", 1.5)
    ('770 mn USD', 'pert(6, 9, 18) months * 1.5', '67.5 %/year')
    """
    exact = _exact(factor)
    amount = _amount(written)
    if amount is None:
        return f"{written} * {plain(exact)}"
    return plain(amount.number * exact) + amount.written_unit


def added(written: str | int | float, addend: str | int | float) -> str:
    """The value as written, plus another of the same kind.

    Raises
    ------
    QuantityError
        If one of the two is not a quantity.

    >>> added("12 weeks", "2 weeks"), added("2 GW", "500 MW"), added("pert(6, 9, 18) months", "9 months")
    ('14 weeks', '2.5 GW', 'pert(6, 9, 18) months + 9 months')
    """
    mine, other = _amount(written), _amount(addend)
    if other is None:
        raise QuantityError(f"{shown(addend)} is drawn", "a number with its unit")
    total = _sum(mine, other) if mine else None
    if mine and total is not None:
        return plain(total) + mine.written_unit
    sign = "-" if other.number < 0 else "+"
    return f"{written} {sign} {plain(abs(other.number))}{other.written_unit}"


def _exact(factor: float) -> Decimal:
    """A factor as the decimal that it is written as."""
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not math.isfinite(factor):
        raise QuantityError(f"{shown(factor)} is not a factor", "a finite number, as 1.1")
    return Decimal(repr(factor))


def _amount(written: str | int | float) -> Amount | None:
    """The one number that a value states; None for a distribution or for terms not yet computed."""
    first, rest = split_terms(str(written))
    term = read_term(first)
    return None if rest or isinstance(term, Call) else term


def _sum(amount: Amount, addend: Amount) -> Decimal | None:
    """The sum in the unit of the first, where that is a short decimal."""
    mine, other = amount.unit, addend.unit
    if (mine.dimension, mine.currency) != (other.dimension, other.currency):
        return None
    exact = Fraction(amount.number) + Fraction(addend.number) * other.factor / mine.factor
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    short = Fraction(decimal) == exact and len(decimal.normalize().as_tuple().digits) <= DIGITS
    return decimal if short else None
