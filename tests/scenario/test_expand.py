"""Templates and repeated projects, written out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.scenario.written import BASE, document_of, resolved, told, write

HEAD = "name: a\nhorizon: {start: 2025-01-31, end: 2030-12-31}\n"


def projects(folder: Path, content: str) -> dict[str, Any]:
    """The projects of a scenario, resolved."""
    path = write(folder, "a.yaml", "")
    path.write_text(HEAD + content)
    found: dict[str, Any] = resolved(path)["projects"]
    return found


def test_a_projects_own_keys_go_over_those_of_its_template(tmp_path: Path) -> None:
    found = projects(
        tmp_path,
        "templates: {t: {budget: 1 USD, tags: [a], stages: {x: {duration: 1 day, cost: 1 %}, y: {duration: 2 days}}}}\n"
        "projects: {p: {template: t, tags: [b], stages: {x: {duration: 9 days}, z: {duration: 3 days}}}}\n",
    )
    stages = {"x": {"duration": "9 days", "cost": "1 %"}, "y": {"duration": "2 days"}, "z": {"duration": "3 days"}}
    assert found == {"p": {"budget": "1 USD", "tags": ["b"], "stages": stages}}


def test_a_template_may_stand_on_another(tmp_path: Path) -> None:
    text = (
        "templates: {a: {budget: 1 USD, ramp: 1 day}, b: {template: a, budget: 2 USD}}\nprojects: {p: {template: b}}\n"
    )
    assert projects(tmp_path, text) == {"p": {"budget": "2 USD", "ramp": "1 day"}}


def test_the_files_own_template_goes_before_a_shipped_one(tmp_path: Path) -> None:
    text = "templates: {leased_hall: {budget: 1 USD}}\nprojects: {p: {template: leased_hall}}\n"
    assert projects(tmp_path, text) == {"p": {"budget": "1 USD"}}


def test_a_shipped_template_is_found_by_name(tmp_path: Path) -> None:
    assert "stages" in projects(tmp_path, "projects: {p: {template: leased_hall}}\n")["p"]


def test_a_template_circle_is_a_fault(tmp_path: Path) -> None:
    text = "templates:\n  a: {template: b}\n  b: {template: a}\nprojects: {p: {template: a}}\n"
    path = write(tmp_path, "a.yaml", HEAD + text)
    assert any(": projects.p.template: 'a' is a cycle of templates; one of: a, b, " in line for line in told(path))


def test_a_repeated_project_becomes_its_waves_in_place(tmp_path: Path) -> None:
    found = projects(
        tmp_path,
        "projects:\n"
        "  a: {stages: {s: {duration: 1 day}}}\n"
        "  x: {repeat: {count: 3, every: 1 month}, budget: 5 USD, stages: {s: {duration: 1 day}}}\n"
        "  z: {stages: {s: {duration: 1 day}}}\n",
    )
    assert list(found) == ["a", "x_1", "x_2", "x_3", "z"]
    assert found["x_2"] == {
        "budget": "5 USD",
        "stages": {"s": {"duration": "1 day"}},
        "start": "2025-02-28",
        "wave_of": "x",
        "wave": 2,
    }


def test_waves_are_counted_from_the_first_date_so_that_month_ends_stay(tmp_path: Path) -> None:
    found = projects(tmp_path, "projects: {x: {repeat: {count: 3, every: 1 month}, stages: {s: {duration: 1 day}}}}\n")
    assert [project["start"] for project in found.values()] == ["2025-01-31", "2025-02-28", "2025-03-31"]


def test_all_dates_of_a_wave_move(tmp_path: Path) -> None:
    found = projects(
        tmp_path,
        "projects:\n"
        "  x:\n"
        "    repeat: {count: 2, every: 1 year}\n"
        "    start: {not_before: 2026-01-01, when: {utilisation: {market: m, above: 75 %}}}\n"
        "    stages: {s: {duration: 1 day, earliest: 2027-05-01}}\n",
    )
    assert found["x_1"]["start"]["not_before"] == "2026-01-01"
    assert found["x_2"]["start"] == {
        "not_before": "2027-01-01",
        "when": {"utilisation": {"market": "m", "above": "75 %"}},
    }
    assert found["x_2"]["stages"]["s"]["earliest"] == "2028-05-01"


def test_waves_of_a_rule_begin_one_after_another(tmp_path: Path) -> None:
    found = projects(
        tmp_path,
        "projects: {x: {repeat: {count: 2, every: quarter}, start: {when: {}}, stages: {s: {duration: 1 day}}}}\n",
    )
    assert [project["start"]["not_before"] for project in found.values()] == ["2025-01-31", "2025-04-30"]


def test_a_reference_to_a_repeated_project_means_all_its_waves(tmp_path: Path) -> None:
    found = projects(
        tmp_path,
        "projects:\n"
        "  x: {repeat: {count: 2, every: 1 year},\n"
        "      stages: {s: {duration: 1 day}, t: {duration: 1 day, after: [s, x.s]}}}\n"
        "  y: {after: x, stages: {s: {duration: 1 day, after: [x.t, z]}}}\n"
        "  z: {after: [x.s, y], stages: {x: {duration: 1 day}, s: {duration: 1 day, after: x}}}\n",
    )
    assert found["y"]["after"] == ["x_1", "x_2"]
    assert found["y"]["stages"]["s"]["after"] == ["x_1.t", "x_2.t", "z"]
    assert found["z"]["after"] == ["x_1.s", "x_2.s", "y"]
    assert found["z"]["stages"]["s"]["after"] == "x"
    assert found["x_2"]["stages"]["t"]["after"] == ["s", "x_2.s"]


def test_a_wave_with_the_name_of_another_project_is_a_fault(tmp_path: Path) -> None:
    stages = "stages: {s: {duration: 1 day}}"
    path = write(
        tmp_path,
        "a.yaml",
        f"{HEAD}projects:\n  x: {{repeat: {{count: 2, every: 1 year}}, {stages}}}\n  x_2: {{{stages}}}\n",
    )
    assert told(path) == [
        "a.yaml:4: projects.x: repeats as x_2, which is the name of another project; another name for one of them"
    ]


@pytest.mark.parametrize(
    ("repeat", "said"),
    [
        ("3", "projects.x.repeat: 3 is not a repetition; {count: 12, every: 3 months}"),
        ("{count: 0, every: 1 year}", "projects.x.repeat.count: 0 is not a number of waves; from 1 to 500"),
        (
            "{count: 99999999, every: 1 year}",
            "projects.x.repeat.count: 99999999 is not a number of waves; from 1 to 500",
        ),
        ("{count: yes, every: 1 year}", "projects.x.repeat.count: 'yes' is not a number of waves; from 1 to 500"),
        ("{count: 2}", "projects.x.repeat.every: is missing; {count: 12, every: 3 months}"),
        (
            "{count: 2, every: 1.5 months}",
            "projects.x.repeat.every: '1.5 months' is not a length of calendar time; "
            "a whole number, as 3 years, 1 quarter, 6 months, 2 weeks",
        ),
        (
            "{count: 2, every: 1 year, evry: 3}",
            "projects.x.repeat.evry: unknown key (did you mean 'every'?); {count: 12, every: 3 months}",
        ),
    ],
)
def test_a_repetition_that_is_none_is_told(tmp_path: Path, repeat: str, said: str) -> None:
    stages = "stages: {s: {duration: 1 day}}"
    path = write(tmp_path, "a.yaml", f"{HEAD}projects:\n  x: {{repeat: {repeat}, {stages}}}\n")
    assert told(path) == [f"a.yaml:4: {said}"]


def test_a_fault_in_a_template_is_told_once_and_where_the_template_is(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", BASE.replace("needs: {crews: 1}", "needs: {crew: 1}"))
    said = "1, no such resource (did you mean 'crews'?); one of: crews"
    assert told(path) == [f"a.yaml:15: templates.campus.stages.power.needs.crew: {said}"]


def test_a_fault_of_all_waves_is_told_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", BASE.replace("budget: 50 mn USD", "budget: -50 mn USD"))
    assert told(path) == ["a.yaml:19: projects.china.budget: '-50 mn USD' is negative; must be 0 or more"]


def test_a_fault_of_one_wave_names_the_wave(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", BASE.replace("every: 6 months", "every: 3 years"))
    assert told(path) == [
        "a.yaml:19: projects.china_3.start: '2031-01-01' is outside the horizon; a date from 2025-01-01 to 2030-12-31"
    ]


def test_an_unknown_template_does_not_hide_other_faults(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.yaml",
        BASE.replace("{template: campus, pool: build, budget", "{template: capus, pool: bild, budget"),
    )
    messages = told(path)
    assert [message.partition(";")[0] for message in messages] == [
        "a.yaml:19: projects.china.template: 'capus' is not a template (did you mean 'campus'?)",
        "a.yaml:19: projects.china.pool: 'bild', no such pool (did you mean 'build'?)",
    ]


def test_what_is_written_out_is_not_written_out_again(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", BASE)
    again = write(tmp_path, "b.yaml", document_of(path).to_yaml())
    assert resolved(again) == resolved(path)
