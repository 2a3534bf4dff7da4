"""What a plain word of YAML means here: text, unless it is true, false, nothing or a plain number."""

from __future__ import annotations

import math

from simulator.quantities.number import LONGEST, NUMBER
from simulator.scenario.nodes import Value

WORDS: dict[str, Value] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def value_of(written: str) -> Value:
    """The value of an unquoted word: YAML 1.2 without octal, hexadecimal, infinite and sloppy numbers.

    >>> [value_of(word) for word in ("no", "012", "12:30", "1_000", "2025-02-24", ".5", "1e6", "7.25", "~")]
    ['no', '012', '12:30', '1_000', '2025-02-24', '.5', 1000000, 7.25, None]
    """
    if written in WORDS:
        return WORDS[written]
    if len(written) > LONGEST or not NUMBER.fullmatch(written):
        return written
    if written.lstrip("-").isdigit():
        return int(written)
    number = float(written)
    if math.isinf(number):
        return written
    whole = "e" in written.lower() and abs(number) < 1e15 and number.is_integer()
    return int(number) if whole else number


def reads_as_text(value: str) -> bool:
    """Whether text that is written plainly is read back as that text.

    >>> reads_as_text("53 bn USD"), reads_as_text("12"), reads_as_text("null")
    (True, False, False)
    """
    return isinstance(value_of(value), str)
