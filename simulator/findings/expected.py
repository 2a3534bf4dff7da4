"""What a scenario says should come out, against what came out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

#: an expected number that states no tolerance holds to this relative precision
PRECISION = 1e-9


def misses(expected: Mapping[str, Any], metrics: Mapping[str, np.ndarray]) -> list[str]:
    """A sentence for every expectation that does not hold of the means of a run's metrics.

    An expectation is a number, ``{about: number, within: number}``, or null for what no replication reaches.

    >>> came_out = {"npv": np.array([9.0, 11.0]), "irr": np.array([0.3])}
    >>> misses({"npv": 10, "irr": {"about": 0.1, "within": 0.01}}, came_out)
    ['irr: 0.3, expected 0.1 within 0.01']
    """
    return [line for name, value in expected.items() for line in _miss(name, value, metrics)]


def _miss(name: str, expected: Any, metrics: Mapping[str, np.ndarray]) -> list[str]:
    if name not in metrics:
        return [f"{name}: no such metric in this run"]
    values = metrics[name]
    found = float(np.nanmean(values)) if not np.isnan(values).all() else math.nan
    if expected is None:
        return [] if math.isnan(found) else [f"{name}: {found:g}, expected that no replication reaches it"]
    about, within = _tolerance(expected)
    if abs(found - about) <= within:
        return []
    return [f"{name}: {found:.10g}, expected {about:.10g} within {within:.3g}"]


def _tolerance(expected: Any) -> tuple[float, float]:
    if isinstance(expected, Mapping):
        return float(expected["about"]), float(expected["within"])
    return float(expected), PRECISION * max(1.0, abs(float(expected)))
