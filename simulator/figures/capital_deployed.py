"""Capital deployed by programme over time, against the plan."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import money
from simulator.figures.shapes import band, level, named_at_right, stack
from simulator.figures.style import INK, colours_of, date_axis, label, money_axis, page, title
from simulator.findings import Findings
from simulator.findings.groups import in_plan
from simulator.scenario.notes import notes_of
from simulator.scenario.plan import plan_of

#: the axis ends half a year after this part of everything was paid
NEARLY_ALL, AFTER = 0.995, 182


def picture(findings: Findings) -> Figure | None:
    """Money paid so far, by programme (means, stacked), with the plan's range, its target and its tranches."""
    if "paid" not in findings.timelines or not findings.timelines["paid"]["p90"][-1] > 0:
        return None
    figure = page(3.6)
    axes = figure.add_axes((0.085, 0.09, 0.585, 0.74))
    draw(axes, findings)
    plan = plan_of(findings.scenario)
    of = "; steps: money that came into the plan's pools; pale: outside the plan" if plan else ""
    title(
        figure,
        "Capital deployed by programme",
        f"Paid so far, mean by programme; band: P10 to P90 of {plan or 'the total'}{of}",
    )
    return figure


def draw(axes: Axes, findings: Findings) -> None:
    """The areas, the band, and the plan, on given axes."""
    calendar, currency, plan = findings.calendar, findings.scenario.currency, plan_of(findings.scenario)
    days, total = calendar.closing_days, findings.timelines["paid"]
    size = max(total["p90"][-1], target(findings))
    divisor = money_axis(axes, size, currency, "paid so far")
    date_axis(axes, calendar, 0, float(days[-1]))
    axes.set_ylim(0, size / divisor * 1.08)
    layers = {name: layer / divisor for name, layer in _layers(findings).items()}
    colours = colours_of(findings.index.programmes)
    outside = set(layers) - in_plan(findings.scenario) if plan else set()
    stack(axes, days, layers, colours, outside)
    ranged = findings.timelines[f"{plan}.paid"] if plan else total
    band(axes, days, ranged["p10"] / divisor, ranged["p90"] / divisor)
    _plan(axes, findings, divisor)
    tops = np.cumsum([layer[-1] for layer in layers.values()])
    middles = tops - [layer[-1] / 2 for layer in layers.values()]
    texts = [f"{label(name)}  {money(layer[-1] * divisor, currency)}" for name, layer in layers.items()]
    named_at_right(axes, middles.tolist(), texts, [colours[name][0] for name in layers], 0.055)


def _layers(findings: Findings) -> dict[str, np.ndarray]:
    """Mean money paid so far for each programme that costs any: the plan's first, then the others."""
    plan = in_plan(findings.scenario)
    ordered = sorted(findings.index.programmes, key=lambda name: name not in plan)
    paid = {name: findings.timelines[f"paid.{name}"]["mean"] for name in ordered}
    return {name: layer for name, layer in paid.items() if layer[-1] > 0}


def _plan(axes: Axes, findings: Findings, divisor: float) -> None:
    """The plan's amount, and the money for it as it moves into the pools."""
    plan = plan_of(findings.scenario)
    if plan is None:
        return
    amount, currency = target(findings), findings.scenario.currency
    level(axes, amount / divisor, f"{label(plan)}: {money(amount, currency)}")
    axes.step(findings.calendar.closing_days, moved_in(findings, plan) / divisor, where="post", color=INK, lw=0.9)


def moved_in(findings: Findings, plan: str) -> np.ndarray:
    """(T,) mean money that came into the plan's pools so far, the plan's own and that of notes inside it."""
    moved = findings.timelines[f"{plan}.tranches"]["mean"].copy()
    for day, part in _inside(findings, plan):
        moved[findings.calendar.closing_days >= day] += part
    return moved


def _inside(findings: Findings, plan: str) -> list[tuple[int, float]]:
    """Day and money of the notes that finance a part of the plan."""
    found = []
    for name, note in notes_of(findings.scenario).items():
        if plan in note.inside:
            flows = findings.flows.where(source=name, pool=note.inside[plan])
            found.append((findings.calendar.day_of(note.settles), float(flows["mean"].sum())))
    return found


def target(findings: Findings) -> float:
    """The amount of the first appropriation, 0 without one."""
    plan = plan_of(findings.scenario)
    if plan is None:
        return 0.0
    return float(np.mean(findings.metrics[f"{plan}.unspent"] + findings.metrics[f"{plan}.paid"]))


def last_day(days: np.ndarray, paid: np.ndarray) -> float:
    """Where an axis ends: some time after nearly everything is paid."""
    nearly = int(np.searchsorted(paid, paid[-1] * NEARLY_ALL))
    return float(min(days[-1], days[min(nearly, len(days) - 1)] + AFTER))
