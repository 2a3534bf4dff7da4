"""What moves from month to month about what is stated: a lognormal random walk of mean one."""

from __future__ import annotations

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.quantities.quantity import Quantity
from simulator.scenario.uncertain import moves, walk_path


def walk(path: str, volatility: Quantity, days: np.ndarray, drawn: Drawn) -> np.ndarray:
    """(R, T) the walk of ``path`` at each closing, a step a month; without draws it stays at its mean.

    X(t) = exp(sum over months of  s × z − s² / 2),  s = volatility × sqrt(1 / 12), z standard normal
    """
    draws = drawn.draws
    if draws is None or not moves(volatility):
        return np.ones((drawn.replications, len(days)))
    from scipy.special import ndtri

    step_size = drawn.on(f"{path}.volatility", volatility, days) * np.sqrt(1 / 12)
    uniforms = [draws.uniforms(walk_path(path, month)) for month in range(len(days))]
    steps = step_size * ndtri(np.stack(uniforms, axis=1)) - step_size**2 / 2
    return np.asarray(np.exp(np.cumsum(steps, axis=1)))
