"""Reviews: is there a rule whose condition holds, and has held for long enough?"""

from __future__ import annotations

from functools import partial

from simpy.events import Event

from simulator.cases.codes import FRACTIONS, PPM, Test
from simulator.cases.phases import REVIEWS
from simulator.engine.actions import act
from simulator.engine.cash import counted
from simulator.engine.days import Life, Moment
from simulator.engine.observed import LOOKING
from simulator.engine.playbook import Rule, Step
from simulator.engine.world import World
from simulator.trace import Kind

TRIGGERED, OBSERVED, FIRED = int(Kind.TRIGGERED), int(Kind.OBSERVED), int(Kind.FIRED)
#: codes from here on look at a state, those before join results
LEAVES = int(Test.UTILISATION)
#: what a closing has settled; the rest may be changed by the rules before, at the same review
CLOSED = frozenset(map(int, (Test.UTILISATION, Test.DEMAND, Test.PRICE, Test.TREASURY, Test.LIQUIDITY)))

#: what a review has seen last, by what and of whom
Seen = dict[tuple[int, int], float]


def reviews(world: World) -> Life:
    """Hold every review that a closing precedes, as long as there is a rule that may still fire."""
    rules = world.playbook.rules
    for number, day, closing in world.playbook.reviews:
        yield Moment(world.env, day - world.env.now, REVIEWS)
        seen: Seen = {}
        if world.playbook.looks_at_cash:
            counted(world, closing)
        news = False
        for rule in rules:
            if number >= rule.looks_from and holds(world, rule, closing, seen) and number >= rule.fires_from:
                fire(world, rule, number, seen)
                news = True
        if news:
            rules = [rule for rule in rules if not (rule.once and rule.number in world.fired)]
            if not rules:
                return


def holds(world: World, rule: Rule, closing: int, seen: Seen) -> bool:
    """Whether a rule's condition holds today; every step of it is looked at, so that each counts its reviews."""
    results: list[bool] = []
    held_for = world.held_for
    for step in rule.steps:
        number, code, _, key, above, level, reviews_in_a_row = step
        if code < LEAVES:
            true = joined(step, results)
        else:
            state = seen[key] if code in CLOSED and key in seen else look(world, key, closing, seen)
            true = state > level if above else state < level
        held = held_for[number] = held_for[number] + 1 if true else 0
        results.append(held >= reviews_in_a_row)
    return results[-1]


def joined(step: Step, results: list[bool]) -> bool:
    """Several results as one; they leave the stack.

    >>> joined(Step(0, Test.ANY, 2, (Test.ANY, 2), True, 0.5, 1), [False, True])
    True
    """
    taken = [results.pop() for _ in range(step.subject)]
    if step.code == Test.NOT:
        return not taken[0]
    return all(taken) if step.code == Test.ALL else any(taken)


def look(world: World, key: tuple[int, int], closing: int, seen: Seen) -> float:
    """A state as a number."""
    code, subject = key
    state = seen[key] = LOOKING[code](world, subject, closing)
    return state


def fire(world: World, rule: Rule, number: int, seen: Seen) -> None:
    """Write down what was seen and have it done, at once or after the lag."""
    for step in rule.steps:
        if step.code >= LEAVES:
            world.record(OBSERVED, step.number, in_rows(step, seen[step.key]))
    world.record(FIRED, rule.number, number)
    if rule.trigger >= 0:
        world.record(TRIGGERED, rule.trigger, 0)
    world.fired.add(rule.number)
    if not world.playbook.lag:
        do_all(world, rule)
    elif world.env.now + world.playbook.lag <= world.script.last_day:
        Moment(world.env, world.playbook.lag, REVIEWS).callbacks.append(partial(do_all, world, rule))


def in_rows(step: Step, seen: float) -> int:
    """A state as a whole number in the unit of its code, fractions as parts per million."""
    return round(seen * PPM) if step.code in FRACTIONS else round(seen)


def do_all(world: World, rule: Rule, _: Event | None = None) -> None:
    """Do what a rule says, in its order."""
    for action in rule.acts:
        act(world, action)
