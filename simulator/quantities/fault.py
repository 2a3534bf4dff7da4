"""What is wrong with a written value, kept apart from what is allowed in its place."""

from __future__ import annotations

from simulator import errors


class QuantityError(ValueError):
    """A value that cannot be read: ``problem`` says what is wrong with it, ``allowed`` what may stand there.

    >>> str(QuantityError("20 has no unit", "write a length of time (18 months)"))
    '20 has no unit; write a length of time (18 months)'
    """

    def __init__(self, problem: str, allowed: str = "") -> None:
        super().__init__(f"{problem}; {allowed}" if allowed else problem)
        self.problem = problem
        self.allowed = allowed


def shown(written: object) -> str:
    """A value as it stands in a message: text in quotes, the rest plain.

    >>> shown("-3 mn USD"), shown(20)
    ("'-3 mn USD'", '20')
    """
    return errors.shown(written) if isinstance(written, str) else errors.shown(repr(written), quoted=False)
