"""How far a run has come, and how much of that an earlier one had done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.montecarlo.replications import Progress


@dataclass
class Tally:
    """Counts what is done while it passes it on.

    Attributes
    ----------
    onward : what else is told
    done, total : replications so far, and of how many; 0 of 0 while none was to be run
    taken_over : those that were found done; what is run begins with their number, and with every further total again

    >>> tally = Tally(lambda done, total: None)
    >>> for done, total in [(100, 200), (150, 200), (200, 200), (250, 400), (300, 400)]: tally(done, total)
    >>> tally.done, tally.taken_over
    (300, 150)
    """

    onward: Progress
    done: int = 0
    total: int = 0
    taken_over: int = 0

    def __call__(self, done: int, total: int) -> None:
        """What a run calls as it goes on."""
        if total != self.total:
            self.taken_over += done - self.done
        self.done, self.total = done, total
        self.onward(done, total)

    def interrupted(self, out: Path, scenario: str) -> str:
        """What an interrupt leaves of a run of a scenario; '' where that is nothing."""
        from simulator.store.folders import BLOCKS

        if not self.done or not any((out / scenario).glob(f".*.partial/{BLOCKS}/*.block")):
            return ""
        return f"interrupted after {self.done:,} of {self.total:,} replications; --resume goes on from there"

    def resumed(self) -> str:
        """How much of a run was taken over; '' where none was to be run."""
        if not self.total:
            return ""
        return f"Resumed: {self.taken_over:,} of {self.total:,} replications were taken over"
