"""Sentences about a run are left out where they would say nothing."""

from __future__ import annotations

from pathlib import Path

from simulator.findings import Findings, findings_of
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import run
from simulator.report.reasons import attention_lines, value_lines
from simulator.scenario.load import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def found(name: str, *sets: str) -> Findings:
    return findings_of(run(asked(load_scenario(SCENARIOS / name, sets), replications=4), jobs=1))


def test_a_plan_of_nothing_is_paid_in_no_part() -> None:
    lines = attention_lines(found("examples/one_hall.yaml", "funding.plan.amount=0 mn USD"))
    assert not [line for line in lines if "of plan is paid" in line]


def test_no_price_and_no_utilisation_turns_a_plan_without_demand() -> None:
    lines = value_lines(found("base.yaml", "markets.*.demand=0 MW"))
    assert not [line for line in lines if "higher" in line]


def test_the_summary_says_what_each_programme_is_worth_and_which_a_note_alone_pays_for() -> None:
    findings = found("base.yaml")
    lines = " ".join(value_lines(findings))
    worth = sum(float(findings.metrics[f"npv.{name}"].mean()) for name in ("logistics", "cross_border"))
    assert "In the plan: china ai " in lines
    assert "Outside it: logistics " in lines
    assert f"not done without them: logistics and cross border, NPV {worth / 1e6:.1f} mn USD." in lines
