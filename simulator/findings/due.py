"""Debt that falls due, as a run found it: what is paid on each date, and what liquidity that leaves above the floor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.findings.run import Findings

CLAIM = re.compile(r"(?P<debt>[^.]+)\.due\.(?P<date>[^.]+)\.paid")


@dataclass(frozen=True)
class Due:
    """A day on which some of a debt may have to be repaid.

    Attributes
    ----------
    paid : (R,) money paid on it, 0 where nothing is asked for
    free : (R,) liquidity above the floor at the end of the day, NaN where nothing is paid
    """

    debt: str
    date: date
    day: int
    paid: np.ndarray
    free: np.ndarray

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

    @property
    def after(self) -> np.ndarray:
        """(n,) liquidity above the floor after payment, of the replications in which something is paid."""
        return np.asarray(self.free[self.made])

    @property
    def before(self) -> np.ndarray:
        """(n,) the same before payment."""
        return np.asarray(self.after + self.paid[self.made])

    @property
    def below(self) -> float:
        """Share of those replications in which payment leaves liquidity below the floor."""
        return float((self.after < 0).mean()) if self.made.any() else 0.0

    @property
    def missing(self) -> np.ndarray:
        """(m,) what is missing to the floor, of the replications in which something is."""
        return np.asarray(-self.after[self.after < 0])


def falling_due(findings: Findings) -> list[Due]:
    """All claims of a run in the order of their dates; none where the scenario has no treasury."""
    claims = [found for name in findings.metrics if (found := CLAIM.fullmatch(name))]
    return [_due(claim["debt"], claim["date"], findings) for claim in claims]


def _due(debt: str, written: str, findings: Findings) -> Due:
    day = date.fromisoformat(written)
    paid, free = (findings.metrics[f"{debt}.due.{written}.{what}"] for what in ("paid", "free"))
    return Due(debt, day, findings.calendar.day_of(day), paid, free)
