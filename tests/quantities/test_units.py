"""Units as written against factors worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from simulator.quantities.units import EXAMPLES, Dimension, QuantityError, read_unit


@pytest.mark.parametrize(
    ("text", "dimension", "factor", "currency"),
    [
        ("", Dimension.COUNT, 1, ""),
        ("bn", Dimension.COUNT, 10**9, ""),
        ("USD", Dimension.MONEY, 1, "USD"),
        (" mn USD", Dimension.MONEY, 10**6, "USD"),
        ("thousand THB", Dimension.MONEY, 1000, "THB"),
        ("tn CNY", Dimension.MONEY, 10**12, "CNY"),
        ("bn CNY/year", Dimension.MONEY_PER_YEAR, 10**9, "CNY"),
        ("mn USD/quarter", Dimension.MONEY_PER_YEAR, 4 * 10**6, "USD"),
        ("mn USD/month", Dimension.MONEY_PER_YEAR, 12 * 10**6, "USD"),
        ("mn USD/MW", Dimension.MONEY_PER_MW, 10**6, "USD"),
        ("USD/kW", Dimension.MONEY_PER_MW, 1000, "USD"),
        ("mn USD/MW/year", Dimension.MONEY_PER_MW_YEAR, 10**6, "USD"),
        ("USD/year/kW", Dimension.MONEY_PER_MW_YEAR, 1000, "USD"),
        ("GW", Dimension.POWER, 1000, ""),
        ("kW", Dimension.POWER, Fraction(1, 1000), ""),
        ("MW/quarter", Dimension.POWER_PER_TIME, 1, ""),
        ("MW/year", Dimension.POWER_PER_TIME, Fraction(1, 4), ""),
        ("/quarter", Dimension.COUNT_PER_TIME, 1, ""),
        ("day", Dimension.DURATION, 1, ""),
        ("weeks", Dimension.DURATION, 7, ""),
        ("months", Dimension.DURATION, Fraction(365, 12), ""),
        ("quarter", Dimension.DURATION, Fraction(365, 4), ""),
        ("years", Dimension.DURATION, 365, ""),
        ("%", Dimension.SHARE, Fraction(1, 100), ""),
        (" % / year", Dimension.RATE, Fraction(1, 100), ""),
    ],
)
def test_a_unit_has_the_dimension_and_the_exact_factor_that_people_mean(
    text: str, dimension: Dimension, factor: Fraction, currency: str
) -> None:
    unit = read_unit(text)
    assert (unit.dimension, unit.factor, unit.currency) == (dimension, factor, currency)


@pytest.mark.parametrize("dimension", list(Dimension))
def test_every_dimension_has_an_example_that_reads_as_it(dimension: Dimension) -> None:
    read = read_unit(EXAMPLES[dimension].lstrip("0123456789."))
    assert read.dimension is (Dimension.COUNT if dimension is Dimension.NUMBER else dimension)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("monhts", "months"),
        ("yaers", "years"),
        ("B USD", "bn"),
        ("bn usd", "USD"),
        ("mw", "MW"),
        ("k USD", "thousand"),
        ("mn $/MW", "USD"),
    ],
)
def test_a_unit_that_is_almost_right_is_met_with_the_one_that_was_meant(text: str, meant: str) -> None:
    with pytest.raises(QuantityError, match=f"did you mean '{meant}'"):
        read_unit(text)


@pytest.mark.parametrize(
    "text",
    [
        "USD/MW/MW",
        "USD/year/year",
        "MW/USD",
        "%/MW",
        "months/year",
        "mn MW",
        "bn %",
        "bn mn USD",
        "/",
        "USD MW",
    ],
)
def test_a_combination_without_meaning_is_refused(text: str) -> None:
    with pytest.raises(QuantityError):
        read_unit(text)


def test_a_rate_by_month_is_refused_since_it_would_have_to_compound() -> None:
    with pytest.raises(QuantityError, match="by year"):
        read_unit("%/month")
