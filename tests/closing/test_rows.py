"""Rows kind by kind: their sums by subject, and what rules moved as rows of two purses."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.closing.rows import summed, transfers
from simulator.trace import Kind
from tests.factories import trace_by_hand

#: out of a purse of three, into another, cents
MOVES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(1, 10**12)), max_size=9)


@given(MOVES)
def test_what_is_moved_leaves_one_purse_and_comes_into_the_other(moves: list[tuple[int, int, int]]) -> None:
    held = [0, 0, 0]
    for out, into, cents in moves:
        held[out] -= cents
        held[into] += cents
    rows = transfers(trace_by_hand(*((9, 9, Kind.MOVED, out * 3 + into, cents) for out, into, cents in moves)), 3)
    assert summed(rows, rows.subject, 3).tolist() == [held]
    assert (rows.day == 9).all()


def test_rows_are_summed_by_subject_or_counted() -> None:
    rows = trace_by_hand((1, 1, Kind.COUPON, 2, 30), (5, 5, Kind.COUPON, 0, 7), (6, 6, Kind.COUPON, 2, 4))
    assert summed(rows, rows.subject, 3).tolist() == [[7, 0, 34]]
    assert summed(rows, 0, 1).tolist() == [[41]]
    assert summed(rows, rows.subject, 3, np.ones(3, np.int64)).tolist() == [[1, 0, 2]]
