"""Debt that falls due, as a run found it: what is paid on each date, and liquidity above the floor before and after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np

from simulator.findings.run import Findings

CLAIM = re.compile(r"(?P<debt>[^.]+)\.due\.(?P<date>[^.]+)\.paid")


@dataclass(frozen=True)
class Claim:
    """What may have to be repaid of a debt on a day: ``paid`` (R,) money, 0 where nothing is asked for."""

    debt: str
    paid: np.ndarray

    @property
    def made(self) -> np.ndarray:
        """(R,) whether something is paid."""
        return np.asarray(self.paid > 0)

    @property
    def share(self) -> float:
        """Share of the replications in which something is paid."""
        return float(self.made.mean())

    @property
    def amount(self) -> float:
        """What is paid where something is: the median."""
        return float(np.median(self.paid[self.made])) if self.made.any() else 0.0


@dataclass(frozen=True)
class DueDay:
    """A day on which debt may have to be repaid, with all claims of the day.

    Attributes
    ----------
    claims : in the order of the scenario
    before, after : (n,) liquidity above the floor before anything of the day is paid or borrowed, and after all of
        it, of the replications in which something is repaid
    """

    date: date
    day: int
    claims: tuple[Claim, ...]
    before: np.ndarray
    after: np.ndarray

    @property
    def together(self) -> Claim:
        """All claims of the day as one, under all their names."""
        paid = np.sum([claim.paid for claim in self.claims], axis=0)
        return Claim(", ".join(claim.debt for claim in self.claims), np.asarray(paid))


def below(free: np.ndarray) -> float:
    """Share of the replications with less than the floor; 0 where there are none.

    >>> below(np.array([5.0, -1.0, 0.0, -3.0]))
    0.5
    """
    return float((free < 0).mean()) if free.size else 0.0


def missing(free: np.ndarray) -> np.ndarray:
    """(m,) what is missing to the floor, of the replications in which something is.

    >>> missing(np.array([5.0, -1.0, 0.0, -3.0])).tolist()
    [1.0, 3.0]
    """
    return np.asarray(-free[free < 0])


def falling_due(findings: Findings) -> list[DueDay]:
    """All days of claims of a run in their order; none where the scenario has no treasury."""
    found = [match for name in findings.metrics if (match := CLAIM.fullmatch(name))]
    days = groupby(sorted(found, key=lambda match: match["date"]), key=lambda match: match["date"])
    return [_due(written, [match["debt"] for match in claims], findings) for written, claims in days]


def _due(written: str, debts: list[str], findings: Findings) -> DueDay:
    metrics, on = findings.metrics, date.fromisoformat(written)
    before, *after = (
        metrics[name] for name in (f"due.{written}.free_before", *(f"{debt}.due.{written}.free" for debt in debts))
    )
    made = ~np.isnan(before)
    left = np.fmax.reduce(after)
    claims = tuple(Claim(debt, metrics[f"{debt}.due.{written}.paid"]) for debt in debts)
    return DueDay(on, findings.calendar.day_of(on), claims, before[made], left[made])
