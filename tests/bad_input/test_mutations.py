"""A scenario with anything anywhere: it loads, or says what is wrong; it never breaks."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import ScenarioFaults
from simulator.scenario.load import load_scenario
from simulator.scenario.nodes import Loc
from simulator.scenario.writer import yaml_text
from tests.scenario.written import DECIDED, resolved, write

MESSAGE = re.compile(r"(bad\.yaml(:\d+)?|--set): \S.*", re.DOTALL)
#: values that some place or other may take, and values that none may
PLAIN = (None, True, False, 0, 1, -1, 2.5, 10**15, -(10**15), 1e300, "", " ", "no", "012", "1e999", "x", "a b", "-")
AMOUNTS = ("3 mn USD", "-3 mn USD", "9999 bn EUR", "5 MW", "100 %", "-5 %/year", "3 months", "-3 months", "0 days")
DATES = ("2025-01-01", "2025-02-30", "1800-01-01", "9999-12-31", "03-31", "quarter", "9999 years", "2 quarters")
DRAWN = (
    *("pert(6, 9, 18) months", "pert(9, 6) months", "normal(0, 1) USD", "uniform(0, 1e300) USD", "discrete(1=2)"),
    *("lognormal(p50=1, p90=1.3)", "bernoulli(3)", "beta(1, 1) %", "empirical(1, 2) days", "pert(1, 1, 1) USD"),
)
NAMES = ("mexico_1", "mexico_1.power", "china_2", "permits", "campus", "build", "convertible_note", "expense", "*")
LISTS: tuple[Any, ...] = ([], [1], ["x"], [[1]])
MAPS: tuple[Any, ...] = (
    *({}, {"x": 1}, {"2025-01-01": "5 MW", "2026-01-01": 3}, {"2025-13-01": "5 MW"}, {"fact": "x"}, {"yearly": "5 %"}),
    *({"count": 2, "every": "1 year"}, {"when": {"utilisation": {"market": "mexico", "above": "1 %"}}}),
    *({"date": "2026-01-01"}, {"not": {"rule": "wait"}}, {"all": [{"risk": "embargo"}]}, {"start": "mexico_*"}),
    *({"multiply": "40 %"}, {"resource": "crews"}, {"stages": "*"}, {"market": "*", "price": {"multiply": 2}}),
    *({"capital": "x"}, {"supply": "5 MW/quarter"}, {"loads": {"projects.*.cost_factor": 0.5}}),
)
ODD = st.sampled_from([*PLAIN, *AMOUNTS, *DATES, *DRAWN, *NAMES, *LISTS, *MAPS])
KEYS = st.sampled_from(
    [
        "all",
        "not",
        "for",
        "do",
        "hits",
        "tag",
        "kind",
        "template",
        "repeat",
        "after",
        "start",
        "budget",
        "wave_of",
        "stages",
        "x",
        "a.b",
        "",
    ]
)
EXTRA = """\
  note: {kind: convertible_note, face: 9 mn USD, net: 9 mn USD, settles: 2025-06-01, matures: 2029-06-01,
         into: {build: 100 %}}
asset_classes: {it: {life: 5 years}}
valuation: {discount_rate: 8 %/year}
allocation: {policy: value}
"""
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def places(data: Any, loc: Loc = ()) -> list[Loc]:
    """All places of plain data, those of maps and lists included."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in inner for place in [(*loc, key), *places(value, (*loc, key))]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The data of the base, resolved; templates and repetition come in by mutation."""
    text = DECIDED.replace("resources:", f"{EXTRA}resources:")
    return resolved(write(tmp_path_factory.mktemp("base"), "base.yaml", text))


def mutated(base: dict[str, Any], draw: st.DataObject) -> dict[str, Any]:
    """The base with one to three places changed, removed, or added to."""
    data = copy.deepcopy(base)
    for _ in range(draw.draw(st.integers(1, 3))):
        loc = draw.draw(st.sampled_from(places(data)))
        parent: Any = data
        for key in loc[:-1]:
            parent = parent[key]
        deed = draw.draw(st.sampled_from(["set", "set", "set", "remove", "add"]))
        if deed == "set":
            parent[loc[-1]] = copy.deepcopy(draw.draw(ODD))
        elif deed == "remove" and len(places(data)) > 1:
            del parent[loc[-1]]
        elif isinstance(parent, dict):
            parent[draw.draw(KEYS)] = copy.deepcopy(draw.draw(ODD))
    return data or {"name": "a"}


@given(st.data())
@settings(SLOWLY, max_examples=300)
def test_anything_anywhere_never_breaks(base: dict[str, Any], tmp_path: Path, data: st.DataObject) -> None:
    path = write(tmp_path, "bad.yaml", "")
    path.write_text(yaml_text(mutated(base, data)), encoding="utf-8")
    said = messages(path)
    assert all(MESSAGE.fullmatch(message) for message in said), said


@given(st.data())
@settings(SLOWLY, max_examples=150)
def test_no_edit_ever_breaks(base: dict[str, Any], tmp_path: Path, data: st.DataObject) -> None:
    path = write(tmp_path, "bad.yaml", "")
    named = [place for place in places(base) if all(isinstance(key, str) for key in place)]
    loc = data.draw(st.sampled_from(named))
    verb = data.draw(st.sampled_from(["set", "add", "multiply", "shift", "remove"]))
    wild = [str(key) if data.draw(st.booleans()) else "*" for key in loc]
    path.write_text(yaml_text({**base, "change": {".".join(wild): {verb: data.draw(ODD)}}}), encoding="utf-8")
    said = messages(path)
    assert all(MESSAGE.fullmatch(message) for message in said), said


def messages(path: Path) -> list[str]:
    """What is said about a file; anything but our own error passes through and fails the test."""
    try:
        load_scenario(path)
    except ScenarioFaults as error:
        return [str(fault).replace(f"{path.parent}/", "") for fault in error.faults]
    return []
