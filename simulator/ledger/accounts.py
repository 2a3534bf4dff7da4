"""The accounts of a scenario, numbered: each family has one account for each of its names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.index import Index
from simulator.cases.types import Cases

#: accounts as the names on the way to them
Paths = list[tuple[str, ...]]
#: capital without an asset class, and what renewals cost, stand beside the asset classes
UNCLASSED, RENEWALS = "unclassed", "renewals"


@dataclass(frozen=True)
class Accounts:
    """The accounts of a scenario in one list, a family a stretch of it.

    Attributes
    ----------
    names : path of each account, from the root; names are as in the scenario
    families : where the accounts of each family stand; a family may have none
    stage_project, stage_class, stage_expensed : (S,) what the accounts of a stage's payments depend on
    """

    names: tuple[tuple[str, ...], ...]
    families: dict[str, slice]
    allotments: int
    stages: int
    stage_project: np.ndarray
    stage_class: np.ndarray
    stage_expensed: np.ndarray

    def __len__(self) -> int:
        return len(self.names)

    def first(self, family: str) -> int:
        """The first account of a family."""
        return int(self.families[family].start)

    def last(self, family: str) -> int:
        """The last account of a family that has one."""
        return int(self.families[family].stop) - 1


def accounts_of(cases: Cases) -> Accounts:
    """The chart of accounts of a scenario."""
    names: Paths = []
    families: dict[str, slice] = {}
    for family, members in _families(cases.index).items():
        families[family] = slice(len(names), len(names) + len(members))
        names += members
    classes = len(cases.index.asset_classes)
    stage_class = np.where(cases.stages.asset_class < 0, classes, cases.stages.asset_class)
    index = cases.index
    return Accounts(
        tuple(names),
        families,
        len(index.allotments),
        len(index.stages),
        cases.stages.project,
        stage_class,
        cases.stages.expensed,
    )


def _families(index: Index) -> dict[str, Paths]:
    """Every family and its accounts. Families of one account have it for every subject."""
    stages: Paths = [tuple(stage.split(".", 1)) for stage in index.stages]
    classes: Paths = [(name,) for name in (*index.asset_classes, UNCLASSED, RENEWALS)]
    lines: Paths = [(market, line) for market in index.markets for line in index.lines]
    notes: Paths = [(name,) for name in index.fundings]
    projects: Paths = [(name,) for name in index.projects]
    purses: Paths = [(pool or "treasury", funding) for funding, pool in index.allotments]
    commitments: Paths = [(*stage, *purse) for stage in stages for purse in purses]
    return {
        "treasury": [("Assets", "Treasury")],
        "pool": _under("Assets:Pools", purses[1:]),
        "committed": _under("Assets:Committed", commitments),
        "progress": _under("Assets:ConstructionInProgress", stages),
        "in_service": _under("Assets:InService", classes),
        "worn": _under("Assets:AccumulatedDepreciation", classes),
        "note": _under("Liabilities:Notes", notes),
        "interest_payable": _under("Liabilities:InterestPayable", notes),
        "opening": [("Equity", "Opening")],
        "capped_call": _under("Equity:CappedCall", notes),
        "converted": _under("Equity:Converted", notes),
        "shares_sold": _under("Equity:SharesSold", notes),
        "rest_of_group": [("Income", "RestOfGroup")],
        "revenue": _under("Income:Revenue", lines),
        "benefit": _under("Income:Benefits", projects),
        "capitalised_interest": [("Income", "CapitalisedInterest")],
        "outflow": _under("Expenses:Outflows", [(name,) for name in index.outflows]),
        "accretion": _under("Expenses:Accretion", notes),
        "extinguishment": _under("Expenses:Extinguishment", notes),
        "interest": _under("Expenses:Interest", notes),
        "operating": _under("Expenses:Operating", lines),
        "spending": _under("Expenses:Projects", projects),
        "cancelled": _under("Expenses:Cancellations", projects),
        "written_off": _under("Expenses:WriteOffs", projects),
        "depreciation": _under("Expenses:Depreciation", classes),
    }


def _under(parent: str, members: Paths) -> Paths:
    return [(*parent.split(":"), *member) for member in members]
