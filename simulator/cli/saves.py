"""Files that are saved: seen by their stamps, once an editor has done with them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

#: what tells one state of a file from another: inode, size, nanoseconds of its last change; None if it is not there
Stamp = tuple[int, int, int] | None
#: seconds between two looks, and for which nothing may move before a save counts as over
EVERY, SETTLE = 0.2, 0.3


def stamps_of(files: Iterable[Path]) -> dict[Path, Stamp]:
    """The stamps of files as they are now."""
    return {path: _stamp(path) for path in files}


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def wait_for_save(
    seen: dict[Path, Stamp],
    *,
    every: float = EVERY,
    settle: float = SETTLE,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Path]:
    """Wait until a file is no longer as it was seen, and all of them have come to rest; those that changed.

    Looks at the files every so often instead of asking the system for events, so that it works on any disk, also on one
    of another machine.
    """
    while stamps_of(seen) == seen:
        sleep(every)
    now = stamps_of(seen)
    while True:
        sleep(settle)
        later = stamps_of(seen)
        if later == now:
            return [path for path in seen if now[path] != seen[path]]
        now = later
