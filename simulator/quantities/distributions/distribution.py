"""What every distribution can say of itself."""

from __future__ import annotations

from typing import Protocol

import numpy as np


class Distribution(Protocol):
    """A distribution of one number. Distributions of the same kind and parameters are equal."""

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values that draws stay below with the given probabilities, each in (0, 1); same shape."""

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""

    def mean(self) -> float:
        """The expected value."""

    def support(self) -> tuple[float, float]:
        """The lowest and the highest value; infinite where there is none."""
