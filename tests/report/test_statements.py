"""The statements as pages and the workbook tell them, against what the run keeps."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from simulator.answer import Manner, answer
from simulator.findings import Findings, findings_of
from simulator.ledger import Line
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import Run
from simulator.montecarlo.replications import run as run_asked
from simulator.report.statements import by_year, quarterly, statement_lines
from simulator.report.workbook import workbook
from simulator.scenario.load import load
from simulator.words import WIDTH
from tests.small import SMALL

LIQUIDITY = Line("cash flow", "closing", "liquidity at the end of the quarter")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Findings, bytes, str]:
    loaded = load(SMALL, ["simulation.replications=6"])
    manner = Manner(tmp_path_factory.mktemp("out"), jobs=1, plots=False)
    stored = answer(asked(loaded.scenario), loaded.document, manner).run
    page = (stored.folder / "report.html").read_text(encoding="utf-8")
    return stored.findings, workbook(stored, loaded.document), page


def test_years_add_up_flows_and_end_with_what_stands(run: tuple[Findings, bytes, str]) -> None:
    findings = run[0]
    quarters, told = quarterly(findings)
    years, lines = by_year(findings)
    assert years == [q for q in quarters[:-1] if q[5:10] == findings.scenario.horizon.fiscal_year_end] + quarters[-1:]
    for one in told:
        if one.line.statement == "income":
            assert lines[one.line].sum() == pytest.approx(one.numbers[0].sum(), abs=0.01)
    at = [quarters.index(year) for year in years]
    closing = next(one for one in told if one.line == LIQUIDITY).numbers[0]
    np.testing.assert_array_equal(lines[LIQUIDITY], closing[at])
    opening = lines[Line("cash flow", "opening", "liquidity at the start of the quarter")]
    np.testing.assert_allclose(opening[1:], closing[at][:-1], atol=0.01)


def test_the_text_has_a_row_a_subject_and_fits_the_page(run: tuple[Findings, bytes, str]) -> None:
    lines = statement_lines(run[0])
    assert max(map(len, lines)) <= WIDTH
    text = "\n".join(lines)
    for subject in ("cash from operations", "liquidity at the end", "debt", "equity", "income of what is modelled"):
        assert f"\n{subject}" in text


def test_the_sheet_holds_every_line_with_mean_p10_and_p90(run: tuple[Findings, bytes, str]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(run[1]), data_only=True)["Statements"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    quarters, told = quarterly(run[0])
    assert [cell.date().isoformat() for cell in rows[3][2:]] == quarters
    found = [row[1:] for row in rows if row[1] in ("mean", "P10", "P90")]
    assert [row[0] for row in found] == ["mean", "P10", "P90"] * len(told)
    expected = np.concatenate([one.numbers for one in told])
    np.testing.assert_allclose(np.array([row[1:] for row in found], float), expected, rtol=1e-12, atol=1e-6)
    checks = [row[2:] for row in rows if str(row[0]).startswith("check:")]
    assert len(checks) == 2
    assert not np.any(checks)


def test_the_page_shows_each_statement_by_quarter(run: tuple[Findings, bytes, str]) -> None:
    quarters, _ = quarterly(run[0])
    for statement in ("Cash flow", "Balance sheet", "Income", "Equity"):
        assert f"<h3>{statement}</h3>" in run[2]
    assert run[2].count(f'<th scope="col" class="number">{quarters[0]}</th>') == 4


def test_small_amounts_are_told_beside_large_ones(tmp_path: Path) -> None:
    # 45 mn until 2028 and 0.4 mn beyond it beside 50 bn: in bn they need three decimals, or a bound
    path = tmp_path / "large.yaml"
    path.write_text(
        "name: large\nhorizon: {start: 2026-01-01, end: 2028-12-31, fiscal_year_end: 12-31}\n"
        "treasury: {opening: 50 bn USD}\nfunding:\n"
        "  a: {kind: bullet, face: 45 mn USD, settles: 2024-12-31, matures: 2028-12-29}\n"
        "  b: {kind: bullet, face: 400 thousand USD, settles: 2024-12-31, matures: 2030-12-31}\n"
        "simulation: {replications: 2}\n"
    )
    rows = {line[:28].strip(): line[28:].split() for line in statement_lines(findings_of(run_of(path)))}
    assert rows["debt and interest payable"] == ["0.045", "0.045", "<0.001"]
    assert rows["liquidity at the end"] == ["50.0", "50.0", "50.0"]


def run_of(path: Path) -> Run:
    """A run of a file."""
    return run_asked(asked(load(path).scenario), jobs=1)
