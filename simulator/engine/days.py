"""A clock of whole days, and moments that obey the order of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simpy import Environment
from simpy.events import Event


class DayClock(Environment):
    """SimPy's clock, counting whole days from the start of the horizon."""

    if TYPE_CHECKING:

        @property
        def now(self) -> int: ...


class Moment(Event):
    """A phase of a day: fires ``delay`` days from now, after everything of an earlier phase of that day.

    The phases are priorities above SimPy's own 0 and 1, so that what an event sets off at once still comes first.
    SimPy's ``timeout`` has one priority for all, so that it would fire before events of any later phase.
    """

    def __init__(self, env: DayClock, delay: int, phase: int) -> None:
        self.env = env
        self.callbacks = []
        self._ok = True
        self._value = None
        env.schedule(self, phase, delay)  # type: ignore[arg-type]
