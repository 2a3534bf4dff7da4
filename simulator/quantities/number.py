"""The grammar of numbers: `-?digits(.digits)?(e±digits)?`; no leading zeros, plus signs, commas."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from simulator.quantities.fault import QuantityError, shown

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
#: no figure of a plan has more digits
LONGEST = 40
ALLOWED = "digits and one decimal point: 1.5, 0.5, 1e6"


def read_number(text: str) -> Decimal:
    """The exact number that a text states.

    Raises
    ------
    QuantityError
        If the text is not a number of the language, or too large for a float.

    >>> read_number("7.5"), read_number("1e6")
    (Decimal('7.5'), Decimal('1E+6'))
    """
    if not NUMBER.fullmatch(text):
        raise QuantityError(f"{shown(text)} is not a number", ALLOWED)
    return checked(text, text)


def checked(number: str, written: str) -> Decimal:
    """The exact value of a text that has the form of a number, found in ``written``."""
    if len(number) > LONGEST:
        raise QuantityError(f"{shown(written)} has too many digits", f"at most {LONGEST}")
    if math.isinf(float(number)):
        raise QuantityError(f"{shown(written)} is infinite", "a finite number")
    return Decimal(number)


def plain(number: Decimal) -> str:
    """A number as people write it.

    >>> plain(Decimal("770.0")), plain(Decimal("1E+3")), plain(Decimal("1E+30"))
    ('770', '1000', '1E+30')
    """
    trimmed = number.normalize() if number else Decimal(0)
    text = format(trimmed, "f")
    return text if len(text) <= 20 else str(trimmed)
