"""What is told of rules, risks, limits and idle capital, against the numbers of the run."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from simulator.amounts import dated, money, percent
from simulator.findings import Findings, findings_of
from simulator.findings.endings import ending_of
from simulator.metrics.registry import family_of
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import run
from simulator.report.decisions import decision_lines
from simulator.report.idle import idle_lines
from simulator.report.limits import limit_lines
from simulator.report.reasons import attention_lines, delay_lines
from simulator.report.risks import risk_lines
from simulator.report.summary import as_text, reactions
from simulator.report.together import together_lines
from simulator.scenario.load import load_scenario
from tests.decided import DECIDED, decided_findings
from tests.small import small_findings


@lru_cache(maxsize=1)
def without_rules() -> Findings:
    return findings_of(run(asked(load_scenario(DECIDED, ["reviews.rules=false"]), replications=4), jobs=1))


def test_a_rule_is_told_with_what_it_looks_at_what_it_does_and_how_often_it_fires() -> None:
    findings = decided_findings()
    expand, wait, give_up = decision_lines(findings)
    share = percent(float(findings.metrics["rule.expand.fired"].mean()))
    assert expand.startswith("expand (utilisation of town above 95 % -> start annexe): ")
    assert f"fires in {share} of the replications" in expand
    assert wait.startswith("wait for cash (liquidity below 2.1 bn USD -> defer south by 91 days)")
    assert give_up.startswith("give up (date from 2027-01-01 or fire has struck -> abandon south)")


def test_a_rule_is_told_with_the_dates_between_which_it_first_fires() -> None:
    findings = decided_findings()
    days = findings.metrics["rule.give_up.fired_day"]
    dates = [
        findings.calendar.date_of(round(float(of))).isoformat()
        for of in np.nanquantile(days, [0.5, 0.1, 0.9], method="inverted_cdf")
    ]
    told = re.search(r"in the median on (\S+) \(P10 (\S+), P90 ([^)]+)\)", decision_lines(findings)[2])
    assert told is not None
    assert list(told.groups()) == dates


def test_what_a_rule_saw_passes_its_level() -> None:
    expand, wait, _ = decision_lines(decided_findings())
    seen = re.search(r"saw utilisation of town at ([\d.]+) % in the mean", expand)
    assert seen is not None
    assert 95 < float(seen[1]) <= 100
    cash = re.search(r"saw liquidity at ([\d.]+) bn USD", wait)
    assert cash is not None
    assert float(cash[1]) < 2.1


def test_waves_are_told_as_one_project(tmp_path: Path) -> None:
    text = (DECIDED.parent / "small.yaml").read_text()
    file = tmp_path / "waves.yaml"
    file.write_text(text + "rules: {later: {when: {date: 2025-03-31}, do: {defer: {project: tools, by: 10 days}}}}\n")
    (line,) = decision_lines(findings_of(run(asked(load_scenario(file), replications=2), jobs=1)))
    assert line == "later (date from 2025-03-31 -> defer tools_* by 10 days): fires in 100 % of the replications, " \
        "on 2025-03-31."  # fmt: skip


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("{not: {project: {name: tools_1, done: true}}}", "not tools_1 done"),
        ("{not: {project: {name: tools_1, done: false}}}", "tools_1 done"),
        ("{not: {all: [{date: 2025-03-31}, {project: {name: tools_1, done: true}}]}}",
         "not (date from 2025-03-31 and tools_1 done)"),
        ("{not: {date: 2026-01-01, for: 2 quarters}}", "not (date from 2026-01-01 for 2 quarters)"),
        ("{not: {any: [{date: 2026-01-01}, {project: {name: tools_1, done: true}}], for: 3 months}}",
         "not ((date from 2026-01-01 or tools_1 done) for 3 months)"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_denied_once(tmp_path: Path, when: str, said: str) -> None:
    text = (DECIDED.parent / "small.yaml").read_text()
    file = tmp_path / "denied.yaml"
    file.write_text(text + f"rules: {{later: {{when: {when}, do: {{pause: tools_2}}}}}}\n")
    (line,) = decision_lines(findings_of(run(asked(load_scenario(file), replications=2), jobs=1)))
    assert line.startswith(f"later ({said} -> pause tools_2): ")


def test_a_wave_alone_is_told_by_its_own_name(tmp_path: Path) -> None:
    text = (DECIDED.parent / "small.yaml").read_text()
    file = tmp_path / "wave.yaml"
    file.write_text(text + "rules: {later: {when: {date: 2025-03-31}, do: {abandon: tools_2}}}\n")
    findings = findings_of(run(asked(load_scenario(file), replications=2), jobs=1))
    (line,) = decision_lines(findings)
    assert line == "later (date from 2025-03-31 -> abandon tools_2): fires in 100 % of the replications, on 2025-03-31."
    (given_up,) = [line for line in idle_lines(findings) if line.startswith("Given up")]
    assert given_up == "Given up: tools in 100 % of the replications."


def test_a_run_without_rules_says_so() -> None:
    assert decision_lines(without_rules()) == ["No rule fires: the scenario is run without its rules."]


def test_a_risk_is_told_with_its_share_beside_the_stated_one() -> None:
    findings = decided_findings()
    fire, slump = risk_lines(findings)
    assert f"strikes in {percent(float(findings.metrics['risk.fire.struck'].mean()))} of the replications" in fire
    assert "(stated: 40 %)" in fire
    assert fire.endswith("hits north.* (duration, cost).")
    assert slump.endswith("lasts 12.0 months in the mean; hits town (demand), crews (capacity).")


def test_a_limit_is_told_period_by_period() -> None:
    findings = decided_findings()
    (line,) = limit_lines(findings)
    rows = findings.limits
    assert line.startswith("growth, at most 40.0 mn USD a fiscal year: of 4 periods ")
    assert f"binding in {int((rows['bound'] > 0).sum())}" in line
    assert line.endswith(f"in {percent(float(rows['bound'].max()))} of the replications.")


def test_a_pool_that_keeps_money_says_whom_it_held_back() -> None:
    golden = Path(__file__).parents[1] / "golden" / "reserve_and_floor.yaml"
    assert limit_lines(findings_of(run(asked(load_scenario(golden)), jobs=1))) == [
        "pool build, reserve 20.0 mn USD and floor 10.0 mn USD: binding in 100 % of the replications; "
        "overruns drew 21.0 mn USD of the reserve in the mean, in 100 % of the replications."
    ]


def test_idle_capital_is_told_with_its_peak_and_its_money_days() -> None:
    findings = decided_findings()
    peak, days, stands, unused, given_up = idle_lines(findings)
    assert f"At most {money(float(findings.metrics['stranded_capital_peak'].mean()), 'USD')} lies idle" in peak
    assert f"Idle for {money(float(findings.metrics['stranded_capital_money_days'].mean()), 'USD')}-days" in days
    shares = re.findall(r"([\d.]+) %", days.partition("; in ")[0])
    assert sum(map(float, shares)) == pytest.approx(100, abs=0.5)
    assert f"At most {money(float(findings.metrics['standing_capital_peak'].mean()), 'USD')} stands in" in stands
    assert f"Unused for {money(float(findings.metrics['standing_capital_money_days'].mean()), 'USD')}-days" in unused
    shares = re.findall(r"([\d.]+) %", unused.partition("; in ")[0])
    assert sum(map(float, shares)) == pytest.approx(100, abs=0.5)
    assert f"{money(float(findings.metrics['write_offs'].mean()), 'USD')} is written off" in given_up


def test_an_option_that_is_never_exercised_is_no_delay(tmp_path: Path) -> None:
    # the annexe is started in no world; the hall begins at once and waits for nothing
    file = tmp_path / "option.yaml"
    file.write_text("""\
name: option
horizon: {start: 2026-01-01, end: 2026-12-31}
projects:
  hall: {stages: {all: {duration: 10 days}}}
  annexe: {stages: {all: {duration: 10 days}}}
rules: {never: {when: {project: {name: hall, late_by: 300 days}}, do: {start: annexe}}}
""")
    findings = findings_of(run(asked(load_scenario(file), replications=2), jobs=1))
    nothing, options = delay_lines(findings)
    assert nothing.startswith("Nothing: ")
    assert options == (
        "Options, which only a rule or trigger starts, are no delay: 1.0 of 1 not exercised in the mean: "
        "annexe in 100 % of the replications."
    )
    assert findings.delays.where(project="annexe", stage="", cause="rule")["mean"].tolist() == [365.0]
    assert not [line for line in attention_lines(findings) if "annexe" in line]


def test_what_follows_an_option_is_late_only_from_its_exercise_on(tmp_path: Path) -> None:
    # the annexe is started in no world, so that neither the yard nor the gate is wanted; the wing on 31 March, day 89:
    # the lawn waits for it until day 99, but only ten of these days are a delay
    file = tmp_path / "following.yaml"
    file.write_text("""\
name: following
horizon: {start: 2026-01-01, end: 2026-12-31}
projects:
  annexe: {stages: {all: {duration: 10 days}}}
  yard: {after: annexe, stages: {all: {duration: 10 days}}}
  gate: {after: yard, stages: {all: {duration: 10 days}}}
  wing: {stages: {all: {duration: 10 days}}}
  lawn: {after: wing, stages: {all: {duration: 10 days}}}
rules:
  never: {when: {project: {name: wing, late_by: 300 days}}, do: {start: annexe}}
  go: {when: {date: 2026-03-31}, do: {start: wing}}
""")
    findings = findings_of(run(asked(load_scenario(file), replications=2), jobs=1))
    late, options = delay_lines(findings)
    assert late == "another project: 100 % of 10 project-days of delay; days a wave: lawn 10"
    assert options == (
        "Options, which only a rule or trigger starts, are no delay, nor is waiting until one is exercised: "
        "1.0 of 2 not exercised in the mean: annexe in 100 % of the replications."
    )
    days = {name: findings.delays.where(project=name, stage="", cause="predecessor")["mean"].tolist()
            for name in ("yard", "gate", "lawn")}  # fmt: skip
    assert days == {"yard": [365.0], "gate": [365.0], "lawn": [99.0]}
    told = findings.options.where(cause="predecessor")
    rows = zip(told["project"], told["exercised"].tolist(), told["mean"].tolist(), strict=True)
    assert list(rows) == [("yard", 0.0, 365.0), ("gate", 0.0, 365.0), ("lawn", 1.0, 89.0)]
    assert not [line for line in attention_lines(findings) if line.startswith("Not done")]
    assert {name: ending_of(findings, name).unexercised for name in ("gate", "lawn")} == {"gate": 1.0, "lawn": 0.0}


def test_given_up_and_not_done_are_told_apart() -> None:
    findings = decided_findings()
    lines = " ".join(attention_lines(findings))
    south = ending_of(findings, "south")
    assert f"south {percent(south.given_up)} (median {dated(south.day_given_up, findings.calendar)})" in lines
    assert 0 < south.given_up < 1
    assert not [line for line in attention_lines(findings) if line.startswith("Not done by")]


def test_costs_that_share_a_driver_alone_have_the_rank_correlation_of_one() -> None:
    assert together_lines(decided_findings()) == [
        "north and annexe: rank correlation of true costs 1.00, by construction prices"
    ]


def test_a_scenario_without_any_of_it_is_told_nothing_of_it() -> None:
    told = {heading for heading, lines in reactions(small_findings()).items() if lines}
    assert told == {"Capital that lies idle or is given up"}
    assert "Decisions" not in as_text(small_findings())


def test_no_line_is_wider_than_the_page() -> None:
    assert max(len(line) for line in as_text(decided_findings()).splitlines()) <= 100


def test_every_number_told_is_a_metric_that_is_listed() -> None:
    for name in ("rule.expand.fired_day", "risk.fire.struck", "limit.growth.year.bound", "write_offs"):
        assert name in decided_findings().metrics
        assert family_of(name) is not None
