"""Two textbook real options: what rules bring is what the closed form says, world by world and on average."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from simulator.answer import Manner
from simulator.engine.simpy_engine import simulate
from simulator.metrics.measure import measured
from simulator.scenario.load import load
from simulator.studies.flexibility import flexibility
from simulator.studies.sides import Asked
from tests.worlds import cases_of

HERE = Path(__file__).parent
WITHOUT_RULES = "reviews.rules=false"
#: a rule that starts the factory, in place of those that put it off and give it up
STARTED_BY_RULE = (
    "rules={build: {when: {demand: {market: town, above: 2.5 MW}}, do: {start: factory}}}",
    "reviews.lag=1 day",
)
#: probability of the high state, by option
HIGH = {"defer": 0.5, "expand": 0.4}
#: a mean farther from the closed form than this is no accident
STANDARD_ERRORS = 3.5


@cache
def values(option: str, *sets: str) -> np.ndarray:
    """NPV of every world in mn USD."""
    scenario = load(HERE / f"real_option_{option}.yaml", sets).scenario
    cases = cases_of(scenario, scenario.simulation.replications)
    return np.asarray(measured(simulate(cases), cases).metrics["npv"] / 1e6)


def month_ends(year: int, month: int, count: int) -> list[tuple[int, date]]:
    """(days, last day) of some months in a row."""
    firsts = [date(year + (month - 1 + k) // 12, (month - 1 + k) % 12 + 1, 1) for k in range(count + 1)]
    return [((after - first).days, after - timedelta(1)) for first, after in pairwise(firsts)]


def annuity(months: list[tuple[int, date]], since: date, rate: float) -> float:
    """Worth on a day of one a year, paid at month ends for the days of each month."""
    return float(sum(days / 365 * (1 + rate) ** (-(end - since).days / 365) for days, end in months))


def deferred(demand: int) -> tuple[float, float]:
    """Values of the factory on 2026-02-28, built at once and by the rules, if ``demand`` MW are wanted after a year."""
    zero, now, later = date(2026, 2, 28), date(2026, 4, 1), date(2027, 4, 1)
    before, known = month_ends(2026, 4, 10), month_ends(2027, 2, 2)
    after = annuity(month_ends(2027, 4, 12), later, 0.1) + 1 / 0.1 * 1.1 ** (-(date(2028, 3, 31) - later).days / 365)
    first_year = 105.2315 * (2 * annuity(before, now, 0.1) + demand * annuity(known, now, 0.1))
    at_once = -1600 + first_year + 109.5218 * demand * after / 1.1
    waiting = max(0.0, 109.5218 * demand * after - 1600) / 1.1
    back = 1.1 ** (-(now - zero).days / 365)
    return at_once * back, waiting * back


def expanded(demand: int) -> tuple[float, float]:
    """Values of the halls, the first alone and with the second where that pays, if ``demand`` MW are wanted."""
    later = date(2027, 1, 1)
    a_megawatt = 10.420953 * annuity(month_ends(2027, 1, 12), later, 0.08)
    alone, both = (min(demand, megawatts) * a_megawatt for megawatts in (18, 27))
    return alone / 1.08 - 104, max(alone, both - 40) / 1.08 - 104


#: by option: (without, with) the rules, in the high state and in the low one
BY_HAND = {"defer": (deferred(3), deferred(1)), "expand": (expanded(27), expanded(6))}


def expected(option: str, which: int) -> float:
    """The mean over both states, without (0) or with (1) the rules."""
    high, low = BY_HAND[option]
    return HIGH[option] * high[which] + (1 - HIGH[option]) * low[which]


@pytest.mark.parametrize(
    ("option", "since", "rate", "without", "with_rules"),
    [("defer", 32, 0.10, 600.0, 850 / 1.1), ("expand", 0, 0.08, -4.0, 128 / 1.08 - 104)],
)
def test_the_hand_values_in_dated_months_are_those_of_the_book(
    option: str, since: int, rate: float, without: float, with_rules: float
) -> None:
    then = (1 + rate) ** (since / 365)
    assert expected(option, 0) * then == pytest.approx(without, abs=0.01)
    assert expected(option, 1) * then == pytest.approx(with_rules, abs=0.01)


@pytest.mark.parametrize("option", HIGH)
@pytest.mark.parametrize(("which", "sets"), [(0, (WITHOUT_RULES,)), (1, ())], ids=["without rules", "with rules"])
def test_a_world_is_worth_what_its_state_is_worth(option: str, which: int, sets: tuple[str, ...]) -> None:
    low, high = np.unique(values(option, *sets).round(3))
    assert high == pytest.approx(BY_HAND[option][0][which], abs=0.002)
    assert low == pytest.approx(BY_HAND[option][1][which], abs=0.002)


@pytest.mark.parametrize("option", HIGH)
def test_the_option_is_worth_the_closed_form_within_the_sampling_error(option: str) -> None:
    gain = values(option) - values(option, WITHOUT_RULES)
    standard_error = gain.std(ddof=1) / np.sqrt(len(gain))
    worth = expected(option, 1) - expected(option, 0)
    assert abs(gain.mean() - worth) < STANDARD_ERRORS * standard_error
    assert standard_error < 0.05 * worth


def test_to_start_what_waits_is_the_same_as_to_give_up_what_is_put_off() -> None:
    np.testing.assert_allclose(values("defer", *STARTED_BY_RULE), values("defer"), atol=1e-6)


@pytest.mark.parametrize("option", HIGH)
def test_the_study_of_flexibility_tells_the_value_of_the_option(option: str, tmp_path: Path) -> None:
    manner = Manner(tmp_path, jobs=1, plots=False)
    study = flexibility(HERE / f"real_option_{option}.yaml", Asked(replications=100), manner, ["npv"])
    told = study.metrics["npv"][f"real-option-{option}"]
    gain = values(option)[:100] - values(option, WITHOUT_RULES)[:100]
    assert told.difference / 1e6 == pytest.approx(gain.mean())
    rule = {"defer": "give_up", "expand": "expand"}[option]
    happened = next(one for one in study.occasions if one.name == rule)
    assert 0.3 < happened.share < 0.7
