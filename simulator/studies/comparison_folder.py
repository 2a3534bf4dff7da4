"""A comparison in its folder: one JSON object, tables, and whatever pages and pictures are made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from simulator.comparison import Change, Comparison, Destination, Occasion, Outcome, Regret, Setting, Waterfall
from simulator.findings.statistics import finite
from simulator.store.folders import claimed, home_of, publish, write_file
from simulator.store.identity import identity
from simulator.store.tables import write_table

#: folder of all comparisons below that of all results
HOME = "compare"
COMPARISON = "comparison.json"
#: makes further files of a comparison: called with it and the names that are there, gives names and contents
Further = Callable[[Comparison, Sequence[str]], Iterator[tuple[str, bytes]]]


def comparison_id(comparison: Comparison) -> str:
    """The name of a comparison: the same for the same runs, in the same order, told in the same way."""
    runs = [[side.label, side.at, side.run.manifest.run_id, str(side.run.folder)] for side in comparison.sides]
    falls = [[fall.scenario, fall.metric, fall.method] for fall in comparison.waterfalls]
    asks = [comparison.study, *dict.fromkeys(one.metric for one in comparison.occasions)]
    asks += dict.fromkeys(one.raised for one in comparison.destinations)
    return identity([runs, comparison.paired, comparison.headline, falls, asks])


def answer_comparison(comparison: Comparison, out: Path, further: Sequence[Further] = ()) -> Path:
    """Put a comparison into ``out/compare/<id>/``; what is there of it already is left, what is missing is added.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    home, name = home_of(out, HOME), comparison_id(comparison)
    folder = home / name
    if not (folder / COMPARISON).is_file():
        with claimed(home, name) as partial:
            if not (folder / COMPARISON).is_file():
                _write(partial, comparison, further)
                return publish(partial, name)
    _add(folder, comparison, further)
    return folder


def _write(folder: Path, comparison: Comparison, further: Sequence[Further]) -> None:
    for name, columns in tables(comparison).items():
        write_table(folder / f"{name}.parquet", columns)
    _add(folder, comparison, further)
    write_file(folder / COMPARISON, (json.dumps(as_json(comparison), ensure_ascii=False, indent=1) + "\n").encode())


def _add(folder: Path, comparison: Comparison, further: Sequence[Further]) -> None:
    there = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    for make in further:
        for name, content in make(comparison, there):
            write_file(folder / name, content)


def as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as scripts read it: ``null`` for what is undefined."""
    return {
        "schema": 1,
        "baseline": comparison.baseline.label,
        "scenarios": [side.label for side in comparison.others],
        "paired": comparison.paired,
        "replications": comparison.baseline.run.manifest.replications,
        "seed": comparison.baseline.run.manifest.seed,
        "runs": {
            side.label: {"run_id": side.run.manifest.run_id, "out": str(side.run.folder)} for side in comparison.sides
        },
        "inputs": [_plain(change) for change in comparison.changes],
        "settings": [_plain(setting) for setting in comparison.settings],
        "metrics": {
            name: {label: _outcome(outcome, comparison.currency) for label, outcome in outcomes.items()}
            for name, outcomes in comparison.metrics.items()
        },
        "absent": {name: list(labels) for name, labels in comparison.absent.items()},
        "waterfalls": [_waterfall(fall) for fall in comparison.waterfalls],
        "regret": [_plain(row) for row in comparison.regrets],
        "study": comparison.study or None,
        "occasions": [_occasion(one, comparison) for one in comparison.occasions],
        "destinations": [_destination(one) for one in comparison.destinations],
        "notes": list(comparison.notes),
    }


def _occasion(one: Occasion, comparison: Comparison) -> dict[str, Any]:
    """A rule or a risk: how often, when, and the metric over all worlds and over those in which it happened."""
    kept = {name: _safe(getattr(one, name)) for name in ("name", "scenario", "metric", "share", "day")}
    whole = comparison.metrics.get(one.metric, {}).get(one.scenario)
    told = {"difference": whole, "there": one.there}
    return {**kept, **{key: _difference(of) for key, of in told.items()}}


def _destination(one: Destination) -> dict[str, Any]:
    """A use of a raise: attributed, additional with its interval, and what would have been spent all the same."""
    names = {name: getattr(one, name) for name in ("raised", "programme", "project", "attributed", "difference")}
    return {**names, "additional": _difference(one.additional)}


def _difference(outcome: Outcome | None) -> dict[str, Any] | None:
    """What a metric differs by, in short."""
    if outcome is None:
        return None
    kept = {"mean": outcome.difference, "low": outcome.low, "high": outcome.high, "n": outcome.n}
    return {**{key: _safe(value) for key, value in kept.items()}, "distinguishable": outcome.distinguishable}


def _plain(row: Change | Setting | Regret | Outcome) -> dict[str, Any]:
    names = (field.name for field in fields(row) if field.name != "differences")
    return {name: _safe(getattr(row, name)) for name in names}


def _safe(value: Any) -> Any:
    return finite(value) if isinstance(value, float) else value


def _outcome(outcome: Outcome, currency: str) -> dict[str, Any]:
    told = {**_plain(outcome), "unit": outcome.unit.replace("money", currency)}
    return {**told, "distinguishable": outcome.distinguishable, "verdict": outcome.verdict}


def _waterfall(fall: Waterfall) -> dict[str, Any]:
    kept = ("scenario", "metric", "unit", "method", "n", "baseline", "value", "difference", "interaction")
    parts = [
        {"groups": list(p.groups), **{k: _safe(getattr(p, k)) for k in ("amount", "low", "high", "alone")}}
        for p in fall.parts
    ]
    return {**{name: _safe(getattr(fall, name)) for name in kept}, "parts": parts}


def tables(comparison: Comparison) -> dict[str, dict[str, np.ndarray]]:
    """The tidy tables of a comparison by name, columns by name: inputs, metrics, waterfall, regret, occasions, uses."""
    metrics = [
        {"metric": name, "scenario": label, **_outcome(outcome, comparison.currency)}
        for name, outcomes in comparison.metrics.items()
        for label, outcome in outcomes.items()
    ]
    falls = [
        {"scenario": f.scenario, "metric": f.metric, "groups": "+".join(p.groups), "amount": p.amount, "alone": p.alone}
        for f in comparison.waterfalls
        for p in f.parts
    ]
    used = [_flat_destination(one) for one in comparison.destinations]
    happened = [_flat(one, comparison) for one in comparison.occasions]
    found = {
        "inputs": [_plain(change) for change in comparison.changes],
        "metrics": metrics,
        "waterfall": falls,
        "regret": [_plain(row) for row in comparison.regrets],
        "occasions": happened,
        "destinations": used,
    }
    return {name: _columns(rows) for name, rows in found.items() if rows}


def _flat(one: Occasion, comparison: Comparison) -> dict[str, Any]:
    """A rule or a risk as a row of a table."""
    told = _occasion(one, comparison)
    row = {key: value for key, value in told.items() if key not in ("difference", "there")}
    for of in ("difference", "there"):
        numbers = told[of] or dict.fromkeys(("mean", "low", "high", "n"))
        row |= {f"{of}_{key}": numbers[key] for key in ("mean", "low", "high", "n")}
    return row


def _flat_destination(one: Destination) -> dict[str, Any]:
    """A use of a raise as a row of a table."""
    told = _destination(one)
    additional = told.pop("additional")
    return {**told, **{f"additional_{key}": additional[key] for key in ("mean", "low", "high", "n")}}


def _columns(rows: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    return {name: _column([row[name] for row in rows]) for name in rows[0]}


def _column(values: list[Any]) -> np.ndarray:
    if any(isinstance(value, str) for value in values):
        return np.array(["" if value is None else value for value in values], dtype=object)
    if all(isinstance(value, bool) for value in values):
        return np.array(values, bool)
    return np.array([np.nan if value is None else value for value in values], float)
