"""What loads and may be meant otherwise: warnings, told at the line like faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario.load import validate
from tests.bad_input.replaced import warned_of
from tests.scenario.written import DECIDED, write

EXPAND = "{when: {utilisation: {market: mexico, above: 80 %, for: 2 quarters}}, do: {start: mexico_2}}"
SLOW = "{overrun: {project: brazil, above: 10 %}}"
NEVER = "so that the rule can never fire within the horizon"


def test_what_is_meant_has_no_warning(tmp_path: Path) -> None:
    assert warned_of(tmp_path, "name: decided", "name: decided") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # contradictions
        (
            "do: {start: mexico_2}",
            "do: {start: mexico_2, abandon: mexico_*}",
            "rules.expand.do.abandon: 'mexico_*' may undo `start` of mexico_2 by the same rule, at one review; "
            "the written order decides",
        ),
        (
            "{pause: china}]",
            "{resume: [china_1, china_3]}, {pause: china}]",
            "rules.shift.do[2].pause: 'china' may undo `resume` of china_1, china_3 by the same rule, at one review; "
            "the written order decides",
        ),
        (
            "  slow:",
            f"  again: {EXPAND.replace('start', 'abandon')}\n  slow:",
            "rules.again.do.abandon: 'mexico_2' may undo `start` of mexico_2 by rule expand, on the same condition, "
            "at one review; the written order decides",
        ),
        (
            "  slow:",
            "  slow: {when: {demand: {market: mexico, above: 20000 kW}}, do: {abandon: peru}}\n  slower:",
            "projects.peru.start.when: {demand: {market: mexico, above: 20 MW}} may undo `abandon` of peru by "
            "rule slow, "
            "on the same condition, at one review; the written order decides",
        ),
        (
            "{pause: china}]",
            "{pause: [china, peru, brazil]}]",
            "rules.shift.do[1].pause: [china, peru, brazil] may stop peru for ever, which no rule resumes; "
            "fine if that is meant",
        ),
        # never
        (
            SLOW,
            "{date: 2031-01-01}",
            f"rules.slow.when.date: '2031-01-01' comes after the last review, of 2030-12-31, {NEVER}; "
            "a date up to 2030-12-31",
        ),
        (
            SLOW,
            "{utilisation: {market: mexico, above: 100 %}}",
            f"rules.slow.when: {{utilisation: {{market: mexico, above: 100 %}}}} is never true, {NEVER}; "
            "a level that may be passed",
        ),
        (
            SLOW,
            "{price: {market: mexico, below: 0 USD/MW/year}}",
            f"rules.slow.when: {{price: {{market: mexico, below: 0 USD/MW/year}}}} is never true, {NEVER}; "
            "a level that may be passed",
        ),
        (
            SLOW,
            "{project: {name: brazil, late_by: 7 years}}",
            f"rules.slow.when: {{project: {{name: brazil, late_by: 7 years}}}} is never true, {NEVER}; "
            "a level that may be passed",
        ),
        (
            SLOW,
            "{all: [{stage: {name: brazil.power, done: true}}, {stage: {name: brazil.power, done: false}}]}",
            f"rules.slow.when: holds conditions that are never true at one review, {NEVER}; conditions that may meet",
        ),
        (
            SLOW,
            "{all: [{demand: {market: mexico, above: 9 MW}}, {demand: {market: mexico, below: 8 MW}}]}",
            f"rules.slow.when: holds conditions that are never true at one review, {NEVER}; conditions that may meet",
        ),
        (
            "by: 3 months",
            "until: 2026-01-31",
            "rules.wait.do.defer.until: '2026-01-31' has come by 2026-06-30, the first day on which the rule may put "
            "it off; a later date",
        ),
        # hits of risks
        (
            "growth: {add: -10 %/year}",
            "share: {multiply: 1.5}",
            "risks.slump.hits[0].share.multiply: 1.5 may make the share of mexico more than all of its demand, and it "
            "stays at 100 %; `demand`, or a smaller multiple",
        ),
        (
            SLOW,
            "{date: {before: 2025-03-31}}",
            f"rules.slow.when.date.before: '2025-03-31' is not after the first review, of 2025-03-31, {NEVER}; a "
            "later date",
        ),
        (
            SLOW,
            "{date: {from: 2026-04-01, before: 2026-06-30}}",
            "rules.slow.when.date: {from: 2026-04-01, before: 2026-06-30} has no review from its beginning to its end, "
            f"{NEVER}; dates with a review between them",
        ),
        (
            SLOW,
            "{date: {from: 2027-01-01, before: 2026-01-01}}",
            "rules.slow.when.date: {from: 2027-01-01, before: 2026-01-01} has no review from its beginning to its end, "
            f"{NEVER}; dates with a review between them",
        ),
        (
            SLOW,
            "{demand: {market: mexico, above: 9 MW, for: 25 quarters}}",
            f"rules.slow.when.demand.for: '25 quarters' is longer than it may ever hold, {NEVER}; "
            "the horizon has 24 reviews",
        ),
        (
            SLOW,
            "{all: [{date: 2030-06-01}], for: 4 quarters}",
            f"rules.slow.when.for: '4 quarters' is longer than it may ever hold, {NEVER}; the horizon has 24 reviews",
        ),
        (
            SLOW,
            "{all: [{risk: embargo}, {date: {from: 2026-01-01, before: 2027-01-01}, for: 5 quarters}]}",
            f"rules.slow.when.all[1].for: '5 quarters' is longer than it may ever hold, {NEVER}; "
            "the horizon has 24 reviews",
        ),
        (
            "{not: {risk: embargo}}",
            "{rule: idle}",
            f"rules.wait.when.all[1].rule: 'idle' may never fire, {NEVER}; a rule that may fire",
        ),
        (
            SLOW,
            "{not: {date: 2025-01-01}}",
            f"rules.slow.when.not: {{date: 2025-01-01}} holds at every review, {NEVER}; something that may not hold",
        ),
        (
            SLOW,
            "{all: [{date: 2028-01-01}, {date: {before: 2027-01-01}}]}",
            "rules.slow.when: {all: [{date: 2028-01-01}, {date: {before: 2027-01-01}}]} holds conditions that "
            "are never "
            f"true at one review, {NEVER}; conditions that may meet",
        ),
        (
            "when: {demand: {market: mexico, above: 20 MW}}",
            "when: {date: 2031-01-01}",
            "projects.peru.start.when.date: '2031-01-01' comes after the last review, of 2030-12-31, so that the "
            "project "
            "can never start within the horizon; a date up to 2030-12-31",
        ),
        # nothing has lasted by then
        (
            SLOW,
            "{not: {demand: {market: mexico, above: 9 MW, for: 3 quarters}}}",
            "rules.slow.when.not: {demand: {market: mexico, above: 9 MW, for: 3 quarters}} holds on 2025-03-31 "
            "whatever that review sees, since nothing has lasted for 3 quarters by then; fine if that is meant; else "
            "join it with a later `date`",
        ),
        (
            SLOW,
            "{all: [{date: 2025-06-30}, {not: {demand: {market: mexico, above: 9 MW}, for: 9 months}}]}",
            "rules.slow.when.all[1].not: {demand: {market: mexico, above: 9 MW}, for: 9 months} holds on 2025-06-30 "
            "whatever that review sees, since nothing has lasted for 9 months by then; fine if that is meant; else "
            "join it with a later `date`",
        ),
        (
            "when: {demand: {market: mexico, above: 20 MW}}",
            "when: {not: {demand: {market: mexico, above: 20 MW}, for: 2 quarters}}",
            "projects.peru.start.when.not: {demand: {market: mexico, above: 20 MW}, for: 2 quarters} holds on "
            "2025-03-31 whatever that review sees, since nothing has lasted for 2 quarters by then; fine if that is "
            "meant; else join it with a later `date`",
        ),
        # projects and pools that are left
        (
            "budget: 9 mn USD, start",
            "budget: 9 mn USD, after: brazil.permits, start",
            "rules.leave.do.relocate.from: 'brazil' may leave peru waiting for brazil for ever; fine if that is meant",
        ),
        (
            "floor: 1 mn USD",
            "floor: 100 mn USD, reserve: 80000001 USD",
            "pools.idle.floor: '100 mn USD' is more with the reserve than all funding brings into idle (180,000,000), "
            "so that nothing starts with it; less than the pool receives",
        ),
        (
            "build: {earmark: hard}",
            "build: {earmark: hard, reserve: 721 mn USD}",
            "pools.build.reserve: '721 mn USD' is more than all funding brings into build (720,000,000), "
            "so that nothing starts with it; less than the pool receives",
        ),
    ],
)
def test_a_warning_is_told_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = DECIDED.replace("rules:\n", "rules:\n  idle: {when: {rule: idle}, do: {pause: china}}\n")
    known = warned_of(tmp_path, "name: decided", "name: decided", text)
    assert known == [f"rules.idle.when.rule: 'idle' may never fire, {NEVER}; a rule that may fire"]
    assert [one for one in warned_of(tmp_path, old, new, text) if one not in known] == [said]


def test_a_growth_of_nothing_cannot_be_multiplied(tmp_path: Path) -> None:
    text = DECIDED.replace("growth: {2025-01-01: 45 %/year, 2027-01-01: 20 %/year}, ", "")
    assert warned_of(tmp_path, "growth: {add: -10 %/year}", "growth: {multiply: 2}", text) == [
        "risks.slump.hits[0].growth.multiply: 2, multiplies the growth of mexico, which has none; `add`, as -10 %/year"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SLOW, "{all: [{date: 2025-09-30}, {not: {demand: {market: mexico, above: 9 MW, for: 3 quarters}}}]}"),
        (SLOW, "{not: {date: 2026-01-01, for: 2 quarters}}"),
        (SLOW, "{not: {demand: {market: mexico, above: 9 MW}}, for: 3 quarters}"),
        (
            "when: {demand: {market: mexico, above: 20 MW}}",
            "not_before: 2026-01-01, when: {not: {demand: {market: mexico, above: 20 MW}, for: 2 quarters}}",
        ),
    ],
)
def test_what_could_have_lasted_by_then_has_no_warning(tmp_path: Path, old: str, new: str) -> None:
    assert warned_of(tmp_path, old, new) == []


def test_a_project_that_costs_what_is_stated_never_overruns(tmp_path: Path) -> None:
    certain = DECIDED.replace("{fx: CNY, rate: {multiply: 1.2}}, ", "")
    said = (
        "rules.slow.when: {overrun: {project: brazil, above: 10 %}} is never true, so that the rule can never fire "
        "within the horizon; a level that may be passed"
    )
    assert warned_of(tmp_path, "name: decided", "name: decided", certain) == [said]
    for dearer in ("cost_factor: 1.2", 'cost_factor: "lognormal(p50=1, p90=1.1)"', "cost_factor: {driver: steel}"):
        assert warned_of(tmp_path, "budget: 9 mn USD}", f"budget: 9 mn USD, {dearer}}}", certain) == []
    hit = "hits: [{stages: brazil, rework: 10 %}, "
    assert warned_of(tmp_path, "hits: [{stages: mexico_*.power", f"{hit}{{stages: mexico_*.power", certain) == []


def test_a_priority_is_for_the_policy_that_looks_at_it(tmp_path: Path) -> None:
    text = DECIDED.replace("do: {start: mexico_2}", "do: {start: mexico_2, priority: {project: mexico_2, to: 1}}")
    for policy in ("first_come", "value", "payback", "earliest_finish", "latest_finish_time", "slack", "pro_rata"):
        stated = f"allocation: {{policy: {policy}}}\nlimits:"
        (warning,) = warned_of(tmp_path, "limits:", stated, text.replace("- {tag", "  - {tag"))
        assert warning == (
            "rules.expand.do.priority: {project: mexico_2, to: 1} changes nothing under the policy "
            f"{policy}, which looks at no priority; allocation: {{policy: priority}}"
        )
    assert warned_of(tmp_path, "limits:", "allocation: {policy: priority}\nlimits:", text) == []


@pytest.mark.parametrize(
    ("probability", "reason"), [("0 %", "has a probability of 0 %"), ("3 %", "may strike only after the last review")]
)
def test_a_rule_that_waits_for_what_cannot_strike_never_fires(tmp_path: Path, probability: str, reason: str) -> None:
    text = DECIDED.replace(SLOW, "{any: [{risk: strike}]}").replace("end: 2030-12-31", "end: 2031-01-31")
    text = text.replace("probability: 5 %, window: 2026-05-01", f"probability: {probability}, window: 2031-01-15")
    (warning,) = warned_of(tmp_path, "name: decided", "name: late", text)
    assert warning == f"rules.slow.when.any[0].risk: 'strike' {reason}, {NEVER}; a risk that may strike before"


def test_a_risk_that_may_end_a_project_leaves_those_that_come_after_it(tmp_path: Path) -> None:
    text = DECIDED.replace("budget: 9 mn USD, start", "budget: 9 mn USD, after: mexico_1, start")
    hit = "{projects: mexico_*, abandon: 9 %}"
    (warning,) = warned_of(tmp_path, "{stages: mexico_*.power, duration: {add: 3 months}}", hit, text)
    assert warning == (
        "risks.strike.hits[0].projects: 'mexico_*' may leave peru waiting for mexico_1 for ever; fine if that is meant"
    )
    assert (
        warned_of(tmp_path, "{stages: mexico_*.power, duration: {add: 3 months}}", hit.replace("9 %", "0 %"), text)
        == []
    )


def test_a_horizon_without_a_review_is_said_of_every_rule(tmp_path: Path) -> None:
    text = """\
        name: short
        horizon: {start: 2025-01-01, end: 2025-02-15}
        rules:
          off: {when: {project: {name: a, done: true}}, do: {abandon: a}}
        projects:
          a: {stages: {x: {duration: 3 days}}}
    """
    path = write(tmp_path, "short.yaml", text)
    faults, warnings = validate([path])
    assert faults == []
    assert [str(one).replace(f"{tmp_path}/", "") for one in warnings] == [
        f"short.yaml:4: rules.off.when: {{project: {{name: a, done: true}}}} is looked at by no review, {NEVER}; "
        "a longer horizon, or `reviews: {every: month}`"
    ]
    assert validate([path], ["reviews.every=month"]) == ([], [])


def test_rules_that_are_switched_off_have_no_warnings(tmp_path: Path) -> None:
    text = DECIDED.replace(SLOW, "{date: 2031-01-01}")
    path = write(tmp_path, "off.yaml", text)
    assert len(validate([path])[1]) == 1
    assert validate([path], ["reviews.rules=false"]) == ([], [])


def test_what_rules_bring_may_fill_a_pool(tmp_path: Path) -> None:
    assert warned_of(tmp_path, "spare: {earmark: soft}", "spare: {earmark: soft, floor: 1 bn USD}") == []


def test_a_note_inside_the_plan_brings_a_pool_no_more(tmp_path: Path) -> None:
    note = (
        "  note: {kind: convertible_note, face: 90 mn USD, net: 90 mn USD, settles: 2025-06-01, matures: 2029-06-01, "
        "into: {build: 100 %}, inside: {plan: build}}\nresources:"
    )
    text = DECIDED.replace("build: {earmark: hard}", "build: {earmark: hard, floor: 721 mn USD}")
    (inside,) = warned_of(tmp_path, "resources:", note, text)
    assert "all funding brings into build (720,000,000)" in inside
    assert warned_of(tmp_path, "resources:", note.replace(", inside: {plan: build}", ""), text) == []


@pytest.mark.parametrize(
    ("most", "said"),
    [
        ("90 mn USD", []),
        ("89999999 USD", ["mexico_1.power commits to start (90,000,000)"]),
        ("9 mn USD", ["mexico_1.power commits to start (90,000,000), as do 1 more"]),
    ],
)
def test_a_limit_below_what_one_stage_commits_holds_it_up_for_ever(tmp_path: Path, most: str, said: list[str]) -> None:
    assert warned_of(tmp_path, "at_most: 1 bn USD", f"at_most: {most}") == [
        f"limits[0].at_most: '{most}' is less than {stage}, so that it waits for ever; "
        "as much as the largest stage commits"
        for stage in said
    ]


@pytest.mark.parametrize(("raised", "times"), [("contingency: 20 %", 1.2), ("budget_basis: p80", 1.0)])
def test_a_limit_is_held_against_raised_budgets(tmp_path: Path, raised: str, times: float) -> None:
    text = DECIDED.replace("at_most: 1 bn USD", "at_most: 80 mn USD")
    (warning,) = warned_of(tmp_path, "budget: 100 mn USD", f"budget: 100 mn USD, {raised}", text)
    assert f"mexico_1.power commits to start ({90e6 * times:,.0f})" in warning


@pytest.mark.parametrize(
    ("lag", "rules"), [("1645 days", []), ("1646 days", ["wait"]), ("2102 days", ["slow", "wait"])]
)
def test_a_lag_that_no_decision_outlives_is_said(tmp_path: Path, lag: str, rules: list[str]) -> None:
    # days 89 and 545 of 2,190 are the first reviews, of 2025-03-31 and 2026-06-30, at which they may fire
    warnings = [one for one in warned_of(tmp_path, "limits:", f"reviews: {{lag: {lag}}}\nlimits:") if "lag" in one]
    assert [rule for rule in ("slow", "wait") if any(f"when rule {rule} may fire" in one for one in warnings)] == rules
