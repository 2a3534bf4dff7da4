"""The families of metrics: a name pattern, a unit, which way is better, and a function of a view."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulator.errors import UserError, shown
from simulator.registry import Registry, hint

if TYPE_CHECKING:
    from simulator.metrics.view import View

Better = Literal["higher", "lower", "neither"]
#: the values of a family, (R,) floats, by what stands in the places of its pattern
Values = Iterator[tuple[tuple[str, ...], np.ndarray]]
Measured = Callable[["View"], Values]


@dataclass(frozen=True)
class Family:
    """Metrics of one kind, as ``project.<project>.paid``; a value is NaN where it is undefined.

    ``unit`` is ``money`` (the reporting currency), ``MW``, ``MW-months``, ``day`` (from the start of the
    horizon), ``years``, ``fraction``, ``1/year``, ``0/1``, ``count`` or ``money-days``. Quantiles of the
    day of an ``event`` are days on which it happened; others are interpolated. Of what is solved for out of
    flows in whole cents, values nearer to each other than ``tolerance`` are the same.
    """

    pattern: str
    unit: str
    better: Better
    meaning: str
    values: Measured
    event: bool = False
    tolerance: float = 0.0

    def named(self, places: tuple[str, ...]) -> str:
        """The name of a metric of this family.

        >>> Family("<note>.allocated.<pool>", "money", "neither", "", iter).named(("note", "cloud"))
        'note.allocated.cloud'
        """
        name = self.pattern
        for place in places:
            before, _, rest = name.partition("<")
            name = before + place + rest.partition(">")[2]
        return name

    def covers(self, name: str) -> bool:
        """Whether ``name`` can be a metric of this family."""
        parts = (re.escape(part) for part in re.split("<[a-z]+>", self.pattern))
        return re.fullmatch("[^.]+".join(parts), name) is not None


FAMILIES: Registry[Family] = Registry("metric")


def metric(
    pattern: str, unit: str, better: Better, event: bool = False, tolerance: float = 0.0
) -> Callable[[Measured], Measured]:
    """Register a family; the first line of the function's docstring is its meaning."""

    def register(values: Measured) -> Measured:
        meaning = (values.__doc__ or "").strip().splitlines()[0].rstrip(".")
        family = Family(pattern, unit, better, meaning, values, event, tolerance)
        FAMILIES.add(pattern, family, meaning, unit)
        return values

    return register


def known_metric(name: str, metrics: Collection[str], option: str, of: str = "this scenario") -> None:
    """Refuse the name of a metric that there is not, given by an option.

    Raises
    ------
    UserError
        With the name that was probably meant.
    """
    if name not in metrics:
        near = hint(name, metrics)
        raise UserError(f"{option}: {shown(name)} is not a metric of {of}{near}; `capsim list metrics` names them")


@lru_cache(maxsize=4096)
def family_of(name: str) -> Family | None:
    """The family of a metric; where several patterns fit, the one with the fewest places.

    >>> family_of("npv").unit
    'money'
    """
    fitting = [family for family in FAMILIES.values() if family.covers(name)]
    return min(fitting, key=lambda family: family.pattern.count("<"), default=None)
