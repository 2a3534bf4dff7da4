"""Options are exercised on the day of the review that starts them; before, neither they nor what follows is late."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings

from simulator.cases.index import PREDECESSOR, RULE, TRIGGER
from simulator.closing import books_of
from simulator.metrics import Measures
from simulator.metrics.measure import measured
from simulator.metrics.options import starting_cause
from tests.laws.decisions import decided
from tests.worlds import trace_of

#: quarter ends of 2026 are days 89, 180, 272 and 364
DATA: dict[str, Any] = {
    "name": "by-hand",
    "horizon": {"start": "2026-01-01", "end": "2026-12-31"},
    "markets": {"town": {"demand": {"2026-01-01": "1 MW", "2026-05-01": "9 MW"}, "installed": "10 MW",
                         "price": "1 mn USD/MW/year"}},
    "projects": {
        "plain": {"stages": {"all": {"duration": "10 days"}}},
        "wing": {"stages": {"site": {"duration": "10 days"}, "hall": {"after": "site", "duration": "20 days"}}},
        "tower": {"stages": {"all": {"duration": "5 days"}}},
        "shed": {"stages": {"all": {"duration": "5 days"}},
                 "start": {"when": {"utilisation": {"market": "town", "above": "80 %"}}}},
    },
    "rules": {
        "build": {"when": {"date": "2026-03-31"}, "do": {"start": "wing"}},
        "dream": {"when": {"demand": {"market": "town", "above": "20 MW"}}, "do": {"start": "tower"}},
    },
}  # fmt: skip


def found(**sections: Any) -> tuple[Measures, list[str]]:
    cases, trace = trace_of({**DATA, **sections}, 1)
    return measured(trace, cases), list(cases.index.projects)


def of(values: np.ndarray, projects: list[str]) -> dict[str, float]:
    return dict(zip(projects, values[0].tolist(), strict=True))


def test_an_option_is_exercised_at_the_review_that_starts_it() -> None:
    # demand is 9 of 10 MW from May on, which the review at the end of June sees, on day 180
    measures, projects = found()
    assert of(measures.decisions.exercised_day, projects) == {"plain": 365, "wing": 89, "tower": 365, "shed": 180}
    assert of(measures.delays.held.sum(axis=-1), projects) == {"plain": 0, "wing": 89, "tower": 365, "shed": 180}
    told = {name: values[0] for name, values in measures.metrics.items() if name.endswith(".exercised")}
    assert told == {"project.wing.exercised": 1, "project.tower.exercised": 0, "project.shed.exercised": 1}


def test_what_is_waited_for_after_the_review_is_a_delay() -> None:
    # with a lag of 45 days work begins on day 134; 45 days more are waited for a rule that has fired
    measures, projects = found(reviews={"lag": "45 days"})
    wing = projects.index("wing")
    assert measures.decisions.exercised_day[0, wing] == 89
    assert measures.delays.held[0, wing, 1 + RULE] == 89
    assert measures.delays.by_project[0, wing, 1 + RULE] == 134


def test_a_deferral_after_the_start_is_a_delay() -> None:
    rules = {
        **DATA["rules"],
        "wait": {"when": {"date": "2026-03-31"}, "do": {"defer": {"project": "wing", "by": "30 days"}}},
    }
    measures, projects = found(rules=rules)
    wing = projects.index("wing")
    assert measures.delays.held[0, wing, 1 + RULE] == 89
    assert measures.delays.by_project[0, wing, 1 + RULE] == 89 + 30


def test_a_deferral_of_what_begins_by_date_is_no_option() -> None:
    rules = {"wait": {"when": {"date": "2026-03-31"}, "do": {"defer": {"project": "shed", "by": "30 days"}}}}
    measures, projects = found(rules=rules)
    assert of(measures.delays.held.sum(axis=-1), projects) == {"plain": 0, "wing": 0, "tower": 0, "shed": 180}


def test_a_relocation_exercises_the_option_to_build_elsewhere() -> None:
    projects = {**DATA["projects"], "plain": {"stages": {"all": {"duration": "300 days"}}}}
    flee = {"relocate": {"from": "plain", "to": "tower", "cost": "0 %"}}
    measures, names = found(
        projects=projects, rules={**DATA["rules"], "flee": {"when": {"date": "2026-06-30"}, "do": flee}}
    )
    assert of(measures.decisions.exercised_day, names)["tower"] == 180
    assert of(measures.delays.held.sum(axis=-1), names)["tower"] == 180


#: the lodge follows the tower, which nobody starts, and the gate the lodge; the annexe follows the wing; the yard and
#: the bridge begin with work of their own before they do
FOLLOWING: dict[str, Any] = {
    "lodge": {"after": "tower", "stages": {"all": {"duration": "5 days"}}},
    "gate": {"after": "lodge", "stages": {"all": {"duration": "5 days"}}},
    "annexe": {"stages": {"all": {"after": "wing.site", "duration": "5 days"}}},
    "yard": {"stages": {"ground": {"duration": "120 days"},
                        "fence": {"after": ["ground", "wing"], "duration": "9 days"}}},
    "bridge": {"stages": {"piers": {"duration": "40 days"},
                          "deck": {"after": ["piers", "tower"], "duration": "9 days"}}},
}  # fmt: skip


def following(**sections: Any) -> tuple[Measures, list[str]]:
    return found(projects={**DATA["projects"], **FOLLOWING}, **sections)


def days_after_others(measures: Measures, projects: list[str]) -> dict[str, list[int]]:
    """Days of waiting for other projects, and how many of them before an option was exercised."""
    waited, held = (days[0, :, 1 + PREDECESSOR].tolist() for days in (measures.delays.by_project, measures.delays.held))
    return {name: pair for name, *pair in zip(projects, waited, held, strict=True) if name in FOLLOWING}


def test_what_follows_an_option_waits_for_it_to_be_exercised_and_is_late_from_then_on() -> None:
    # the wing is started on day 89; its site is done on day 99, its hall on day 119, a day before the ground of the
    # yard. The deck of the bridge waits from day 40 on for the tower, which nobody starts.
    assert days_after_others(*following()) == {
        "lodge": [365, 365], "gate": [365, 365], "annexe": [99, 89], "yard": [0, 0], "bridge": [325, 325],
    }  # fmt: skip


def test_only_days_before_the_review_wait_for_an_option() -> None:
    # with a lag of 45 days the wing's site is done on day 144 and its hall on day 164; the ground of the yard is done
    # on day 120, and the wing decided 31 days before
    days = days_after_others(*following(reviews={"lag": "45 days"}))
    assert (days["annexe"], days["yard"]) == ([144, 89], [44, 0])


def test_an_option_that_follows_is_not_late_before_it_is_exercised() -> None:
    # the loft waits for the plain project, done on day 300, and is started on day 180
    projects = {
        "plain": {"stages": {"all": {"duration": "300 days"}}},
        "loft": {"after": "plain", "stages": {"all": {"duration": "5 days"}}},
    }
    measures, _ = found(projects=projects, rules={"go": {"when": {"date": "2026-06-30"}, "do": {"start": "loft"}}})
    assert measures.delays.by_project[0, 1].tolist()[:5] == [5, 300, 0, 0, 0]
    assert measures.delays.held[0, 1].tolist()[:5] == [0, 180, 0, 0, 0]


def test_what_cannot_begin_since_an_option_is_not_exercised_is_told_so() -> None:
    # the yard and the bridge begin with work of their own
    told = {name: values[0] for name, values in following()[0].metrics.items() if name.endswith(".awaits_option")}
    assert told == {
        "project.lodge.awaits_option": 1,
        "project.gate.awaits_option": 1,
        "project.annexe.awaits_option": 0,
    }


def test_an_option_that_is_given_up_unexercised_is_awaited_for_ever() -> None:
    rules = {
        **DATA["rules"],
        "drop": {"when": {"date": "2026-03-31"}, "do": {"abandon": {"project": "tower", "cost": "0 %"}}},
    }
    measures, projects = following(rules=rules)
    assert days_after_others(measures, projects)["gate"] == [365, 365]
    assert measures.metrics["project.gate.awaits_option"] == 1


@settings(max_examples=30, deadline=None)
@given(decided())
def test_days_held_are_days_of_waiting_for_the_cause_that_starts_the_project(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data, 3)
    measures, causes = measured(trace, cases), starting_cause(cases)
    assert set(causes.tolist()) <= {-1, TRIGGER, RULE}
    held = measures.delays.held
    assert (held <= measures.delays.by_project).all()
    own = 1 + np.arange(len(measures.delays.causes) - 1) == 1 + causes[:, None]  # its trigger or rule, of an option
    own[:, PREDECESSOR] = True
    assert not held[:, :, 1:][:, ~own].any()
    assert not held[:, :, 0].any()
    started = books_of(trace, cases).closing.assets.finished <= cases.calendar.last_day
    exercised = measures.decisions.exercised_day <= cases.calendar.last_day
    assert (exercised | ~started)[:, causes >= 0].all()
