"""How far the costs of a class of projects go over their budgets: a lognormal body with a Pareto tail."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

#: cost over budget from which a project is in the tail
TAIL_FROM = 1.5
#: a spread of the body beyond which none is looked for: a factor of e¹⁰ for a standard deviation
WIDEST = 10.0
STANDARD = NormalDist()


@dataclass(frozen=True)
class Overruns:
    """The distribution of X, cost over budget, in a class of projects.

        P(X > x) = tail share × (1.5 / x) ** alpha              in the tail, from 1.5 on
        P(X < x) = Φ(ln(x / median) / spread)                   in the body, below 1.5

    A lognormal of which the part above 1.5 is replaced by a Pareto distribution of the same weight, so that the tail
    has its share by construction. Source: the spliced models of Cooray & Ananda (2005), *Modeling actuarial data with
    a composite lognormal-Pareto model*, and Scollnik (2007).

    Attributes
    ----------
    tail_share : probability of the tail, above 0 and below 1
    alpha : exponent of the tail; infinite where all of it is at 1.5
    spread : standard deviation of ln X in the lognormal
    """

    tail_share: float
    alpha: float
    spread: float

    def at(self, probability: float) -> float:
        """The overrun within which this part of the projects stayed: 0.2 is a fifth over budget."""
        if probability >= 1.0 - self.tail_share:
            return TAIL_FROM * math.pow(self.tail_share / (1.0 - probability), 1.0 / self.alpha) - 1.0
        past = STANDARD.inv_cdf(probability) - STANDARD.inv_cdf(1.0 - self.tail_share)
        return TAIL_FROM * math.exp(self.spread * past) - 1.0

    def mean(self) -> float | None:
        """The mean overrun; None where the tail has none."""
        if self.alpha <= 1.0:
            return None
        tail = TAIL_FROM / (1.0 - 1.0 / self.alpha)
        body = body_mean(self.tail_share, self.spread)
        return self.tail_share * tail + (1.0 - self.tail_share) * body - 1.0


def overruns_of(mean: float, tail_share: float, tail_mean: float, alpha: float | None = None) -> Overruns:
    """The distribution that has the published figures of a class.

    alpha follows from the mean of the tail, the spread from what that leaves for the mean of the body. Where ``alpha``
    is given, it stands in place of the first; the body is still that of the projects that were seen.

    Parameters
    ----------
    mean, tail_mean : overruns, of all projects and of those in the tail

    >>> buildings = overruns_of(mean=0.62, tail_share=0.39, tail_mean=2.06)
    >>> round(buildings.at(0.5), 2), round(buildings.at(0.8), 2), round(buildings.mean(), 2)
    (0.12, 1.11, 0.62)
    """
    body = (1.0 + mean - tail_share * (1.0 + tail_mean)) / (1.0 - tail_share)
    return Overruns(tail_share, alpha or alpha_of(1.0 + tail_mean), spread_of(body, tail_share))


def alpha_of(tail_mean: float) -> float:
    """The exponent of a Pareto tail from 1.5 on with this mean: mean / (mean - 1.5)."""
    return tail_mean / (tail_mean - TAIL_FROM) if tail_mean > TAIL_FROM else math.inf


def body_mean(tail_share: float, spread: float) -> float:
    """The mean of a lognormal below 1.5 that has ``tail_share`` above it.

    With z = Φ⁻¹(1 - tail share) and the median m = 1.5 exp(-z spread):
    m exp(spread² / 2) Φ(z - spread) / (1 - tail share)
    """
    z = STANDARD.inv_cdf(1.0 - tail_share)
    return TAIL_FROM * math.exp(spread * (spread / 2 - z)) * STANDARD.cdf(z - spread) / (1.0 - tail_share)


def spread_of(mean: float, tail_share: float) -> float:
    """The spread with which the body has a mean, by bisection: the wider, the lower it is."""
    low, high = 0.0, WIDEST
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if body_mean(tail_share, middle) > mean else (low, middle)
    return (low + high) / 2
