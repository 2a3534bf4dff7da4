"""Value of the programmes: present values after tax, by programme and by what they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.closing import Books
from simulator.metrics.discounting import Discounting, discounting_of
from simulator.metrics.sources import DatedFlow, MonthlyFlow, Source, dated_flows, monthly_flows
from simulator.metrics.terminal import by_programme, terminal_value
from simulator.spreading import daily


@dataclass(frozen=True)
class Value:
    """Present values at the horizon's start, (R, G, sources) cents into the company; G programmes.

    Attributes
    ----------
    gross : before tax
    tax : on income, and what deductions save; losses are offset within the group
    terminal : what counts after the horizon's end, after tax
    in_plan : (G,) the plan's programmes
    net_flow : (R, N) cents of the plan on each day, after tax, without what comes after the horizon's end
    final : (R,) cents of the plan on the last day for what comes after it, undiscounted
    time : (N,) days from the start at which a day's flows count
    """

    gross: np.ndarray
    tax: np.ndarray
    terminal: np.ndarray
    in_plan: np.ndarray
    net_flow: np.ndarray
    final: np.ndarray
    time: np.ndarray

    def of_plan(self, part: np.ndarray) -> np.ndarray:
        """(R, sources) the plan's sum of ``gross``, ``tax`` or ``terminal``."""
        return summed(part, self.in_plan)


def value_of(books: Books) -> Value | None:
    """The value of every programme, or None where the scenario has no valuation.

    A programme is in the plan if any of its projects is; its capacity earns what its line sells.
    """
    cases, valuation = books.cases, books.cases.valuation
    if valuation is None:
        return None
    discounting = discounting_of(cases, valuation)
    monthly, dated = tuple(monthly_flows(books)), tuple(dated_flows(books))
    gross, tax = _present_values(books, discounting, monthly, dated)
    final = terminal_value(cases, valuation, monthly, dated)
    in_plan = np.bincount(cases.projects.programme[cases.projects.in_plan], minlength=gross.shape[1]) > 0
    return Value(
        gross,
        tax,
        final * discounting.factor[-1],
        in_plan,
        _net_flow(books, discounting, in_plan, monthly, dated),
        summed(final, in_plan).sum(axis=-1),
        discounting.time,
    )


def summed(part: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """(R, sources) sum of (R, G, sources) over the chosen programmes in order: the same bits in any block."""
    total = np.zeros((len(part), part.shape[2]))
    for g in np.flatnonzero(chosen):
        total += part[:, g]
    return total


def _present_values(
    books: Books, discounting: Discounting, monthly: Sequence[MonthlyFlow], dated: Sequence[DatedFlow]
) -> tuple[np.ndarray, np.ndarray]:
    """(R, G, sources) before tax, and the tax on it."""
    gross, tax = np.zeros((2, books.cases.replications, len(books.cases.index.programmes), len(Source)))
    closing = books.closing.grid.ends - 1
    for flow in monthly:
        for k, (g, j) in enumerate(zip(flow.programme, flow.jurisdiction, strict=True)):
            worth = flow.amount[:, k] * discounting.factor[closing]
            gross[:, g, flow.source] += worth.sum(axis=-1)
            tax[:, g, flow.source] -= (worth * discounting.tax[j, closing]).sum(axis=-1)
    for paid in dated:
        if paid.cash:
            gross[:, :, paid.source] += by_programme(paid, discounting.present_value(paid.rows), books.cases)
        if paid.taxed:
            taxes = discounting.tax_on(paid.rows, paid.jurisdiction)
            tax[:, :, paid.source] -= by_programme(paid, taxes, books.cases)
    return gross, tax


def _net_flow(
    books: Books,
    discounting: Discounting,
    in_plan: np.ndarray,
    monthly: Sequence[MonthlyFlow],
    dated: Sequence[DatedFlow],
) -> np.ndarray:
    """(R, N) cents of the plan's programmes on each day, after tax."""
    net = np.zeros((books.cases.replications, len(discounting.time)))
    closing = books.closing.grid.ends - 1
    for flow in monthly:
        for k in np.flatnonzero(in_plan[flow.programme]):
            kept = 1.0 - discounting.tax[flow.jurisdiction[k], closing]
            net[:, closing] += flow.amount[:, k] * kept
    for paid in dated:
        if paid.cash:
            key = np.where(in_plan[paid.programme], 0, -1)
            net += daily(paid.rows, key, 1, net.shape[1])[:, 0]
        if paid.taxed:
            net -= _daily_tax(paid, in_plan, discounting)
    return net


def _daily_tax(flow: DatedFlow, in_plan: np.ndarray, discounting: Discounting) -> np.ndarray:
    """(R, N) tax on the plan's rows, on each day at the rate of the row's jurisdiction."""
    tax = discounting.tax
    taxes = np.zeros((flow.rows.replications, tax.shape[1]))
    key = np.where(in_plan[flow.programme], discounting.same_tax[flow.jurisdiction], -1)
    for j in np.unique(discounting.same_tax):
        rows = flow.rows.take(key == j)
        if len(rows):
            taxes += daily(rows, 0, 1, tax.shape[1])[:, 0] * tax[j]
    return taxes


def break_even(npv: np.ndarray | float, scaling: np.ndarray | float) -> np.ndarray:
    """The multiple of an assumption at which a value turns to zero.

        multiple = 1 - npv / scaling

    Value is linear in price, in utilisation (at the same capacity) and in cost, so that this is exact.

    Parameters
    ----------
    npv : value as it is, per replication or a mean
    scaling : the part of it that grows in proportion, as metrics ``npv.scales.price`` or ``npv.scales.cost``

    Returns
    -------
    Of the same shape; NaN where nothing scales, below zero where no multiple helps.

    An investment of 100 that brings 150 bears prices down to two thirds:

    >>> round(float(break_even(50.0, 150.0)), 4)
    0.6667
    """
    scaling = np.asarray(scaling, float)
    return np.where(scaling == 0, np.nan, 1.0 - npv / np.where(scaling == 0, 1.0, scaling))
