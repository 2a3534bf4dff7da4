"""Distributions that may stand wherever a quantity stands: how they are written, and what they do."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.quantities.families import Family, families
from simulator.quantities.units import NUMBER, QuantityError


@dataclass(frozen=True)
class Distribution:
    """A distribution of one number; two of the same name and parameters are equal.

    >>> Distribution("uniform", (2.0, 4.0)).mean()
    3.0
    """

    name: str
    parameters: tuple[float, ...]

    @property
    def family(self) -> Family:
        """The functions that all distributions of this name share."""
        return families[self.name]

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given quantiles, which lie between 0 and 1, both excluded."""
        return self.family.inverse(self.parameters, uniforms)

    def mean(self) -> float:
        """The expected value."""
        return self.family.mean(self.parameters)

    def probability_below(self, bound: float) -> float:
        """The chance of a value below ``bound``."""
        low, high = self.family.support(self.parameters)
        if bound <= low:
            return 0.0
        if bound > high:
            return 1.0
        return self._bisected(bound)

    def _bisected(self, bound: float) -> float:
        low, high = 1e-12, 1.0 - 1e-12
        for _ in range(50):
            middle = (low + high) / 2
            below = float(self.ppf(np.array([middle]))[0]) < bound
            low, high = (middle, high) if below else (low, middle)
        return 0.0 if low <= 1e-12 else low


@lru_cache(maxsize=4096)
def read_distribution(name: str, arguments: str) -> Distribution:
    """The distribution that a name and its arguments state.

    Raises
    ------
    QuantityError
        If there is no such distribution, or its arguments are not what it takes.

    >>> read_distribution("pert", "6, 9, 18").mean()
    10.0
    """
    if name not in families:
        near = families.near(name)
        hint = f" (did you mean {near!r}?)" if near else ""
        raise QuantityError(f"{name!r} is not a distribution{hint}", f"one of: {', '.join(families)}")
    family = families[name]
    positional, named = _arguments(name, arguments)
    parameters = family.read(positional, named)
    if parameters is None:
        raise QuantityError(f"{name}({arguments}) does not fit", f"write {family.form}")
    problem = family.fault(parameters)
    if problem:
        raise QuantityError(f"{name}({arguments}): {problem}", f"write {family.form}")
    return Distribution(name, parameters)


def _arguments(name: str, text: str) -> tuple[list[float], dict[str, float]]:
    positional: list[float] = []
    named: dict[str, float] = {}
    for part in [p.strip() for p in text.split(",")] if text.strip() else []:
        key, equals, value = (piece.strip() for piece in part.rpartition("="))
        if not NUMBER.fullmatch(value) or math.isinf(float(value)) or (equals and not re.fullmatch(r"\S+", key)):
            raise QuantityError(f"{part!r} is not an argument", f"numbers: {families[name].form}")
        if key:
            named[key] = float(value)
        else:
            positional.append(float(value))
    return positional, named
