"""What an issuer hands over when a convertible ends: cash, shares or both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from simulator.instruments.convertible import Convertible
from simulator.instruments.holders import Choice
from simulator.instruments.holding import conversion_value


class Settlement(Enum):
    """How an issuer meets a conversion: in certificates, in cash, or principal in cash and what exceeds it in both."""

    SHARES = "shares"
    CASH = "cash"
    BOTH = "both"


@dataclass(frozen=True)
class Settled:
    """What changes hands: (R,) cash out of the company, and (R,) certificates issued."""

    cash: np.ndarray
    certificates: np.ndarray


def settled(note: Convertible, choice: np.ndarray, price: np.ndarray, day: int, how: Settlement) -> Settled:
    """Cash paid and certificates issued for what holders chose on a day.

        shares:  certificates of the terms
        cash:    certificates * price
        both:    the lesser of face and certificates * price in cash, the rest / price in certificates

    A put is met at its price and maturity at face, in cash; interest up to the day comes on top of any end and is not
    part of it.

    Parameters
    ----------
    choice : (R,) of ``Choice``; who holds is handed nothing
    price : (R,) money a certificate, above 0 where the choice is to convert

    Returns
    -------
    Settled

    >>> note = Convertible(face=100, certificates=1, issued=0, maturity=730, puts=((365, 101),))
    >>> made = settled(note, np.array([Choice.PUT, Choice.CONVERT]), np.array([50.0, 125.0]), 365, Settlement.BOTH)
    >>> made.cash.tolist(), made.certificates.tolist()
    ([101.0, 100.0], [0.0, 0.2])
    """
    converts = choice == Choice.CONVERT
    value = np.where(converts, conversion_value(note, price), 0.0)
    in_cash = {
        Settlement.SHARES: np.zeros_like(value),
        Settlement.CASH: value,
        Settlement.BOTH: np.minimum(value, note.face),
    }
    paid = in_cash[how]
    certificates = np.divide(value - paid, price, out=np.zeros_like(value), where=converts)
    money = np.where(choice == Choice.PUT, dict(note.puts).get(day, 0.0), 0.0)
    money = np.where(choice == Choice.REPAID, note.face, money)
    return Settled(money + paid, certificates)
