"""Which assumptions differ between scenarios, as an analyst lists them: old, new, and where each was written."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from simulator.comparison import GROUPS, Comparison, Side
from simulator.studies.collapse import Told, collapsed
from simulator.words import WIDTH, cut

#: characters of a value that are shown; all of it is in comparison.json
LONGEST = 150
#: values that are shown of one edit
MOST_PAIRS = 4


def input_lines(comparison: Comparison) -> list[str]:
    """The assumptions and settings that differ from the baseline, scenario by scenario."""
    return [line for side in comparison.others for line in _of_side(comparison, side)]


def _of_side(comparison: Comparison, side: Side) -> Iterator[str]:
    changes = comparison.changes_of(side.label)
    count = f"{len(changes)} assumption{'s' if len(changes) != 1 else ''}" if changes else "no assumption"
    yield f"What differs: {side.label} against {comparison.baseline.label}, {count}"
    told = collapsed(changes)
    for group in GROUPS:
        for one in (one for one in told if one.changes[0].group == group):
            yield from _told_lines(one, group)
    yield from _settings(comparison, side)


def _told_lines(one: Told, group: str) -> Iterator[str]:
    first = one.changes[0]
    many = f" ({len(one.changes)} of them)" if len(one.changes) > 1 else ""
    how = "added" if first.old is None and first.how == "written" else first.how
    yield from _wrapped(f"  {group}: {one.path}{many}   [{first.at}, {how}]", "      ")
    if first.new is not None or len(first.old or "") <= LONGEST:
        yield from _pair_lines(one)


def _pair_lines(one: Told) -> Iterator[str]:
    """Old and new values, each pair once."""
    pairs = list(one.pairs.items())
    for (old, new), count in pairs if len(pairs) <= MOST_PAIRS else pairs[: MOST_PAIRS - 1]:
        times = f"   ({count} times)" if count > 1 and len(pairs) > 1 else ""
        yield from _wrapped(f"      {_value(old)} -> {_value(new, 'removed')}{times}", "        ")
    if len(pairs) > MOST_PAIRS:
        yield f"      and {len(pairs) - MOST_PAIRS + 1} more values; all are in comparison.json"


def _value(written: str | None, missing: str = "nothing") -> str:
    return missing if written is None else cut(written, LONGEST)


def _settings(comparison: Comparison, side: Side) -> Iterator[str]:
    found = [one for one in comparison.settings if one.scenario == side.label]
    for one in found:
        yield from _wrapped(f"  run with another {one.name}: {one.old} -> {one.new}", "      ")
    if not found:
        yield "  run alike: seed, replications, design, engine, version, horizon"


def _wrapped(line: str, indent: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False)
