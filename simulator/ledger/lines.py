"""The lines of the statements of a scenario, and where each account of its ledger stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from simulator.cases.index import Index
from simulator.ledger.accounts import RENEWALS, UNCLASSED
from simulator.trace import Kind

CASH_FLOW, BALANCE, INCOME, EQUITY = "cash flow", "balance sheet", "income", "equity"
OPERATING, INVESTING, FINANCING, OTHER = "operating", "investing", "financing", "other outflows"
ASSETS, LIABILITIES, OWN = "assets", "liabilities", "equity"
#: where a sum of the lines above it stands, and what a quarter begins and ends with
TOTAL, OPENING, CLOSING, CHANGES = "total", "opening", "closing", "changes"


class Line(NamedTuple):
    """A line of a statement: which, the part of it, and what it says."""

    statement: str
    section: str
    name: str


#: families of accounts whose balances are one line of income each
INCOMES = {
    "revenue": "revenue",
    "operating": "operating cost",
    "benefit": "benefits",
    "rest_of_group": "rest of the group",
    "cancelled": "cancelled projects",
    "written_off": "write-offs",
    "interest": "interest",
    "accretion": "accretion of debt",
    "extinguishment": "debt repaid above its value",
    "capitalised_interest": "interest capitalised",
}
#: families of accounts that change equity without being income
CAPITAL = {
    "opening": "at the start",
    "shares_sold": "new shares",
    "converted": "debt converted, less cash paid",
    "capped_call": "capped calls",
}
#: lines of cash by the kind of row; of what projects are paid and of outflows by the account they go to
CASH: dict[Kind, tuple[str, str]] = {
    Kind.OPENING: (OPENING, "liquidity at the start of the quarter"),
    Kind.OPERATING_CASH: (OPERATING, "rest of the group"),
    Kind.REVENUE: (OPERATING, "revenue"),
    Kind.OPERATING_COST: (OPERATING, "operating cost"),
    Kind.BENEFIT: (OPERATING, "benefits"),
    Kind.CANCELLED: (OPERATING, "cancelled projects"),
    Kind.COUPON: (OPERATING, "interest paid"),
    Kind.PAID: (INVESTING, "capital of projects"),
    Kind.RENEWAL: (INVESTING, "renewals"),
    Kind.NOTE_ISSUED: (FINANCING, "debt issued"),
    Kind.NOTE_PUT: (FINANCING, "debt put back"),
    Kind.NOTE_REPAID: (FINANCING, "debt repaid"),
    Kind.CONVERSION_PAID: (FINANCING, "conversions paid in cash"),
    Kind.SHARES_SOLD: (FINANCING, "new shares"),
    Kind.CAPPED_CALL: (FINANCING, "capped calls"),
    Kind.CALL_RECEIVED: (FINANCING, "received from capped calls"),
}
EXPENSED = (OPERATING, "expensed projects")
FLOW_SECTIONS = (OPENING, OPERATING, INVESTING, FINANCING, OTHER)


@dataclass(frozen=True)
class Layout:
    """The statements of a scenario.

    A *position* is a group of accounts that the statements show as one: cash in each place first, then other assets,
    debt and the interest that is payable on it, capital, outflows, income.
    """

    index: Index

    @cached_property
    def families(self) -> dict[str, tuple[str, ...]]:
        """The positions of each group, in order."""
        index = self.index
        classes = (*index.asset_classes, UNCLASSED, RENEWALS)
        return {
            "cash": ("treasury", *(f"pool {pool}" for pool in index.pools)),
            "progress": ("construction in progress",),
            "class": tuple(f"in service: {name}, net" for name in classes),
            "debt": (*(f"owed: {name}" for name in index.fundings), "interest payable"),
            "capital": tuple(CAPITAL.values()),
            "outflow": index.outflows,
            "income": tuple(INCOMES.values()),
            "expensed": tuple(f"expensed: {name}" for name in index.programmes),
            "depreciation": tuple(f"depreciation: {name}" for name in classes),
        }

    @cached_property
    def at(self) -> dict[str, slice]:
        """Where the positions of each group stand."""
        found, first = {}, 0
        for family, names in self.families.items():
            found[family] = slice(first, first + len(names))
            first += len(names)
        return found

    @property
    def positions(self) -> int:
        """How many positions there are."""
        return int(self.at["depreciation"].stop)

    def position_of(self, family: str, size: int, purse: np.ndarray, programme: np.ndarray) -> np.ndarray:
        """The position of each account of a family of the ledger.

        Parameters
        ----------
        size : how many accounts the family has
        purse : (A,) the position of the cash of each allotment
        programme : (P,) of each project
        """
        if family in INCOMES or family in CAPITAL:
            group, names = ("income", INCOMES) if family in INCOMES else ("capital", CAPITAL)
            return np.full(size, self.at[group].start + list(names).index(family))
        if family == "progress":
            return np.full(size, self.at["progress"].start)
        if family == "interest_payable":
            return np.full(size, self.at["debt"].stop - 1)
        if family == "pool":
            return purse[1:]
        if family == "committed":
            return np.tile(purse, len(self.index.stages))
        if family == "spending":
            return np.asarray(self.at["expensed"].start + programme)
        group = {"treasury": "cash", "in_service": "class", "worn": "class", "note": "debt"}.get(family, family)
        return np.arange(size) + int(self.at[group].start)

    @cached_property
    def flows(self) -> tuple[tuple[str, str], ...]:
        """Section and name of each line of cash that comes or goes, section by section."""
        known = list(dict.fromkeys([*CASH.values(), EXPENSED]))
        known += [(OTHER, name) for name in self.index.outflows]
        return tuple(sorted(known, key=lambda line: FLOW_SECTIONS.index(line[0])))

    def flow(self, kind: Kind, position: int) -> int:
        """The line of cash of a kind of row whose other side is a position."""
        if kind == Kind.OUTFLOW:
            return self.flows.index((OTHER, self.index.outflows[position - self.at["outflow"].start]))
        expense = kind == Kind.PAID and position != self.at["progress"].start
        return self.flows.index(EXPENSED if expense else CASH[kind])

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of every statement, in the order in which they are read."""
        return (*_cash_flow(self), *_balance_sheet(self), *_income(self), *_equity(self))


def _cash_flow(layout: Layout) -> Iterator[Line]:
    yield Line(CASH_FLOW, OPENING, layout.flows[0][1])
    for section in FLOW_SECTIONS[1:]:
        yield from (Line(CASH_FLOW, section, name) for of, name in layout.flows if of == section)
        yield Line(CASH_FLOW, section, TOTAL)
    yield Line(CASH_FLOW, CLOSING, "liquidity at the end of the quarter")


def _balance_sheet(layout: Layout) -> Iterator[Line]:
    groups = layout.families
    sections = {
        ASSETS: (*groups["cash"], *groups["progress"], *groups["class"]),
        LIABILITIES: groups["debt"],
        OWN: ("capital", "other outflows so far", "retained income"),
    }
    for section, names in sections.items():
        yield from (Line(BALANCE, section, name) for name in (*names, TOTAL))


def _income(layout: Layout) -> Iterator[Line]:
    for group in ("income", "expensed", "depreciation"):
        yield from (Line(INCOME, INCOME, name) for name in layout.families[group])
    yield Line(INCOME, INCOME, TOTAL)


def _equity(layout: Layout) -> Iterator[Line]:
    yield Line(EQUITY, OPENING, "equity at the start of the quarter")
    outflows = (f"outflow: {name}" for name in layout.families["outflow"])
    yield from (Line(EQUITY, CHANGES, name) for name in ("income", *layout.families["capital"], *outflows))
    yield Line(EQUITY, CLOSING, "equity at the end of the quarter")
