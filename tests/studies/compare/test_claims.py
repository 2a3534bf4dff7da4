"""What is said of a claim: levels in the unit of the metric, differences in points and days."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from simulator.comparison import Comparison
from simulator.studies.claims import read_claim, verdicts
from tests.studies.compare.pairs import compared, variant, written

PERMITS = "projects__first__stages__permits__duration"


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder: Path = tmp_path_factory.mktemp("claims")
    base = written(folder, "base")
    return compared(folder, [base, variant(folder, "late", **{PERMITS: "{shift: 9 months}"})])


def words(text: str, comparison: Comparison) -> str:
    (verdict,) = verdicts(read_claim(text, comparison), comparison)
    return verdict.words


def test_a_rate_of_return_is_told_a_year_and_differs_by_points(late: Comparison) -> None:
    told = words("irr: better", late)
    found = re.fullmatch(
        r"late: irr (?P<value>\S+) % a year against (?P<base>\S+) % a year, "
        r"difference (?P<change>[+-]\S+) % points \(\S+ % points to \S+ % points\)",
        told,
    )
    assert found, told
    # each of the three numbers is rounded to a tenth or less
    assert float(found["change"]) == pytest.approx(float(found["value"]) - float(found["base"]), abs=0.15)


def test_a_finish_is_told_as_a_date_and_differs_by_days(late: Comparison) -> None:
    told = words("project.first.finish_day: better", late)
    found = re.fullmatch(
        r"late: project\.first\.finish_day (\S+) against (\S+), difference \+(\S+) days \(\+\S+ days to \+\S+ days\)",
        told,
    )
    assert found, told
    apart = date.fromisoformat(found[1]) - date.fromisoformat(found[2])
    assert float(found[3]) == pytest.approx(apart.days, abs=1)
