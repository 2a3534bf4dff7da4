"""How long a condition must hold before it counts: so many reviews in a row, or so much of the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from simulator.scenario.values import fault

WRITTEN = re.compile(r"([1-9][0-9]{0,5}) (review|quarter|month)s?", re.ASCII)
#: months between two reviews, by how often they are held
APART = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Lasting:
    """A number of reviews in a row, or of months or quarters that they cover."""

    count: int = 1
    unit: str = "review"

    def reviews(self, every: str) -> int:
        """Reviews in a row that this takes, where they are held every month or every quarter; rounded down.

        A review stands for the month or the quarter that it closes: n months are n monthly reviews, a quarter is
        three of them, or one quarterly review.

        >>> Lasting(2, "quarter").reviews("month"), Lasting(2, "quarter").reviews("quarter")
        (6, 2)
        """
        return self.count if self.unit == "review" else self.count * APART.get(self.unit, 1) // APART[every]

    def fits(self, every: str) -> bool:
        """Whether it is a whole number of reviews.

        >>> Lasting(6, "month").fits("quarter"), Lasting(7, "month").fits("quarter")
        (True, False)
        """
        return self.unit == "review" or self.count * APART[self.unit] % APART[every] == 0

    def __str__(self) -> str:
        """As it is written.

        >>> str(Lasting(1, "quarter")), str(Lasting(6, "month"))
        ('1 quarter', '6 months')
        """
        return f"{self.count} {self.unit}{'s' if self.count > 1 else ''}"


def _read(written: Any) -> Lasting:
    if isinstance(written, Lasting):
        return written
    if isinstance(written, int) and not isinstance(written, bool):
        raise fault(f"{written} has no unit", "write `2 quarters`")
    found = WRITTEN.fullmatch(str(written))
    if found is None:
        raise fault(f"{written!r} is not a number of reviews", "write `2 quarters`, `6 months` or `2 reviews`")
    return Lasting(int(found[1]), found[2])


DESCRIBED = {
    "type": "string",
    "description": "a number of quarters, months or reviews, as `2 quarters`",
    "examples": ["2 quarters"],
}
Reviews = Annotated[Lasting, PlainValidator(_read), WithJsonSchema(DESCRIBED)]
