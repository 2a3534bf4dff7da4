"""The condition of a rule as steps in reverse Polish order, each with its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulator.cases.codes import FRACTIONS, Test
from simulator.cases.demand import CENTS_PER_MILLI_DAY
from simulator.cases.index import Index
from simulator.cases.whole_numbers import milli
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import cents
from simulator.quantities.quantity import Constant
from simulator.quantities.units import Dimension
from simulator.scenario.conditions import SIDES, Bound, Condition, DateBound
from simulator.scenario.lasting import Lasting
from simulator.scenario.schema import Scenario

HALF = 0.5
#: how the words end of what must last
LASTS = re.compile(r" for [0-9]+ (review|quarter|month)s?$")
#: steps that join results of others
JOINING = (Test.ALL, Test.ANY, Test.NOT)


class Step(NamedTuple):
    """A step of a condition, as ``Rules`` has it, and its words."""

    code: Test
    subject: int
    above: bool = True
    level: float = HALF
    reviews: int = 1
    words: str = ""
    lasting: str = ""


@dataclass(frozen=True)
class Names:
    """The names that words are about, in the order of the file, and the calendar of their dates."""

    scenario: Scenario
    index: Index
    calendar: Calendar


def steps_of(condition: Condition, names: Names, denying: bool = True) -> Iterator[Step]:
    """A condition in reverse Polish order; what stands under a `not` is told as denied, if it is to be."""
    every = names.scenario.reviews.every
    lasting = condition.longest(every)[1]
    reviews, said = lasting.reviews(every), f"for {lasting}" if lasting != Lasting() else ""
    if condition.all_of is not None or condition.any_of is not None:
        parts = condition.all_of or condition.any_of or ()
        for part in parts:
            yield from steps_of(part, names, denying)
        code = Test.ALL if condition.all_of is not None else Test.ANY
        yield Step(code, len(parts), reviews=reviews, words=code.name.lower(), lasting=said)
    elif condition.not_ is not None:
        inner = list(steps_of(condition.not_, names, denying))
        yield from _under_not(inner, said) if denying else inner
        yield Step(Test.NOT, 1, reviews=reviews, words="not", lasting=said)
    elif condition.date is not None:
        yield from _dates(condition.date, names, reviews, said)
    else:
        yield _lasting(_leaf(condition, names), reviews, said)


def _lasting(leaf: Step, reviews: int, said: str) -> Step:
    """A state that must hold for some reviews in a row, and says so."""
    return leaf._replace(reviews=reviews, words=f"{leaf.words} {said}".strip(), lasting=said)


def _under_not(steps: list[Step], said: str) -> Iterator[Step]:
    """Steps told as what does not hold; where they have to last together, each is told as it stands."""
    together = any(step.lasting for step in steps if step.code in JOINING)
    for step in steps:
        if step.code in JOINING or together:
            yield step
        else:
            words = denied(step.words)
            yield step._replace(words=f"{words} {said}".strip() if len(steps) == 1 else words)


def _dates(bound: DateBound, names: Names, reviews: int, said: str) -> Iterator[Step]:
    """From a day, before a day, or both."""
    bounds = [(True, bound.since), (False, bound.before)]
    stated = [(after, day) for after, day in bounds if day is not None]
    leaves = [
        Step(Test.DATE, 0, after, names.calendar.day_of(day) - (HALF if after else 0),
             words=f"date {'from' if after else 'before'} {day}")
        for after, day in stated
    ]  # fmt: skip
    if len(leaves) == 1:
        yield _lasting(leaves[0], reviews, said)
    else:
        yield from leaves
        yield Step(Test.ALL, len(leaves), reviews=reviews, words="all", lasting=said)


def _leaf(condition: Condition, names: Names) -> Step:
    """What compares one state with one level."""
    index, currency = names.index, names.scenario.currency
    for code, bound in (
        (Test.UTILISATION, condition.utilisation),
        (Test.DEMAND, condition.demand),
        (Test.PRICE, condition.price),
    ):
        if bound is not None:
            return _bounded(code, index.markets.index(bound.market), f"of {bound.market}", bound, currency)
    if condition.pool is not None:
        pool = condition.pool
        return _bounded(Test.POOL, index.pools.index(pool.name), pool.name, pool, currency)
    for code, money in ((Test.TREASURY, condition.treasury), (Test.LIQUIDITY, condition.liquidity)):
        if money is not None:
            return _bounded(code, 0, "", money, currency)
    return _stated(condition, names)


def _bounded(code: Test, subject: int, what: str, bound: Bound, currency: str) -> Step:
    sides = {side: getattr(bound, side, None) for side in SIDES}
    side, level = next((side, level) for side, level in sides.items() if level is not None)
    above = side.endswith("above")
    said = " ".join(filter(None, (code.name.lower(), what, "above" if above else "below", shown(level, currency))))
    return Step(code, subject, above, _level(code, level), words=said)


def _level(code: Test, level: Constant) -> float:
    """A level in the unit in which its state is observed."""
    if code in FRACTIONS:
        return level.value
    if code == Test.DEMAND:
        return float(milli(np.array(level.value)))
    if code == Test.PRICE:
        return level.value * CENTS_PER_MILLI_DAY
    return float(cents(level.value))


def _stated(condition: Condition, names: Names) -> Step:
    """The state of a stage, a project, a risk or another rule."""
    index = names.index
    if condition.stage is not None:
        s, name = index.stages.index(condition.stage.name), condition.stage.name
        if condition.stage.late_by is not None:
            return _late(Test.STAGE_LATE, s, name, condition.stage.late_by)
        return _flag(Test.STAGE_DONE, s, f"{name} done", bool(condition.stage.done))
    if condition.project is not None:
        state, name = condition.project, condition.project.name
        p = index.projects.index(name)
        if state.late_by is not None:
            return _late(Test.PROJECT_LATE, p, name, state.late_by)
        if state.started is not None:
            return _flag(Test.PROJECT_STARTED, p, f"{name} started", state.started)
        return _flag(Test.PROJECT_DONE, p, f"{name} done", bool(state.done))
    if condition.overrun is not None:
        p, bound = index.projects.index(condition.overrun.project), condition.overrun.above
        words = f"overrun of {condition.overrun.project} above {shown(bound, names.scenario.currency)}"
        return Step(Test.OVERRUN, p, True, bound.value, words=words)
    if condition.risk is not None:
        return _flag(Test.RISK, index.risks.index(condition.risk), f"{condition.risk} has struck", True)
    assert condition.rule is not None
    return _flag(Test.RULE, index.rules.index(condition.rule), f"{condition.rule} has fired", True)


def _late(code: Test, subject: int, name: str, by: Constant) -> Step:
    return Step(code, subject, True, by.value, words=f"{name} late by more than {round(by.value)} days")


def _flag(code: Test, subject: int, words: str, wanted: bool) -> Step:
    return Step(code, subject, wanted, HALF, words=words if wanted else f"not {words}")


def denied(words: str) -> str:
    """The words of what does not hold.

    >>> denied("utilisation of mexico above 80 %"), denied("weak_yuan has struck"), denied("not campus done")
    ('utilisation of mexico not above 80 %', 'not weak_yuan has struck', 'campus done')
    >>> denied("price of mexico below 9 mn USD for 2 quarters")
    'not (price of mexico below 9 mn USD for 2 quarters)'
    """
    if LASTS.search(words):
        return f"not ({words})"
    if words.startswith("not "):
        return words.removeprefix("not ")
    for side in (" above ", " below "):
        if side in words:
            return words.replace(side, f" not{side}")
    return f"not {words}"


def shown(quantity: Constant, currency: str) -> str:
    """A level in words.

    >>> shown(Constant(46e9, Dimension.MONEY), "USD"), shown(Constant(9e6, Dimension.MONEY_PER_MW_YEAR), "USD")
    ('46 bn USD', '9 mn USD/MW/year')
    """
    if quantity.dimension is Dimension.SHARE:
        return f"{quantity.value * 100:.4g} %"
    if quantity.dimension is Dimension.POWER:
        return f"{quantity.value:.6g} MW"
    unit = f"{currency}/MW/year" if quantity.dimension is Dimension.MONEY_PER_MW_YEAR else currency
    for by, scale in ((1e9, "bn "), (1e6, "mn ")):
        if quantity.value >= by:
            return f"{quantity.value / by:.6g} {scale}{unit}"
    return f"{quantity.value:.6g} {unit}"
