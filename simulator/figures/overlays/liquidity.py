"""Group liquidity, scenarios over each other, with the floor and the payments that come on a date."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import money
from simulator.comparison import Comparison
from simulator.figures.liquidity import marks
from simulator.figures.overlays.sides import Grid, fans_of, laid_out, looks, over, ranges, shift_of
from simulator.figures.shapes import dated_marks, level
from simulator.figures.style import ALARM, INK, date_axis, money_axis
from simulator.quantities.quantity import mean

SERIES = "liquidity"
#: heights in inches of the room above the axes: at least, and for each row of names
MARKS, MARK_ROW = 0.06, 8 / 72


def picture(comparison: Comparison) -> Figure | None:
    """Treasury and unspent pools at month ends, in every scenario."""
    if not fans_of(comparison, SERIES):
        return None
    reading = f"Treasury and unspent pools at month ends; {ranges(comparison)}"
    figure, panels = laid_out(comparison, "Group liquidity", reading, Grid(1, panel=2.9, above=0.1))
    rows, place = draw(panels[0], comparison), panels[0].get_position()
    room = (MARKS + MARK_ROW * rows) / figure.get_figheight()
    panels[0].set_position((place.x0, place.y0, place.width, place.height - room))
    return figure


def draw(axes: Axes, comparison: Comparison) -> int:
    """The medians, the ranges, the floors and the dates, on given axes; returns the rows of names above them."""
    fans, calendar = fans_of(comparison, SERIES), comparison.baseline.findings.calendar
    high, low = max(float(fan["p90"].max()) for fan in fans), min(float(fan["p10"].min()) for fan in fans)
    divisor = money_axis(axes, max(abs(high), abs(low)), comparison.currency, "liquidity")
    date_axis(axes, calendar, 0, calendar.last_day)
    over(axes, comparison, SERIES, divisor)
    axes.set_ylim(min(0.0, low / divisor * 1.05), high / divisor * 1.08)
    for floor in _floors(comparison):
        level(axes, floor / divisor, f"floor: {money(floor, comparison.currency)}", ALARM)
    dates = _dates(comparison)
    return dated_marks(axes, list(dates), colours=dates)


def _floors(comparison: Comparison) -> list[float]:
    treasuries = [side.findings.scenario.treasury for side in comparison.sides]
    floors = [mean(treasury.floor) for treasury in treasuries if treasury is not None and treasury.floor is not None]
    return sorted(set(floors))


def _dates(comparison: Comparison) -> dict[tuple[float, str], str]:
    """Day and name of each payment, with the colour of the one scenario that has it, or ink."""
    owners: dict[tuple[float, str], list[str]] = {}
    for side in comparison.sides:
        for day, text in marks(side.findings)[0]:
            owners.setdefault((day + shift_of(side, comparison), text), []).append(side.label)
    return {mark: looks(comparison)[names[0]].colour if len(names) == 1 else INK for mark, names in owners.items()}
