"""The page of a comparison tells what differs first, then what comes of it, and shows hostile text as text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from simulator.amounts import percent
from simulator.answer import Manner
from simulator.comparison import Comparison
from simulator.figures.overlays import overlays
from simulator.report.comparison.differences import numbers_of
from simulator.report.comparison.page import comparison_files
from simulator.studies.alone import STUDIES
from simulator.studies.comparison_folder import answer_comparison
from simulator.studies.sides import Asked
from tests.comparisons import compared, compared_files, written
from tests.decided import DECIDED
from tests.report.browser import CHROMIUM, WHY_NOT, WIDTH, laid_out
from tests.report.test_page import HOSTILE, SCRIPT, Page

SCENARIOS = Path(__file__).parents[3] / "scenarios"


def page_of(comparison: Comparison) -> str:
    return dict(comparison_files(comparison, ()))["compare.html"].decode()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compared(tmp_path_factory.mktemp("two"), "busy", split=True)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compared(tmp_path_factory.mktemp("three"), "later", "note-moved")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Comparison]:
    """The scenario with rules and risks, compared with itself in each way."""
    manner = Manner(tmp_path_factory.mktemp("alone"), jobs=1, plots=False)
    return {study: ask(DECIDED, Asked(), manner, ("npv", "plan.paid")) for study, ask in STUDIES.items()}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.yaml").write_text(HOSTILE + "simulation: {replications: 4}\n")
    edit = f"benchmarks.theirs.what: {json.dumps(SCRIPT + '!')}"
    (folder / "other.yaml").write_text(f"extends: hostile.yaml\nname: other\nchange: {{{edit}}}\n")
    return page_of(compared_files(folder, [folder / "hostile.yaml", folder / "other.yaml"]))


def test_what_differs_comes_first(two: Comparison) -> None:
    anchors = [of["href"] for tag, of in Page(page_of(two)).elements if tag == "a"]
    assert anchors == ["#inputs", "#summary", "#outcomes", "#waterfalls", "#figures", "#runs"]


def test_three_scenarios_have_a_regret_table(three: Comparison) -> None:
    page = Page(page_of(three))
    assert {"regret", "figure-small_multiples"} <= {str(of.get("id")) for _, of in page.elements}
    assert "note-moved" in page.text


def test_a_study_of_rules_tells_what_each_did_before_anything_else(alone: dict[str, Comparison]) -> None:
    page = Page(page_of(alone["flexibility"]))
    anchors = [of["href"] for tag, of in page.elements if tag == "a"]
    assert anchors == ["#occasions", "#inputs", "#summary", "#outcomes", "#figures", "#runs"]
    assert "What each rule did" in page.text
    for one in alone["flexibility"].occasions:
        assert re.search(rf"{one.name}\s*{percent(one.share)}", page.text)


def test_a_study_of_risks_has_a_tornado_and_no_scenario_told_many_times(alone: dict[str, Comparison]) -> None:
    page = Page(page_of(alone["risks"]))
    anchors = [of["href"] for tag, of in page.elements if tag == "a"]
    assert anchors == ["#occasions", "#outcomes", "#figures", "#runs"]
    assert [of["id"] for tag, of in page.elements if tag == "figure"] == ["figure-tornado"]


def test_each_change_names_old_and_new_and_its_line(two: Comparison) -> None:
    text = re.sub(r"<[^>]*>", "", page_of(two))
    for change in two.changes:
        assert str(change.old) in text
        assert str(change.new) in text
        assert change.at in text


def test_projects_that_are_removed_are_one_row_and_their_values_open_on_demand(tmp_path: Path) -> None:
    page = page_of(compared_files(tmp_path, written(tmp_path, {"bare": "projects.tools_*: {remove: true}"})))
    (row,) = re.findall(r"<tr>(?:(?!</tr>).)*tools.*?</tr>", page.partition('id="summary"')[0], re.DOTALL)
    assert "2 of them" in row
    assert "<details><summary>2 values</summary>" in row
    assert row.count("wave_of: tools") == 2
    assert "removed" in row


def test_each_outcome_is_told_with_its_interval_and_verdict(two: Comparison) -> None:
    row = re.search(r'<tr><th scope="row" class="code">npv .*?</tr>', page_of(two), re.DOTALL)
    outcome = two.metrics["npv"]["busy"]
    told = numbers_of(outcome, two)
    assert row
    for number in (told.baseline, told.value, told.difference, told.interval):
        assert f">{number}<" in row[0]
    assert {"better": "+ better", "worse": "− worse", "unclear": "? cannot tell"}[outcome.verdict] in row[0]


def test_a_scenario_beside_itself_differs_in_nothing(tmp_path: Path) -> None:
    (path,) = written(tmp_path, {})
    text = Page(page_of(compared_files(tmp_path, [path, path]))).text
    assert "No assumption." in text
    assert "better" not in re.sub(r"which way is better|better in: share.*?world|Better in", "", text)
    assert "worse" not in text


def test_a_saved_comparison_has_its_page_and_pictures_and_makes_them_once(two: Comparison, tmp_path: Path) -> None:
    folder = answer_comparison(two, tmp_path, [comparison_files])
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"compare.html", "comparison.json", "figures/liquidity.png", "figures/liquidity.svg"} <= files
    (folder / "figures" / "liquidity.png").unlink()
    answer_comparison(two, tmp_path, [comparison_files])
    assert not (folder / "figures" / "liquidity.png").exists()


def test_a_comparison_saved_without_pictures_gets_them_later(two: Comparison, tmp_path: Path) -> None:
    folder = answer_comparison(two, tmp_path)
    assert not (folder / "compare.html").exists()
    assert answer_comparison(two, tmp_path, [comparison_files]) == folder
    assert (folder / "compare.html").read_text().count("<svg") == len(list((folder / "figures").glob("*.svg")))


def test_pages_have_no_script_and_nothing_from_elsewhere(two: Comparison, hostile: str) -> None:
    for page in (page_of(two), hostile):
        for tag, attributes in Page(page).elements:
            assert tag not in ("script", "img", "iframe", "object", "embed", "link", "base", "form"), tag
            assert not [name for name in attributes if name.startswith("on") or name == "src"], attributes
            for name in ("href", "xlink:href"):
                assert str(attributes.get(name) or "#").startswith("#"), attributes


def test_text_of_a_scenario_is_shown_as_text(hostile: str) -> None:
    assert f"{SCRIPT}!" in Page(hostile).text


def test_no_two_parts_of_a_page_have_the_same_name(three: Comparison) -> None:
    names = [of["id"] for _, of in Page(page_of(three)).elements if of.get("id")]
    assert len(names) == len(set(names))
    assert {f"figure-{name}" for name in overlays if name not in ("waterfall", "tornado")} <= set(names)


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason=WHY_NOT)
@pytest.mark.parametrize("which", ["two", "three", "flexibility", "risks", "hostile"])
def test_a_browser_fetches_nothing_and_finds_all_text_in_its_box(
    which: str, two: Comparison, three: Comparison, alone: dict[str, Comparison], hostile: str, tmp_path: Path
) -> None:
    comparison = {"two": two, "three": three, **alone}.get(which)
    layout = laid_out(page_of(comparison) if comparison else hostile, tmp_path)
    assert (layout.asked, layout.refused, layout.overflows) == ([], [], [])
    assert layout.width <= WIDTH


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason=WHY_NOT)
def test_every_shipped_variant_beside_the_base_can_be_read(tmp_path: Path) -> None:
    names = sorted(path for path in SCENARIOS.glob("*.yaml") if path.stem != "base")
    for name in names:
        copies = [_with_few_replications(SCENARIOS / "base.yaml", tmp_path), _with_few_replications(name, tmp_path)]
        layout = laid_out(page_of(compared_files(tmp_path, copies)), tmp_path)
        assert (layout.asked, layout.refused, layout.overflows) == ([], [], []), name.stem
        assert layout.width <= WIDTH


def _with_few_replications(path: Path, folder: Path) -> Path:
    """A file that asks the same with 25 replications."""
    few = folder / f"few-{path.name}"
    few.write_text(f"extends: {path}\nname: {path.stem}\nsimulation: {{replications: 25}}\n")
    return few
