"""Small scenarios, run, for tests of comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simulator.answer import Manner
from simulator.comparison import Comparison
from simulator.studies.compare import compare
from simulator.studies.sides import Asked, sides_of

#: two halls of one market; crews for one at a time, so that an edit of one could reach the other
BASE = """\
name: base
horizon: {start: 2025-01-01, end: 2028-12-31}
currency: USD
treasury: {opening: 900 mn USD, operating_cash: "pert(10, 20, 40) mn USD/year"}
resources: {crews: {capacity: 2}}
markets:
  north: {demand: 30 MW, growth: 20 %/year, volatility: 15 %/year, price: 8 mn USD/MW/year,
          opex: {fixed: 1 mn USD/MW/year, sold: 2 mn USD/MW/year}}
projects:
  first:
    stages:
      permits: {duration: "pert(2, 4, 9) months", cost: 10 %}
      shell: {after: permits, duration: "pert(6, 8, 14) months", cost: 90 %, needs: {crews: 1}}
    market: north
    budget: 200 mn USD
    cost_factor: "lognormal(p50=1.0, p90=1.3)"
    capacity: 20 MW
  second:
    stages: {shell: {duration: "pert(8, 12, 30) months", cost: 100 %, needs: {crews: 1}}}
    market: north
    budget: 150 mn USD
    cost_factor: "lognormal(p50=1.0, p90=1.2)"
    capacity: 15 MW
    repeat: {count: 2, every: 3 months}
valuation: {discount_rate: 8 %/year, terminal: book_salvage, tax: 25 %}
simulation: {replications: 40, seed: 3}
"""


def written(folder: Path, name: str, edits: str = "", base: str = "base") -> Path:
    """A scenario file: the base, or a variant of it with ``edits`` as lines under `change`."""
    text = BASE if name == "base" else f"extends: {base}.yaml\nname: {name}\n{edits}"
    path = folder / f"{name}.yaml"
    path.write_text(text)
    return path


def variant(folder: Path, name: str, **edits: str) -> Path:
    """A variant with edits by path; `__` stands for a point."""
    lines = "".join(f"  {path.replace('__', '.')}: {edit}\n" for path, edit in edits.items())
    return written(folder, name, f"change:\n{lines}" if lines else "")


def compared(
    folder: Path, paths: Sequence[Path], wanted: Asked | None = None, pair: bool = True, metrics: Sequence[str] = ()
) -> Comparison:
    """A comparison of files or folders, run in this process."""
    sides = sides_of(paths, wanted or Asked(), manner(folder))
    return compare(sides, pair=pair, metrics=metrics)


def manner(folder: Path) -> Manner:
    """Results below a folder, without pictures."""
    return Manner(folder / "results", jobs=1, plots=False)
