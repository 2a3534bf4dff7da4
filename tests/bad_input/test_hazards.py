"""Risks that cannot be meant, each told at its line in the contract's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bad_input.replaced import said_of

CHIPS = "{resource: chips, supply: {multiply: 40 %}}"
SLOWER = "{stages: mexico_*.power, duration: {add: 3 months}}"
CREWS = "{resource: crews, capacity: {multiply: 50 %}}"
GROWTH = "{market: mexico, growth: {add: -10 %/year}}"
LATER = "{appropriation: plan, delay: 6 months}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # when
        ("35 %", "135 %", "risks.embargo.probability: '135 %' is too large; must be 0 or more and at most 1"),
        ("35 %", "35", "risks.embargo.probability: 35 is too large; must be 0 or more and at most 1"),
        ("35 %", "-5 %", "risks.embargo.probability: '-5 %' is negative; must be 0 or more and at most 1"),
        ("35 %", "beta(2, 6) %", "risks.embargo.probability: 'beta(2' is broken off at a comma; "),
        ("probability: 35 %, ", "", "risks.embargo.probability: is missing; that it strikes at all"),
        (
            "[2025-10-01, 2027-06-30]",
            "[2027-06-30, 2025-10-01]",
            "risks.embargo.window: [2027-06-30, 2025-10-01] is a window that ends before it begins; ",
        ),
        (
            "[2025-10-01, 2027-06-30]",
            "[2025-10-01, 2031-01-01]",
            "risks.embargo.window[1]: '2031-01-01' is outside the horizon; a date from 2025-01-01 to 2030-12-31",
        ),
        ("window: 2026-05-01", "window: 2024-12-31", "risks.strike.window: '2024-12-31' is outside the horizon; "),
        (
            "[2025-10-01, 2027-06-30]",
            "[2025-10-01]",
            "risks.embargo.window: [2025-10-01] has too few entries; first and",
        ),
        ("lasts: 9 months", "lasts: 9", "risks.embargo.lasts: 9 has no unit; write a length of time (18 months)"),
        ("lasts: 9 months", "lasts: 0 days", "risks.embargo.lasts: '0 days' is less than a day; 1 day or more"),
        # what kind of hit
        (
            CHIPS,
            "{resorce: chips}",
            "risks.embargo.hits: {resorce: chips} names nothing that is known here (did you mean 'resource'?); "
            "one of: stages, projects, resource, market, fx, appropriation",
        ),
        (
            CHIPS,
            "3",
            "risks.embargo.hits: 3 names nothing that is known here; one of: stages, projects, resource, market",
        ),
        (CHIPS, "[]", "risks.embargo.hits: [] has too few entries; at least 1"),
        (
            "supply: {multiply: 40 %}",
            "suply: {multiply: 40 %}",
            "risks.embargo.hits.suply: unknown key (did you mean 'supply'?); allowed: capacity, resource, supply",
        ),
        (
            CREWS,
            "{resource: crews, capacity: 50 %}",
            "risks.strike.hits[1].capacity: '50 %' is not a map of keys and values",
        ),
        (
            "multiply: 40 %",
            "multiply: -40 %",
            "risks.embargo.hits.supply.multiply: '-40 %' is negative; must be 0 or more",
        ),
        # what it hits
        (
            "{resource: chips",
            "{resource: chip",
            "risks.embargo.hits.resource: 'chip', no such resource (did you mean 'chips'?)",
        ),
        (
            CHIPS,
            "{resource: chips, capacity: {multiply: 40 %}}",
            "risks.embargo.hits.capacity: {multiply: 40 %} is of chips, which has a supply and no capacity; `supply`",
        ),
        (
            CREWS,
            "{resource: crews, supply: {multiply: 50 %}}",
            "risks.strike.hits[1].supply: {multiply: 50 %} is of crews, which has a capacity and no supply; `capacity`",
        ),
        (
            "stages: mexico_*.power",
            "stages: texas_*.power",
            "risks.strike.hits[0].stages: 'texas_*.power' matches no stage; ",
        ),
        (
            "stages: mexico_*.power",
            "stages: [mexico_1.powr]",
            "risks.strike.hits[0].stages[0]: 'mexico_1.powr', no such stage (did you mean 'mexico_1.power'?); one of: ",
        ),
        (
            SLOWER,
            "{stages: china, tag: latam, refused: true}",
            "risks.strike.hits[0].tag: 'latam' is a tag of none of these",
        ),
        (
            SLOWER,
            "{stages: china, tag: latan, refused: true}",
            "risks.strike.hits[0].tag: 'latan', no such tag of a project",
        ),
        (
            SLOWER,
            "{projects: chine, abandon: 9 %}",
            "risks.strike.hits[0].projects: 'chine', no such project (did you mean 'ch",
        ),
        (
            "market: mexico, growth",
            "market: mexcio, growth",
            "risks.slump.hits[0].market: 'mexcio', no such market (did you me",
        ),
        (
            "market: mexico, growth",
            'market: "t*", growth',
            "risks.slump.hits[0].market: 't*' matches no market; one of: mexico",
        ),
        ("{fx: CNY", "{fx: CNH", "risks.slump.hits[1].fx: 'CNH', no such currency (did you mean 'CNY'?); one of: CNY"),
        ("{fx: CNY", "{fx: USD", "risks.slump.hits[1].fx: 'USD' is the reporting currency; a currency of `fx`"),
        (
            "appropriation: plan, delay",
            "appropriation: paln, delay",
            "risks.slump.hits[2].appropriation: 'paln', no such appr",
        ),
        # what happens to it
        (
            SLOWER,
            "{stages: mexico_1}",
            "risks.strike.hits[0]: {stages: mexico_1} says not what happens; one or more of: duration, cost, "
            "rework, refused",
        ),
        (
            SLOWER,
            "{stages: mexico_1, refused: false}",
            "risks.strike.hits[0]: {stages: mexico_1, refused: false} says not what ",
        ),
        (
            SLOWER,
            "{stages: mexico_1, duration: {}}",
            "risks.strike.hits[0].duration: {} says not by how much; `multiply`, ",
        ),
        (
            GROWTH,
            "{market: mexico}",
            "risks.slump.hits[0]: {market: mexico} says not what happens; one or more of: demand, ",
        ),
        (
            GROWTH,
            "{market: mexico, growth: {}}",
            "risks.slump.hits[0].growth: {} says not by how much; `multiply`, `add`, or",
        ),
        (
            LATER,
            "{appropriation: plan}",
            "risks.slump.hits[2]: {appropriation: plan} says not what happens; one or more of: d",
        ),
        (
            CHIPS,
            "{resource: chips}",
            "risks.embargo.hits: {resource: chips} says not what happens; one or more of: supply, ca",
        ),
        (
            SLOWER,
            "{projects: brazil}",
            "risks.strike.hits[0].abandon: is missing; chance that each is abandoned, by a draw of",
        ),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert [message[: len(said)] for message in said_of(tmp_path, old, new)] == [said]


def test_faults_of_rules_and_risks_come_at_once_in_file_order(tmp_path: Path) -> None:
    text = (
        Path(__file__).parents[1].joinpath("scenario", "decided.yaml").read_text(encoding="utf-8")
        .replace("expand: {when", "expand: {wehn")
        .replace("{rule: wait}", "{rule: expnd}")
        .replace("{pause: china}", "{pause: chile}")
        .replace("probability: 35 %", "probability: 135 %")
        .replace("{resource: crews, capacity", "{resource: crews, capcity")
        .replace("{fx: CNY", "{fx: CNH")
        .replace("- {tag: latam", "- {tag: latan")
    )  # fmt: skip
    said = said_of(tmp_path, "window: 2026-05-01", "window: 2036-05-01", text)
    assert [message.split(": ")[0] for message in said] == [
        "rules.expand.wehn",
        "rules.leave.when.any[0].rule",
        "rules.shift.do[1].pause",
        "risks.embargo.probability",
        "risks.strike.window",
        "risks.strike.hits[1].capcity",
        "risks.slump.hits[1].fx",
        "limits[0].tag",
    ]


def test_what_is_left_out_as_faulty_is_not_said_to_be_missing(tmp_path: Path) -> None:
    (message,) = said_of(tmp_path, "probability: 35 %, window", "wndow: 3, probability: 35 %, window")
    assert message.startswith("risks.embargo.wndow: unknown key (did you mean 'window'?)")
    (message,) = said_of(
        tmp_path, "wait: {when: {all: [{date: 2026-01-01}, {not: {risk: embargo}}]", "wait: {when: {all: 3"
    )
    assert message.startswith("rules.wait.when.all: 3 is not a list")
