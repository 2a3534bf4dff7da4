"""The families of distributions: parameters, inverse, mean, support and how each is written.

Inverses come from ``scipy.special``, loaded when the first draw needs one: reading a scenario needs none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.registry import Registry

Parameters = tuple[float, ...]
Z90 = 1.2815515655446004


def _positional(*names: str) -> Callable[[Sequence[float], Mapping[str, float]], Parameters | None]:
    """Reads as many numbers as there are names, by position or by name."""

    def read(positional: Sequence[float], named: Mapping[str, float]) -> Parameters | None:
        given = {**dict(zip(names, positional, strict=False)), **named}
        complete = len(positional) + len(named) == len(names) and set(given) == set(names)
        return tuple(given[name] for name in names) if complete else None

    return read


@dataclass(frozen=True)
class Family:
    """What all distributions of one name share; ``p`` is the tuple of parameters."""

    form: str
    read: Callable[[Sequence[float], Mapping[str, float]], Parameters | None]
    inverse: Callable[[Parameters, np.ndarray], np.ndarray]
    mean: Callable[[Parameters], float]
    support: Callable[[Parameters], tuple[float, float]]
    fault: Callable[[Parameters], str] = field(default=lambda p: "")


families: Registry[Family] = Registry("distribution")


def _needs_order(p: Parameters) -> str:
    return "" if list(p) == sorted(p) and p[0] < p[-1] else "the numbers are not in ascending order"


def _needs_positive(p: Parameters) -> str:
    return "" if all(v > 0 for v in p) else "a parameter is not above 0"


def _beta_inverse(a: float, b: float, uniforms: np.ndarray) -> np.ndarray:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(a, b, uniforms))


def _normal(uniforms: np.ndarray) -> np.ndarray:
    from scipy.special import ndtri

    return np.asarray(ndtri(uniforms))


def _pert_inverse(p: Parameters, uniforms: np.ndarray) -> np.ndarray:
    low, mode, high = p
    span = high - low
    return low + span * _beta_inverse(1 + 4 * (mode - low) / span, 1 + 4 * (high - mode) / span, uniforms)


def _triangular_inverse(p: Parameters, uniforms: np.ndarray) -> np.ndarray:
    low, mode, high = p
    rising = low + np.sqrt(uniforms * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - uniforms) * (high - low) * (high - mode))
    return np.where(uniforms < (mode - low) / (high - low), rising, falling)


def _read_lognormal(positional: Sequence[float], named: Mapping[str, float]) -> Parameters | None:
    """(mu, sigma) of the logarithm, from the median and the 90th percentile or from mean and sd."""
    if set(named) == {"p50", "p90"} and not positional:
        p50, p90 = named["p50"], named["p90"]
        return (math.log(p50), math.log(p90 / p50) / Z90) if 0 < p50 < p90 else (math.nan, math.nan)
    stated = _positional("mean", "sd")(positional, named)
    if stated is None:
        return None
    mean, sd = stated
    if mean <= 0 or sd <= 0:
        return math.nan, math.nan
    variance = math.log1p((sd / mean) ** 2)
    return math.log(mean) - variance / 2, math.sqrt(variance)


def _gamma_inverse(p: Parameters, uniforms: np.ndarray) -> np.ndarray:
    from scipy.special import gammaincinv

    return np.asarray(p[1] * gammaincinv(p[0], uniforms))


def _read_discrete(positional: Sequence[float], named: Mapping[str, float]) -> Parameters | None:
    """Values and probabilities in turn, in ascending order of the values."""
    if positional or not named:
        return None
    try:
        pairs = sorted((float(value), chance) for value, chance in named.items())
    except ValueError:
        return None
    return tuple(number for pair in pairs for number in pair)


def _discrete_fault(p: Parameters) -> str:
    total = math.fsum(p[1::2])
    if any(chance < 0 for chance in p[1::2]):
        return "a probability is negative"
    return "" if abs(total - 1) < 1e-9 else f"the probabilities add up to {total:g}, not 1"


def _discrete_inverse(p: Parameters, uniforms: np.ndarray) -> np.ndarray:
    values, steps = np.array(p[0::2]), np.cumsum(p[1::2])
    return values[np.minimum(np.searchsorted(steps, uniforms), len(values) - 1)]


def _read_empirical(positional: Sequence[float], named: Mapping[str, float]) -> Parameters | None:
    return tuple(sorted(positional)) if positional and not named else None


def _empirical_inverse(p: Parameters, uniforms: np.ndarray) -> np.ndarray:
    """The observed value whose rank the quantile falls on."""
    return np.array(p)[np.minimum((uniforms * len(p)).astype(int), len(p) - 1)]


families.add(
    "pert",
    Family(
        "pert(lowest, most likely, highest)",
        _positional("low", "mode", "high"),
        _pert_inverse,
        lambda p: (p[0] + 4 * p[1] + p[2]) / 6,
        lambda p: (p[0], p[2]),
        _needs_order,
    ),
    "smooth between three estimates; mean (a + 4m + b) / 6",
)
families.add(
    "triangular",
    Family(
        "triangular(lowest, most likely, highest)",
        _positional("low", "mode", "high"),
        _triangular_inverse,
        lambda p: sum(p) / 3,
        lambda p: (p[0], p[2]),
        _needs_order,
    ),
    "straight between three estimates; mean (a + m + b) / 3",
)
families.add(
    "uniform",
    Family(
        "uniform(lowest, highest)",
        _positional("low", "high"),
        lambda p, u: p[0] + (p[1] - p[0]) * u,
        lambda p: (p[0] + p[1]) / 2,
        lambda p: (p[0], p[1]),
        _needs_order,
    ),
    "anything between two bounds, equally likely",
)
families.add(
    "normal",
    Family(
        "normal(mean, sd)",
        _positional("mean", "sd"),
        lambda p, u: p[0] + p[1] * _normal(u),
        lambda p: p[0],
        lambda p: (-math.inf, math.inf),
        lambda p: "" if p[1] > 0 else "the standard deviation is not above 0",
    ),
    "symmetric around a mean; where negative values make no sense, lognormal is better",
)
families.add(
    "lognormal",
    Family(
        "lognormal(p50=1.0, p90=1.3) or lognormal(mean, sd)",
        _read_lognormal,
        lambda p, u: np.exp(p[0] + p[1] * _normal(u)),
        lambda p: math.exp(p[0] + p[1] ** 2 / 2),
        lambda p: (0.0, math.inf),
        lambda p: "needs 0 < p50 < p90, or mean and sd above 0" if math.isnan(p[0]) else "",
    ),
    "positive with a long tail, by its median and 90th percentile or by mean and sd",
)
families.add(
    "exponential",
    Family(
        "exponential(mean)",
        _positional("mean"),
        lambda p, u: -p[0] * np.log1p(-u),
        lambda p: p[0],
        lambda p: (0.0, math.inf),
        _needs_positive,
    ),
    "time until something that happens at a constant rate",
)
families.add(
    "weibull",
    Family(
        "weibull(shape, scale)",
        _positional("shape", "scale"),
        lambda p, u: p[1] * (-np.log1p(-u)) ** (1 / p[0]),
        lambda p: p[1] * math.gamma(1 + 1 / p[0]),
        lambda p: (0.0, math.inf),
        _needs_positive,
    ),
    "time until a failure whose rate falls (shape < 1) or rises (> 1)",
)
families.add(
    "gamma",
    Family(
        "gamma(shape, scale)",
        _positional("shape", "scale"),
        _gamma_inverse,
        lambda p: p[0] * p[1],
        lambda p: (0.0, math.inf),
        _needs_positive,
    ),
    "a sum of exponential waits; mean shape × scale",
)
families.add(
    "beta",
    Family(
        "beta(a, b)",
        _positional("a", "b"),
        lambda p, u: _beta_inverse(p[0], p[1], u),
        lambda p: p[0] / (p[0] + p[1]),
        lambda p: (0.0, 1.0),
        _needs_positive,
    ),
    "a fraction between 0 and 1; mean a / (a + b)",
)
families.add(
    "discrete",
    Family(
        "discrete(9=0.7, 18=0.3), values and their probabilities",
        _read_discrete,
        _discrete_inverse,
        lambda p: math.fsum(v * c for v, c in zip(p[0::2], p[1::2], strict=True)),
        lambda p: (p[0], p[-2]),
        _discrete_fault,
    ),
    "one of some values, each with its probability",
)
families.add(
    "empirical",
    Family(
        "empirical(file.csv), a column of numbers, or the numbers themselves",
        _read_empirical,
        _empirical_inverse,
        lambda p: math.fsum(p) / len(p),
        lambda p: (p[0], p[-1]),
    ),
    "values that were observed, each as likely as the next",
)
families.add(
    "bernoulli",
    Family(
        "bernoulli(p)",
        _positional("p"),
        lambda p, u: (u > 1 - p[0]).astype(float),
        lambda p: p[0],
        lambda p: (0.0, 1.0),
        lambda p: "" if 0 <= p[0] <= 1 else "the probability is not between 0 and 1",
    ),
    "1 with a probability, else 0",
)
