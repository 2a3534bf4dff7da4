"""The terms of funding in days and cents: what is owed, to whom, and until when.

Shapes: R replications, T month-end closings, N days. Money is int64 cents.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.instruments.accretion import Liability


@dataclass(frozen=True)
class Debt:
    """What is owed to outsiders: a bond, a loan, a note."""

    funding: int
    settles: int  # below zero if from before the horizon
    matures: int  # payment day, after rolling
    face: int
    net: int  # what was received
    amortised_to: int  # day by which net has grown to face
    liability: Liability | None  # how it grows there; None if it stands at what was received
    ends: np.ndarray  # (R,) day on which nothing is owed any more; of a note its put or conversion
    due: tuple[int, ...]  # days within the horizon on which some of it may be repaid


@dataclass(frozen=True)
class Note:
    """A note's terms in days and cents, and what its holders do, for metrics."""

    funding: int
    settles: int
    puts: tuple[int, ...]  # payment days, after rolling
    matures: int
    face: int
    net: int
    bears_interest: bool
    certificates: float | None  # on full conversion
    ads_ratio: int
    cap: float | None  # share price up to which a capped call offsets dilution
    amortised_to: int
    put_on: np.ndarray  # (R,) day on which holders put it, N if they do not
    converted_on: np.ndarray  # (R,) day on which they convert, N if they do not
    settlement: str
    split: dict[int, int]  # allotment -> cents of its split

    @property
    def put(self) -> int | None:
        """The first day on which holders may ask for par."""
        return self.puts[0] if self.puts else None

    @property
    def new_shares(self) -> float | None:
        """Ordinary shares on full conversion."""
        return self.certificates * self.ads_ratio if self.certificates is not None else None


#: days of payment of a bond, with the day to which interest runs and the part of a yearly coupon that is paid on each;
#: the face comes with the last
Payments = tuple[tuple[int, int, float], ...]


@dataclass(frozen=True)
class Refinancing:
    """A right to issue a bond for what is missing to the floor when other debt is repaid."""

    funding: int
    of: tuple[int, ...]
    coupon: float  # a year
    per_shortfall: float  # a year, if all of the floor is missing
    bonds: dict[int, Payments]  # by the day of issue, of each bond that may be needed


@dataclass(frozen=True)
class Money:
    """Terms that metrics and figures compare with."""

    treasury: bool  # whether the scenario has one
    floor: np.ndarray | None  # (R,) cents
    plan: int | None  # funding index of the plan
    appropriations: dict[int, np.ndarray]  # funding -> (R,) cents of its amount
    notes: tuple[Note, ...]
    debts: tuple[Debt, ...]
    shares: float | None
    share_price: np.ndarray | None  # (R, T) price of a certificate at each closing
    refinancing: tuple[Refinancing, ...]
