"""Which reviews a condition may hold at, whatever is drawn: rules that can never fire within the horizon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np

from simulator.quantities.calendar import Calendar
from simulator.scenario.checks.conditions import conditions_of
from simulator.scenario.checks.finding import Finding, Loc
from simulator.scenario.checks.impossible import earliest_lateness, opposed, out_of_reach
from simulator.scenario.conditions import Condition, DateBound
from simulator.scenario.schema import Scenario


class Chance(NamedTuple):
    """(V,) bool each: the reviews at which a condition may hold, and those at which it must."""

    may: np.ndarray
    must: np.ndarray


class Obstacle(NamedTuple):
    """Why a condition never holds: where, what, and what would let it hold."""

    loc: Loc
    problem: str
    allowed: str


def idle_rules(scenario: Scenario) -> Iterator[Finding]:
    """Rules that never fire, and projects that never start, because of what their conditions say."""
    outlook = Outlook(scenario)
    for loc, condition in conditions_of(scenario):
        if not outlook.chance(condition).may.any():
            where, problem, allowed = outlook.obstacle(condition, loc)
            never = "the rule can never fire" if loc[0] == "rules" else "the project can never start"
            yield Finding(where, f"{problem}, so that {never} within the horizon", allowed)


def belated_rules(scenario: Scenario) -> Iterator[Finding]:
    """Rules that may fire, though what they do would come after the horizon."""
    lag, horizon, outlook = round(scenario.reviews.lag.value), scenario.horizon, Outlook(scenario)
    for name, rule in scenario.rules.items():
        may = outlook.chance(rule.when).may
        first = int(outlook.days[may][0]) if may.any() else 0
        if may.any() and first + lag > (horizon.end - horizon.start).days:
            problem = f"comes after {outlook.date_of(first)}, when rule {name} may fire first, only past the horizon"
            yield Finding(("reviews", "lag"), f"{problem}, so that it can do nothing", "a shorter lag")


def past_deferrals(scenario: Scenario) -> Iterator[Finding]:
    """Days up to which a rule puts a project off, and which have come whenever it may do so."""
    lag, outlook = round(scenario.reviews.lag.value), Outlook(scenario)
    for name, rule in scenario.rules.items():
        may = outlook.chance(rule.when).may
        first = outlook.date_of(int(outlook.days[may][0]) + lag) if may.any() else None
        for n, action in enumerate(rule.do):
            until = action.defer.until if action.defer else None
            if first is not None and until is not None and until <= first:
                problem = f"has come by {first}, the first day on which the rule may put it off"
                yield Finding(("rules", name, "do", n, "defer", "until"), problem, "a later date")


@dataclass(frozen=True)
class Outlook:
    """What can be said of conditions before anything is drawn."""

    scenario: Scenario

    @cached_property
    def days(self) -> np.ndarray:
        """(V,) the days of reviews that a closing precedes; the others see nothing."""
        horizon = self.scenario.horizon
        calendar = Calendar(horizon.start, horizon.end, horizon.fiscal_year_end)
        closings = calendar.closing_days
        days = closings if self.scenario.reviews.every == "month" else calendar.fiscal_quarter_ends
        return np.asarray(days[days > closings[0]])

    @cached_property
    def fired(self) -> Mapping[str, np.ndarray]:
        """(V,) bool for every rule: whether it may have fired by each review; rules may wait for each other."""
        found = {name: self._all(False) for name in self.scenario.rules}
        while True:
            more = {name: self._since(rule.when, found) for name, rule in self.scenario.rules.items()}
            if all(np.array_equal(more[name], found[name]) for name in found):
                return found
            found = more

    def chance(self, condition: Condition, fired: Mapping[str, np.ndarray] | None = None) -> Chance:
        """When a condition may hold, and when it must, `for` included."""
        held = self.held(condition, fired)
        reviews = condition.longest(self.scenario.reviews.every)[1].reviews(self.scenario.reviews.every)
        return Chance(_lasting(held.may, reviews), _lasting(held.must, reviews))

    def obstacle(self, condition: Condition, loc: Loc) -> Obstacle:
        """The innermost part of a condition on account of which it never holds."""
        if self.held(condition).may.any():
            place, _ = condition.longest(self.scenario.reviews.every)
            return Obstacle(
                (*loc, *place), "is longer than it may ever hold", f"the horizon has {len(self.days)} reviews"
            )
        if condition.not_ is not None:
            return Obstacle((*loc, "not"), "holds at every review", "something that may not hold")
        joined = (("all", condition.all_of), ("any", condition.any_of))
        parts = [((*loc, key, n), part) for key, of in joined for n, part in enumerate(of or ())]
        for where, part in parts:
            if not self.chance(part).may.any():
                return self.obstacle(part, where)
        if parts:
            return Obstacle(loc, "holds conditions that are never true at one review", "conditions that may meet")
        return self._of_state(condition, loc)

    def _of_state(self, condition: Condition, loc: Loc) -> Obstacle:
        if not len(self.days):
            return Obstacle(loc, "is looked at by no review", "a longer horizon, or `reviews: {every: month}`")
        if condition.date is not None:
            return self._of_date(condition.date, (*loc, "date"))
        if condition.risk is not None:
            unlikely = self.scenario.risks[condition.risk].probability.value <= 0
            problem = "has a probability of 0 %" if unlikely else "may strike only after the last review"
            return Obstacle((*loc, "risk"), problem, "a risk that may strike before")
        if condition.rule is not None:
            return Obstacle((*loc, "rule"), "may never fire", "a rule that may fire")
        return Obstacle(loc, "is never true", "a level that may be passed")

    def _of_date(self, bound: DateBound, loc: Loc) -> Obstacle:
        first, last = (self.date_of(day) for day in (self.days[0], self.days[-1]))
        if bound.since and bound.since > last:
            return Obstacle((*loc, "from"), f"comes after the last review, of {last}", f"a date up to {last}")
        if bound.before and bound.before <= first:
            return Obstacle((*loc, "before"), f"is not after the first review, of {first}", "a later date")
        return Obstacle(loc, "has no review from its beginning to its end", "dates with a review between them")

    def held(self, condition: Condition, fired: Mapping[str, np.ndarray] | None = None) -> Chance:
        """The same without its own `for`."""
        fired = self.fired if fired is None else fired
        if condition.not_ is not None:
            inner = self.chance(condition.not_, fired)
            return Chance(~inner.must, ~inner.may)
        for parts, join in ((condition.all_of, np.logical_and), (condition.any_of, np.logical_or)):
            if parts is not None:
                if join is np.logical_and and any(opposed(one, other) for one, other in combinations(parts, 2)):
                    return Chance(self._all(False), self._all(False))
                chances = [self.chance(part, fired) for part in parts]
                return Chance(join.reduce([one.may for one in chances]), join.reduce([one.must for one in chances]))
        return self._state(condition, fired)

    def _state(self, condition: Condition, fired: Mapping[str, np.ndarray]) -> Chance:
        if condition.date is not None:
            since, before = (self._day(day) for day in (condition.date.since, condition.date.before))
            come = self._all(True) if since is None else self.days >= since
            holds = come if before is None else come & (self.days < before)
            return Chance(holds, holds)
        if condition.risk is not None:
            risk = self.scenario.risks[condition.risk]
            first, last = (self._day(day) for day in risk.window)
            chance = risk.probability.value
            return Chance((self.days >= first) & (chance > 0), (self.days >= last) & (chance >= 1))
        if condition.rule is not None:
            return Chance(fired.get(condition.rule, self._all(False)), self._all(False))
        possible = not out_of_reach(condition, self.scenario)
        return Chance(self._all(possible) & (self.days > earliest_lateness(condition)), self._all(False))

    def _since(self, condition: Condition, fired: Mapping[str, np.ndarray]) -> np.ndarray:
        return np.logical_or.accumulate(self.chance(condition, fired).may)

    def _all(self, value: bool) -> np.ndarray:
        return np.full(len(self.days), value)

    def _day(self, day: date | None) -> int | None:
        return None if day is None else (day - self.scenario.horizon.start).days

    def date_of(self, day: int) -> date:
        """The date of a day of the horizon."""
        return Calendar(self.scenario.horizon.start, self.scenario.horizon.end).date_of(day)


def _lasting(held: np.ndarray, reviews: int) -> np.ndarray:
    """(V,) bool: whether something that holds at some reviews has held for a number of them in a row.

    >>> _lasting(np.array([True, True, False, True]), 2).tolist()
    [False, True, False, False]
    """
    lasting = held.copy()
    for ago in range(1, min(reviews, len(held) + 1)):
        lasting &= np.concatenate([np.zeros(ago, bool), held[: len(held) - ago]])
    return lasting
