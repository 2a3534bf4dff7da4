"""Balances as they run: each key begins at zero."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.ledger.running import last_of_each, running


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-(10**15), 10**15)), max_size=20))
def test_a_balance_is_the_sum_of_the_changes_of_its_key_so_far(changes: list[tuple[int, int]]) -> None:
    changes.sort(key=lambda change: change[0])
    key, change = (np.array([one[n] for one in changes], np.int64) for n in range(2))
    so_far: dict[int, int] = {}
    balance = []
    for at, more in changes:
        so_far[at] = so_far.get(at, 0) + more
        balance.append(so_far[at])
    assert running(key, change).tolist() == balance
    ends = last_of_each(key)
    assert dict(zip(key[ends].tolist(), running(key, change)[ends].tolist(), strict=True)) == so_far
