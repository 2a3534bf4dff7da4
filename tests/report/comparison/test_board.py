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
from simulator.studies.compare import compare
from simulator.studies.sides import Asked, sides_of
from simulator.words import WIDTH
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


OWED = """\
name: {name}
horizon: {{start: 2026-01-01, end: 2030-12-31, fiscal_year_end: 12-31}}
treasury: {{opening: 200 mn USD, floor: 150 mn USD}}
equity: {{shares: 100 mn, price: 80 USD, volatility: 30 %, risk_free: 5 %/year}}
funding:
  old: {{kind: bullet, face: 120 mn USD, settles: 2025-01-02, matures: 2029-06-29}}
  {entry}
simulation: {{replications: 4}}
"""
TERMS = "settles: 2026-06-01, matures: 2032-06-01"
NOTE = "kind: convertible_note, face: 100 mn USD, net: 97 mn USD, conversion_rate: 10, credit_spread: 1 %/year"
CALL = "capped_call: {cost: 5 mn USD, cap: 150 USD}"
OTHERS = {
    "bond": f"x: {{kind: bullet, face: 100 mn USD, coupon: 6 %, {TERMS}}}",
    "loan": f"x: {{kind: term_loan, face: 100 mn USD, rate: 6 %/year, repaid: annuity, {TERMS}}}",
    "cash": f"x: {{{NOTE}, settlement: cash, {TERMS}}}",
    "shares": f"x: {{{NOTE}, {CALL}, {TERMS}}}",
    "right": "ro: {kind: refinancing, of: old, coupon: 4 %/year, lasts: 3 years}",
}


@lru_cache(maxsize=1)
def of_others() -> dict[str, dict[str, tuple[str, ...]]]:
    """The answers by question and scenario of raises that outlast the horizon, and of a right to refinance."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.yaml" for name in OTHERS]
        for path, (name, entry) in zip(paths, OTHERS.items(), strict=True):
            path.write_text(OWED.format(name=name, entry=entry))
        found = compare(sides_of(paths, Asked(), Manner(Path(folder) / "out", jobs=1, plots=False)))
    return {row.what.strip(): dict(zip(OTHERS, row.cells, strict=True)) for row in board_rows(found)}


def test_what_is_owed_beyond_the_horizon_is_told_beside_its_date() -> None:
    assert of_others()["claims"]["bond"] == ("100 mn USD until 2032-06-01, beyond the horizon",)


def test_many_payments_of_a_loan_are_summed_up() -> None:
    # twelve payments of 100 x r / (1 - (1 + r) ** -12), half-years of 182 or 183 days at 6 %; three are left
    half = 0.06 * 182.6 / 365
    left = (1 - (1 + half) ** -3) / (1 - (1 + half) ** -12) * 100
    first, payments, beyond = of_others()["claims"]["loan"]
    assert first == "2026-12-01 to 2030-12-02"
    assert payments == f"9 payments, {100 - left:.1f} mn USD in all"
    assert beyond == f"{left:.1f} mn USD until 2032-06-01, beyond the horizon"


def test_what_a_right_to_refinance_cost() -> None:
    # 200 - 120 leaves 80, 70 short of the floor, at 4 % from 29 June 2029 on: three half-years within the horizon
    issued, interest = of_others()["refinanced"]["right"]
    assert issued == "70.0 mn USD issued in the mean"
    assert interest == "4.20 mn USD interest in the mean"
    assert of_others()["refinanced"]["bond"] == ()
    assert of_others()["brings"]["right"] == ("a right to refinance",)
    assert of_others()["claims"]["right"] == ("70.0 mn USD in the mean beyond the horizon",)


def test_only_a_note_with_a_call_is_told_net_of_it() -> None:
    net = of_others()["net of the call"]
    assert net["shares"]
    assert net["cash"] == net["bond"] == ()


def test_a_note_settled_in_cash_brings_no_shares() -> None:
    # 100,000 of 1,000 x 10 are 1 mn certificates on 100 mn shares
    dilution = of_others()["dilution"]
    assert dilution["cash"] == ("1 % if converted", "no shares: settled in cash")
    assert dilution["shares"] == ("1 % if converted",)


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
