"""Edits of written values against what an analyst would write in their place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.quantities.arithmetic import added, multiplied
from simulator.quantities.fault import QuantityError
from simulator.quantities.quantity import mean, read_quantity
from simulator.quantities.units import Context, Dimension

CONTEXT = Context("USD", {"CNY": 7.25}, date(2025, 2, 24))
VALUES = st.one_of(
    st.tuples(st.decimals(-100, 100, places=2), st.sampled_from(["months", "weeks", "quarters", "days", "years"])).map(
        lambda pair: f"{pair[0]:f} {pair[1]}"
    ),
    st.sampled_from(["pert(6, 9, 18) months", "uniform(1, 3) weeks * 2", "lognormal(90, 30) days - 5 days"]),
)
CONSTANTS = st.tuples(st.integers(-500, 500), st.sampled_from(["months", "weeks", "days"])).map(
    lambda pair: f"{pair[0]} {pair[1]}"
)


@pytest.mark.parametrize(
    ("written", "factor", "result"),
    [
        ("700 mn USD", 1.1, "770 mn USD"),
        ("45 %/year", 1.5, "67.5 %/year"),
        ("45%", 1.5, "67.5%"),
        ("-4 %/year", 2, "-8 %/year"),
        ("0.1 MW", 3, "0.3 MW"),
        ("7 mn USD", 0, "0 mn USD"),
        ("1e3 MW", 1.5, "1500 MW"),
        (2, 1.5, "3"),
        (1.1, 1.1, "1.21"),
        ("pert(6, 9, 18) months", 1.5, "pert(6, 9, 18) months * 1.5"),
        ("pert(6, 9, 18) months * 1.5", 2, "pert(6, 9, 18) months * 1.5 * 2"),
        ("6 months + 30 days", 2, "6 months + 30 days * 2"),
    ],
)
def test_a_product_reads_as_one_would_write_it(written: Any, factor: float, result: Any) -> None:
    assert multiplied(written, factor) == result


@pytest.mark.parametrize(
    ("written", "addend", "result"),
    [
        ("12 weeks", "2 weeks", "14 weeks"),
        ("12 weeks", "-14 weeks", "-2 weeks"),
        ("2 GW", "500 MW", "2.5 GW"),
        ("500 MW", "2 GW", "2500 MW"),
        ("1 year", "3 months", "1.25 year"),
        ("10 months", "1 quarter", "13 months"),
        ("53 bn USD", "250 mn USD", "53.25 bn USD"),
        ("26 %/year", "4 %/year", "30 %/year"),
        ("140 bn CNY/year", "1 bn USD/year", "140 bn CNY/year + 1 bn USD/year"),
        ("2 months", "1 week", "2 months + 1 week"),
        ("pert(6, 9, 18) months", "9 months", "pert(6, 9, 18) months + 9 months"),
        ("pert(6, 9, 18) months", "-1 week", "pert(6, 9, 18) months - 1 week"),
        (2, 1, "3"),
    ],
)
def test_a_sum_reads_as_one_would_write_it(written: Any, addend: Any, result: Any) -> None:
    assert added(written, addend) == result


def days(written: Any) -> float:
    return mean(read_quantity(written, (Dimension.DURATION,), CONTEXT))


@given(VALUES, st.decimals(-20, 20, places=3).map(float))
def test_a_product_reads_back_as_the_product(written: str, factor: float) -> None:
    assert days(multiplied(written, factor)) == pytest.approx(days(written) * factor, rel=1e-12, abs=1e-9)


@given(VALUES, CONSTANTS)
def test_a_sum_reads_back_as_the_sum(written: str, addend: str) -> None:
    assert days(added(written, addend)) == pytest.approx(days(written) + days(addend), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("factor", [float("nan"), float("inf"), True, "2"])
def test_a_factor_is_a_finite_number(factor: Any) -> None:
    with pytest.raises(QuantityError, match="is not a factor"):
        multiplied("5 MW", factor)


@pytest.mark.parametrize(
    ("written", "addend"), [("even", "2 weeks"), ("2 weeks", "even"), ("2 weeks", "pert(1, 2, 3) weeks"), ("5", "x")]
)
def test_what_is_not_a_quantity_cannot_be_added(written: str, addend: str) -> None:
    with pytest.raises(QuantityError):
        added(written, addend)
