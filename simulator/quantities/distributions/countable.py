"""Distributions over single values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.quantities.fault import QuantityError

#: probabilities may miss 1 by this much, as decimals do
ROUNDING = 1e-9


@dataclass(frozen=True)
class Discrete:
    """One of some values, each with its probability; values ascend.

    >>> Discrete((9, 18), (0.75, 0.25)).ppf(np.array([0.7, 0.8])).tolist()
    [9.0, 18.0]
    """

    values: tuple[float, ...]
    probabilities: tuple[float, ...]

    @staticmethod
    def of(chances: Sequence[tuple[float, float]]) -> Discrete:
        """From pairs of value and probability in any order."""
        values, probabilities = zip(*sorted(chances), strict=True)
        return Discrete(values, probabilities)

    def __post_init__(self) -> None:
        total = math.fsum(self.probabilities)
        if any(not 0 <= chance <= 1 for chance in self.probabilities):
            raise QuantityError("a probability is not between 0 and 1")
        if abs(total - 1) > ROUNDING:
            raise QuantityError(f"the probabilities add up to {total:g}, not 1")
        if len(set(self.values)) < len(self.values):
            raise QuantityError("a value is stated twice")

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        steps = np.cumsum(self.probabilities)[:-1]
        return np.array(self.values, float)[np.searchsorted(steps, uniforms)]

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        pairs = zip(self.values, self.probabilities, strict=True)
        return min(1.0, math.fsum(chance for possible, chance in pairs if possible <= value))

    def mean(self) -> float:
        """The expected value."""
        return math.fsum(v * p for v, p in zip(self.values, self.probabilities, strict=True))

    def support(self) -> tuple[float, float]:
        """The lowest and the highest value."""
        return self.values[0], self.values[-1]


@dataclass(frozen=True)
class Empirical:
    """Values that were observed, each as likely as the next; in ascending order.

    >>> Empirical((3, 5, 5, 9)).ppf(np.array([0.2, 0.6])).tolist()
    [3.0, 5.0]
    """

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if list(self.values) != sorted(self.values):
            raise QuantityError("the observations are not in ascending order")

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The observations whose rank the probabilities fall on."""
        rank = (uniforms * len(self.values)).astype(np.int64)
        return np.array(self.values, float)[np.minimum(rank, len(self.values) - 1)]

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        return sum(observed <= value for observed in self.values) / len(self.values)

    def mean(self) -> float:
        """The expected value."""
        return math.fsum(self.values) / len(self.values)

    def support(self) -> tuple[float, float]:
        """The lowest and the highest value."""
        return self.values[0], self.values[-1]


@dataclass(frozen=True)
class Bernoulli:
    """1 with a probability, else 0.

    >>> Bernoulli(0.25).ppf(np.array([0.5, 0.8])).tolist()
    [0.0, 1.0]
    """

    p: float

    def __post_init__(self) -> None:
        if not 0 <= self.p <= 1:
            raise QuantityError("p is not between 0 and 1")

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        return (uniforms > 1 - self.p).astype(float)

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        return 0.0 if value < 0 else 1.0 if value >= 1 else 1 - self.p

    def mean(self) -> float:
        """The expected value."""
        return self.p

    def support(self) -> tuple[float, float]:
        """0 and 1; a certain outcome alone where p leaves no doubt."""
        return float(self.p == 1), float(self.p > 0)
