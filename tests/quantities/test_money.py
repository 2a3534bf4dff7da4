"""Money divides without loss: the note's three splits by hand, and the laws of the largest remainder."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.quantities.fault import QuantityError
from simulator.quantities.money import allocate, allocate_one, cents, to_cents

CENTS = st.integers(-(10**15), 10**15)
WHOLE = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)
SHARES = st.lists(st.decimals(0, 1, places=4).map(float), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("base", "cloud", "commerce"),
    [
        (320_000_000_000, 256_000_000_000, 64_000_000_000),
        (313_000_000_000, 250_400_000_000, 62_600_000_000),
        (294_626_000_000, 235_700_800_000, 58_925_200_000),
    ],
)
def test_the_note_splits_by_eighty_and_twenty(base: int, cloud: int, commerce: int) -> None:
    assert allocate(np.array(base), [0.8, 0.2]).tolist() == [cloud, commerce]


def exact_shares(cents: int, weights: list[float]) -> list[Fraction]:
    decimals = [Fraction(repr(weight)) for weight in weights]
    total = sum(decimals)
    return [cents * decimal / total if total else Fraction(cents, len(weights)) for decimal in decimals]


@given(CENTS, st.one_of(WHOLE, SHARES))
def test_parts_add_up_exactly_and_lie_within_a_cent_of_their_share(cents: int, weights: list[float]) -> None:
    parts = allocate(np.array(cents), weights).tolist()
    assert sum(parts) == cents
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact_shares(cents, weights), strict=True))


@given(CENTS, st.one_of(WHOLE, SHARES))
def test_a_larger_remainder_is_served_first_and_of_equal_ones_the_earlier(cents: int, weights: list[float]) -> None:
    parts = allocate(np.array(cents), weights).tolist()
    shares = exact_shares(cents, weights)
    remainders = [share - (share.numerator // share.denominator) for share in shares]
    rounded_up = [part > share for part, share in zip(parts, shares, strict=True)]
    order = sorted(range(len(parts)), key=lambda n: (-remainders[n], n))
    assert [rounded_up[n] for n in order] == sorted(rounded_up, reverse=True)


@given(st.lists(CENTS, min_size=1, max_size=5), st.one_of(WHOLE, SHARES))
def test_a_row_of_amounts_divides_as_each_by_itself(amounts: list[int], weights: list[float]) -> None:
    together = allocate(np.array(amounts), weights)
    assert together.tolist() == [allocate(np.array(amount), weights).tolist() for amount in amounts]


@given(st.lists(st.tuples(CENTS, st.lists(st.integers(0, 10**12), min_size=3, max_size=3)), min_size=1, max_size=4))
def test_each_amount_may_have_weights_of_its_own(pairs: list[tuple[int, list[int]]]) -> None:
    together = allocate(np.array([cents for cents, _ in pairs]), np.array([weights for _, weights in pairs]))
    assert together.tolist() == [allocate(np.array(cents), weights).tolist() for cents, weights in pairs]


@given(st.integers(0, 10**14), st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
def test_one_amount_divides_the_same_in_python_numbers(cents: int, weights: list[int]) -> None:
    if sum(weights):
        assert allocate_one(cents, weights) == allocate(np.array(cents), weights).tolist()


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=8), st.data())
def test_what_weights_can_give_takes_no_part_beyond_its_weight(weights: list[int], data: st.DataObject) -> None:
    cents = data.draw(st.integers(0, sum(weights)))
    assert all(part <= weight for part, weight in zip(allocate_one(cents, weights), weights, strict=True))


def test_without_weight_parts_are_equal() -> None:
    assert allocate(np.array(10), [0, 0, 0]).tolist() == [4, 3, 3]
    assert allocate_one(10, [0, 0]) == [0, 0]


@pytest.mark.parametrize("weights", [[], [1, -1], [float("nan")], [float("inf"), 1]])
def test_weights_that_cannot_divide_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(np.array(10), weights)


def test_amounts_become_cents_with_halves_to_even() -> None:
    assert to_cents(np.array([0.125, 0.375, -0.125, 597.1e9 / 7.25])).tolist() == [12, 38, -12, 8_235_862_068_966]
    assert (cents(0.125), cents(-0.375)) == (12, -38)


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), 1e17, -1e300])
def test_an_amount_that_no_cents_can_count_is_refused(amount: float) -> None:
    with pytest.raises(QuantityError, match="cannot be counted in cents"):
        to_cents(np.array([1.0, amount]))
    with pytest.raises(QuantityError, match="cannot be counted in cents"):
        cents(amount)
