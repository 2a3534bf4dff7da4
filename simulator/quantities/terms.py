"""The grammar of written values: `700 mn USD`, `pert(12, 24, 42) months * 1.5 + 9 months`.

VALUE := TERM (* NUMBER | + TERM | - TERM)*        from left to right, blanks around the operators
TERM  := NUMBER [scale] [UNIT]  |  NAME(ARGUMENTS) [scale] [UNIT]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from simulator.quantities.fault import QuantityError, shown
from simulator.quantities.number import ALLOWED, NUMBER, checked
from simulator.quantities.units import Unit, read_unit

#: an operator stands between blanks and outside parentheses
OPERATOR = re.compile(r"\s+([*+-])\s+(?![^(]*\))")
CALL = re.compile(r"([A-Za-z_]+)\s*\(([^()]*)\)([^()]*)")
BROKEN_OFF = re.compile(r"[A-Za-z_]+\s*\([^)]*")
LIKE_A_NUMBER = re.compile(r"[+-]?\.?(?:[0-9]|inf\b|nan\b)", re.IGNORECASE)
#: what may stand next to a number without a blank
MAY_FOLLOW = re.compile(r"$|[\s%/A-Za-z]")
QUOTED = 'inside {…} a value with a comma is quoted: "pert(6, 9, 18) months"'


@dataclass(frozen=True)
class Amount:
    """A number with its unit, and that unit as written."""

    number: Decimal
    unit: Unit
    written_unit: str


@dataclass(frozen=True)
class Call:
    """A distribution as written, with its unit."""

    name: str
    arguments: str
    unit: Unit
    written_unit: str


def split_terms(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The first term of a value, and each operator that follows with its term.

    >>> split_terms("pert(12, 24, 42) months * 1.5 + 9 months")
    ('pert(12, 24, 42) months', [('*', '1.5'), ('+', '9 months')])
    """
    first, *rest = OPERATOR.split(text.strip())
    return first, list(zip(rest[::2], rest[1::2], strict=True))


@lru_cache(maxsize=8192)
def read_term(text: str) -> Amount | Call:
    """A term as number or distribution, with its unit.

    Raises
    ------
    QuantityError
        If the text is neither.

    >>> read_term("12 weeks").number
    Decimal('12')
    """
    found = NUMBER.match(text)
    if found and MAY_FOLLOW.match(rest := text[found.end() :]):
        return Amount(checked(found[0], text), read_unit(rest), rest)
    call = CALL.fullmatch(text)
    if call:
        return Call(call[1], call[2], read_unit(call[3]), call[3].strip())
    raise _unreadable(text)


def _unreadable(text: str) -> QuantityError:
    if BROKEN_OFF.fullmatch(text):
        return QuantityError(f"{shown(text)} is broken off", QUOTED)
    if LIKE_A_NUMBER.match(text):
        return QuantityError(f"{shown(text)} is not a number", ALLOWED)
    return QuantityError(f"{shown(text)} is not a quantity", "a number with its unit, or a distribution with its unit")
