"""What is wrong with a scenario, at its line, in the contract's words, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.written import BASE, told, write

#: a note that brings more into the plan's pool than is still to come
NOTE = """\
  note: {kind: convertible_note, face: 100 mn USD, net: 90 mn USD, settles: 2025-06-01, matures: 2029-06-01,
         into: {build: 100 %}}
"""


def first_line(text: str, piece: str) -> int:
    """The line on which a piece of text stands first."""
    return text[: text.index(piece)].count("\n") + 1


def faults_after(folder: Path, old: str, new: str) -> list[str]:
    """The messages about the base with a piece replaced, each without its place and what is allowed."""
    assert old in BASE
    text = BASE.replace(old, new, 1)
    messages = told(write(folder, "bad.yaml", text))
    line = first_line(BASE, old)
    assert all(message.startswith(f"bad.yaml:{line}: ") for message in messages), messages
    return [message.split(": ", 1)[1] for message in messages]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # keys
        (
            "budget: 100 mn USD",
            "budget: 100 mn USD, capx: 3 USD",
            "projects.mexico_1.capx: unknown key (did you mean 'capacity'?); allowed: after, benefit, budget, "
            "budget_basis, capacity, capacity_by_stage, contingency, cost_factor, life, market, pool, priority, "
            "programme, ramp, renewal, repeat, stages, start, tags, template, treatment",
        ),
        ("name: base", "nam: base", "nam: unknown key (did you mean 'name'?); allowed: "),
        # units
        (
            "end: 2030-12-31",
            "end: 20",
            "horizon.end: 20 has no unit; write a date (2033-03-31) or a length (8 years",
        ),
        ("opening: 10 bn CNY", "opening: 10", "treasury.opening: 10 has no unit; write money (700 mn USD)"),
        ("opening: 10 bn CNY", "opening: 10 MW", "treasury.opening: '10 MW' is power; write money (700 mn USD)"),
        ("opening: 10 bn CNY", "opening: 10 bn EUR", "treasury.opening: '10 bn EUR', EUR has no exchange rate; "),
        ("opening: 10 bn CNY", "opening: 10 bn RMB", "treasury.opening: '10 bn RMB', RMB has no exchange rate "),
        ("opening: 10 bn CNY", "opening: 1_000 CNY", "treasury.opening: '1_000 CNY' is not a number; "),
        ("opening: 10 bn CNY", "opening: 012 CNY", "treasury.opening: '012 CNY' is not a number; "),
        ("opening: 10 bn CNY", "opening: [1]", "treasury.opening: [1] is not a quantity; write money (700 mn USD)"),
        ("opening: 10 bn CNY", "opening: true", "treasury.opening: true is not a quantity; write money (700 mn USD)"),
        ("opening: 10 bn CNY", "opening: ", "treasury.opening: nothing is not a quantity; write money (700 mn USD)"),
        ("opening: 10 bn CNY", "opening: .inf", "treasury.opening: '.inf' is not a number; "),
        ("opening: 10 bn CNY", "opening: 1e999 CNY", "treasury.opening: '1e999 CNY' is infinite; a finite number"),
        ("opening: 10 bn CNY", "opening: .nan", "treasury.opening: '.nan' is not a number; "),
        ("opening: 10 bn CNY", "opening: -1 CNY", "treasury.opening: '-1 CNY' is negative; must be 0 or more"),
        (
            "opening: 10 bn CNY",
            "opening: {2025-01-01: 1 USD}",
            "treasury.opening: {2025-01-01: 1 USD} cannot vary by date; write one value, as 700 mn USD",
        ),
        ("build: 100 %", "build: 100 % a year", "funding.plan.into.build: '100 % a year', '% a year' is not a unit"),
        # distributions
        ("opening: 10 bn CNY", "opening: prt(1) USD", "treasury.opening: 'prt(1) USD', 'prt' is not a distribution "),
        ("opening: 10 bn CNY", 'opening: "pert(3, 2, 1) USD"', "treasury.opening: 'pert(3, 2, 1) USD'"),
        ("opening: 10 bn CNY", 'opening: "normal(0, 9) USD"', "treasury.opening: 'normal(0, 9) USD' falls below 0 in "),
        (
            "opening: 10 bn CNY",
            "opening: pert(1, 2, 3) USD",
            "treasury.opening: 'pert(1' is broken off at a comma; inside {…} and […] such a value is quoted: "
            '"pert(1, 2, 3) USD"',
        ),
        # dates
        ("2030-12-31", "2030-02-30", "horizon.end: '2030-02-30' is not a day of the calendar; "),
        ("2030-12-31", "2024-12-31", "horizon.end: '2024-12-31' is not after the start; a date after 2025-01-01"),
        ("start: 2026-01-01", "start: 2036-01-01", "projects.mexico_2.start: '2036-01-01' is outside the horizon; "),
        ("from: 2025-01-01", "from: 2024-01-01", "funding.plan.from: '2024-01-01' is outside the horizon; "),
        # names
        ("name: base", "name: a b", "name: 'a b' is not a name; letters, digits, _ and single -"),
        ("name: base", "name: ../x", "name: '../x' is not a name; "),
        (
            "market: mexico",
            "market: mexcio",
            "projects.mexico_1.market: 'mexcio', no such market (did you mean 'mexico'?)",
        ),
        ("earmark: hard", "earmark: hrd", "pools.build.earmark: 'hrd' is not known (did you mean 'hard'?); one of: "),
        (
            "kind: appropriation",
            "kind: appropration",
            "funding.plan.kind: 'appropration' is not known (did you mean 'appropriation'?); "
            "one of: appropriation, convertible_note",
        ),
        ("kind: appropriation, ", "", "funding.plan.kind: is missing; one of: appropriation, convertible_note"),
        (
            "template: campus",
            "template: campuss",
            "projects.mexico_1.template: 'campuss' is not a template (did you mean 'campus'?); one of: campus, ",
        ),
        ("{after: permits, ", "{after: permts, ", "templates.campus.stages.power.after: 'permts' names nothing "),
        # sums and needs
        (
            "build: 100 %",
            "build: 110 %",
            "funding.plan.into.build: '110 %' is too large; must be 0 or more",
        ),
        ("build: 100 %", "build: 90 %", "funding.plan.into: {build: 90 %} is under-split: the shares add up to 0.9; "),
        (
            "needs: {crews: 1}",
            "needs: {crews: 3}",
            "templates.campus.stages.power.needs.crews: 3 is more than ",
        ),
        # fx
        ("CNY: 7.25", "CNY: 0", "fx.CNY: 0 is not an exchange rate; "),
        ("CNY: 7.25", "CNY: 7.25, cny: 3", "fx.cny: 3, 'cny' is not a currency; three capital letters, as CNY"),
        ("CNY: 7.25", "CNY: {2025-01-01: seven}", "fx.CNY.2025-01-01: 'seven' is not an exchange rate; "),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert [message[: len(said)] for message in faults_after(tmp_path, old, new)] == [said]


def test_a_cycle_of_stages_is_told_at_one_of_its_members(tmp_path: Path) -> None:
    text = BASE.replace("permits: {duration", "permits: {after: power, duration")
    (message,) = told(write(tmp_path, "bad.yaml", text))
    place, _, said = message.partition(" is a cycle: ")
    assert place.startswith(("bad.yaml:14: templates.campus.stages.permits.after", "bad.yaml:15: templates.campus."))
    circle = said.partition(";")[0].split(" -> ")
    assert circle[0] == circle[-1]
    assert set(circle) == {"mexico_1.power", "mexico_1.permits"}


def test_a_cycle_of_projects_is_told_at_one_of_its_members(tmp_path: Path) -> None:
    text = BASE.replace("tags: [latam]", "after: mexico_2").replace("start: 2026-01-01", "after: mexico_1.power")
    (message,) = told(write(tmp_path, "bad.yaml", text))
    assert "is a cycle: " in message
    assert message.startswith(("bad.yaml:17: ", "bad.yaml:18: ", "bad.yaml:14: ", "bad.yaml:15: "))


def test_a_note_needs_room_in_the_plan(tmp_path: Path) -> None:
    text = BASE.replace("resources:", NOTE.replace("100 mn", "1 bn").replace("90 mn", "1 bn") + "resources:")
    text = text.replace("into: {build: 100 %}}\nresources", "into: {build: 100 %}, inside: {plan: build}}\nresources")
    (message,) = told(write(tmp_path, "bad.yaml", text))
    assert message.startswith("bad.yaml:9: funding.note.inside.plan: 'build', the note brings 1,000,000,000 into build")


def test_a_note_is_paid_back_after_it_is_issued(tmp_path: Path) -> None:
    text = BASE.replace("resources:", NOTE.replace("2029", "2024") + "resources:")
    (message,) = told(write(tmp_path, "bad.yaml", text))
    assert message.startswith("bad.yaml:8: funding.note.matures: '2024-06-01' is not after the settlement; ")


def test_all_faults_come_at_once_in_file_order(tmp_path: Path) -> None:
    text = (
        BASE.replace("name: base", "name: base\nname: twice\nnonsense: 3")
        .replace("opening: 10 bn CNY", "opening: -10 bn CNY")
        .replace("end: 2030-12-31", "end: soon")
        .replace("kind: appropriation", "kind: appropration")
        .replace("into: {build: 100 %}", "into: {bild: 100 %}")
        .replace("budget: 100 mn USD", "budgt: 100 mn USD")
        .replace("market: mexico, budget: 200 mn USD", "market: mexcio, budget: 200 mn US")
        .replace("pert(6, 9, 18) months", "pert(6, 9) months")
        .replace("{crews: 1}", "{crews: 9}")
    )
    messages = told(write(tmp_path, "bad.yaml", text))
    assert [":".join(message.split(":")[1:3]) for message in messages] == [
        "2: name",
        "3: nonsense",
        "4: horizon.end",
        "6: treasury.opening",
        "9: funding.plan.kind",
        "9: funding.plan.into.bild",
        "16: templates.campus.stages.permits.duration",
        "17: templates.campus.stages.power.needs.crews",
        "19: projects.mexico_1.budgt",
        "20: projects.mexico_2.market",
        "20: projects.mexico_2.budget",
    ]
