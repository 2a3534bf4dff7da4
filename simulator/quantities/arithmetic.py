"""Arithmetic on written values: a constant is computed exactly, a distribution carries what is done to it."""

from __future__ import annotations

import re
from decimal import Decimal

from simulator.quantities.units import NUMBER, read_unit


def multiplied(text: str, factor: float) -> str:
    """The value as written, times a factor.

    >>> multiplied("700 mn USD", 1.1), multiplied("pert(6, 9, 18) months", 1.5)
    ('770 mn USD', 'pert(6, 9, 18) months * 1.5')
    """
    parts = _constant(text)
    if parts is None:
        return f"{text} * {plain(Decimal(repr(factor)))}"
    number, rest = parts
    return plain(number * Decimal(repr(factor))) + rest


def added(text: str, addend: str) -> str:
    """The value as written, plus another of the same kind.

    >>> added("12 weeks", "2 weeks"), added("2 GW", "500 MW"), added("pert(6, 9, 18) months", "9 months")
    ('14 weeks', '2.5 GW', 'pert(6, 9, 18) months + 9 months')
    """
    mine, other = _constant(text), _constant(addend)
    if mine is not None and other is not None:
        ratio = _ratio(other[1], mine[1])
        if ratio is not None:
            return plain(mine[0] + other[0] * ratio) + mine[1]
    sign = "-" if addend.strip().startswith("-") else "+"
    return f"{text} {sign} {addend.strip().lstrip('-+').strip()}"


def plain(number: Decimal) -> str:
    """A number as people write it.

    >>> plain(Decimal("770.0")), plain(Decimal("1E+3"))
    ('770', '1000')
    """
    text = format(number.normalize(), "f")
    return text if "." in text or len(text) < 16 else str(number.normalize())


def _constant(text: str) -> tuple[Decimal, str] | None:
    """Number and the rest of a value that is one constant."""
    found = NUMBER.match(text.strip())
    if found is None:
        return None
    rest = text.strip()[found.end() :]
    return None if re.search(r"\s[*+-]\s", rest) else (Decimal(found[0]), rest)


def _ratio(unit: str, into: str) -> Decimal | None:
    """How many of one unit another one is, where that is an exact decimal."""
    if unit.strip() == into.strip():
        return Decimal(1)
    mine, other = read_unit(unit), read_unit(into)
    if (mine.dimension, mine.currency) != (other.dimension, other.currency):
        return None
    ratio = Decimal(repr(mine.factor)) / Decimal(repr(other.factor))
    return ratio if len(ratio.as_tuple().digits) <= 12 else None
