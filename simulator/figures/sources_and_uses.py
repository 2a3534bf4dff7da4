"""Sources and uses of money: who pays, through which pool, for what."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import money, percent
from simulator.figures import sankey
from simulator.figures.style import PALETTE, label, page, title
from simulator.findings import CANCELLED, RENEWALS, UNSPENT, Findings, Table
from simulator.scenario.notes import notes_of

TREASURY, NO_POOL = "treasury", ""
#: flows of less than this part of a picture's total are left out
LEAST = 1e-6
#: heights in inches: of a picture of all money, of one of a note, of the head of the page, and of the room between
ALL, OF_NOTE, HEAD, BETWEEN = 2.8, 1.7, 0.6, 0.42
COLOURS = (PALETTE[0], PALETTE[2], PALETTE[1], PALETTE[3], PALETTE[5])


def picture(findings: Findings) -> Figure | None:
    """Mean money from sources through pools to uses, and below it where each note's proceeds went."""
    if not len(findings.flows):
        return None
    notes = [name for name in notes_of(findings.scenario) if len(findings.flows.where(source=name))]
    height = HEAD + ALL + len(notes) * (BETWEEN + OF_NOTE) + 0.05
    figure = page(height)
    draw(figure.add_axes((0.0, 1 - (HEAD + ALL) / height, 1.0, ALL / height)), findings, findings.flows)
    for n, note in enumerate(notes):
        bottom = HEAD + ALL + (n + 1) * (BETWEEN + OF_NOTE)
        axes = figure.add_axes((0.0, 1 - bottom / height, 1.0, OF_NOTE / height))
        draw(axes, findings, findings.flows.where(source=note))
        place = 1 - (bottom - OF_NOTE - BETWEEN / 2) / height
        figure.text(0.015, place, f"{label(note)}: where its proceeds went", fontsize=8, weight="bold", va="center")
    title(
        figure,
        "Sources and uses",
        "Mean money paid by the horizon's end, and what is left in its pool; heights in proportion",
    )
    return figure


def draw(axes: Axes, findings: Findings, flows: Table) -> None:
    """The given flows on given axes."""
    found = _flows(findings, flows)
    columns = [_ordered(found, k, order) for k, order in enumerate(_orders(findings))]
    currency, total = findings.scenario.currency, sum(flow.amount for flow in found)
    names = {}
    for k, column in enumerate(columns):
        for box in column:
            amount = sum(flow.amount for flow in found if flow.boxes[k] == box)
            share = f" ({percent(amount / total)})" if k == 1 or (k == 2 and len(columns[0]) == 1) else ""
            between = "\n" if k == 0 else "  "
            names[box] = f"{_words(box, findings)}{between}{money(amount, currency)}{share}"
    sankey.draw(axes, found, columns, (0.2, 0.415, 0.63), names)


def _flows(findings: Findings, flows: Table) -> list[sankey.Flow]:
    """The flows that can be seen, boxes told apart by their column."""
    sources = [*findings.index.fundings, TREASURY]
    least = LEAST * float(flows["mean"].sum())
    rows = zip(flows["source"], flows["pool"], flows["programme"], flows["mean"].tolist(), strict=True)
    return [
        sankey.Flow((f"0{source}", f"1{pool}", f"2{use}"), amount, COLOURS[sources.index(source) % len(COLOURS)])
        for source, pool, use, amount in rows
        if amount > least
    ]


def _orders(findings: Findings) -> tuple[list[str], list[str], list[str]]:
    """Sources, pools and uses in the order in which they stand."""
    index = findings.index
    return (
        [f"0{name}" for name in (*index.fundings, TREASURY)],
        [f"1{name}" for name in (*index.pools, NO_POOL)],
        [f"2{name}" for name in (*index.programmes, RENEWALS, CANCELLED, UNSPENT)],
    )


def _ordered(flows: list[sankey.Flow], column: int, order: list[str]) -> list[str]:
    present = {flow.boxes[column] for flow in flows}
    return [box for box in order if box in present]


def _words(box: str, findings: Findings) -> str:
    column, name = box[0], box[1:]
    if column == "0" and name != TREASURY:
        return f"{label(name)}, proceeds" if name in notes_of(findings.scenario) else f"{label(name)}, own cash"
    return label(name) if name else "straight from the treasury"
