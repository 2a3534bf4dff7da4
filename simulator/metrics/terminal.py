"""What counts after the horizon's end: nothing, the book value of the assets, or the last year for ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simulator.cases.types import Cases, Valuation
from simulator.metrics.sources import DatedFlow, MonthlyFlow, Source
from simulator.spreading import Grid, amount_by

#: adds the terminal values (R, G, sources), in cents on the horizon's last day, undiscounted
Terminal = Callable[[Cases, Valuation, Sequence[MonthlyFlow], Sequence[DatedFlow]], np.ndarray]


def terminal_value(
    cases: Cases, valuation: Valuation, monthly: Sequence[MonthlyFlow], dated: Sequence[DatedFlow]
) -> np.ndarray:
    """(R, G, sources) cents on the horizon's last day, by the treatment that the scenario names."""
    return TERMINALS[valuation.terminal](cases, valuation, monthly, dated)


def nothing(
    cases: Cases, valuation: Valuation, monthly: Sequence[MonthlyFlow], dated: Sequence[DatedFlow]
) -> np.ndarray:
    """Nothing counts after the end."""
    return np.zeros((cases.replications, len(cases.index.programmes), len(Source)))


def book_salvage(
    cases: Cases, valuation: Valuation, monthly: Sequence[MonthlyFlow], dated: Sequence[DatedFlow]
) -> np.ndarray:
    """Assets are sold for what is not yet written off: no gain, no tax. Construction in progress at cost.

    What was written off when a project was given up brings nothing.
    """
    value, days = nothing(cases, valuation, monthly, dated), cases.calendar.last_day + 1
    for flow in dated:
        if flow.source in (Source.CAPITAL, Source.RENEWAL):
            sign = -1 if flow.cash else 1
            value[:, :, flow.source] += sign * by_programme(flow, amount_by(flow.rows, days), cases)
    return value


def perpetuity(
    cases: Cases, valuation: Valuation, monthly: Sequence[MonthlyFlow], dated: Sequence[DatedFlow]
) -> np.ndarray:
    """The last year goes on for ever: operating flow less depreciation, taxed at the last day's rate.

        value = (revenue - operating cost + benefit - depreciation) x (1 - tax) / discount rate

    over the closings of the last 365 days. Depreciation stands for what it costs to keep the assets up. A scenario
    whose discount rate is not above zero is refused when it is read.
    """
    value, grid = nothing(cases, valuation, monthly, dated), Grid.by_month(cases.calendar)
    first = int(np.searchsorted(grid.ends, cases.calendar.last_day + 1 - 365, side="right"))
    days = int(grid.days[first:].sum())
    kept = (1.0 - cases.markets.tax[:, -1]) * (365.0 / days / valuation.rate)
    for flow in monthly:
        for k, (g, j) in enumerate(zip(flow.programme, flow.jurisdiction, strict=True)):
            value[:, g, flow.source] += flow.amount[:, k, first:].sum(axis=-1) * kept[j]
    for wear in dated:
        if not wear.cash and not wear.once:
            end = cases.calendar.last_day + 1
            worn = amount_by(wear.rows, end) - amount_by(wear.rows, end - days)
            value[:, :, wear.source] += by_programme(wear, worn * kept[wear.jurisdiction], cases)
    return value


def by_programme(flow: DatedFlow, amount: np.ndarray, cases: Cases) -> np.ndarray:
    """(R, G) sums of an amount of each row."""
    programmes = len(cases.index.programmes)
    cell = flow.rows.replication * np.int64(programmes) + flow.programme
    sums = np.bincount(cell, amount, cases.replications * programmes)
    return sums.reshape(cases.replications, programmes)


#: by the name in `valuation.terminal`
TERMINALS: dict[str, Terminal] = {"none": nothing, "book_salvage": book_salvage, "perpetuity": perpetuity}
