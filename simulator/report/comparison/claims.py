"""What a raise asks back, in a line or two: its claims within the horizon, and what it is still owed beyond it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from simulator.amounts import money, percent
from simulator.cases.debt import loan_payments
from simulator.findings import Findings
from simulator.findings.due import Claim, falling_due
from simulator.quantities.calendar import next_business_day
from simulator.quantities.money import cents
from simulator.scenario.raises import Bullet, ConvertibleNote, EquityIssue, Raise, Refinancing, TermLoan

#: claims of one debt that are told one by one
MOST = 3


def claims_told(name: str, one: Raise | Refinancing, findings: Findings, currency: str) -> Iterator[str]:
    """The claims of a raise, or of what a right to refinance borrows; none of new shares."""
    mine = [(day.date, claim) for day in falling_due(findings) for claim in day.claims if claim.debt == name]
    yield from _summed_up(mine, currency) if len(mine) > MOST else _one_by_one(mine, currency)
    if isinstance(one, Refinancing):
        left = still_borrowed(name, mine, findings)
        if left:
            yield f"{money(left, currency)} in the mean beyond the horizon"
    elif not isinstance(one, EquityIssue) and next_business_day(one.matures) > findings.calendar.end:
        yield _beyond(name, one, findings, currency)


def _one_by_one(mine: list[tuple[date, Claim]], currency: str) -> Iterator[str]:
    for day, claim in mine:
        often = "" if claim.share == 1 else f" in {percent(claim.share)}"
        yield f"{day} {money(claim.amount, currency)}{often}" if claim.share else f"{day} nothing"


def _summed_up(mine: list[tuple[date, Claim]], currency: str) -> Iterator[str]:
    """How many payments from when to when, and what they add up to: the median."""
    paid = float(np.median(np.sum([claim.paid for _, claim in mine], axis=0)))
    yield f"{mine[0][0]} to {mine[-1][0]}"
    yield f"{len(mine)} payments, {money(paid, currency)} in all"


def _beyond(name: str, one: ConvertibleNote | Bullet | TermLoan, findings: Findings, currency: str) -> str:
    left, often = owed_beyond(name, one, findings)
    share = "" if often == 1 else f" in {percent(often)}"
    return f"{money(left, currency)} until {one.matures}, beyond the horizon{share}"


def owed_beyond(name: str, one: ConvertibleNote | Bullet | TermLoan, findings: Findings) -> tuple[float, float]:
    """Face owed at the horizon's end where some is, and the share of replications in which some is."""
    if isinstance(one, TermLoan):
        last, payments = findings.calendar.end, loan_payments(one, cents(one.face.value))
        return sum(part for period, _, part in payments if next_business_day(period.until) > last) / 100, 1.0
    ended = findings.metrics.get(f"{name}.ends_day")
    return one.face.value, 1.0 if ended is None else float(np.isnan(ended).mean())


def still_borrowed(name: str, mine: list[tuple[date, Claim]], findings: Findings) -> float:
    """What was borrowed under a right to refinance less what of it was repaid: the mean."""
    issued = findings.metrics.get(f"{name}.issued", np.zeros(1))
    return float(issued.mean() - sum(claim.paid.mean() for _, claim in mine))
