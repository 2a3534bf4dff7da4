"""Dilution in three views, by hand at 150, 193.15, 200, 235.46 and 300 USD on 3.2 bn."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.instruments.dilution import (
    diluted_economically,
    diluted_if_converted,
    diluted_if_settled,
    dilution_if_converted,
    exceeding,
)

PRICES = np.array([150.0, 193.15, 200.0, 235.46, 300.0])
#: 3.2 bn / 1,000 * 5.1773
CERTIFICATES, STRIKE, CAP = 16_567_360.0, 193.15, 235.46


def test_if_converted_all_certificates_count_at_any_price() -> None:
    found = diluted_if_converted(PRICES, CERTIFICATES)
    assert found.tolist() == [16_567_360.0] * 5


def test_conversion_in_full_is_0_69_per_cent() -> None:
    # 3.2 bn at 5.1773 certificates per 1,000 are 16.567 mn, 132.5 mn shares, on 19.1 bn
    new = 3.2e9 / 1000 * 5.1773 * 8
    assert new == pytest.approx(132.5e6, rel=1e-3)
    assert dilution_if_converted(new, 19.1e9) == pytest.approx(0.0069, abs=5e-5)


def test_net_of_the_capped_call_there_is_no_dilution_up_to_the_cap() -> None:
    # at 300: 16,567,360 * (300 - 235.46) / 300 = 16,567,360 * 0.215133 = 3,564,191
    found = diluted_economically(PRICES, CERTIFICATES, STRIKE, CAP)
    assert found == pytest.approx([0, 0, 0, 0, 3_564_191], abs=1)
    assert found[4] / 1e6 == pytest.approx(3.56, abs=0.005)


def test_from_the_strike_to_the_cap_it_is_nothing_at_every_price() -> None:
    between = np.linspace(STRIKE, CAP, 500)
    assert diluted_economically(between, CERTIFICATES, STRIKE, CAP).max() < 1e-6


def test_without_the_capped_call_the_excess_dilutes_from_the_strike() -> None:
    # 16,567,360 * (1 - 193.15 / price): at 200 567,432; at 235.46 2,977,002; at 300 5,900,741
    found = diluted_if_settled(PRICES, CERTIFICATES, STRIKE, excess_in_shares=True)
    assert found.certificates == pytest.approx([0, 0, 567_432, 2_977_002, 5_900_741], abs=1)
    assert not found.excess_cash.any()


def test_settled_in_cash_it_costs_money_and_no_shares() -> None:
    # 16,567,360 * (price - 193.15): at 200 113.5 mn, at 235.46 701.0 mn, at 300 1,770.2 mn
    found = diluted_if_settled(PRICES, CERTIFICATES, STRIKE, excess_in_shares=False)
    assert not found.certificates.any()
    assert found.excess_cash / 1e6 == pytest.approx([0, 0, 113.486, 700.965, 1770.222], abs=5e-4)


def test_the_views_differ_by_what_the_capped_call_gives_back() -> None:
    prices = np.linspace(100, 500, 401)
    before = diluted_if_settled(prices, CERTIFICATES, STRIKE, excess_in_shares=True).certificates
    given_back = CERTIFICATES * (np.minimum(prices, CAP) - STRIKE).clip(0) / prices
    np.testing.assert_allclose(diluted_economically(prices, CERTIFICATES, STRIKE, CAP), before - given_back, atol=1e-6)


def test_a_conversion_takes_from_shareholders_what_exceeds_the_strike() -> None:
    assert exceeding(np.array([190.0, 203.15]), 100, STRIKE) == pytest.approx([0, 1000])


def test_no_existing_shares_are_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.0 existing"):
        dilution_if_converted(1.0, 0.0)
