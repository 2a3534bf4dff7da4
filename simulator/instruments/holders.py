"""What holders of a convertible do: hold it, give it back at a put, convert it, or be repaid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from simulator.instruments.continuation import Continuation
from simulator.instruments.holding import conversion_value


class Choice(IntEnum):
    """What a holder does on a day."""

    HOLD = 0
    PUT = 1
    CONVERT = 2
    REPAID = 3


def choice_on(held: Continuation, price: np.ndarray, day: int) -> np.ndarray:
    """What holders do on a day: the most valuable of what the terms allow.

    Before maturity: convert if the certificates are worth more than holding on and than the put price; else put if
    the put price is worth as much as holding on, or more; else hold. At maturity: convert if the certificates are
    worth more than face, else be repaid. Interest is paid up to the day, whatever they do, and makes no difference.

    Parameters
    ----------
    held : the note, and what it is worth to hold on to it on the day
    price : (R,) money a certificate, 0 or more
    day : one of the days of ``held``, or maturity

    Returns
    -------
    (R,) int8 of ``Choice``

    >>> from simulator.instruments.continuation import continuation
    >>> from simulator.instruments.convertible import Convertible
    >>> from simulator.instruments.market import Market
    >>> note = Convertible(face=100, certificates=1, issued=0, maturity=730, puts=((365, 100),))
    >>> held = continuation(note, Market(0.3, 0.04, credit_spread=0.01, dividend_yield=0.02), np.array([365]))
    >>> [Choice(choice).name for choice in choice_on(held, np.array([50.0, 100.0, 300.0]), 365)]
    ['PUT', 'HOLD', 'CONVERT']
    >>> [Choice(choice).name for choice in choice_on(held, np.array([100.0, 101.0]), 730)]
    ['REPAID', 'CONVERT']
    """
    note, conversion = held.note, conversion_value(held.note, price)
    if day >= note.maturity:
        return np.where(conversion > note.face, Choice.CONVERT, Choice.REPAID).astype(np.int8)
    hold = held.value(day, price) - note.accrued_on(day)
    put = dict(note.puts).get(day, -np.inf)
    kept = np.where(put >= hold, Choice.PUT, Choice.HOLD)
    converts = (conversion > np.maximum(put, hold)) & (day >= note.convertible_from)
    return np.where(converts, Choice.CONVERT, kept).astype(np.int8)


@dataclass(frozen=True)
class Endings:
    """How a convertible ended in each replication.

    Attributes
    ----------
    choice : (R,) of ``Choice``; HOLD where it is still outstanding after the last day looked at
    at : (R,) index of the day of the choice, -1 where it is still outstanding
    """

    choice: np.ndarray
    at: np.ndarray


def endings(held: Continuation, prices: np.ndarray, days: np.ndarray) -> Endings:
    """How a convertible ends along paths of the share price, looked at on some days.

    Parameters
    ----------
    held : of the note, on all of the days before maturity
    prices : (R, D) money a certificate on each day
    days : (D,) days that rise, not after maturity; a put on another day is missed

    Returns
    -------
    Endings
        All holders of a replication do the same, the first time that they do not hold.

    >>> from simulator.instruments.continuation import continuation
    >>> from simulator.instruments.convertible import Convertible
    >>> from simulator.instruments.market import Market
    >>> note = Convertible(face=100, certificates=1, issued=0, maturity=730, puts=((365, 100),))
    >>> held = continuation(note, Market(0.3, 0.04), np.array([365]))
    >>> ended = endings(held, np.array([[50.0, 50.0], [110.0, 90.0], [110.0, 130.0]]), np.array([365, 730]))
    >>> [Choice(choice).name for choice in ended.choice], ended.at.tolist()
    (['PUT', 'REPAID', 'CONVERT'], [0, 1, 1])
    """
    choice = np.full(len(prices), Choice.HOLD, np.int8)
    at = np.full(len(prices), -1)
    for d, day in enumerate(days):
        open_still = np.flatnonzero(choice == Choice.HOLD)
        choice[open_still] = choice_on(held, prices[open_still, d], int(day))
        at[open_still[choice[open_still] != Choice.HOLD]] = d
    return Endings(choice, at)
