"""Money on its way into pools: tranches of appropriations, the split of what is raised, and whose each part is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.cases.index import Index
from simulator.errors import UserError
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import allocate, to_cents
from simulator.scenario.funding import Appropriation
from simulator.scenario.raises import Raise, Refinancing
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import profile_weights, split_of, tranche_dates


@dataclass(frozen=True)
class Tranche:
    """A transfer from the treasury into a pool on behalf of a source: its day and (R,) cents."""

    day: int
    funding: str
    pool: str
    amount: np.ndarray


def tranches_of(scenario: Scenario, calendar: Calendar, drawn: Drawn) -> list[Tranche]:
    """All transfers into pools, source by source in file order, notes inside a plan already taken off."""
    found: list[Tranche] = []
    for name, funding in scenario.funding.items():
        if isinstance(funding, Appropriation):
            own = appropriated(name, funding, calendar, drawn)
            for note in scenario.funding.values():
                if isinstance(note, Raise) and name in note.inside:
                    own = less_raised(own, note.inside[name], note, calendar)
            found += own
        elif isinstance(funding, Raise):
            day = calendar.day_of(funding.settles)
            for pool, cents in split_of(funding).items():
                found.append(Tranche(day, name, pool, np.full(drawn.replications, cents, np.int64)))
    return found


def appropriated(name: str, funding: Appropriation, calendar: Calendar, drawn: Drawn) -> list[Tranche]:
    """The tranches of an appropriation: its amount by profile, each by the shares of its pools."""
    days = [calendar.day_of(date) for date in tranche_dates(funding)]
    amount = to_cents(drawn.of(f"funding.{name}.amount", funding.amount))
    by_tranche = allocate(amount, profile_weights(funding.profile, len(days)))
    shares = [share.value for share in funding.into.values()]
    by_pool = allocate(by_tranche, shares)
    return [
        Tranche(day, name, pool, by_pool[:, t, q]) for t, day in enumerate(days) for q, pool in enumerate(funding.into)
    ]


def less_raised(tranches: list[Tranche], pool: str, source: Raise, calendar: Calendar) -> list[Tranche]:
    """Tranches into ``pool`` after a source settles, less its part of that pool, pro rata by largest remainder.

    Raises
    ------
    UserError
        If the tranches still to come are smaller than the source's part in a replication.
    """
    settled = calendar.day_of(source.settles)
    later = [t for t in tranches if t.pool == pool and t.day > settled]
    part = split_of(source).get(pool, 0)
    amounts = np.stack([t.amount for t in later], axis=1) if later else np.zeros((len(tranches[0].amount), 0), np.int64)
    if (amounts.sum(axis=1) < part).any():
        plan, least = tranches[0].funding, amounts.sum(axis=1).min() / 100
        raise UserError(
            f"funding.{plan}: a note brings {part / 100:,.0f} into {pool}, and in a replication only {least:,.0f} of "
            f"{plan} is still to come; a smaller note, or a plan that cannot turn out so small"
        )
    taken = allocate(np.full(len(amounts), part, np.int64), amounts)
    less = {id(t): taken[:, n] for n, t in enumerate(later)}
    return [Tranche(t.day, t.funding, t.pool, t.amount - less[id(t)]) if id(t) in less else t for t in tranches]


def allotments_of(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """(funding, pool) pairs in the order in which a pool's money is drawn: notes first, raised for their use.

    What rules may move into a pool comes last, each source under its own name.
    """
    raised_first = sorted(scenario.funding.items(), key=lambda named: isinstance(named[1], Appropriation))
    pairs = [
        (name, pool) for name, funding in raised_first if not isinstance(funding, Refinancing) for pool in funding.into
    ]
    moves = list(moves_of(scenario))
    for pair in pairs:
        reached = [(pair[0], target) for source, target in moves if source == pair[1]]
        pairs += [new for new in dict.fromkeys(reached) if new not in pairs]
    return (("treasury", ""), *pairs)


def moves_of(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Pairs of pools between which rules may move money."""
    projects = scenario.projects
    for action in (action for rule in scenario.rules.values() for action in rule.do):
        if action.move is not None:
            yield action.move.source, action.move.target
        if action.relocate is not None:
            into = projects[action.relocate.target].pool[:1]
            yield from ((pool, target) for pool in projects[action.relocate.source].pool for target in into)


def allotment(index: Index, tranche: Tranche) -> int:
    """The allotment that a tranche fills."""
    return index.allotments.index((tranche.funding, tranche.pool))
