"""How sure the mean of a metric must be, and how many replications that takes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.amounts import money
from simulator.errors import UserError
from simulator.intervals import half_width
from simulator.metrics import family_of, known_metric
from simulator.montecarlo.block import Question, metrics_of
from simulator.quantities.exchange import Context
from simulator.quantities.fault import QuantityError
from simulator.quantities.quantity import read_quantity
from simulator.quantities.units import Dimension
from simulator.quantities.value import Constant
from simulator.scenario.currencies import stated_rates

#: replications come in multiples of this, and at most so many times as many as before: early estimates are rough
STEP, GROWTH = 50, 4
#: how amounts of a metric are written, and their internal unit over the metric's, by the metric's unit
DIMENSIONS = {
    "money": (Dimension.MONEY, 1.0),
    "MW": (Dimension.POWER, 1.0),
    "day": (Dimension.DURATION, 1.0),
    "years": (Dimension.DURATION, 365.0),
    "1/year": (Dimension.RATE, 1.0),
}
FORM = "write METRIC: HALF-WIDTH, as in 'npv: 1 %' or 'npv: 200 mn USD'"


@dataclass(frozen=True)
class Precision:
    """The half-width of the 95 % interval of a metric's mean that a run is to reach.

    Attributes
    ----------
    metric : its name
    wanted : the half-width, as a share of the size of the mean if ``relative``, else in the metric's unit
    unit : the metric's, money by its currency
    is_money : whether that is so
    """

    metric: str
    wanted: float
    relative: bool
    unit: str = ""
    is_money: bool = False

    def reached(self, values: np.ndarray) -> float:
        """The half-width that values (R,) of the metric have, counted as ``wanted`` is; infinite where undefined."""
        defined = values[np.isfinite(values)]
        width = width_of(defined)
        if not self.relative or width == 0:
            return width
        size = abs(float(defined.mean())) if len(defined) else 0.0
        return width / size if size > 0 else math.inf

    def replications(self, values: np.ndarray) -> int:
        """How many replications to go on to; not more than there are where those will do.

            n_next = n · (half-width / wanted)²,  up to a multiple of 50, by a factor of 4 at most

        Parameters
        ----------
        values : (R,) the metric so far, NaN where undefined

        >>> few = np.array([9.0, 11.0] * 50)
        >>> Precision("npv", 0.02, True).replications(few), Precision("npv", 0.01, True).replications(few)
        (100, 400)
        """
        n, found = len(values), self.reached(values)
        if found <= self.wanted:
            return n
        needed = n * (found / self.wanted) ** 2 if self.wanted > 0 else math.inf
        return -(-math.ceil(min(max(needed, n + 1), n * GROWTH)) // STEP) * STEP

    def told(self, width: float) -> str:
        """A half-width in words.

        >>> Precision("npv", 0.01, True).told(0.0123), Precision("capacity_mw", 1.0, False, "MW").told(2.5)
        ('±1.23 %', '±2.5 MW')
        >>> Precision("npv", 2e8, False, "USD", is_money=True).told(4.76176e8)
        '±476 mn USD'
        """
        if not math.isfinite(width):
            return "no width"
        if self.relative:
            return f"±{100 * width:.3g} %"
        return f"±{money(width, self.unit)}" if self.is_money else f"±{width:,.6g} {self.unit}".rstrip()

    def stops_at(self, metrics: Mapping[str, np.ndarray], first: int, most: int) -> bool:
        """Whether a run that begins with ``first`` replications, and has ``most`` at most, ends with these (R,)."""
        values = metrics.get(self.metric, np.zeros(0))
        done, n = 0, first
        while done < n <= len(values):
            done, n = n, min(self.replications(values[:n]), most)
        return done == n == len(values)


def width_of(values: np.ndarray) -> float:
    """Half of the 95 % interval of a mean, by Student's t: t(0.975, n - 1) · sd / sqrt(n); infinite for n below 2.

    >>> round(width_of(np.array([1.0, 2.0, 3.0, 4.0])), 4)  # 3.1824 · 1.2910 / 2
    2.0543
    """
    n = len(values)
    return float(half_width(values.std(ddof=1) / math.sqrt(n), n)) if n > 1 else math.inf


def read_precision(written: str, question: Question, most: int) -> Precision:
    """What `--precision` asks for, of a question whose replications are the fewest.

    Raises
    ------
    UserError
        If it is not of that form, the scenario has no such metric, its design cannot be added to, or there are
        more than ``most`` replications from the start.
    """
    _check_design(question)
    if question.replications > most:
        raise UserError(f"--max-replications: {most} is fewer than the {question.replications} to begin with")
    name, colon, amount = (part.strip() for part in written.partition(":"))
    if not (name and colon and amount):
        raise UserError(f"--precision: {written!r} is not a metric and a half-width; {FORM}")
    known_metric(name, metrics_of(question), "--precision")
    family = family_of(name)
    is_money = family is not None and family.unit == "money"
    unit = question.scenario.currency if is_money else family.unit if family else ""
    if share := re.fullmatch(r"([0-9.]+)\s*%", amount):
        return Precision(name, _positive(_share(share[1], amount), amount), True, unit, is_money)
    return Precision(name, _positive(_amount(name, amount, question), amount), False, unit, is_money)


def _check_design(question: Question) -> None:
    design = question.scenario.simulation.design
    if design == "latin_hypercube":
        raise UserError(
            f"--precision: design {design!r} is made for exactly {question.replications} replications; "
            "simulation.design must be random"
        )
    if design != "random":
        raise UserError(
            f"--precision: the replications of design {design!r} are not independent, which the width of an "
            "interval supposes; simulation.design must be random"
        )


def _share(number: str, written: str) -> float:
    try:
        return float(number) / 100
    except ValueError:
        raise UserError(f"--precision: {written!r} is not a share; {FORM}") from None


def _amount(name: str, written: str, question: Question) -> float:
    """An amount in the unit of a metric."""
    scenario, family = question.scenario, family_of(name)
    dimension, size = DIMENSIONS.get(family.unit if family else "", (Dimension.NUMBER, 1.0))
    context = Context(scenario.currency, stated_rates(scenario.fx), scenario.horizon.start)
    try:
        quantity = read_quantity(written, (dimension,), context)
    except QuantityError as error:
        raise UserError(f"--precision: {name}: {error}, or a share of the mean (1 %)") from None
    if not isinstance(quantity, Constant):
        raise UserError(f"--precision: {name}: {written!r} is drawn; {FORM}")
    return quantity.value / size


def _positive(wanted: float, written: str) -> float:
    if not wanted > 0:
        raise UserError(f"--precision: {written!r} is never reached; must be above 0")
    return wanted
