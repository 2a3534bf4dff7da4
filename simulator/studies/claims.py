"""What scripts assert of a comparison, as `npv: no worse than 2 %`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from simulator.amounts import dated, level, signed
from simulator.comparison import Comparison, Outcome
from simulator.errors import UserError, shown
from simulator.metrics import known_metric
from simulator.quantities.fault import QuantityError
from simulator.quantities.quantity import Constant, read_quantity
from simulator.quantities.units import Context, Dimension
from simulator.scenario.currencies import stated_rates

FORM = re.compile(
    r"(?P<metric>[^:]+?)\s*:\s*(?P<sure>surely\s+)?(?P<claim>no worse than|within|better|the same)(?P<rest>.*)"
)
ALLOWED = (
    "METRIC: no worse than AMOUNT, METRIC: within AMOUNT, METRIC: better, METRIC: the same; "
    "AMOUNT as 2 %, 50 mn USD, 30 days; `surely` before it asks it of the whole 95 % interval"
)
#: dimensions of amounts by the unit of a metric
DIMENSIONS = {
    "money": Dimension.MONEY,
    "MW": Dimension.POWER,
    "day": Dimension.DURATION,
    "years": Dimension.DURATION,
}


@dataclass(frozen=True)
class Claim:
    """An assertion: of a metric, what, by how much at most, and whether of the whole interval.

    ``margin`` is in the metric's unit, or a share of the baseline's mean if ``relative``.
    """

    text: str
    metric: str
    kind: str
    margin: float
    relative: bool
    sure: bool


@dataclass(frozen=True)
class Verdict:
    """A claim, held against a scenario: whether it holds, and the numbers in words."""

    claim: Claim
    scenario: str
    holds: bool
    words: str


def check_form(text: str) -> re.Match[str]:
    """The parts of an assertion.

    Raises
    ------
    UserError
        If it is not of the form.
    """
    found = FORM.fullmatch(text.strip())
    if found is None:
        raise UserError(f"--assert: {shown(text)} is not an assertion; {ALLOWED}")
    return found


def read_claim(text: str, comparison: Comparison) -> Claim:
    """The claim that an ``--assert`` states.

    Raises
    ------
    UserError
        If it is not of the form, names no metric, or asks for a direction of one that has none.
    """
    found = check_form(text)
    name, kind = found["metric"].strip(), found["claim"]
    outcome = _any_outcome(name, comparison)
    if kind in ("no worse than", "better") and outcome.better == "neither":
        raise UserError(f"--assert: {name}: no direction of it is better; `{name}: within AMOUNT`")
    needs = kind in ("no worse than", "within")
    if needs != bool(found["rest"].strip()):
        raise UserError(f"--assert: {shown(text)} {'lacks an amount' if needs else 'takes no amount'}; {ALLOWED}")
    margin, relative = _amount(found["rest"].strip(), outcome.unit, comparison, text) if needs else (0.0, False)
    return Claim(text.strip(), name, kind, margin, relative, bool(found["sure"]))


def _any_outcome(name: str, comparison: Comparison) -> Outcome:
    known_metric(
        name, [name for name, outcomes in comparison.metrics.items() if outcomes], "--assert", "both scenarios"
    )
    return next(iter(comparison.metrics[name].values()))


def _amount(written: str, unit: str, comparison: Comparison, text: str) -> tuple[float, bool]:
    """A margin, and whether it is a share of the baseline."""
    dimension = DIMENSIONS.get(unit, Dimension.NUMBER)
    accepts = (Dimension.SHARE,) if "%" in written else (dimension,)
    scenario = comparison.baseline.findings.scenario
    try:
        context = Context(scenario.currency, stated_rates(scenario.fx), scenario.horizon.start)
        number = read_quantity(written, accepts, context)
    except QuantityError as error:
        raise UserError(f"--assert: {shown(text)}: {error.problem}; {error.allowed or ALLOWED}") from None
    if not isinstance(number, Constant) or number.value < 0:
        raise UserError(f"--assert: {shown(text)}: {shown(written)} is not an amount of zero or more; {ALLOWED}")
    return number.value / (365 if unit == "years" else 1), accepts == (Dimension.SHARE,)


def verdicts(claim: Claim, comparison: Comparison) -> list[Verdict]:
    """A claim held against every scenario but the baseline; it fails where the metric is undefined or missing."""
    outcomes = comparison.metrics[claim.metric]
    return [
        _verdict(claim, side.label, outcomes[side.label], comparison)
        if side.label in outcomes
        else Verdict(claim, side.label, False, f"{side.label} has no {claim.metric}")
        for side in comparison.others
    ]


def _verdict(claim: Claim, label: str, outcome: Outcome, comparison: Comparison) -> Verdict:
    margin = claim.margin * abs(outcome.baseline) if claim.relative else claim.margin
    sign = -1 if outcome.better == "lower" else 1
    ends = [outcome.low, outcome.high] if claim.sure else [outcome.difference]
    gains = [sign * end for end in ends]
    changes = (outcome.difference, outcome.low, outcome.high)
    difference, low, high = (signed(change, outcome.unit, comparison.currency) for change in changes)
    words = (
        f"{label}: {claim.metric} {_told(outcome.value, outcome, comparison)} against "
        f"{_told(outcome.baseline, outcome, comparison)}, difference {difference} ({low} to {high})"
    )
    return Verdict(claim, label, _holds(claim.kind, gains, margin, outcome), words)


def _holds(kind: str, gains: list[float], margin: float, outcome: Outcome) -> bool:
    if not all(math.isfinite(gain) for gain in gains):
        return False
    if kind == "no worse than":
        return min(gains) >= -margin
    if kind == "within":
        return max(abs(gain) for gain in gains) <= margin
    return min(gains) > 0 if kind == "better" else outcome.identical


def _told(number: float, outcome: Outcome, comparison: Comparison) -> str:
    if outcome.unit == "day":
        return dated(number, comparison.baseline.findings.calendar)
    return level(number, outcome.unit, comparison.currency)
