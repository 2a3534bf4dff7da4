"""What is drawn in the whole numbers that the engine counts in: days, thousandths, cents."""

from __future__ import annotations

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.quantities.money import to_cents
from simulator.quantities.quantity import Constant, Quantity
from simulator.quantities.units import Dimension

#: thousandths in a MW, or in a unit of a resource
MILLI = 1000


def whole_days(drawn: np.ndarray, quantity: Quantity) -> np.ndarray:
    """(...) days of a quantity, rounded to whole ones, at least one unless zero is written.

    Parameters
    ----------
    drawn : (...) days, as the quantity was drawn
    """
    zero = isinstance(quantity, Constant) and quantity.value == 0.0
    return np.asarray(np.maximum(np.rint(drawn), 0 if zero else 1).astype(np.int64))


def milli(drawn: np.ndarray) -> np.ndarray:
    """(...) MW, or units of a resource, as whole thousandths.

    >>> milli(np.array([0.5, 20.0004])).tolist()
    [500, 20000]
    """
    return np.asarray(np.rint(drawn * MILLI).astype(np.int64))


def cents_of(budget: np.ndarray, path: str, quantity: Quantity, drawn: Drawn) -> np.ndarray:
    """(R,) cents of money, or of a share of a budget.

    Parameters
    ----------
    budget : (R,) money
    path : of the quantity in the scenario
    """
    value = drawn.of(path, quantity)
    return to_cents(value * budget if quantity.dimension == Dimension.SHARE else value)
