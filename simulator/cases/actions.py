"""What a rule does as codes and numbers, each action with its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from simulator.cases.codes import PPM, Do
from simulator.cases.conditions import Names, shown
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import cents
from simulator.quantities.quantity import Constant
from simulator.quantities.units import Dimension
from simulator.scenario.rules import Abandon, Action, Relocate, Rule
from simulator.scenario.selection import projects_named


class Act(NamedTuple):
    """An action, as ``Rules`` has it, and its words."""

    do: Do
    subject: int
    other: int = -1
    amount: int = 0
    words: str = ""


def actions_of(rule: Rule, names: Names) -> Iterator[Act]:
    """What a rule does, one action a project, in the order of the file."""
    for action in rule.do:
        yield from _acts(action, names)


def _acts(action: Action, names: Names) -> Iterator[Act]:
    for do, projects in ((Do.START, action.start), (Do.PAUSE, action.pause), (Do.RESUME, action.resume)):
        for p, name in _numbered(names, projects or ()):
            yield Act(do, p, words=f"{do.name.lower()} {name}")
    if action.defer is not None:
        for p, name in _numbered(names, action.defer.project):
            yield _deferred(p, name, action.defer.by, action.defer.until, names.calendar)
    if action.abandon is not None:
        for p, name in _numbered(names, action.abandon.project):
            yield _given_up(p, name, action.abandon)
    if action.relocate is not None:
        yield _relocated(action.relocate, names)
    yield from _of_money(action, names)
    if action.priority is not None:
        to = action.priority.to
        for p, name in _numbered(names, action.priority.project):
            yield Act(Do.PRIORITY, p, amount=to, words=f"priority of {name} to {to}")


def _numbered(names: Names, written: Iterable[str]) -> Iterator[tuple[int, str]]:
    for name in projects_named(names.scenario, written):
        yield names.index.projects.index(name), name


def _deferred(p: int, name: str, by: Constant | None, until: date | None, calendar: Calendar) -> Act:
    if by is not None:
        return Act(Do.DEFER_BY, p, amount=round(by.value), words=f"defer {name} by {round(by.value)} days")
    assert until is not None
    return Act(Do.DEFER_UNTIL, p, amount=calendar.day_of(until), words=f"defer {name} until {until}")


def _given_up(p: int, name: str, abandon: Abandon) -> Act:
    share, amount = _cost(abandon.cost)
    return Act(Do.ABANDON_SHARE if share else Do.ABANDON, p, amount=amount, words=f"abandon {name}")


def _relocated(relocate: Relocate, names: Names) -> Act:
    share, amount = _cost(relocate.cost)
    source, target = (names.index.projects.index(name) for name in (relocate.source, relocate.target))
    words = f"relocate {relocate.source} to {relocate.target}"
    return Act(Do.RELOCATE_SHARE if share else Do.RELOCATE, source, target, amount, words)


def _of_money(action: Action, names: Names) -> Iterator[Act]:
    if action.move is not None:
        share, amount = _cost(action.move.amount)
        source, target = (names.index.pools.index(name) for name in (action.move.source, action.move.target))
        moved = shown(action.move.amount, names.scenario.currency)
        words = f"move {moved} from {action.move.source} to {action.move.target}"
        yield Act(Do.MOVE_SHARE if share else Do.MOVE, source, target, amount, words)
    if action.scale is not None:
        name, factor = action.scale.appropriation, action.scale.by.value
        words = f"scale tranches of {name} by {factor:.4g}"
        yield Act(Do.SCALE, names.index.fundings.index(name), amount=round(factor * PPM), words=words)


def _cost(cost: Constant) -> tuple[bool, int]:
    """Whether an amount is a share, and it in ppm or cents."""
    if cost.dimension is Dimension.SHARE:
        return True, round(cost.value * PPM)
    return False, cents(cost.value)
