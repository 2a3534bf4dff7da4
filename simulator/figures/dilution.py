"""What a conversion of the note dilutes, in three views, over the share price."""

from __future__ import annotations

from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from simulator.amounts import fixed, percent
from simulator.cases.holders import certificates_of
from simulator.figures.style import INK, MUTED, PALETTE, label, page, title
from simulator.findings import Findings
from simulator.instruments.dilution import diluted_if_converted, diluted_if_settled, diluted_net_of_call
from simulator.scenario.notes import notes_of
from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.schema import Scenario

#: prices that are shown, as multiples of the conversion price
LOW, HIGH = 0.6, 1.9
#: heights in inches: of a note's panel, of the room below it, of the head of the page
PANEL, BELOW, HEAD = 1.9, 0.72, 0.62
IF_CONVERTED, ECONOMIC, SETTLED = PALETTE[0], PALETTE[5], PALETTE[2]
#: how the views are named beside their lines; the last two are one without a capped call
AT_ANY_PRICE, REST, NET = (
    "if converted, at any price",
    "face in cash, the rest in shares",
    "economic: net of the capped call",
)
BOTH = "economic, and face in cash, the rest in shares"


def picture(findings: Findings) -> Figure | None:
    """A panel a note that can be converted: new certificates in three views, with its conversion price and its cap."""
    notes = convertible(findings.scenario)
    if not notes:
        return None
    height = HEAD + len(notes) * (PANEL + BELOW)
    figure = page(height)
    for n, (name, note) in enumerate(notes.items()):
        bottom = height - HEAD - (n + 1) * (PANEL + BELOW) + BELOW
        draw(figure.add_axes((0.085, bottom / height, 0.815, PANEL / height)), findings.scenario, name, note)
    title(
        figure,
        "Dilution in three views",
        "New certificates, by the share price at conversion; right: of existing shares",
    )
    return figure


def convertible(scenario: Scenario) -> dict[str, ConvertibleNote]:
    """The notes that can be converted, by name."""
    return {name: note for name, note in notes_of(scenario).items() if note.conversion_rate}


def draw(axes: Axes, scenario: Scenario, name: str, note: ConvertibleNote) -> None:
    """The views of one note, on given axes: three, or two without a capped call."""
    certificates = certificates_of(note)
    assert certificates is not None
    strike, cap = note.face.value / certificates, note.capped_call.cap.value if note.capped_call else None
    prices = np.linspace(LOW * strike, max(HIGH * strike, 1.25 * (cap or 0.0)), 400)
    settled = diluted_if_settled(prices, certificates, strike, excess_in_shares=True).certificates
    economic = diluted_net_of_call(prices, certificates, strike, cap)
    lines = [(AT_ANY_PRICE, IF_CONVERTED, diluted_if_converted(prices, certificates))]
    lines += [(REST, SETTLED, settled), (NET, ECONOMIC, economic)] if cap else [(BOTH, ECONOMIC, economic)]
    for text, colour, line in lines:
        axes.plot(prices, line / 1e6, color=colour, label=text)
    axes.set_xlim(prices[0], prices[-1])
    axes.set_ylim(0, certificates / 1e6 * 1.28)
    axes.set_ylabel("new certificates (mn)")
    axes.set_xlabel(f"share price ({scenario.currency} a certificate)", loc="left")
    axes.set_title(label(name))
    _mark(axes, strike, f"conversion price {fixed(strike, 2)} ", "right")
    if cap is not None and cap > strike:
        _mark(axes, cap, f" cap {fixed(cap, 2)}", "left")
    axes.legend(loc="upper right", bbox_to_anchor=(1.0, -0.2), ncols=len(lines), labelcolor=MUTED)
    _of_all_shares(axes, scenario, note)


def _mark(axes: Axes, price: float, text: str, side: Literal["left", "right"]) -> None:
    """A price with its name beside the line."""
    axes.axvline(price, color=INK, lw=0.7, ls=(0, (1, 1.5)))
    axes.text(price, 0.97, text, fontsize=6, ha=side, va="top", color=INK, transform=axes.get_xaxis_transform())


def _of_all_shares(axes: Axes, scenario: Scenario, note: ConvertibleNote) -> None:
    """The same axis again, as a part of the ordinary shares that exist."""
    if scenario.equity is None or not scenario.equity.shares.value:
        return
    part = 1e6 * note.ads_ratio / scenario.equity.shares.value
    right = axes.secondary_yaxis(
        "right",
        functions=(lambda mn: np.asarray(mn) * part, lambda share: np.asarray(share) / part),
    )
    right.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(round(share, 6))))
