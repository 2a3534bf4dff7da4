"""A workbook holds the run, its checks work in any spreadsheet program, and no text of a file becomes a formula."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from simulator.answer import Manner, answer
from simulator.cli.app import command_line
from simulator.findings.stored import StoredRun, open_run
from simulator.montecarlo.block import asked
from simulator.report.workbook import FILE, with_workbook, workbook
from simulator.report.workbook import book as book_module
from simulator.scenario.document import Document
from simulator.scenario.load import load
from tests.scenario.written import write
from tests.small import SMALL

Cells = dict[tuple[str, str], Any]


def stored(file: Path, out: Path, *sets: str) -> tuple[StoredRun, Document]:
    loaded = load(file, ["simulation.replications=6", *sets])
    return answer(asked(loaded.scenario), loaded.document, Manner(out, jobs=1, plots=False)).run, loaded.document


def cells_of(content: bytes, values: bool) -> Cells:
    """Every cell by sheet and name: as calculated by its writer, or as written."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def recalculated(cells: Cells) -> Cells:
    """The cells with every formula worked out anew, out of numbers and texts alone."""
    known: Cells = {}

    def value(sheet: str, name: str) -> Any:
        key = (sheet, name.replace("$", ""))
        if key not in known:
            cell = cells.get(key)
            known[key] = formula(sheet, cell[1:]) if isinstance(cell, str) and cell.startswith("=") else cell
        return known[key]

    def area(sheet: str, text: str) -> list[Any]:
        other, _, names = text.rpartition("!")
        sheet = other.strip("'") or sheet
        first, _, last = names.replace("$", "").partition(":")
        block = openpyxl.utils.cell.rows_from_range(f"{first}:{last or first}")
        return [value(sheet, name) for row in block for name in row]

    def formula(sheet: str, text: str) -> Any:
        if found := re.fullmatch(r"SUM\((.*)\)", text):
            return sum(v or 0 for v in area(sheet, found[1]))
        if found := re.fullmatch(r"SUMPRODUCT\(ABS\((.*)\)\)", text):
            return sum(abs(v) for v in area(sheet, found[1]))
        if found := re.fullmatch(r'SUMIFS\((.*),(.*),(.*),(.*),"(.*)"\)', text):
            days, projects, stages = (area(sheet, found[n]) for n in (1, 2, 4))
            (name,) = area(sheet, found[3])
            return sum(d for d, p, s in zip(days, projects, stages, strict=True) if (p, s) == (name, found[5]))
        if found := re.fullmatch(r"ROUND\((.*),(\d)\)", text):
            return round(formula(sheet, found[1]), int(found[2])) + 0.0
        if found := re.fullmatch(r'IF\((\w+)=0,"(\w+)","(\w+)"\)', text):
            return found[2] if value(sheet, found[1]) == 0 else found[3]
        if found := re.fullmatch(r'IF\(COUNTIF\((.*),"(\w+)"\)=ROWS\(.*\),"(\w+)","(\w+)"\)', text):
            return found[3] if set(area(sheet, found[1])) == {found[2]} else found[4]
        terms = re.findall(r"([+-]?)((?:'[^']*'!)?\$?[A-Z]+\$?\d+)", text)
        assert "".join(sign + name for sign, name in terms) == text, text
        return sum((-1 if sign == "-" else 1) * area(sheet, name)[0] for sign, name in terms)

    return {key: value(*key) for key in cells}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[StoredRun, bytes]:
    run, document = stored(SMALL, tmp_path_factory.mktemp("out"))
    return run, workbook(run, document)


def test_every_formula_comes_to_what_the_file_says(small: tuple[StoredRun, bytes]) -> None:
    written, shown = cells_of(small[1], values=False), cells_of(small[1], values=True)
    worked_out = recalculated(written)
    formulas = [key for key, cell in written.items() if isinstance(cell, str) and cell.startswith("=")]
    assert len(formulas) > 100
    for key in formulas:
        if isinstance(shown[key], str):
            assert worked_out[key] == shown[key], key
        else:
            assert worked_out[key] == pytest.approx(shown[key], abs=1e-3), key


def test_all_checks_hold_and_see_a_number_that_was_changed(small: tuple[StoredRun, bytes]) -> None:
    written = cells_of(small[1], values=False)
    (last,) = [key for key, cell in written.items() if cell == "all of them hold"]
    verdict = (last[0], last[1].replace("A", "E"))
    assert recalculated(written)[verdict] == "yes"
    for sheet, name in (("Sources and uses", "C8"), ("Projects", "M5"), ("Delays", "D6")):
        cell = written[sheet, name]
        assert isinstance(cell, int | float)
        assert recalculated({**written, (sheet, name): cell + 100})[verdict] == "NO", sheet


def test_the_sheets_say_what_the_run_says(small: tuple[StoredRun, bytes]) -> None:
    run, content = small
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    rows = {row[0]: row for row in book["All metrics"].iter_rows(min_row=5, values_only=True)}
    assert list(rows) == list(run.findings.metrics)
    npv = run.findings.metrics["npv"]
    assert rows["npv"][1:4] == ("USD", 6, 0)
    assert rows["npv"][4] == pytest.approx(npv.mean())
    assert rows["npv"][9] == pytest.approx(np.median(npv))
    projects = {row[0]: row for row in book["Projects"].iter_rows(min_row=5, values_only=True)}
    assert projects["north"][4:6] == (250e6, 20)
    assert projects["all projects"][12] == pytest.approx(sum(run.findings.metrics[f"project.{p}.paid"].mean()
                                                             for p in run.findings.index.projects))  # fmt: skip
    day = run.findings.metrics["project.north.finish_day"].mean()
    assert (projects["north"][7].date() - run.findings.calendar.start).days == int(day)


def test_quarters_are_those_of_the_fiscal_year(tmp_path: Path) -> None:
    head = "name: a\nhorizon: {start: 2025-01-01, end: 2026-03-15, fiscal_year_end: 01-31}\n"
    file = write(tmp_path, "a.yaml", head + "treasury: {opening: 2 bn USD}\n")
    run, document = stored(file, tmp_path / "out")
    book = openpyxl.load_workbook(io.BytesIO(workbook(run, document)), data_only=True)
    heads = [cell.value for cell in book["Sources and uses"][4]][1:-1]
    wanted = ["2025-01-31", "2025-04-30", "2025-07-31", "2025-10-31", "2026-01-31", "2026-03-15"]
    assert [head.date().isoformat() for head in heads] == wanted
    opening = book["Sources and uses"]["B5"].value
    assert opening == pytest.approx(2e9)


HOSTILE = """\
name: hostile
description: '=HYPERLINK("http://example.com","x")'
horizon: {start: 2026-01-01, end: 2027-12-31}
facts: facts.yaml
treasury: {opening: {fact: cash}}
projects:
  hall: {tags: ["=1+1", "@SUM(A1)", "+2", "-3+cmd|' /C calc'!A0"], stages: {build: {duration: 90 days}}}
"""
FACTS = "cash: {value: 1 bn USD, grade: audited, source: '=cmd|calc', as_of: '@today'}\n"


def test_no_text_of_a_file_becomes_a_formula(tmp_path: Path) -> None:
    write(tmp_path, "facts.yaml", FACTS)
    run, document = stored(write(tmp_path, "hostile.yaml", HOSTILE), tmp_path / "out")
    content = workbook(run, document)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    own = re.compile(r"=(SUM|SUMIFS|SUMPRODUCT|ROUND|IF)\(|=('[A-Z]|[A-Z]+[0-9])")
    assert all(own.match(str(cell.value)) for cell in cells if cell.data_type == "f")
    hostile = [cell for cell in cells if cell.data_type == "s" and str(cell.value).startswith(("=", "+", "-", "@"))]
    texts = {cell.value for cell in hostile}
    assert {'=HYPERLINK("http://example.com","x")', "=1+1", "@SUM(A1)", "+2", "=cmd|calc", "@today"} <= texts
    # the mark of a cell that stays text when somebody edits it
    assert all(cell.quotePrefix for cell in hostile)
    files = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in files if "externalLink" in name or "vba" in name.lower()]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("treasury: {opening: 1 bn USD}\n", {"Projects"}),
        ("projects: {hall: {stages: {build: {duration: 90 days}}}}\n", {"Sources and uses"}),
        ("", {"Projects", "Sources and uses"}),
    ],
    ids=["money only", "schedule only", "nothing"],
)
def test_what_a_scenario_does_not_have_has_no_sheet(text: str, without: set[str], tmp_path: Path) -> None:
    head = "name: bare\nhorizon: {start: 2026-01-01, end: 2027-12-31}\n"
    run, document = stored(write(tmp_path, "bare.yaml", head + text), tmp_path / "out")
    content = workbook(run, document)
    sheets = set(openpyxl.load_workbook(io.BytesIO(content)).sheetnames)
    assert {
        "Run",
        "Headline",
        "All metrics",
        "Inputs",
        "Sources and uses",
        "Delays",
        "Projects",
        "Checks",
    } - sheets == without
    assert "NO" not in recalculated(cells_of(content, values=False)).values()


def test_inputs_carry_their_evidence(tmp_path: Path) -> None:
    write(tmp_path, "facts.yaml", FACTS)
    run, document = stored(write(tmp_path, "hostile.yaml", HOSTILE), tmp_path / "out", "treasury.floor=2 mn USD")
    book = openpyxl.load_workbook(io.BytesIO(workbook(run, document)))
    rows = {row[0]: row for row in book["Inputs"].iter_rows(min_row=5, values_only=True)}
    assert rows["treasury.opening"][1:7] == (
        "1 bn USD", f"{tmp_path}/hostile.yaml:5", "fact cash", "audited", "=cmd|calc", "@today"
    )  # fmt: skip
    assert rows["treasury.floor"][1:4] == ("2 mn USD", "--set", "--set")
    assert (
        rows["allocation.policy"][1:5] == ("priority", None, "default", "default")
        or rows["allocation.policy"][3] == "default"
    )


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    run, document = stored(SMALL, tmp_path)
    assert workbook(run, document) == workbook(run, document)


def test_the_workbook_belongs_to_the_run(tmp_path: Path) -> None:
    run, document = stored(SMALL, tmp_path)
    assert with_workbook(run, document).files.count(FILE) == 1
    assert FILE in open_run(run.folder).files
    assert with_workbook(open_run(run.folder), document).files.count(FILE) == 1


def test_a_very_long_value_is_cut_off(tmp_path: Path) -> None:
    values = ", ".join(str(n) for n in range(9000))
    run, document = stored(SMALL, tmp_path, f"treasury.operating_cash=empirical({values}) mn USD/year")
    cells = cells_of(workbook(run, document), values=False)
    assert max(len(cell) for cell in cells.values() if isinstance(cell, str)) < 32_767


def test_excel_is_an_option_of_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["-n", "2", "--jobs", "1", "--no-plots", "--out", str(tmp_path)]
    assert command_line(["run", str(SMALL), *options, "--excel"]) == 0
    (path,) = tmp_path.rglob(FILE)
    assert f"Workbook: {path}" in capsys.readouterr().out
    manifest = json.loads((path.parent / "run.json").read_text())
    assert FILE in [entry["path"] for entry in manifest["files"]]


def test_without_the_writer_nothing_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_module, "find_spec", lambda name: None)
    assert command_line(["run", str(SMALL), "--excel", "--out", str(tmp_path / "out")]) == 2
    assert "pip install 'capsim[excel]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
