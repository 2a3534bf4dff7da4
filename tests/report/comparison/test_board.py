"""Ways to raise money, side by side, as a board asks: each answer by hand where it can be."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from simulator.answer import Manner
from simulator.comparison import Comparison
from simulator.report.comparison.board import HEADING, board_lines, board_rows, options
from simulator.report.comparison.page import comparison_page
from simulator.report.comparison.summary import as_text
from simulator.report.headline import WIDTH
from simulator.studies.compare import compare
from simulator.studies.sides import Asked, sides_of
from tests.comparisons import compared, compared_files, written
from tests.small import SMALL

#: the small scenario's note of 100 mn, and what could stand in its place; all pay for the same projects
SWAPS = {
    "bond": "bond: {kind: bullet, face: 100 mn USD, coupon: 6 %/year, settles: 2025-06-16, matures: 2028-06-16, "
    "into: {cloud: 80 %, commerce: 20 %}, inside: {plan: cloud}}",
    "shares": "shares: {kind: equity_issue, net: 100 mn USD, price: 40 USD, settles: 2025-06-16, "
    "into: {cloud: 80 %, commerce: 20 %}, inside: {plan: cloud}}",
    "nothing": "shop: {kind: appropriation, amount: 20 mn USD, from: 2025-06-16, over: 3 months, "
    "into: {commerce: 100 %}}",
}


@lru_cache(maxsize=1)
def swapped() -> Comparison:
    """The note against all of them."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / "small.yaml"]
        paths[0].write_text(SMALL.read_text())
        for name, entry in SWAPS.items():
            paths.append(Path(folder) / f"{name}.yaml")
            text = (
                f"extends: small.yaml\nname: {name}\nchange: {{funding.note: {{remove: true}}}}\nfunding:\n  {entry}\n"
            )
            paths[-1].write_text(text)
        return compare(sides_of(paths, Asked(), Manner(Path(folder) / "out", jobs=1, plots=False)))


def answers(what: str) -> list[tuple[str, ...]]:
    (row,) = [row for row in board_rows(swapped()) if row.what.strip() == what]
    return list(row.cells)


def test_each_scenario_is_told_by_the_raises_that_not_all_have() -> None:
    assert [list(option.raises) for option in options(swapped())] == [["note"], ["bond"], ["shares"], []]


def test_what_each_brings_and_costs_by_its_terms() -> None:
    assert answers("brings") == [
        ("100 mn USD, convertible note",),
        ("100 mn USD, bond",),
        ("100 mn USD, new shares",),
        ("nothing",),
    ]
    # 105 for 100 after 729 days; 1.03 ** 2 = 1.0609 in a third of the 1,096 days to maturity, 1.0608 in 365
    assert answers("costs a year") == [("2.47 % if put",), ("6.08 %",), ("what shareholders ask for",), ("none",)]
    assert answers("interest in cash") == [("none",), ("18.0 mn USD",), ("none",), ("none",)]


def test_a_note_whose_call_costs_all_that_it_brings_has_no_rate_with_it(tmp_path: Path) -> None:
    dear = "funding.note.capped_call: {cost: 100 mn USD, cap: 300 USD}"
    comparison = compared_files(tmp_path, written(tmp_path, {"dear-call": dear}))
    (costs,) = [row.cells[1] for row in board_rows(comparison) if row.what.strip() == "costs a year"]
    assert costs == ("2.47 % if put", "no rate with its call")


def test_what_falls_due_and_what_dilutes() -> None:
    put, bond, shares, nothing = answers("claims")
    assert put == ("2027-06-15 105 mn USD", "2028-06-15 nothing")
    assert bond == ("2028-06-16 100 mn USD",)
    assert shares == nothing == ("none",)
    # 105,000 of 1,000 x 5 certificates on 100 mn shares; 100 mn at 40 are 2.5 mn
    assert answers("dilution") == [("0.53 % if converted",), ("none",), ("2.5 % at once",), ("none",)]
    assert answers("issued, P50, P90") == [("0 %, 0 %",), (), ("2.5 %, 2.5 %",), ()]


def test_value_is_the_same_whoever_pays_for_the_same_projects_on_the_same_days() -> None:
    note, bond, shares, _ = answers("NPV of all projects")
    assert bond == shares == (note[0], "the same in every world")


def test_liquidity_is_that_of_the_runs() -> None:
    below = [float(side.findings.metrics["liquidity_below_floor"].mean()) for side in swapped().sides]
    assert [float(cell[0].rstrip(" %")) / 100 for cell in answers("below the floor")] == [round(x, 3) for x in below]
    least = np.median(swapped().sides[0].findings.metrics["liquidity_min"])
    assert answers("least liquidity")[0][0] == f"{least / 1e9:.2f} bn USD"


def test_the_table_is_in_the_text_and_on_the_page() -> None:
    lines = board_lines(swapped())
    assert lines[0] == HEADING
    assert all(len(line) <= WIDTH for line in lines)
    assert "\n".join(lines) in as_text(swapped())
    assert 'id="board"' in comparison_page(swapped(), {})


def test_scenarios_that_raise_alike_have_no_such_table(tmp_path: Path) -> None:
    same = compared(tmp_path, "dearer")
    assert options(same) == []
    assert board_lines(same) == []
    assert 'id="board"' not in comparison_page(same, {})
