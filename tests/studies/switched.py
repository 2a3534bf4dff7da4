"""Scenarios that are compared with themselves, small enough to be worked out by hand."""

from __future__ import annotations

from pathlib import Path

#: one stage of 100 days that costs 10 mn USD in world after world; a fire in four of ten doubles what is left to pay
RISKY = """\
name: risky
horizon: {start: 2025-01-01, end: 2026-12-31}
treasury: {opening: 100 mn USD}
projects:
  hall: {budget: 10 mn USD, start: 2025-03-01, stages: {build: {duration: 100 days, cost: 100 %}}}
risks:
  rain: {probability: 0 %, window: 2025-02-01, hits: {stages: hall, cost: {multiply: 3}}}
  fire: {probability: 40 %, window: 2025-02-01, hits: {stages: hall, cost: {multiply: 2}}}
simulation: {replications: 40, seed: 1}
"""
#: a hall that only a rule starts, in mid-year, and a rule that never fires
RULED = """\
name: ruled
horizon: {start: 2025-01-01, end: 2026-12-31}
treasury: {opening: 100 mn USD}
projects:
  hall: {budget: 10 mn USD, stages: {build: {duration: 100 days, cost: 100 %}}}
  annexe: {budget: 4 mn USD, stages: {build: {duration: 50 days, cost: 100 %}}}
rules:
  enlarge: {when: {date: 2025-06-01}, do: {start: annexe}}
  save: {when: {treasury: {below: 1 mn USD}}, do: {defer: {project: annexe, by: 1 year}}}
simulation: {replications: 6, seed: 1}
"""


def written(folder: Path, text: str) -> Path:
    """A scenario in a file of its own name."""
    path = folder / f"{text.partition('name: ')[2].split()[0]}.yaml"
    path.write_text(text)
    return path
