"""Rules, risks, limits and drivers: the same again when read again, and within reach of every edit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.scenario.load import from_document, load, load_scenario
from simulator.scenario.origin import origins
from simulator.scenario.restored import restored
from simulator.scenario.section import Section
from tests.scenario.written import DECIDED, resolved, told, write

SLOWLY = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])

reviews = st.sampled_from([{}, {"for": "2 quarters"}, {"for": "3 reviews"}, {"for": "6 months"}])
leaves = st.sampled_from(
    [
        {"utilisation": {"market": "mexico", "below": "30 %", "for": "2 quarters"}},
        {"price": {"market": "mexico", "above": "9 mn USD/MW/year"}},
        {"pool": {"name": "idle", "available_above": "3 mn USD"}},
        {"treasury": {"above": "9 bn CNY"}},
        {"date": "2027-01-01"},
        {"date": {"from": "2026-01-01", "before": "2028-01-01"}},
        {"stage": {"name": "china_3.power", "done": False}},
        {"project": {"name": "brazil", "late_by": "90 days"}},
        {"risk": "embargo"},
        {"rule": "leave"},
    ]
)
actions = st.sampled_from(
    [
        {"start": ["mexico_2"]},
        {"defer": {"project": "china", "until": "2027-01-01"}},
        {"abandon": {"project": ["brazil"], "cost": "5 %"}},
        {"abandon": "brazil"},
        {"move": {"from": "idle", "to": "spare", "amount": "2 mn USD"}},
        {"priority": {"project": "mexico_*", "to": 3}},
        {"scale": {"appropriation": "plan", "by": 1.5}},
    ]
)
multiples = st.sampled_from(["40 %", 1.25, "pert(1, 1.5, 3)", "lognormal(p50=1, p90=1.3)", "pert(1, 2, 3) * 0.5"])
hits = st.one_of(
    multiples.map(lambda much: {"stages": ["mexico_*.power", "brazil"], "cost": {"multiply": much}}),
    multiples.map(lambda much: {"market": "*", "opex": {"multiply": much}, "share": {"multiply": "90 %"}}),
    st.just({"projects": "*", "tag": "latam", "abandon": "15 %"}),
    st.just({"stages": "china.permits", "refused": True, "rework": "beta(2, 6) %"}),
    st.just({"appropriation": "plan", "delay": "pert(1, 2, 6) months", "cut": "20 %"}),
)


def joined(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.tuples(several, reviews).map(lambda two: {"all": two[0], **two[1]}),
        st.tuples(several, reviews).map(lambda two: {"any": two[0], **two[1]}),
        inner.map(lambda part: {"not": part}),
    )


rules = st.fixed_dictionaries(
    {
        "when": st.recursive(leaves, joined, max_leaves=6),
        "do": st.one_of(actions, st.lists(actions, min_size=1, max_size=4)),
    },
    optional={"once": st.booleans()},
)
risks = st.fixed_dictionaries(
    {
        "probability": st.sampled_from(["0 %", "35 %", 0.25, "100 %"]),
        "window": st.sampled_from(["2026-01-01", ["2025-01-01", "2030-12-31"]]),
        "hits": st.one_of(hits, st.lists(hits, min_size=1, max_size=3)),
    },
    optional={"lasts": st.just("pert(6, 9, 18) months"), "note": st.sampled_from(["a: b", "#", "", "it's “so”"])},
)


@given(rules, risks)
@SLOWLY
def test_what_is_written_is_read_back_the_same(tmp_path: Path, rule: dict[str, Any], risk: dict[str, Any]) -> None:
    extra = {"extends": "decided.yaml", "rules": {"more": rule}, "risks": {"more": risk}}
    base = write(tmp_path, "decided.yaml", DECIDED)
    first = load(write(tmp_path, "a.yaml", json.dumps(extra)))
    second = load(write(tmp_path, "b.yaml", first.document.to_yaml()))
    assert second.scenario == first.scenario
    assert second.document.data == first.document.data
    assert second.document.digest == first.document.digest
    again = from_document(restored(json.dumps(first.document.data), tmp_path / "scenario.json"))
    assert again.scenario == first.scenario
    assert set(first.document.data) == set(resolved(base))


def test_the_whole_of_it_is_read_back_the_same(tmp_path: Path) -> None:
    first = load(write(tmp_path, "a.yaml", DECIDED))
    assert load(write(tmp_path, "b.yaml", first.document.to_yaml())).scenario == first.scenario


EDITS = [
    ("risks.embargo.probability", "0 %", lambda s: s.risks["embargo"].probability.value, 0.0),
    ("risks.embargo.hits[0].supply.multiply", "20 %", lambda s: s.risks["embargo"].hits[0].supply.multiply.value, 0.2),
    ("risks.embargo.hits.supply.multiply", "20 %", lambda s: s.risks["embargo"].hits[0].supply.multiply.value, 0.2),
    ("risks.strike.hits[1].capacity.multiply", "0 %", lambda s: s.risks["strike"].hits[1].capacity.multiply.value, 0.0),
    ("risks.embargo.window[1]", "2026-06-30", lambda s: str(s.risks["embargo"].window[1]), "2026-06-30"),
    ("risks.embargo.note", "as in 2023", lambda s: s.risks["embargo"].note, "as in 2023"),
    ("reviews.rules", "false", lambda s: s.reviews.rules, False),
    ("reviews.lag", "30 days", lambda s: s.reviews.lag.value, 30.0),
    ("rules.expand.when.utilisation.above", "90 %", lambda s: s.rules["expand"].when.utilisation.above.value, 0.9),
    (
        "rules.expand.when.utilisation.for",
        "3 quarters",
        lambda s: str(s.rules["expand"].when.utilisation.lasting),
        "3 quarters",
    ),
    (
        "rules.wait.when.all[0].date",
        "2027-01-01",
        lambda s: str(s.rules["wait"].when.all_of[0].date.since),
        "2027-01-01",
    ),
    ("rules.wait.do.defer.by", "60 days", lambda s: s.rules["wait"].do[0].defer.by.value, 60.0),
    ("rules.shift.do[0].move.amount", "10 %", lambda s: s.rules["shift"].do[0].move.amount.value, 0.1),
    ("rules.*.once", "false", lambda s: {rule.once for rule in s.rules.values()}, {False}),
    ("limits[0].at_most", "2 bn USD", lambda s: s.limits[0].at_most.value, 2e9),
    ("drivers.steel.value", "2", lambda s: getattr(s.drivers["steel"].value, "value", None), 2.0),
]


@pytest.mark.parametrize(("path", "value", "found", "expected"), EDITS, ids=[edit[0] for edit in EDITS])
def test_an_edit_reaches_it(tmp_path: Path, path: str, value: str, found: Any, expected: Any) -> None:
    file = write(tmp_path, "decided.yaml", DECIDED)
    assert found(load_scenario(file, [f"{path}={value}"])) == expected
    variant = write(tmp_path, "v.yaml", f"extends: decided.yaml\nchange:\n  {path}: {value}\n")
    if path.split(".")[0] != "reviews":
        assert found(load_scenario(file)) != expected
    assert found(load_scenario(variant)) == expected


def test_edits_work_on_what_stands_there(tmp_path: Path) -> None:
    file = write(tmp_path, "decided.yaml", DECIDED)
    sets = ["risks.*.probability*=0.5", "limits[0].at_most*=2", "risks.embargo.lasts+=3 months"]
    scenario = load_scenario(file, sets)
    assert [risk.probability.value for risk in scenario.risks.values()] == pytest.approx([0.175, 0.025, 0.1])
    assert scenario.limits[0].at_most == load_scenario(file, ["limits[0].at_most=2 bn USD"]).limits[0].at_most
    variant = "extends: decided.yaml\nchange: {risks.embargo.window: {shift: 3 months}, rules.slow: {remove: true}}\n"
    moved = load_scenario(write(tmp_path, "v.yaml", variant))
    assert [str(day) for day in moved.risks["embargo"].window] == ["2026-01-01", "2027-09-30"]
    assert "slow" not in moved.rules


def test_an_index_of_what_is_no_list_matches_nothing(tmp_path: Path) -> None:
    (message,) = told(write(tmp_path, "decided.yaml", DECIDED), "rules[0].once=false")
    assert message.startswith("--set: rules[0].once: 'rules[0]' matches nothing in the scenario")


def test_defaults_within_lists_are_shown_with_their_place(tmp_path: Path) -> None:
    paths = {row.path: row for row in origins(load(write(tmp_path, "a.yaml", DECIDED)))}
    assert paths["rules.leave.do[0].relocate.cost"].how == "default"
    assert paths["risks.strike.hits[0].refused"].value == "false"
    assert paths["risks.embargo.probability"].grade == "estimate"
    assert paths["rules.expand.when.utilisation.above"].grade == ""


def test_sections_of_a_scenario_compare_by_what_they_say(tmp_path: Path) -> None:
    same = load_scenario(write(tmp_path, "a.yaml", DECIDED.replace("80 %, for", "80.0 %, for")))
    rule: Section = same.rules["expand"]
    assert rule == load_scenario(write(tmp_path, "b.yaml", DECIDED)).rules["expand"]
    assert resolved(tmp_path / "a.yaml") != resolved(tmp_path / "b.yaml")
