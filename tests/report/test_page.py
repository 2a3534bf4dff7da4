"""The page of a run says what the run found, runs nothing, fetches nothing, and shows hostile text as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from simulator.answer import Answer, Manner, answer
from simulator.figures import drawable
from simulator.findings.stored import open_run
from simulator.montecarlo.block import asked
from simulator.report.html import inlined
from simulator.scenario.load import load, load_scenario
from tests.decided import DECIDED
from tests.report.browser import CHROMIUM, WHY_NOT, WIDTH, laid_out
from tests.small import SMALL

BASE = Path(__file__).parents[2] / "scenarios" / "base.yaml"
#: in so few replications no capital lies idle at a month's end
DRAWN = [name for name in drawable(load_scenario(SMALL)) if name != "stranded_capital"]
SECTIONS = (
    "summary",
    "metrics",
    "figures",
    "term_sheets",
    "proceeds",
    "treasury",
    "delays",
    "statements",
    "benchmarks",
    "inputs",
    "ledger",
    "manifest",
)
#: text that would act, in each of the places where a scenario file holds free text
SCRIPT, ATTRIBUTE, CONTROL = "<script>alert(1)</script>", "\" onload='alert(2)' x=\"", "a\x1b[31mb\u202ec"
HOSTILE = f"""\
name: hostile
description: {json.dumps(SCRIPT)}
horizon: {{start: 2026-01-01, end: 2027-12-31}}
treasury: {{opening: 1 bn USD}}
projects:
  hall: {{budget: 10 mn USD, tags: ["</td></table><img src=x>", {json.dumps(CONTROL)}],
         stages: {{build: {{duration: 3 months, cost: 100 %}}}}}}
benchmarks:
  theirs: {{what: {json.dumps(ATTRIBUTE + SCRIPT)}, amount: 2 mn USD, series: paid, on: 2027-06-30}}
"""


class Page(HTMLParser):
    """Elements of a page with their attributes, and all its text outside of drawings and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self._inside = "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside != "style":
            self.text += data


def answered(file: Path, out: Path, replications: int = 4, plots: bool = True) -> Answer:
    loaded = load(file)
    return answer(asked(loaded.scenario, replications=replications), loaded.document, Manner(out, 1, plots))


def page_of(found: Answer) -> str:
    return (found.run.folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(answered(SMALL, tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.yaml").write_text(HOSTILE)
    return page_of(answered(folder / "hostile.yaml", folder))


def test_every_section_is_there_and_reached_from_the_top(small: str) -> None:
    page = Page(small)
    anchors = [str(of["href"]) for tag, of in page.elements if tag == "a"]
    assert anchors == [f"#{name}" for name in SECTIONS if name != "benchmarks"]
    assert {anchor[1:] for anchor in anchors} <= {of.get("id") for _, of in page.elements}


def test_the_contents_lead_to_nothing_that_a_page_does_not_have(hostile: str) -> None:
    page = Page(hostile)
    anchors = {str(of["href"])[1:] for tag, of in page.elements if tag == "a"}
    assert anchors == {of.get("id") for tag, of in page.elements if tag == "section"}
    assert not anchors & {"proceeds", "treasury", "term_sheets"}, "nothing is raised and nothing falls due"


def test_every_picture_is_in_the_page(small: str) -> None:
    drawn = [str(of["id"]) for tag, of in Page(small).elements if tag == "figure"]
    assert drawn == [f"figure-{name}" for name in DRAWN]
    assert small.count("<svg") == len(DRAWN)


def test_the_numbers_are_those_of_the_run(tmp_path: Path) -> None:
    found = answered(SMALL, tmp_path)
    mean = found.run.findings.metrics["plan.paid"].mean() / 1e6
    row = re.search(r"plan\.<wbr>paid.*?</tr>", page_of(found), re.DOTALL)
    assert row
    assert f'<td class="number">{mean:,.0f}</td>' in row[0]


def test_each_programme_has_its_npv_on_the_page(tmp_path: Path) -> None:
    found = answered(SMALL, tmp_path)
    mean = found.run.findings.metrics["npv.tools"].mean() / 1e6
    block = page_of(found).partition("<h3>NPV by programme</h3>")[2].partition("</section>")[0]
    assert "tools, outside the plan" in block
    assert f'<td class="number">{mean:,.2f}</td>' in block
    assert "not done without it: tools" in block


def test_what_was_decided_and_what_struck_is_on_the_page_where_there_is_any(small: str, tmp_path: Path) -> None:
    found = answered(DECIDED, tmp_path, replications=25)
    page = Page(page_of(found))
    for heading in ("Decisions", "Risks", "Limits and reserves", "Costs move together"):
        assert f"<h3>{heading}</h3>" in page_of(found)
        assert f"<h3>{heading}</h3>" not in small
    share = float(found.run.findings.metrics["rule.give_up.fired"].mean())
    assert f"abandon south): fires in {share * 100:g} % of the replications" in page.text


def test_the_page_belongs_to_the_run(tmp_path: Path) -> None:
    found = answered(SMALL, tmp_path)
    assert "report.html" in open_run(found.run.folder).files
    assert found.run.manifest.run_id in page_of(found)
    for entry in found.run.manifest.files:
        assert (entry.sha256 in page_of(found)) == (entry.path != "report.html")


def test_without_plots_the_page_has_no_figures_until_they_are_drawn(tmp_path: Path) -> None:
    bare = answered(SMALL, tmp_path, plots=False)
    assert "<svg" not in page_of(bare)
    assert "#figures" not in page_of(bare)
    drawn = answered(SMALL, tmp_path)
    assert drawn.known
    assert page_of(drawn).count("<svg") == len(DRAWN)
    assert open_run(drawn.run.folder).manifest == drawn.run.manifest


def test_a_run_without_its_page_gets_it_back(tmp_path: Path) -> None:
    found = answered(SMALL, tmp_path)
    manifest = json.loads((found.run.folder / "run.json").read_text())
    manifest["files"] = [entry for entry in manifest["files"] if entry["path"] != "report.html"]
    (found.run.folder / "run.json").write_text(json.dumps(manifest))
    (found.run.folder / "report.html").unlink()
    again = answered(SMALL, tmp_path, plots=False)
    assert again.known
    assert "report.html" in open_run(again.run.folder).files


def test_each_assumption_names_its_line_and_its_evidence(small: str) -> None:
    shell = next(line for line in SMALL.read_text().splitlines() if "shell:" in line)
    number = SMALL.read_text().splitlines().index(shell) + 1
    row = re.search(r"<tr><th[^>]*>projects\.<wbr>\*\.<wbr>stages\.<wbr>shell\.<wbr>duration.*?</tr>", small, re.DOTALL)
    assert row
    assert "north, south" in row[0]
    assert "pert(4, 6, 12) months" in row[0]
    assert f"small.yaml:{number}" in row[0]
    assert '<span class="grade estimate">estimate</span>' in row[0]


def test_waves_stand_together_unless_they_differ(small: str) -> None:
    text = Page(small).text
    assert "projects.tools_*.budget" in text
    assert "projects.tools_1.start" in text
    assert "projects.tools_2.start" in text


def test_a_page_has_no_script_and_nothing_from_elsewhere(small: str, hostile: str) -> None:
    for page in (small, hostile):
        for tag, attributes in Page(page).elements:
            assert tag not in ("script", "img", "iframe", "object", "embed", "link", "base", "form"), tag
            assert not [name for name in attributes if name.startswith("on") or name == "src"], attributes
            for name in ("href", "xlink:href"):
                assert str(attributes.get(name) or "#").startswith("#"), attributes
        assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", page)


def test_a_page_states_a_policy_that_allows_its_style_alone(small: str) -> None:
    policy = next(of for tag, of in Page(small).elements if of.get("http-equiv") == "Content-Security-Policy")
    assert str(policy["content"]).startswith("default-src 'none'; style-src-elem 'sha256-")
    assert "script-src" not in str(policy["content"])


def test_text_of_a_scenario_is_shown_as_text(hostile: str) -> None:
    text = Page(hostile).text
    assert text.count(SCRIPT) >= 2
    assert ATTRIBUTE in text
    assert "</td></table><img src=x>" in text
    assert "\x1b" not in hostile
    assert "\u202e" not in hostile
    assert r"a\x1b[31mb\u202ec" in text


def test_names_in_a_drawing_are_told_apart_from_those_of_others() -> None:
    svg = '<?xml version="1.0"?><svg width="9pt"><g id="axes_1"><path id="p" clip-path="url(#q)"/></g></svg>'
    assert str(inlined(svg, "a-")) == '<svg><g><path id="a-p" clip-path="url(#a-q)"/></g></svg>'


def test_no_two_parts_of_a_page_have_the_same_name(small: str) -> None:
    names = [of["id"] for _, of in Page(small).elements if of.get("id")]
    assert len(names) == len(set(names))


def test_what_a_drawing_refers_to_is_in_the_page(small: str) -> None:
    names = {of["id"] for _, of in Page(small).elements if of.get("id")}
    assert set(_references(small)) <= names


def _references(page: str) -> Iterator[str]:
    yield from re.findall(r"url\(#([\w-]+)\)", page)
    yield from (str(of["xlink:href"])[1:] for _, of in Page(page).elements if of.get("xlink:href"))


needs_browser = pytest.mark.skipif(not CHROMIUM, reason=WHY_NOT)


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("which", ["small", "hostile", "base", "decided"])
def test_a_browser_fetches_nothing_and_finds_all_text_in_its_box(
    which: str, small: str, hostile: str, tmp_path: Path
) -> None:
    file = DECIDED if which == "decided" else BASE
    page = {"small": small, "hostile": hostile}.get(which) or page_of(answered(file, tmp_path, replications=25))
    layout = laid_out(page, tmp_path)
    assert layout.asked == []
    assert layout.refused == []
    assert layout.overflows == []
    assert layout.width <= WIDTH


@pytest.mark.slow
@needs_browser
def test_the_browser_would_tell(small: str, tmp_path: Path) -> None:
    wide = '<p style="width: 9rem; overflow-wrap: normal">Donaudampfschifffahrtsgesellschaft</p>'
    spoilt = small.replace("<main>", f'<main>{wide}<img src="http://127.0.0.1:9/x.png">')
    layout = laid_out(spoilt, tmp_path)
    assert layout.overflows == ["Donaudampfschifffahrtsgesellschaft"]
    assert any("127.0.0.1:9" in address for address in layout.refused + layout.asked)
