"""Metrics of value: of the plan's uses, incremental and after tax."""

from __future__ import annotations

import numpy as np

from simulator.metrics.irr import TOLERANCE
from simulator.metrics.registry import Values, metric
from simulator.metrics.sources import Source
from simulator.metrics.valuation import Value
from simulator.metrics.view import View

#: the parts of a net present value before tax, and the sources that each takes together
PARTS: dict[str, tuple[Source, ...]] = {
    "revenue": (Source.REVENUE,),
    "operating_cost": (Source.FIXED_COST, Source.SOLD_COST),
    "benefits": (Source.BENEFIT,),
    "capital": (Source.CAPITAL,),
    "expense": (Source.EXPENSE,),
    "renewal": (Source.RENEWAL,),
}
#: what grows in proportion when an assumption is multiplied
SCALES: dict[str, tuple[Source, ...]] = {
    "price": (Source.REVENUE,),
    "utilisation": (Source.REVENUE, Source.SOLD_COST),
    "cost": (Source.CAPITAL, Source.RENEWAL),
}


def _after_tax(value: Value) -> np.ndarray:
    """(R, sources) present values of the plan after tax, what comes after the horizon's end included."""
    gross, tax, terminal = (value.of_plan(part) for part in (value.gross, value.tax, value.terminal))
    after_tax: np.ndarray = gross + tax + terminal
    return after_tax


@metric("npv", "money", "higher")
def npv(view: View) -> Values:
    """Net present value of the plan's uses at the horizon's start, after tax."""
    if view.value is not None:
        yield (), _after_tax(view.value).sum(axis=-1) / 100.0


@metric("npv.<programme>", "money", "higher")
def npv_of_programme(view: View) -> Values:
    """Net present value of a programme, in the plan or not, after tax."""
    if view.value is not None:
        total = (view.value.gross + view.value.tax + view.value.terminal).sum(axis=-1) / 100.0
        for g, name in enumerate(view.cases.index.programmes):
            yield (name,), total[:, g]


@metric("npv.part.<part>", "money", "higher")
def npv_part(view: View) -> Values:
    """A part of the plan's net present value, costs negative: the parts add up to it."""
    if view.value is not None:
        gross = view.value.of_plan(view.value.gross) / 100.0
        for name, sources in PARTS.items():
            yield (name,), gross[:, list(sources)].sum(axis=-1)
        yield ("tax",), view.value.of_plan(view.value.tax).sum(axis=-1) / 100.0
        yield ("terminal",), view.value.of_plan(view.value.terminal).sum(axis=-1) / 100.0


@metric("npv.scales.<assumption>", "money", "neither")
def npv_scales(view: View) -> Values:
    """The part of the plan's net present value, after tax, that grows in proportion to an assumption."""
    if view.value is not None:
        by_source = _after_tax(view.value) / 100.0
        for name, sources in SCALES.items():
            yield (name,), by_source[:, list(sources)].sum(axis=-1)


@metric("irr", "1/year", "higher", tolerance=TOLERANCE)
def irr(view: View) -> Values:
    """Rate at which the plan's net present value is zero; undefined where there are several, or none."""
    if view.value is not None:
        yield (), view.internal_rate[0]


@metric("irr.roots", "count", "neither")
def irr_roots(view: View) -> Values:
    """How many rates between -95 % and 1,000 % bring the plan's net present value to zero."""
    if view.value is not None:
        yield (), view.internal_rate[1].astype(float)


@metric("payback_years", "years", "lower")
def payback_years(view: View) -> Values:
    """Years until the plan's flows, added up after tax, turn positive for good within the horizon."""
    if view.value is not None:
        so_far = np.cumsum(view.value.net_flow, axis=1)
        days = so_far.shape[1]
        owing = so_far < 0
        last = np.where(owing.any(axis=1), days - owing[:, ::-1].argmax(axis=1), 0)
        idle = ~(view.value.net_flow != 0).any(axis=1)
        yield (), np.where(idle | (last == days), np.nan, last / 365.0)
