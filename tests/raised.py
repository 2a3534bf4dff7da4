"""Scenarios of money raised from outside, small enough to be worked out by hand."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.findings import Findings, findings_of
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import Run, run
from simulator.scenario.load import load_scenario

#: three kinds of debt and a floor: 100 mn at first, and nothing but debt comes and goes
OWED = """\
name: owed
horizon: {start: 2025-01-01, end: 2028-12-31}
currency: USD
treasury: {opening: 100 mn USD, floor: 50 mn USD}
equity: {shares: 100 mn}
funding:
  note: {kind: convertible_note, face: 40 mn USD, net: 38 mn USD, settles: 2025-06-16, put: 2026-06-15,
         matures: 2028-06-15, conversion_rate: 5}
  bond: {kind: bullet, face: 60 mn USD, coupon: 4 %/year, settles: 2024-03-01, matures: 2026-03-01}
  loan: {kind: term_loan, face: 20 mn USD, rate: 0 %, settles: 2025-03-03, every: 12 months, matures: 2027-03-03}
  shares: {kind: equity_issue, net: 5 mn USD, price: 10 USD, ads_ratio: 2, settles: 2028-07-03}
simulation: {replications: 2}
"""
#: a note of 60 and 40 in soft pools: the shop takes 10 of its own 40, the hall 60 of its own and 20 of what is idle
LENT = """\
name: lent
horizon: {start: 2025-01-01, end: 2026-03-31, fiscal_year_end: 03-31}
treasury: {opening: 10 mn USD}
pools: {cloud: {earmark: soft}, commerce: {earmark: soft}}
funding:
  note: {kind: convertible_note, face: 100 mn USD, net: 100 mn USD, settles: 2025-01-02, matures: 2027-01-04,
         into: {cloud: 60 %, commerce: 40 %}}
projects:
  hall: {pool: cloud, budget: 80 mn USD, start: 2025-04-01, stages: {build: {duration: 160 days, cost: 100 %}}}
  shop: {pool: commerce, budget: 10 mn USD, start: 2025-01-02, stages: {fit_out: {duration: 10 days, cost: 100 %}}}
simulation: {replications: 2}
"""
#: the same with a rule that first moves half of the 30 that the shop leaves
MOVED = (
    LENT.replace("name: lent", "name: moved")
    + "rules:\n  shift: {when: {date: 2025-03-01}, do: {move: {from: commerce, to: cloud, amount: 50 %}}}\n"
)


@lru_cache(maxsize=8)
def run_of(text: str) -> Run:
    """A scenario's run."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(text)
        return run(asked(load_scenario(path)), jobs=1)


def findings(text: str) -> Findings:
    """What it found."""
    return findings_of(run_of(text))
