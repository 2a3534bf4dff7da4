"""Note arithmetic against the figures of the case and a root finder."""

from __future__ import annotations

import pytest
from scipy.optimize import brentq

from simulator.instruments.note import dilution_if_converted, effective_rate


def test_conversion_in_full_is_0_69_per_cent() -> None:
    # 3.2 bn at 5.1773 certificates per 1,000 are 16.567 mn, 132.5 mn shares, on 19.1 bn
    new = 3.2e9 / 1000 * 5.1773 * 8
    assert new == pytest.approx(132.5e6, rel=1e-3)
    assert dilution_if_converted(new, 19.1e9) == pytest.approx(0.0069, abs=5e-5)


def test_the_rate_is_the_one_at_which_the_proceeds_grow_to_face() -> None:
    found = brentq(lambda rate: 3.13 * (1 + rate) ** (1826 / 365) - 3.2, 0, 1)
    assert effective_rate(3.13, 3.2, 1826) == pytest.approx(found, abs=1e-10)


def test_terms_that_make_no_sense_are_refused_with_their_values() -> None:
    with pytest.raises(ValueError, match=r"net 0.*repaid 3\.2"):
        effective_rate(0, 3.2, 10)
    with pytest.raises(ValueError, match="-1"):
        dilution_if_converted(1, -1)
