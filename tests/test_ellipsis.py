"""Text cut to its room: never longer, whole where it fits, and said to be cut where it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.ellipsis import cut

ROOM = st.integers(1, 12)


@given(st.text(max_size=20), ROOM)
def test_a_text_that_fits_stays_whole_and_another_fills_its_room(text: str, room: int) -> None:
    assert cut(text, room) == text if len(text) <= room else len(cut(text, room)) == room


@given(st.text(min_size=13, max_size=20), ROOM)
def test_what_is_cut_off_is_the_end_and_an_ellipsis_stands_for_it(text: str, room: int) -> None:
    kept, ellipsis, nothing = cut(text, room).rpartition("…")
    assert (text.startswith(kept), ellipsis, nothing) == (True, "…", "")
