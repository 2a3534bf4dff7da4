"""Text that is too long for its place, cut off where the room ends."""

from __future__ import annotations


def cut(text: str, room: int) -> str:
    """Text in at most ``room`` letters, 1 or more; an ellipsis, the last of them, stands for what is cut off.

    >>> cut("liquidity", 9), cut("liquidity", 8), cut("", 1)
    ('liquidity', 'liquidi…', '')
    """
    return text if len(text) <= room else f"{text[: room - 1]}…"
