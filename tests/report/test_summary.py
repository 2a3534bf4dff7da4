"""The first page of a run tells its numbers as they are, and why they are so."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from simulator.findings import Findings, findings_of
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import run
from simulator.report.headline import TOLD, headline
from simulator.report.reasons import attention_lines, delay_lines, value_lines
from simulator.report.summary import as_markdown, as_text
from simulator.scenario.load import load_scenario
from tests.small import SMALL, small_findings


def found(text: str, folder: Path, replications: int = 4) -> Findings:
    file = folder / "scenario.yaml"
    file.write_text(text)
    return findings_of(run(asked(load_scenario(file), replications=replications), jobs=1))


def row(findings: Findings, beginning: str) -> list[str]:
    """The cells of a line of the table, after its name."""
    line = next(line for line in headline(findings) if line.startswith(beginning))
    return line[40:].split()


def test_money_is_told_in_the_multiple_that_fits() -> None:
    npv = small_findings().metrics["npv"]
    unit, currency, *numbers = row(small_findings(), "NPV after tax")
    assert (unit, currency) == ("mn", "USD")
    expected = [npv.mean(), *np.quantile(npv, [0.1, 0.5, 0.9])]
    assert [float(number) for number in numbers] == pytest.approx([value / 1e6 for value in expected], abs=0.5)


def test_days_are_told_as_dates_and_who_never_gets_there_is_counted() -> None:
    findings = small_findings()
    finish = findings.metrics["finish_day"]
    line = next(line for line in headline(findings) if line.startswith("last project done on"))
    assert f"(in {(~np.isnan(finish)).mean() * 100:.1f} %)" in line
    median = findings.calendar.date_of(round(float(np.nanmedian(finish))))
    assert median.isoformat() in line


def test_an_event_is_told_as_a_share_of_replications() -> None:
    assert row(small_findings(), "note: put back") == ["share", "100", "%"]


def test_the_table_has_no_line_for_what_the_scenario_lacks(tmp_path: Path) -> None:
    text = "name: bare\nhorizon: {start: 2026-01-01, end: 2026-12-31}\n"
    findings = found(text + "projects: {hall: {stages: {build: {duration: 31 days}}}}\n", tmp_path)
    assert [line.split("  ")[0] for line in headline(findings)[1:]] == ["last project done on", "hall done on"]
    assert row(findings, "hall done on")[:2] == ["date", "2026-02-01"]


def test_every_headline_is_a_family_of_metrics() -> None:
    from simulator.metrics import FAMILIES

    assert set(TOLD) <= set(FAMILIES)


def test_the_parts_of_npv_add_up_to_it() -> None:
    metrics = small_findings().metrics
    parts = [values.mean() for name, values in metrics.items() if name.startswith("npv.part.")]
    assert sum(parts) == pytest.approx(metrics["npv"].mean(), rel=1e-9)
    told = " ".join(value_lines(small_findings())).partition("It turns")[0]
    signed = re.findall(r"([+-]) [a-z ]+ ([\d.]+) (mn|bn|k) USD", told)
    size = {"k": 1e3, "mn": 1e6, "bn": 1e9}
    total = sum(float(f"{sign}{number}") * size[unit] for sign, number, unit in signed)
    assert total == pytest.approx(metrics["npv"].mean(), abs=3e6)


def test_at_the_price_at_which_npv_turns_it_is_nothing() -> None:
    line = next(line for line in value_lines(small_findings()) if "price" in line)
    change = re.search(r"([\d.]+) % (higher|lower)", line)
    assert change is not None
    multiple = 1 + float(change[1]) / 100 * (1 if change[2] == "higher" else -1)
    turned = run(asked(load_scenario(SMALL, [f"markets.town.price*={multiple}"])), jobs=1)
    before = abs(small_findings().metrics["npv.part.revenue"].mean())
    assert abs(turned.metrics["npv"].mean()) < 0.001 * before


def test_causes_of_delay_are_told_with_their_share(tmp_path: Path) -> None:
    text = """\
name: queue
horizon: {start: 2026-01-01, end: 2027-12-31}
resources: {crew: {capacity: 1}}
projects:
  first:  {priority: 1, stages: {build: {duration: 100 days, needs: {crew: 1}}}}
  second: {priority: 2, start: 2026-01-11, stages: {build: {duration: 50 days, needs: {crew: 1}}}}
"""
    lines = delay_lines(found(text, tmp_path))
    assert lines == ["crew: 100 % of 90 project-days of delay; days a wave: second 90"]


def test_planned_dates_are_no_delay(tmp_path: Path) -> None:
    text = "name: planned\nhorizon: {start: 2026-01-01, end: 2027-12-31}\n"
    findings = found(text + "projects: {a: {start: 2026-06-01, stages: {build: {duration: 9 days}}}}\n", tmp_path)
    assert delay_lines(findings) == [
        "Nothing: no project waited for money, crews, supplies, a trigger or another project."
    ]


def test_what_deserves_a_look_is_counted() -> None:
    findings = small_findings()
    lines = " ".join(attention_lines(findings))
    loss = (findings.metrics["npv"] < 0).mean() * 100
    assert f"NPV is negative in {loss:.1f} % of the replications." in lines
    started = findings.metrics["project.south.exercised"] > 0  # an option that nobody takes is not late
    late = (started & np.isnan(findings.metrics["project.south.finish_day"])).mean() * 100
    assert f"south {late:.1f} %" in lines


def test_the_page_is_at_most_a_hundred_wide_on_the_base_case_too() -> None:
    base = load_scenario(SMALL.parents[1] / "scenarios" / "base.yaml")
    findings = findings_of(run(asked(base, replications=4), jobs=1))
    for text in (as_text(findings), as_text(small_findings())):
        assert max(len(line) for line in text.splitlines()) <= 100
    assert as_markdown(findings).startswith("# base: 4 replications, seed 1, ")
