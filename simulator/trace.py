"""The narrow waist: what happened, one flat row an event, money in cents and capacity in milli-megawatts.

Everything before the trace turns text into arrays, everything after it turns these rows into numbers. A row with
``until > day`` is spread evenly over the days ``[day, until)``; a row with ``until == day`` happens on that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np


class Kind(IntEnum):
    """What a row records. ``KINDS`` says for each what its subject and its amount are."""

    OPENING = 0
    OPERATING_CASH = 1
    OUTFLOW = 2
    NOTE_ISSUED = 3
    OWED_BEFORE = 4
    CAPPED_CALL = 5
    COUPON = 6
    NOTE_PUT = 7
    NOTE_REPAID = 8
    TRANCHE = 9
    COMMITTED = 10
    TOPPED_UP = 11
    RETURNED = 12
    PAID = 13
    RENEWAL = 14
    CANCELLED = 15
    MOVED = 16
    CONVERTED = 17
    CONVERSION_PAID = 18
    SHARES_SOLD = 19
    WORKED = 20
    WAITED = 21
    ENDED = 22
    FINISHED = 23
    UNFINISHED = 24
    TRIGGERED = 25
    IN_SERVICE = 26
    RETIRED = 27
    SUPPLIED = 28
    ABANDONED = 29
    OBSERVED = 30
    FIRED = 31
    ACTED = 32
    WITHOUT_EFFECT = 33
    STRUCK = 34
    SHARES = 35
    CALL_RECEIVED = 36
    INTEREST_BEFORE = 37
    INTEREST_ACCRUED = 38
    LIMITED = 39
    CAPITALISED = 40
    DEPRECIATED = 41
    CAPACITY = 42
    SOLD = 43
    REVENUE = 44
    OPERATING_COST = 45
    BENEFIT = 46
    WRITTEN_OFF = 47
    ACCRETED = 48
    EXTINGUISHED = 49
    INTEREST_CAPITALISED = 50


class KindMeaning(NamedTuple):
    """How to read the rows of one kind: who the subject is and what the amount counts.

    ``cash`` is the sign with which the amount counts in the cash of the group, wherever that lies, and ``pool`` the
    one with which it counts in what the pool of its allotment has promised to nobody; 0 if in neither.
    """

    subject: str
    amount: str
    meaning: str
    cash: int = 0
    pool: int = 0


KINDS: dict[Kind, KindMeaning] = {
    Kind.OPENING: KindMeaning("treasury", "cents", "cash and liquid investments at the start of the horizon", cash=1),
    Kind.OPERATING_CASH: KindMeaning("treasury", "cents", "a month's cash from the rest of the group", cash=1),
    Kind.OUTFLOW: KindMeaning("outflow", "cents", "a payment of the treasury outside the plan", cash=-1),
    Kind.NOTE_ISSUED: KindMeaning("funding", "cents", "net proceeds of a note", cash=1),
    Kind.OWED_BEFORE: KindMeaning("funding", "cents", "debt from before the horizon, owed on its first day"),
    Kind.CAPPED_CALL: KindMeaning("funding", "cents", "price of the capped call, paid by the treasury", cash=-1),
    Kind.CALL_RECEIVED: KindMeaning("funding", "cents", "what the capped call pays as holders convert", cash=1),
    Kind.INTEREST_BEFORE: KindMeaning(
        "funding", "cents", "interest accrued before the horizon and paid within, owed on its first day"
    ),
    Kind.INTEREST_ACCRUED: KindMeaning("funding", "cents", "interest of a period, an expense of the days that bear it"),
    Kind.COUPON: KindMeaning("funding", "cents", "accrued interest paid to lenders and noteholders", cash=-1),
    Kind.NOTE_PUT: KindMeaning("funding", "cents", "face repurchased at par on the put date", cash=-1),
    Kind.NOTE_REPAID: KindMeaning("funding", "cents", "face repaid at maturity", cash=-1),
    Kind.TRANCHE: KindMeaning("allotment", "cents", "a transfer from the treasury into a pool", pool=1),
    Kind.COMMITTED: KindMeaning("stage x allotment", "cents", "a stage's budget, set aside as it starts", pool=-1),
    Kind.TOPPED_UP: KindMeaning("stage x allotment", "cents", "the overrun of a stage, granted", pool=-1),
    Kind.RETURNED: KindMeaning("stage x allotment", "cents", "what a stage did not need, back in its pool", pool=1),
    Kind.PAID: KindMeaning("stage x allotment", "cents", "paid to contractors as the work proceeds", cash=-1),
    Kind.RENEWAL: KindMeaning(
        "project x allotment", "cents", "replacement of assets at the end of their life", cash=-1, pool=-1
    ),
    Kind.CANCELLED: KindMeaning("project x allotment", "cents", "cost of giving a project up", cash=-1, pool=-1),
    Kind.CONVERTED: KindMeaning("funding", "cents", "carrying value of debt that leaves for shares"),
    Kind.CONVERSION_PAID: KindMeaning("funding", "cents", "cash paid to holders who convert", cash=-1),
    Kind.SHARES_SOLD: KindMeaning("funding", "cents", "net proceeds of new shares sold", cash=1),
    Kind.MOVED: KindMeaning("allotment x allotment", "cents", "money moved from one pool to another by a rule"),
    Kind.WORKED: KindMeaning("stage", "days", "an interval of work"),
    Kind.WAITED: KindMeaning("stage x cause", "days", "an interval of waiting and what was waited for"),
    Kind.ENDED: KindMeaning("stage", "none", "the stage is done"),
    Kind.FINISHED: KindMeaning("project", "none", "the last stage of the project is done"),
    Kind.UNFINISHED: KindMeaning("stage", "none", "not done on the last day of the horizon"),
    Kind.TRIGGERED: KindMeaning("project", "none", "the condition of a project's start holds"),
    Kind.IN_SERVICE: KindMeaning("stage", "milli-MW", "capacity put in service by the end of a stage"),
    Kind.RETIRED: KindMeaning("project", "milli-MW", "capacity taken out at the end of its life"),
    Kind.SUPPLIED: KindMeaning("resource", "milli-units", "a delivery of a consumable resource"),
    Kind.ABANDONED: KindMeaning("project", "none", "given up, by a rule or a risk: what is not done never will be"),
    Kind.OBSERVED: KindMeaning("step", "by step", "what a rule that fires saw: ppm, milli-MW, cents, days, or 1 and 0"),
    Kind.FIRED: KindMeaning("rule", "reviews", "a rule fired, at the review of this number"),
    Kind.ACTED: KindMeaning("action", "by action", "what a rule did: cents moved, returned or released, days, or 0"),
    Kind.WITHOUT_EFFECT: KindMeaning("action", "none", "an action that changed nothing, as on a finished project"),
    Kind.STRUCK: KindMeaning("risk", "days", "a risk strikes, and how long it lasts within the horizon"),
    Kind.LIMITED: KindMeaning(
        "limit", "cents asked for", "a stage asked for what would pass the most of a limit, the first in its period"
    ),
    Kind.SHARES: KindMeaning("funding", "shares", "ordinary shares issued"),
    Kind.CAPITALISED: KindMeaning("stage", "cents", "construction in progress that goes into service"),
    Kind.DEPRECIATED: KindMeaning(
        "stage", "cents", "cost in service, written off over its life; S + project for a renewal"
    ),
    Kind.WRITTEN_OFF: KindMeaning("stage", "cents", "construction in progress of a project that is given up"),
    Kind.ACCRETED: KindMeaning("funding", "cents", "a month's growth of debt from net proceeds to face, an expense"),
    Kind.EXTINGUISHED: KindMeaning("funding", "cents", "face repaid before the debt has grown to it: a loss"),
    Kind.INTEREST_CAPITALISED: KindMeaning("stage", "cents", "interest of construction, part of the asset's cost"),
    Kind.CAPACITY: KindMeaning("market x line", "milli-MW", "mean ramped capacity of a month"),
    Kind.SOLD: KindMeaning("market x line", "milli-MW", "mean capacity sold in a month"),
    Kind.REVENUE: KindMeaning("market x line", "cents", "revenue of a month", cash=1),
    Kind.OPERATING_COST: KindMeaning("market x line", "cents", "operating cost of a month", cash=-1),
    Kind.BENEFIT: KindMeaning("project", "cents", "a month's saving or margin of a benefit project", cash=1),
}
#: what comes into the group (+1) and goes out of it (-1); every other row moves money within it, or none
CASH: dict[Kind, int] = {kind: meaning.cash for kind, meaning in KINDS.items() if meaning.cash}
#: what fills a pool (+1) and draws on it (-1); what is paid to contractors was drawn when it was committed
POOLED: dict[Kind, int] = {kind: meaning.pool for kind, meaning in KINDS.items() if meaning.pool}
#: money of pools and commitments, source by source
ALLOTTED = tuple(kind for kind, meaning in KINDS.items() if "allotment" in meaning.subject)
#: what is paid to others out of an allotment
SPENDING = tuple(kind for kind in ALLOTTED if kind in CASH)
#: payments to holders with which debt leaves
REPAYING = (Kind.NOTE_PUT, Kind.NOTE_REPAID, Kind.CONVERSION_PAID)


@dataclass(frozen=True)
class Trace:
    """The events of a block of replications, as six columns of equal length.

    Attributes
    ----------
    replication : (N,) int32, row within the block (0 .. R-1)
    day, until : (N,) int32, days from the start of the horizon; see the module for intervals
    kind : (N,) int8, a ``Kind``
    subject : (N,) int32, an index of what ``KINDS`` names
    amount : (N,) int64, cents, milli-MW or days
    replications : how many replications the block holds
    """

    replication: np.ndarray
    day: np.ndarray
    until: np.ndarray
    kind: np.ndarray
    subject: np.ndarray
    amount: np.ndarray
    replications: int

    def __len__(self) -> int:
        return len(self.day)

    def where(self, *kinds: Kind) -> Trace:
        """The rows of the given kinds, in their order.

        >>> one = np.array([7])
        >>> ended = Trace.of_kind(Kind.ENDED, one * 0, one, one, one, one * 0, 1)
        >>> len(ended.where(Kind.ENDED)), len(ended.where(Kind.WORKED))
        (1, 0)
        """
        wanted = np.zeros(64, bool)
        wanted[list(kinds)] = True
        return self.take(wanted[self.kind])

    def take(self, selection: np.ndarray) -> Trace:
        """The rows that a mask or an index array selects."""
        columns = (self.replication, self.day, self.until, self.kind, self.subject, self.amount)
        return _of_columns((column[selection] for column in columns), self.replications)

    @staticmethod
    def of_kind(
        kind: Kind,
        replication: np.ndarray,
        day: np.ndarray,
        until: np.ndarray,
        subject: np.ndarray,
        amount: np.ndarray,
        replications: int,
    ) -> Trace:
        """Rows of one kind from arrays of equal length."""
        return Trace(
            np.asarray(replication, np.int32),
            np.asarray(day, np.int32),
            np.asarray(until, np.int32),
            np.full(len(day), kind, np.int8),
            np.asarray(subject, np.int32),
            np.asarray(amount, np.int64),
            replications,
        )


def _of_columns(columns: Iterable[np.ndarray], replications: int) -> Trace:
    replication, day, until, kind, subject, amount = columns
    return Trace(replication, day, until, kind, subject, amount, replications)


def joined(parts: Iterable[Trace]) -> Trace:
    """One trace with the rows of all parts of the same block, ordered by replication, then day, then part."""
    parts = list(parts)
    names = ("replication", "day", "until", "kind", "subject", "amount")
    columns = [np.concatenate([getattr(part, name) for part in parts]) for name in names]
    order = np.lexsort((columns[1], columns[0]))
    return _of_columns((column[order] for column in columns), parts[0].replications)
