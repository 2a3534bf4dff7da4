"""How capacity and benefits fill: evenly over a ramp, then in full."""

from __future__ import annotations

from typing import Any, overload

import numpy as np


@overload
def served_days(elapsed: float, ramp: float) -> float: ...
@overload
def served_days(elapsed: np.ndarray, ramp: np.ndarray | float) -> np.ndarray: ...


def served_days(elapsed: Any, ramp: Any) -> Any:
    """Full days of service rendered in the first ``elapsed`` days of something that fills over ``ramp`` days.

        served(e) = integral from 0 to e of min(1, t / ramp) dt
                  = e**2 / (2 * ramp)  while e < ramp,  then  e - ramp / 2;  0 before the start

    Python numbers and arrays give the same bits, so that a review inside a run and the closing of the books
    agree.

    Parameters
    ----------
    elapsed : days since the start of service, below zero before it
    ramp : days, 0 = in full at once; broadcasts with ``elapsed``

    >>> served_days(30, 60), served_days(90, 60), served_days(-5, 60)
    (7.5, 60.0, 0.0)
    >>> served_days(np.array([30, 90, -5]), 60)
    array([ 7.5, 60. ,  0. ])
    """
    if isinstance(elapsed, np.ndarray):
        filling = elapsed * elapsed / np.maximum(2 * ramp, 1)
        return np.where(elapsed >= ramp, elapsed - ramp / 2, filling) * (elapsed > 0)
    if elapsed <= 0:
        return 0.0
    return elapsed - ramp / 2 if elapsed >= ramp else elapsed * elapsed / (2 * ramp)
