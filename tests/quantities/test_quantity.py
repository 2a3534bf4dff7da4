"""Written values against the numbers that an analyst reads in them."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.quantities.distributions.bounded import Pert
from simulator.quantities.distributions.countable import Bernoulli
from simulator.quantities.distributions.unbounded import Lognormal, Weibull
from simulator.quantities.quantity import (
    Constant,
    Path,
    Quantity,
    Sampled,
    at_day,
    is_constant,
    mean,
    quantile,
    read_quantity,
)
from simulator.quantities.units import Context, Dimension, QuantityError

CONTEXT = Context("USD", {"CNY": 7.25}, date(2025, 2, 24))
ANY = tuple(Dimension)


def read(written: Any, *accepts: Dimension) -> Quantity:
    return read_quantity(written, accepts or ANY, CONTEXT)


def is_finite_or_refused(text: str) -> bool:
    try:
        return math.isfinite(mean(read(text)))
    except QuantityError as error:
        return bool(error.problem)


@pytest.mark.parametrize(
    ("written", "value", "dimension"),
    [
        ("53 bn USD", 53e9, Dimension.MONEY),
        ("183.74 mn USD", 183_740_000, Dimension.MONEY),
        ("-4 %/year", -0.04, Dimension.RATE),
        ("35%", 0.35, Dimension.SHARE),
        ("7 %", 0.07, Dimension.SHARE),
        ("18 months", 547.5, Dimension.DURATION),
        ("12 weeks", 84, Dimension.DURATION),
        ("2GW", 2000, Dimension.POWER),
        ("7.5 mn USD/MW", 7.5e6, Dimension.MONEY_PER_MW),
        ("600 MW/year", 150, Dimension.POWER_PER_TIME),
        ("1e-3 GW", 1, Dimension.POWER),
        ("19.1 bn", 19.1e9, Dimension.COUNT),
        (2, 2, Dimension.COUNT),
        (5.1773, 5.1773, Dimension.COUNT),
        (1e22 / 1e10, 1e12, Dimension.COUNT),
        ("700 mn USD * 1.1 - 20 mn USD", 750e6, Dimension.MONEY),
        ("6 months + 30 days", 212.5, Dimension.DURATION),
        ("10 USD + 7.25 CNY", 11, Dimension.MONEY),
    ],
)
def test_a_constant_reads_as_the_number_that_is_meant(written: str | float, value: float, dimension: Dimension) -> None:
    found = read(written)
    assert isinstance(found, Constant)
    assert found.dimension is dimension
    assert found.value == pytest.approx(value, rel=1e-15)


def test_a_percentage_is_the_nearest_float_to_its_decimal() -> None:
    for percent in range(101):
        assert read(f"{percent} %") == Constant(percent / 100, Dimension.SHARE)


def test_a_bare_number_fits_a_number_and_a_count_but_nothing_with_a_unit() -> None:
    assert read("1.1", Dimension.NUMBER) == Constant(1.1, Dimension.NUMBER)
    assert read("2", Dimension.COUNT, Dimension.POWER) == Constant(2.0, Dimension.COUNT)
    with pytest.raises(QuantityError) as caught:
        read(20, Dimension.DURATION)
    assert (caught.value.problem, caught.value.allowed) == (
        "20 has no unit",
        "write a length of time (18 months)",
    )


def test_a_value_of_another_dimension_is_refused_with_what_the_place_takes() -> None:
    with pytest.raises(QuantityError) as caught:
        read("18 months", Dimension.MONEY, Dimension.SHARE)
    assert caught.value.problem == "'18 months' is a length of time"
    assert caught.value.allowed == "write money (700 mn USD) or percent (80 %)"


@pytest.mark.parametrize(
    "written",
    [
        *("012 months", "1_000 USD", "1,000 USD", ".5 MW", "5. MW", "+5 MW", "0x10", "1e 6 USD", "१२ months"),
        *(
            "inf USD",
            "nan",
            "-inf MW",
            "1e999 USD",
            "1" * 50 + " USD",
            "0." + "1" * 5000 + " USD",
            "1e-9999 MW",
        ),
        *("", " ", "USD", "many", "12:30", "five months", "1 2 months", "--5 MW", "- 5 MW", "5 MW *", "* 2"),
        *(float("inf"), float("nan"), True, None, [1], b"5 MW", date(2025, 1, 1)),
        *("1e300 bn USD", "2e16 USD", "1e9 years", "5e12 MW", "pert(1, 2, 3) tn USD * 1e9"),
    ],
)
def test_what_is_not_a_finite_number_of_the_language_is_refused_with_a_reason(written: Any) -> None:
    with pytest.raises(QuantityError) as caught:
        read(written)
    assert caught.value.problem
    assert caught.value.allowed


@given(st.text(max_size=40))
def test_any_text_reads_as_a_finite_quantity_or_is_refused_in_words(text: str) -> None:
    assert is_finite_or_refused(text)


@given(
    st.text("0123456789.eE-+*/()=,% ", max_size=30),
    st.sampled_from(["", "pert(", "lognormal(p50=", "discrete("]),
    st.sampled_from(["", ")", ") months", " mn USD", " MW/quarter", "%/year"]),
)
def test_anything_that_looks_like_a_value_reads_or_is_refused_in_words(middle: str, before: str, after: str) -> None:
    assert is_finite_or_refused(before + middle + after)


@given(st.decimals(-1_000_000, 1_000_000, places=4))
def test_a_number_reads_as_python_reads_it(number: Any) -> None:
    assert read(f"{number:f} MW") == Constant(float(number), Dimension.POWER)


def test_a_distribution_stands_where_a_number_stands() -> None:
    found = read("pert(12, 24, 42) months", Dimension.DURATION)
    assert found == Sampled(Pert(12, 24, 42), 365 / 12, 0.0, Dimension.DURATION)
    assert mean(found) == pytest.approx(25 * 365 / 12)


def test_arithmetic_behind_a_distribution_is_done_from_left_to_right() -> None:
    found = read("pert(12, 24, 42) months * 1.5 + 9 months")
    assert isinstance(found, Sampled)
    assert found.scale == pytest.approx(1.5 * 365 / 12)
    assert found.shift == pytest.approx(9 * 365 / 12)
    later = read("uniform(1, 3) days + 2 days * 10")
    assert (mean(later), quantile(later, 0.25)) == (40.0, 35.0)


def test_arguments_may_each_carry_their_unit() -> None:
    assert mean(read("pert(6 months, 9 months, 1.5 years)")) == pytest.approx(mean(read("pert(6, 9, 18) months")))
    assert mean(read("lognormal(p50=1 bn USD, p90=9.425 bn CNY)")) == pytest.approx(
        mean(read("lognormal(p50=1, p90=1.3) bn USD"))
    )
    assert mean(read("discrete(9 months=0.75, 2 years=0.25)")) == pytest.approx(0.75 * 9 * 365 / 12 + 0.25 * 730)
    assert read("weibull(2, 10 months)") == Sampled(Weibull(2, 10 * 365 / 12), 1.0, 0.0, Dimension.DURATION)


@pytest.mark.parametrize(
    "written",
    [
        "pert(6 months, 9 months, 18 months) months",
        "pert(6 months, 9, 18 months)",
        "pert(6 months, 9 MW, 18 months)",
        "weibull(2 months, 10 months)",
        "uniform(1, 2) + uniform(1, 2)",
        "uniform(1, 2) * 2 months",
        "uniform(1, 2) months + 5",
        "uniform(1, 2) months + 5 MW",
        "uniform(1, 2) months of work",
        "pert(6, 9, 18)months(2)",
        "pert((6), 9, 18)",
    ],
)
def test_units_and_terms_that_do_not_go_together_are_refused(written: str) -> None:
    with pytest.raises(QuantityError):
        read(written, Dimension.DURATION, Dimension.NUMBER)


def test_a_value_cut_at_its_comma_is_recognised() -> None:
    with pytest.raises(QuantityError, match=r"'pert\(6' is broken off; .*quoted: \"pert\(6, 9, 18\) months\""):
        read("pert(6")


def test_arithmetic_among_the_arguments_is_not_part_of_the_language() -> None:
    with pytest.raises(QuantityError, match="'6 - 2' is not a number"):
        read("pert(6 - 2, 9, 18) months")


def test_values_by_date_are_a_step_function_in_the_order_of_the_dates() -> None:
    path = read({"2027-04-01": "18 %/year", "2025-02-24": "26 %/year", "2026-02-24": "uniform(20, 24) %/year"})
    assert isinstance(path, Path)
    assert path.days == (0, 365, 766)
    assert path.dimension is Dimension.RATE
    assert [mean(at_day(path, day)) for day in (-50, 0, 364, 365, 765, 766, 5000)] == pytest.approx(
        [0.26, 0.26, 0.26, 0.22, 0.22, 0.18, 0.18]
    )
    assert mean(path) == 0.26


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"2025-02-30": "5 MW"},
        {"soon": "5 MW"},
        {20250224: "5 MW"},
        {"2025-02-24": {"2026-02-24": "5 MW"}},
        {"2025-02-24": "5 MW", "2026-02-24": "5 mn USD/year"},
        {"2025-02-24": None},
    ],
)
def test_a_path_without_sense_is_refused(written: Any) -> None:
    with pytest.raises(QuantityError):
        read(written, Dimension.POWER, Dimension.MONEY_PER_YEAR)


def test_only_a_constant_is_neither_drawn_nor_changing() -> None:
    assert [is_constant(read(w)) for w in ("5 MW", "uniform(1, 2) MW", {"2025-02-24": "5 MW"})] == [
        True,
        False,
        False,
    ]


def test_a_quantile_is_where_that_share_of_draws_lies_below() -> None:
    assert quantile(read("uniform(10, 20) days"), 0.8) == pytest.approx(18)
    assert quantile(read("5 MW"), 0.8) == 5
    assert quantile(read({"2025-02-24": "uniform(0, 10) MW"}), 0.5) == pytest.approx(5)


def test_a_negative_factor_turns_a_distribution_round_and_keeps_high_ranks_high() -> None:
    turned = read("uniform(1, 3) days * -1")
    assert isinstance(turned, Sampled)
    assert turned.at(np.array([0.25, 0.75])).tolist() == [-2.5, -1.5]
    assert turned.support() == (-3.0, -1.0)
    assert turned.probability_below(-2.5) == pytest.approx(0.25)
    assert turned.probability_above(-2.5) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("written", "bound", "below", "above"),
    [
        ("normal(10, 5) days", 0, 0.022750, 0.977250),
        ("uniform(-1, 3) MW", 0, 0.25, 0.75),
        ("bernoulli(0.3) % * 100", 1, 0.7, 0.0),
        ("bernoulli(0.3) % * 100", 0, 0.0, 0.3),
        ("discrete(1=0.5, 2=0.5)", 2, 0.5, 0.0),
        ("uniform(1, 2) MW * 0", 0, 0.0, 0.0),
        ("uniform(1, 2) MW * 0 + 3 MW", 5, 1.0, 0.0),
        # Beta(2, 4) below x is the chance of two or more in five throws: 1 - (1 - x)^5 - 5 x (1 - x)^4, x = 1/12
        ("pert(6, 9, 18) months - 7 months", 0, 0.058578, 0.941422),
    ],
)
def test_the_chance_of_falling_out_of_bounds_excludes_the_bound_itself(
    written: str, bound: float, below: float, above: float
) -> None:
    found = read(written)
    assert isinstance(found, Sampled)
    assert found.probability_below(bound) == pytest.approx(below, abs=1e-5)
    assert found.probability_above(bound) == pytest.approx(above, abs=1e-5)


def test_quantities_are_values_that_compare_by_what_they_say() -> None:
    assert read("lognormal(p50=1.0, p90=1.3)") == read("lognormal(p90=1.3, p50=1)")
    assert read("bernoulli(0.5)") != read("bernoulli(0.6)")
    assert {read("bernoulli(0.5)"): 1}[Sampled(Bernoulli(0.5), 1.0, 0.0, Dimension.COUNT)] == 1
    assert Lognormal.of_quantiles(1, 1.3).mu == 0.0


def test_reading_and_checking_quantities_loads_no_scientific_library() -> None:
    source = """
import sys
from simulator.quantities.quantity import read_quantity, mean
from simulator.quantities.units import Context, Dimension
for written in ("pert(6, 9, 18) months", "lognormal(p50=1.0, p90=1.3)", "gamma(2, 3) days", "normal(9, 1) %"):
    value = read_quantity(written, tuple(Dimension), Context())
    mean(value), value.probability_below(0.0), value.probability_above(float("inf"))
print([name for name in ("scipy", "simpy", "matplotlib", "pydantic") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
