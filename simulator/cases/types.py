"""Cases: a block of replications as flat arrays, the whole input of the engine.

Shapes: R replications, P projects, S stages (flat, over all projects), M markets, K resources, T month-end
closings, A allotments, C dated cash flows, N days. Money is int64 cents, capacity int64 milli-MW, time int64 days.
Ragged lists are flat arrays with offsets: the entries of x are ``flat[first[x]:first[x + 1]]``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.cases.index import Index
from simulator.cases.terms import Money
from simulator.quantities.calendar import Calendar


@dataclass(frozen=True)
class Ragged:
    """Lists of different lengths in one flat array."""

    first: np.ndarray
    flat: np.ndarray

    @staticmethod
    def of(lists: list[list[int]]) -> Ragged:
        """The lists, flattened.

        >>> Ragged.of([[4, 5], [], [6]]).first
        array([0, 2, 2, 3])
        """
        lengths = np.array([len(entries) for entries in lists], np.int64)
        first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return Ragged(first, np.array([entry for entries in lists for entry in entries], np.int64))

    def lists(self) -> list[list[int]]:
        """The lists again, as Python numbers."""
        flat, first = self.flat.tolist(), self.first.tolist()
        return [flat[a:b] for a, b in pairwise(first)]


@dataclass(frozen=True)
class Projects:
    """What is known of each project; (P,) where structure, (R, P) where drawn."""

    programme: np.ndarray  # (P,) index of the programme; its line is programme + 1
    market: np.ndarray  # (P,) index, -1 without
    uses: np.ndarray  # (P,) the appropriation (funding index) whose use it is, -1 without
    in_plan: np.ndarray  # (P,) bool: counted in npv, irr and payback
    wave_of: np.ndarray  # (P,) index of the first wave of the same name (its own index if not repeated)
    repeated: np.ndarray  # (P,) bool: a wave of a repeated project, the only one perhaps
    pools: Ragged  # its own pools, in the order in which it draws on them
    lenders: Ragged  # soft pools of others, drawn on last and only while idle
    by_rule: np.ndarray  # (P,) bool: waits for a rule to start it
    not_before: np.ndarray  # (P,) day
    at_finish: np.ndarray  # (P,) bool: its capacity or benefit comes with its last stage
    capacity: np.ndarray  # (R, P) milli-MW in service at its finish, 0 where by stage
    ramp: np.ndarray  # (R, P) days
    life: np.ndarray  # (R, P) days, 0 = for ever
    renewed: np.ndarray  # (P,) bool
    renewal_cost: np.ndarray  # (R, P) cents
    renewal_over: np.ndarray  # (R, P) days
    renewal_pool: np.ndarray  # (P,) pool, -1 = treasury
    benefit_yearly: np.ndarray  # (R, P) cents a year, 0 without
    benefit_ramp: np.ndarray  # (R, P) days
    benefit_life: np.ndarray  # (R, P) days


@dataclass(frozen=True)
class Stages:
    """What is known of each stage; (S,) where structure, (R, S) where drawn."""

    project: np.ndarray  # (S,)
    first_of_project: np.ndarray  # (P + 1,) offsets: the stages of a project stand together
    predecessors: Ragged
    successors: Ragged
    not_before: np.ndarray  # (S,) day, the project's included
    needed: Ragged  # resources needed
    need: Ragged  # milli-units of each, same offsets
    priority: np.ndarray  # (S,)
    budget: np.ndarray  # (S,) cents committed at the start, contingency included
    expensed: np.ndarray  # (S,) bool
    asset_class: np.ndarray  # (S,) index, -1 without
    serves: np.ndarray  # (S,) bool: its end puts the capacity of ``capacity_by_stage`` in service
    duration: np.ndarray  # (R, S) days
    cost: np.ndarray  # (R, S) cents, true
    capacity: np.ndarray  # (R, S) milli-MW that its end puts in service, 0 where at the finish
    life: np.ndarray  # (R, S) days over which its cost is written off, 0 = never
    currency: np.ndarray  # (S,) row of the exchange by which its true cost moves, -1 without


@dataclass(frozen=True)
class Resources:
    """Crews, slots and supplies, and every date on which there are more or fewer of them."""

    consumable: np.ndarray  # (K,) bool
    change_day: np.ndarray  # (n,) sorted
    change_resource: np.ndarray  # (n,)
    change_amount: np.ndarray  # (n,) milli-units: the new capacity, or what arrives


@dataclass(frozen=True)
class Rules:
    """Conditions and actions as codes: the rules of the file in its order, then each project's own trigger.

    The steps of rule x are ``first[x]:first[x + 1]``, its actions ``do_first[x]:do_first[x + 1]``.
    """

    trigger: np.ndarray  # (X,) project whose start it triggers, -1 for a rule of the file
    once: np.ndarray  # (X,) bool
    first: np.ndarray  # (X + 1,)
    code: np.ndarray  # (L,) a Test, in reverse Polish order
    subject: np.ndarray  # (L,) what it looks at, or how many results it joins
    above: np.ndarray  # (L,) bool: holds above its level, else below
    level: np.ndarray  # (L,) float, in the unit of its Test
    reviews: np.ndarray  # (L,) reviews in a row for which it must hold
    do_first: np.ndarray  # (X + 1,)
    do: np.ndarray  # (B,) a Do
    do_subject: np.ndarray  # (B,)
    do_other: np.ndarray  # (B,) -1 without
    do_amount: np.ndarray  # (B,) int
    review_days: np.ndarray  # (V,) days of the reviews
    review_closing: np.ndarray  # (V,) the last closing before each, -1 before the first
    lag: int  # days from a review to what it decides
    active: bool  # whether rules of the file fire; triggers always do


@dataclass(frozen=True)
class Risks:
    """When risks strike, and what of the engine's world they hit."""

    begins: np.ndarray  # (R, K) day on which it strikes; N, the length of the horizon, if it does not
    ends: np.ndarray  # (R, K) day from which it is over; N if that never comes
    hit_risk: np.ndarray  # (H,)
    hit: np.ndarray  # (H,) a Strike
    targets: Ragged  # stages, projects, a resource or a funding, of each hit
    multiple: np.ndarray  # (R, H) float: factor or share, 1 where it says nothing
    days: np.ndarray  # (R, H) days more


@dataclass(frozen=True)
class Limits:
    """The most and the least that may be committed to some stages in each period."""

    stages: Ragged  # stages of each limit
    period: Ragged  # first day of each period of each limit, the first of them 0
    at_most: np.ndarray  # (Z,) cents, -1 without
    at_least: np.ndarray  # (Z,) cents, 0 without


@dataclass(frozen=True)
class Pools:
    """Pools and the balances that sources keep in them."""

    earmark: np.ndarray  # (Q,) an Earmark
    pro_rata: np.ndarray  # (Q,) bool
    reserve: np.ndarray  # (Q,) cents with which no stage starts
    floor: np.ndarray  # (Q,) cents that stay
    allotments: Ragged  # of each pool, in the order in which they are drawn
    allotment_pool: np.ndarray  # (A,) -1 for the treasury itself
    allotment_funding: np.ndarray  # (A,) -1 for the treasury itself


@dataclass(frozen=True)
class Cash:
    """Dated flows that depend on nothing but the calendar, in the order in which they happen."""

    day: np.ndarray  # (C,)
    until: np.ndarray  # (C,) the day itself, or the one before which what accrues ends
    phase: np.ndarray  # (C,) of the day
    kind: np.ndarray  # (C,) a Kind
    subject: np.ndarray  # (C,)
    amount: np.ndarray  # (R, C) cents


@dataclass(frozen=True)
class Markets:
    """Demand, price and cost at each month-end closing."""

    demand: np.ndarray  # (R, M, T) milli-MW
    price: np.ndarray  # (R, M, T) float cents per milli-MW and day sold
    fixed_cost: np.ndarray  # (R, M, T) float cents per milli-MW and day in service
    sold_cost: np.ndarray  # (R, M, T) float cents per milli-MW and day sold
    installed: np.ndarray  # (R, M) milli-MW
    tax: np.ndarray  # (M + 1, N) float, the last row for projects without a market


@dataclass(frozen=True)
class Exchange:
    """Currencies whose rate is uncertain: what they are worth over what the stated rate makes of them."""

    currency: tuple[str, ...]  # C of them
    factor: np.ndarray  # (R, C, T) float, in each month


@dataclass(frozen=True)
class Valuation:
    """How flows become one number."""

    rate: float
    mid_month: bool
    terminal: str


@dataclass(frozen=True)
class Belief:
    """What decision makers expect: means over a fixed pilot sample, never the draw."""

    duration: np.ndarray  # (S,) days
    finish: np.ndarray  # (S,) day of each stage's end if nothing had to wait
    capacity: np.ndarray  # (P,) milli-MW
    margin: np.ndarray  # (M, T) float cents per milli-MW and day sold
    fixed_cost: np.ndarray  # (M, T) float cents per milli-MW and day in service
    utilisation: np.ndarray  # (M, T) float
    benefit_yearly: np.ndarray  # (P,) cents
    benefit_life: np.ndarray  # (P,) days
    life: np.ndarray  # (P,) days of capacity, 0 = for ever


@dataclass(frozen=True)
class Cases:
    """A block of replications, ready for the engine. ``rows`` are their numbers in the run."""

    calendar: Calendar
    index: Index
    rows: range
    projects: Projects
    stages: Stages
    resources: Resources
    pools: Pools
    cash: Cash
    markets: Markets
    exchange: Exchange
    money: Money
    valuation: Valuation | None
    believed: Callable[[], Belief]
    rules: Rules
    risks: Risks
    limits: Limits
    policy: str
    blocking: bool
    capitalise_interest: bool = False

    @property
    def belief(self) -> Belief:
        """What decision makers expect, made where it is first asked for."""
        return self.believed()

    @property
    def replications(self) -> int:
        """How many replications the block holds."""
        return len(self.rows)
