"""The example notebook runs as it stands."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.py"


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("CAPSIM_RESULTS", str(tmp_path))
    monkeypatch.setenv("CAPSIM_REPLICATIONS", "4")
    names = runpy.run_path(str(NOTEBOOK))
    said = capsys.readouterr().out
    assert "base: 4 replications, seed 1" in said
    assert "power nine months later moves NPV by" in said
    assert names["grid"].table.where(metric="npv").rows == 9
    assert all(path.is_relative_to(tmp_path) for path in (names["result"].folder, names["grid"].folder))


def test_its_cells_are_code_or_text() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    marks = [line for line in text.splitlines() if line.startswith("# %%")]
    assert set(marks) == {"# %%", "# %% [markdown]"}
    compile(text, str(NOTEBOOK), "exec")
