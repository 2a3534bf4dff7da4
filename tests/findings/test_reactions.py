"""Tables of rules, risks and limits, against what each replication did."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest

from simulator.cases import codes
from simulator.engine.simpy_engine import simulate
from simulator.findings import CANCELLED, Findings, findings_of
from simulator.findings.delays import delays_by_group, unexercised
from simulator.montecarlo.block import Question, asked
from simulator.montecarlo.replications import Run, run
from simulator.report.limits import limit_lines
from simulator.trace import Kind
from tests.decided import decided_findings
from tests.factories import BUILD, everything
from tests.worlds import cases_of, rows_of, scenario_of

N = 12


def question() -> Question:
    return asked(scenario_of(everything()), replications=N, seed=1)


@lru_cache(maxsize=1)
def whole() -> Run:
    return run(question(), jobs=1)


@lru_cache(maxsize=1)
def findings() -> Findings:
    return findings_of(whole())


def test_rules_are_told_with_the_days_on_which_they_first_fired() -> None:
    rules, metrics = findings().rules, findings().metrics
    assert rules["rule"].tolist() == ["breathe", "resume", "leave", "retreat", "share", "hall.start"]
    for n, name in enumerate(rules["rule"][:5]):
        day = metrics[f"rule.{name}.fired_day"]
        assert rules["fired"][n] == pytest.approx(metrics[f"rule.{name}.fired"].mean())
        assert rules["n"][n] == (~np.isnan(day)).sum()
        assert rules["mean"][n] == pytest.approx(np.nanmean(day))
        assert rules["p90"][n] == np.nanquantile(day, 0.9, method="inverted_cdf")
    assert rules["firings"][4] > 1  # it may fire again
    assert rules["firings"][1] <= 1


def test_quantiles_of_the_days_of_events_are_days_of_reviews() -> None:
    reviews = set(whole().calendar.fiscal_quarter_ends.tolist())
    firing = findings().rules
    days = np.concatenate([firing[of] for of in ("p10", "p50", "p90")])
    assert set(days[~np.isnan(days)].tolist()) <= reviews
    for name in ("rule.breathe.fired_day", "risk.storm.struck_day"):
        told = findings().summary(name)
        assert {told[of] for of in ("p5", "p25", "p50", "p95")} <= set(findings().metrics[name].tolist())


def test_each_firing_is_told_at_its_review() -> None:
    firings, trace = findings().firings, simulate(cases_of(scenario_of(everything()), N))
    share, index = dict[tuple[str, int], float](), whole().index
    rows = trace.where(Kind.FIRED)
    for rule, day in zip(rows.subject.tolist(), rows.day.tolist(), strict=True):
        key = index.rules[rule], day
        share[key] = share.get(key, 0.0) + 1 / N
    told = zip(firings["rule"], firings["day"].tolist(), strict=True)
    assert dict(zip(told, firings["mean"].tolist(), strict=True)) == pytest.approx(share)
    for rule, often in zip(findings().rules["rule"], findings().rules["firings"], strict=True):
        assert firings.where(rule=rule)["mean"].sum() == pytest.approx(often)


def test_options_are_told_with_what_starts_them_and_how_often_that_comes() -> None:
    found = decided_findings()
    causes = dict(zip(found.options["project"], found.options["cause"], strict=True))
    assert causes == {"south": "trigger", "annexe": "rule"}
    for name, cause in causes.items():
        row = found.options.where(project=name)
        exercised = found.metrics[f"project.{name}.exercised"].mean()
        assert 0 < exercised < 1
        assert row["exercised"][0] == exercised
        assert unexercised(found)[name] == 1 - exercised
        waited = found.delays.where(project=name, stage="", cause=cause)["mean"][0]
        assert 0 < row["mean"][0] <= waited
        left = delays_by_group(found)[name].get(cause, 0.0)
        assert left == pytest.approx(waited - row["mean"][0])


def test_what_they_saw_is_told_by_step_series_and_level() -> None:
    seen = findings().watched
    told = dict(
        zip(seen["step"], zip(seen["rule"], seen["series"], seen["unit"], seen["level"], strict=True), strict=True)
    )
    full = "utilisation of abroad above 75 % for 2 quarters"
    assert told[full] == ("hall.start", "market.abroad.utilisation", "fraction", 0.75)
    assert told["demand of abroad below 12 MW"] == ("leave", "market.abroad.demand_mw", "MW", 12.0)
    assert told["pool cloud above 5 mn USD"] == ("share", "pool.cloud.available", "money", 5e6)
    assert told["storm has struck"] == ("breathe", "", "0/1", 0.5)
    assert told["overrun of campus_2 above 2 % for 3 quarters"] == ("retreat", "", "fraction", 0.02)
    series = {name for name in seen["series"] if name}
    assert series <= set(findings().timelines)
    beyond = {full: 1, "demand of abroad below 12 MW": -1, "pool cloud above 5 mn USD": 1}
    for step, sign in beyond.items():
        row = int(np.flatnonzero(seen["step"] == step)[0])
        assert sign * (seen["mean"][row] - seen["level"][row]) > 0, step


def test_observed_demand_is_that_of_the_last_closing_before_the_review() -> None:
    cases = cases_of(scenario_of(everything()), N)
    leave, step = cases.index.rules.index("leave"), int(np.flatnonzero(cases.rules.code == codes.Test.DEMAND)[0])
    day = whole().decisions.fired_day[:, leave]
    for r in np.flatnonzero(day <= cases.calendar.last_day):
        closing = np.searchsorted(cases.calendar.closing_days, day[r]) - 1
        assert whole().decisions.observed[r, step] == cases.markets.demand[r, cases.rules.subject[step], closing]


def test_actions_are_told_with_what_they_could_and_could_not_do() -> None:
    actions, found = findings().actions, whole().decisions
    assert actions["rule"][0] == "breathe"
    assert actions["action"][0] == "pause platform"
    np.testing.assert_allclose(actions["acted"], (found.acted > 0).mean(axis=0))
    some = actions["without_effect"]
    assert some.max() > 0
    fired = dict(zip(findings().rules["rule"], findings().rules["fired"], strict=True))
    for rule, does, fails in zip(actions["rule"], actions["acted"], some, strict=True):
        assert max(does, fails) <= fired[rule] + 1e-12


def test_risks_are_told_with_their_day_and_length() -> None:
    cases = cases_of(scenario_of(everything()), N)
    begins, ends = cases.risks.begins[:, 0], cases.risks.ends[:, 0]
    strikes = begins <= cases.calendar.last_day
    table = findings().risks
    assert table["risk"].tolist() == ["storm"]
    assert table["struck"][0] == pytest.approx(strikes.mean())
    assert table["mean"][0] == pytest.approx(begins[strikes].mean())
    assert table["lasts"][0] == pytest.approx((ends - begins)[strikes].mean())


def test_limits_are_told_period_by_period() -> None:
    table = findings().limits
    year, horizon = table.where(limit="growth.year"), table.where(limit="growth")
    assert year["period"].tolist()[:3] == ["2025-02-24", "2025-04-01", "2026-04-01"]
    assert (year["at_most"] == 100e6).all()
    assert np.isnan(year["at_least"]).all()
    assert horizon["at_least"].tolist() == [90e6]
    assert (year["mean"] <= 100e6).all()
    assert horizon["mean"][0] == pytest.approx(year["mean"].sum())
    assert set(table["status"]) <= {"binding", "slack"}
    np.testing.assert_array_equal(table["status"] == "binding", table["bound"] > 0)
    assert "binding" in year["status"]


def test_a_limit_that_nobody_asked_under_is_unmatched() -> None:
    data = everything()
    data["projects"]["long"] = {"stages": {"work": {"duration": "9 years"}}}
    data["projects"]["idle"] = {**BUILD, "tags": ["never"], "after": "long"}
    data["limits"] = [{"tag": "never", "per": "year", "at_most": "1 USD"}]
    found = findings_of(run(asked(scenario_of(data), replications=2), jobs=1))
    assert set(found.limits["status"]) == {"unmatched"}
    assert limit_lines(found)[0].endswith("of 9 periods unmatched in 9.")


def test_money_that_rules_moved_is_told_under_its_source_and_new_pool() -> None:
    flows = findings().flows
    assert (flows.where(source="plan", pool="commerce")["mean"].sum()) > 0
    plan = flows.where(source="plan")
    tranches = findings().timelines["plan.tranches"]["mean"][-1]
    assert plan["mean"].sum() == pytest.approx(tranches, abs=1.0)
    paid = flows.where(programme=CANCELLED)["mean"].sum()
    assert paid == pytest.approx(findings().metrics["cancellation_cost"].mean(), abs=0.01)


def test_decisions_are_the_same_in_any_size_of_block() -> None:
    other = run(question(), jobs=1, block=5).decisions
    for name, values in vars(whole().decisions).items():
        np.testing.assert_array_equal(getattr(other, name), values, err_msg=name)


def test_a_firing_has_one_observation_for_each_leaf() -> None:
    cases = cases_of(scenario_of(everything()), N)
    trace = simulate(cases)
    leaves = [int((cases.rules.code[a:b] >= codes.Test.UTILISATION).sum()) for a, b in pairwise(cases.rules.first)]
    for r in range(N):
        fired = [leaves[subject] for _, _, subject, _ in rows_of(cases, trace, Kind.FIRED, r)]
        assert len(rows_of(cases, trace, Kind.OBSERVED, r)) == sum(fired)
