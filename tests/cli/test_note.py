"""`capsim note`: the shipped note in text and as data, and what is said where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.shell import ROOT, called

BASE = ROOT / "scenarios" / "base.yaml"


def test_the_note_is_told_in_text(capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "note", BASE)
    assert (ended.code, ended.err) == (0, "")
    for told in ("2,504.00 mn USD", "0.443 %", "0.316 %", "16.567 mn", "132.5 mn (0.69 %", "bond floor", "3.56"):
        assert told in ended.out, told


def test_the_note_is_told_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "note", BASE, "--json", "--date", "2028-03-31", "--set", "equity.price=200 USD")
    assert (ended.code, ended.err) == (0, "")
    (note,) = json.loads(ended.out)["notes"]
    assert note["name"] == "note"
    assert note["settles"] == "2025-09-16"
    assert note["splits"]["net"] == {"cloud": 2504e6, "commerce": 626e6}
    assert (note["valuation"]["on"], note["valuation"]["price"]) == ("2028-03-31", 200)
    assert (note["valuation"]["priced_on"], note["valuation"]["price_remark"]) == ("2028-03-31", None)
    assert [row["price"] for row in note["dilution"]] == pytest.approx([150, 193.15, 200, 235.46, 300], abs=0.005)


@pytest.mark.parametrize(
    ("options", "priced_on", "remark"),
    [
        ((), "147.16 USD of 2025-09-11", "none of 2028-03-31 is given: that of 2025-09-11 is used"),
        (("equity.price=200 USD",), "200.00 USD of 2028-03-31", None),
        (
            ("equity.price=200 USD", "equity.as_of=2027-01-04"),
            "200.00 USD of 2027-01-04",
            "none of 2028-03-31 is given: that of 2027-01-04 is used",
        ),
        (("equity.as_of=2028-03-31",), "147.16 USD of 2028-03-31", None),
    ],
)
def test_a_share_price_is_told_with_its_day(
    options: tuple[str, ...], priced_on: str, remark: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = [part for option in options for part in ("--set", option)]
    text = called(capsys, "note", BASE, "--date", "2028-03-31", *sets).out
    assert f"2028-03-31, at a share price of {priced_on}\n" in text
    assert [line.split("  ")[-1].strip() for line in text.splitlines() if " is given: " in line] == [remark] * bool(
        remark
    )
    (note,) = json.loads(called(capsys, "note", BASE, "--date", "2028-03-31", "--json", *sets).out)["notes"]
    assert note["valuation"]["price_remark"] == remark
    assert note["valuation"]["priced_on"] == priced_on[-10:]


def test_a_note_settled_in_cash_is_said_to_bring_no_shares(capsys: pytest.CaptureFixture[str]) -> None:
    said = "no shares: settled in cash"
    assert said in called(capsys, "note", BASE, "--set", "funding.note.settlement=cash").out
    assert said not in called(capsys, "note", BASE).out


def test_a_file_without_a_note_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "note", ROOT / "scenarios" / "no-note.yaml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith(
        "no-note.yaml: no note to tell of; funding has appropriation, bullet, and no convertible_note\n"
    )


def test_what_is_missing_is_said_beside_what_can_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    file = ROOT / "scenarios" / "examples" / "note_only.yaml"
    ended = called(capsys, "note", file)
    assert ended.code == 0
    assert "2,504.00 mn USD" in ended.out
    of_note = "funding.note.conversion_rate, funding.note.credit_spread"
    missing = f"equity.price, equity.volatility, equity.risk_free, {of_note}"
    assert ended.err == f"{file}: note is not valued: nothing states {missing}\n"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("soon", "--date: 'soon' is not a date, as 2028-03-31"),
        ("2040-01-01", "--date: 2040-01-01 is not between issue and maturity; from 2025-09-16 to 2032-09-14"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(day: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "note", BASE, "--date", day)
    assert (ended.code, ended.out, ended.err) == (2, "", f"{said}\n")


def test_several_notes_are_told_one_after_the_other(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    terms = "kind: convertible_note, face: 100 USD, net: 99 USD, settles: 2025-02-03, matures: 2026-02-02"
    file = tmp_path / "two.yaml"
    file.write_text(
        "name: two\nhorizon: {start: 2025-01-01, end: 2026-12-31}\ntreasury: {opening: 100 USD}\n"
        f"funding: {{one: {{{terms}}}, other: {{{terms}}}}}\n"
    )
    ended = called(capsys, "note", file, "--json")
    assert ended.code == 0
    assert [note["name"] for note in json.loads(ended.out)["notes"]] == ["one", "other"]
