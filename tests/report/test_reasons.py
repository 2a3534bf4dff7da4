"""Sentences about a run are left out where they would say nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.amounts import money, percent
from simulator.findings import Findings, findings_of
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import run
from simulator.report.programmes import paid_by_notes, programme_rows, without_notes
from simulator.report.reasons import attention_lines, value_lines
from simulator.report.summary import as_text
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


def test_what_utilisation_cannot_turn_is_said_to_be_so() -> None:
    lines = value_lines(found("base.yaml", "markets.*.price*=0.8"))
    assert any(line.startswith("No utilisation turns it to zero") for line in lines)
    assert not [line for line in lines if "with utilisation" in line]


def test_each_programme_has_its_npv_and_its_place() -> None:
    findings = found("base.yaml")
    rows = programme_rows(findings)
    assert [row.metric for row in rows] == [f"npv.{name}" for name in findings.index.programmes]
    places = {row.metric: row.what.rpartition(", ")[2] for row in rows}
    assert places["npv.china_ai"] == "in the plan"
    assert places["npv.growth"] == places["npv.logistics"] == "outside the plan"
    text = as_text(findings)
    assert "\nNPV by programme\n" in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_programmes_that_notes_alone_pay_for_are_not_done_without() -> None:
    findings = found("base.yaml")
    worth = sum(float(findings.metrics[f"npv.{name}"].mean()) for name in ("logistics", "cross_border"))
    (line,) = without_notes(findings)
    assert line.endswith(f"not done without it: logistics, cross border; NPV together {money(worth, 'USD')}.")


@pytest.mark.parametrize("earmark", ["soft", "memo"])
def test_a_pool_that_lends_or_only_tracks_ties_no_programme_to_its_note(earmark: str) -> None:
    base = load_scenario(SCENARIOS / "base.yaml", [f"pools.commerce.earmark={earmark}"])
    assert paid_by_notes(base) == set()


def test_the_margin_is_that_of_full_fiscal_years() -> None:
    findings = found("base.yaml")
    line = next(line for line in attention_lines(findings) if "EBITDA" in line)
    assert re.findall(r"fiscal year to ([0-9-]+)", line) == ["2026-03-31", "2033-03-31"]
    labels = [f"{findings.calendar.date_of(day):%Y-%m}" for day in findings.calendar.closing_days.tolist()]
    year = slice(labels.index("2025-04"), labels.index("2026-03") + 1)
    cash, revenue = (findings.timelines[of]["mean"][year].sum() for of in ("operating_cash", "revenue"))
    assert f": {percent(cash / revenue)} in the fiscal year to 2026-03-31" in line


@pytest.mark.parametrize(("start", "told"), [("2026-01-01", True), ("2026-01-15", False), ("2026-02-01", False)])
def test_a_margin_needs_a_full_fiscal_year(start: str, told: bool, tmp_path: Path) -> None:
    file = tmp_path / "short.yaml"
    file.write_text(f"""\
name: short
horizon: {{start: {start}, end: 2026-12-31}}
treasury: {{opening: 1 bn USD}}
markets: {{town: {{demand: 20 MW, price: 10 mn USD/MW/year, installed: 22 MW, opex: {{sold: 6 mn USD/MW/year}}}}}}
""")
    lines = attention_lines(findings_of(run(asked(load_scenario(file), replications=2), jobs=1)))
    margins = [line for line in lines if "EBITDA" in line]
    assert bool(margins) == told
    assert all(line.endswith(": 40.0 % in the fiscal year to 2026-12-31.") for line in margins)
