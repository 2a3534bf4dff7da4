"""Text for its room: cut or broken, never longer, whole where it fits, and said to be cut where it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.words import WIDTH, cut, filled

ROOM = st.integers(1, 12)
WORD = st.text("abc", min_size=1, max_size=20)


@given(st.text(max_size=20), ROOM)
def test_a_text_that_fits_stays_whole_and_another_fills_its_room(text: str, room: int) -> None:
    assert cut(text, room) == text if len(text) <= room else len(cut(text, room)) == room


@given(st.text(min_size=13, max_size=20), ROOM)
def test_what_is_cut_off_is_the_end_and_an_ellipsis_stands_for_it(text: str, room: int) -> None:
    kept, ellipsis, nothing = cut(text, room).rpartition("…")
    assert (text.startswith(kept), ellipsis, nothing) == (True, "…", "")


@given(st.lists(WORD, min_size=1, max_size=40))
def test_a_line_is_broken_between_words_and_loses_none(words: list[str]) -> None:
    lines = filled([" ".join(words)])
    assert " ".join(lines).split() == words
    assert all(len(line) <= WIDTH for line in lines)
    assert all(line.startswith("    ") for line in lines[1:])
