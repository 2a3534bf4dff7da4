"""A clock of whole days, and moments that obey the order of a day."""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from simpy import Environment
from simpy.events import NORMAL, Event

#: a process: it yields the events that it waits for, and is sent the value of each
Life = Generator[Event, Any, None]


class DayClock(Environment):
    """SimPy's clock, counting whole days from the start of the horizon."""

    __slots__ = ("_now",)

    def run_through(self, last: Event) -> None:
        """Let everything happen up to an event, and that event.

        The loop of ``Environment.run``, with the body of ``Environment.step`` in place of a call an event. What an
        event brought down is raised.
        """
        queue, happens = self._queue, None
        while happens is not last:
            self._now, _, _, happens = heappop(queue)
            callbacks, happens.callbacks = happens.callbacks, None  # type: ignore[assignment]
            for callback in callbacks:
                callback(happens)
            if not happens._ok and not hasattr(happens, "_defused"):
                raise happens._value

    if TYPE_CHECKING:

        @property
        def now(self) -> int: ...


if not TYPE_CHECKING:
    # SimPy's ``now`` is a property around ``_now``, a call each time somebody looks at the clock. The same number
    # as a slot of two names is read without a call.
    DayClock.now = DayClock._now


def set_off(env: DayClock, event: Event, value: object) -> None:
    """Have an event happen at once, as ``Event.succeed`` does, without its checks."""
    event._ok = True
    event._value = value
    heappush(env._queue, (env._now, NORMAL, next(env._eid), event))


class Moment(Event):
    """A phase of a day: fires ``delay`` days from now, after everything of an earlier phase of that day.

    The phases are priorities above SimPy's own 0 and 1, so that what an event sets off at once still comes first.
    SimPy's ``timeout`` has one priority for all, so that it would fire before events of any later phase. A moment puts
    itself on the clock's heap as ``Environment.schedule`` would, without the call: most events of a run are moments.
    """

    _ok = True
    _value = None

    def __init__(self, env: DayClock, delay: int, phase: int) -> None:
        self.env = env
        self.callbacks = []
        heappush(env._queue, (env._now + delay, phase, next(env._eid), self))  # type: ignore[misc]
