"""What a policy is: a rank for every stage, from what decision makers know, and a rule for ties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases


@dataclass(frozen=True)
class Policy:
    """Who is served first.

    Attributes
    ----------
    rank : cases -> (S,) float; the smallest is served first
    earlier_first : ties go to the earlier request, then to the order in the file; else to the order in the file
    live : (committed cents, budget cents) of a request's programme today -> rank, instead of ``rank``
    """

    rank: Callable[[Cases], np.ndarray]
    earlier_first: bool = False
    live: Callable[[int, int], float] | None = None
