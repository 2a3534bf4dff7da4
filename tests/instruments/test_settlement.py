"""What changes hands, by hand, for each way of settlement."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.instruments.holders import Choice
from simulator.instruments.settlement import Settlement, settled
from tests.instruments.cases import NOTE, TO_MATURITY, TO_PUT

CHOICES = np.array([Choice.HOLD, Choice.PUT, Choice.REPAID, Choice.CONVERT])
PRICES = np.array([250.0, 100.0, 100.0, 250.0])

#: 5.1773 certificates at 250 are worth 1,294.325: 294.325 above face are 1.1773 certificates
BY_HAND = {
    Settlement.SHARES: (0.0, 5.1773),
    Settlement.CASH: (1294.325, 0.0),
    Settlement.BOTH: (1000.0, 294.325 / 250),
}


@pytest.mark.parametrize("how", list(Settlement))
def test_a_conversion_is_met_as_the_terms_say(how: Settlement) -> None:
    made = settled(NOTE, CHOICES, PRICES, TO_PUT, how)
    assert (made.cash[3], made.certificates[3]) == pytest.approx(BY_HAND[how])


@pytest.mark.parametrize("how", list(Settlement))
def test_puts_and_repayment_are_cash_and_holding_is_nothing(how: Settlement) -> None:
    made = settled(NOTE, CHOICES, PRICES, TO_PUT, how)
    assert made.cash[:3].tolist() == [0.0, 1000.0, 1000.0]
    assert not made.certificates[:3].any()


@pytest.mark.parametrize("how", list(Settlement))
def test_what_is_handed_over_is_worth_what_is_given_up(how: Settlement) -> None:
    prices = np.linspace(194, 900, 50)
    made = settled(NOTE, np.full(50, Choice.CONVERT), prices, TO_MATURITY, how)
    np.testing.assert_allclose(made.cash + made.certificates * prices, 5.1773 * prices)


def test_principal_in_cash_is_never_more_than_the_shares_are_worth() -> None:
    made = settled(NOTE, np.array([Choice.CONVERT]), np.array([150.0]), TO_PUT, Settlement.BOTH)
    assert made.cash[0] == pytest.approx(5.1773 * 150)
    assert made.certificates[0] == 0.0


def test_a_share_price_of_nothing_is_no_trouble_where_nobody_converts() -> None:
    made = settled(NOTE, np.array([Choice.REPAID]), np.array([0.0]), TO_MATURITY, Settlement.BOTH)
    assert (made.cash[0], made.certificates[0]) == (1000.0, 0.0)
