"""Attribution against additionality: a raise's money, and what would not be spent without it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from simulator.answer import Manner
from simulator.comparison import WITHOUT, Comparison, Destination
from simulator.errors import UserError
from simulator.report.comparison.destinations import destination_rows
from simulator.report.comparison.page import comparison_page
from simulator.report.comparison.summary import as_text
from simulator.studies.comparison_folder import as_json, tables
from simulator.studies.sides import Asked
from simulator.studies.without import without
from simulator.words import WIDTH
from tests.cli.shell import called
from tests.small import SMALL

#: 30 of the note pay for a part of the hall's 50, the plan for the rest or for all of it; the shop lives on the note
NOTED = """\
name: noted
horizon: {start: 2025-01-01, end: 2026-12-31}
treasury: {opening: 100 mn USD}
pools: {cloud: {}, commerce: {}}
funding:
  plan: {kind: appropriation, amount: 60 mn USD, from: 2025-01-01, over: 6 months, every: 3 months,
         into: {cloud: 100 %}}
  note: {kind: convertible_note, face: 50 mn USD, net: 40 mn USD, settles: 2025-02-03, matures: 2030-02-04,
         into: {cloud: 75 %, commerce: 25 %}, inside: {plan: cloud}}
projects:
  hall: {pool: cloud, budget: 50 mn USD, start: 2025-05-01, stages: {build: {duration: 100 days, cost: 100 %}}}
  shop: {pool: commerce, budget: 10 mn USD, start: 2025-05-01, treatment: expense,
         stages: {fit: {duration: 50 days, cost: 100 %}},
         benefit: {yearly: 100 %, life: 2 years}}
valuation: {discount_rate: 8 %/year, tax: 25 %}
simulation: {replications: 3}
"""


def study(path: Path, name: str = "note") -> Comparison:
    return without(path, name, Asked(), Manner(path.parent / "results", jobs=1, plots=False))


def noted(folder: Path) -> Path:
    path = folder / "noted.yaml"
    path.write_text(NOTED)
    return path


def use(comparison: Comparison, programme: str, project: str = "") -> Destination:
    (found,) = [one for one in comparison.destinations if (one.programme, one.project) == (programme, project)]
    return found


def test_what_the_company_would_have_paid_is_attributed_and_not_additional(tmp_path: Path) -> None:
    found = study(noted(tmp_path))
    assert (found.study, found.baseline.label) == (WITHOUT, "noted-without-note")
    hall = use(found, "hall")
    assert hall.attributed == 30e6
    assert hall.additional.identical
    assert hall.difference == 30e6
    shop = use(found, "shop")
    assert (shop.attributed, shop.additional.difference, shop.difference) == (10e6, 10e6, 0)


#: two thirds of the hall come from the bond, on days on which the cents of two sources are rounded apart
CENTS = """\
name: cents
horizon: {start: 2026-01-01, end: 2030-12-31}
treasury: {opening: 200 mn USD}
pools: {build: {}}
funding:
  plan: {kind: appropriation, amount: 150 mn USD, from: 2026-06-01, over: 1 year, into: {build: 100 %}}
  bond: {kind: bullet, face: 100 mn USD, net: 97 mn USD, settles: 2026-06-01, matures: 2032-06-01,
         into: {build: 100 %}, inside: {plan: build}}
projects:
  hall: {pool: build, budget: 150 mn USD, benefit: {yearly: 60 mn USD/year, life: 4 years},
         stages: {build: {duration: 365 days, cost: 100 %}}}
valuation: {discount_rate: 8 %/year}
simulation: {replications: 3}
"""


def test_the_same_work_paid_out_of_two_sources_has_the_same_irr(tmp_path: Path) -> None:
    path = tmp_path / "cents.yaml"
    path.write_text(CENTS)
    found = study(path, "bond")
    old, new = (side.findings.metrics["irr"] for side in found.sides)
    assert 0 < np.abs(new - old).max() < 1e-10  # cents on some days
    assert found.metrics["irr"]["cents"].verdict == "same"


def test_the_last_row_is_all_that_was_spent(tmp_path: Path) -> None:
    whole = study(noted(tmp_path)).destinations[-1]
    assert (whole.programme, whole.attributed, whole.additional.difference) == ("", 40e6, 10e6)
    assert (whole.additional.low, whole.additional.high) == (10e6, 10e6)


def test_programmes_add_up_where_costs_are_uncertain(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.read_text())
    found = study(path)
    *parts, whole = [one for one in found.destinations if not one.project]
    assert sum(one.attributed for one in parts) == pytest.approx(whole.attributed)
    assert sum(one.additional.difference for one in parts) == pytest.approx(whole.additional.difference)
    assert use(found, "tools").additional.baseline == 0
    assert whole.additional.low <= whole.additional.difference <= whole.additional.high


def test_what_got_nothing_and_lacks_nothing_is_not_told(tmp_path: Path) -> None:
    path = noted(tmp_path)
    yard = (
        "  yard: {pool: cloud, budget: 5 mn USD, start: 2025-07-01, stages: {build: {duration: 9 days, cost: 100 %}}}\n"
    )
    path.write_text(NOTED.replace("valuation:", f"{yard}valuation:"))
    found = study(path)
    assert use(found, "yard").attributed == 0
    assert [row.what for row in destination_rows(found)] == ["hall", "shop", "all"]


def test_value_changes_only_where_nothing_is_done_without_it(tmp_path: Path) -> None:
    found = study(noted(tmp_path))
    assert found.metrics["npv.shop"]["noted"].difference > 0
    assert found.metrics["npv.hall"]["noted"].identical
    text = as_text(found)
    assert "Not done without it: shop." in text
    assert "Of 40.0 mn USD spent out of note, 10.0 mn USD is additional" in text
    table = next(block for block in text.split("\n\n") if block.startswith("Where note went"))
    assert all(len(line) <= WIDTH for line in table.splitlines())


def test_the_table_stands_on_the_page_and_in_what_scripts_read(tmp_path: Path) -> None:
    found = study(noted(tmp_path))
    assert [row.what for row in destination_rows(found)] == ["hall", "shop", "all"]
    page = comparison_page(found, {})
    assert 'id="destinations"' in page
    assert "Where note went, and what would not be spent without it" in page
    told = json.loads(json.dumps(as_json(found), allow_nan=False))["destinations"]
    assert [(one["programme"], one["attributed"], one["additional"]["mean"]) for one in told] == [
        ("hall", 30e6, 0.0),
        ("shop", 10e6, 10e6),
        ("", 40e6, 10e6),
    ]
    assert tables(found)["destinations"]["additional_mean"].tolist() == [0.0, 10e6, 10e6]


@pytest.mark.parametrize(("name", "said"), [("nte", r"did you mean 'note'\?"), ("plan", "one of: note")])
def test_what_is_no_raise_is_refused(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"--without: '{name}' is no money raised from outside.*{said}"):
        study(noted(tmp_path), name)


def test_the_command_tells_the_table_and_refuses_two_questions(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, out = noted(tmp_path), tmp_path / "out"
    ended = called(capsys, "compare", path, "--without", "note", "--out", out, "--no-plots", "--jobs", "1")
    assert ended.code == 0
    assert "Where note went, and what would not be spent without it" in ended.out
    for other in ("--flexibility", "--risks"):
        assert "does not go with" in called(capsys, "compare", path, "--without", "note", other, "--out", out).err
    assert "takes one scenario file" in called(capsys, "compare", path, path, "--without", "note", "--out", out).err


@pytest.mark.parametrize("of", ["[note]", "[note, old]", "[note, again]", "[note, more]"])
def test_a_raise_that_may_be_refinanced_is_taken_out_of_the_right_as_well(tmp_path: Path, of: str) -> None:
    old = "old: {kind: bullet, face: 1 mn USD, settles: 2024-01-01, matures: 2026-01-01}"
    right = f"again: {{kind: refinancing, coupon: 4 %, lasts: 2 years, of: {of}}}"
    more = "more: {kind: refinancing, coupon: 4 %, lasts: 2 years, of: [again]}" if "more" in of else ""
    text = NOTED.replace("opening: 100 mn USD", "opening: 100 mn USD, floor: 1 mn USD")
    path = tmp_path / "right.yaml"
    path.write_text(text.replace("funding:\n", f"funding:\n  {old}\n  {right}\n  {more}\n"))
    plain = study(noted(tmp_path))
    assert use(study(path), "shop").additional == use(plain, "shop").additional
