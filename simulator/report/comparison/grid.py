"""A sweep in words: a table a metric, a line a point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from simulator.amounts import dated, decimals_for, fixed, largest, level_unit
from simulator.response import Response
from simulator.studies.sweep import Swept
from simulator.words import WIDTH, cut, visible

#: width of a line, the most and the least of its first column, and points of a metric that are told
WHAT, LEAST, MOST = 44, 16, 40
COLUMNS = ("mean", "p10", "p50", "p90")
LAST = "less the first, 95 %"


def as_text(swept: Swept, metrics: Sequence[str]) -> str:
    """What was run, and every metric at every point, at most 100 wide."""
    simulation = swept.scenario.simulation
    asked = f"{len(swept.runs):,} points of {simulation.replications:,} replications, seed {simulation.seed}"
    known = f", {swept.known:,} of them from their folders" if swept.known else ""
    head = f"{swept.scenario.name}: {asked}{known}"
    return "\n\n".join([visible(head), *("\n".join(_lines(swept, metric)) for metric in metrics)])


def _lines(swept: Swept, metric: str) -> Iterator[str]:
    unit, numbers = _numbers(swept.response(metric))
    what, wide = _widths(numbers[:MOST])
    heads = "".join(f"{name if name == 'mean' else name.upper():>{wide}}" for name in COLUMNS)
    name = f"{metric} ({unit})" if unit else metric
    yield f"{cut(visible(name), what):<{what}}{heads}   {LAST}"
    for point, told in list(zip(swept.points, numbers, strict=True))[:MOST]:
        values = "".join(f"{number:>{wide}}" for number in told[: len(COLUMNS)])
        yield f"  {cut(visible(', '.join(point)), what - 2):<{what - 2}}{values}   {told[-1]}".rstrip()
    if len(numbers) > MOST:
        yield f"  … {len(numbers) - MOST:,} more points in the table"


def _widths(numbers: list[list[str]]) -> tuple[int, int]:
    """Of the first column, which has what the others leave, and of each column of statistics."""
    wide = 2 + max(len(number) for told in numbers for number in ("mean", *told[: len(COLUMNS)]))
    last = max(len(LAST), *(len(told[-1]) for told in numbers))
    return max(LEAST, min(WHAT, WIDTH - len(COLUMNS) * wide - 3 - last)), wide


def _numbers(response: Response) -> tuple[str, list[list[str]]]:
    """The unit as shown, and by point the statistics in it and the difference to the first point."""
    rows = np.column_stack([response.statistics[name].ravel() for name in (*COLUMNS, "difference", "low", "high")])
    size = largest(rows.ravel().tolist())
    divisor, unit = level_unit(response.unit, size, response.currency)
    decimals = decimals_for(size / divisor)
    day = response.unit == "day"
    told = []
    for n, row in enumerate(rows):
        values = [dated(v, response.calendar) if day else fixed(v / divisor, decimals) for v in row[: len(COLUMNS)]]
        less, low, high = (fixed(value / divisor, 0 if day else decimals) for value in row[len(COLUMNS) :])
        told.append([*values, f"{less} ({low} to {high})" if n else ""])
    return ("date; days" if day else unit), told
