"""What can go wrong, as one tree; each kind carries the exit code of the command that it ends.

SimulatorError              1
├── UserError               2   the input is wrong
│   └── ScenarioFaults      2   all faults of scenario files
├── RunError                1   the run failed
│   ├── LedgerError         1   the accounts do not balance
│   └── StoreError          1   results cannot be written or read
│       └── DamagedRunError 2   a folder is not the run that its manifest says
└── DifferenceError         3   `verify` or `compare --assert` found a difference
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.words import cut

#: longer values are cut off in messages
LONGEST_SHOWN = 80


class SimulatorError(Exception):
    """Anything that this package stops for; the text is what the user reads."""

    exit_code = 1


class UserError(SimulatorError):
    """The user's input is wrong: usage, paths, scenarios."""

    exit_code = 2


class RunError(SimulatorError):
    """A run that could not be finished."""


class LedgerError(RunError):
    """Accounts that do not balance, or a balance that cannot be."""


class StoreError(RunError):
    """Results that cannot be written or read: a full disk, a folder without permission, a damaged file."""


class DamagedRunError(StoreError):
    """A folder that is not the run that its manifest says: incomplete, changed, or of another schema."""

    exit_code = 2


class DifferenceError(SimulatorError):
    """Two results that should be the same are not."""

    exit_code = 3


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a scenario: where, what was written, why it is wrong, what is allowed.

    ``value`` is shown as written (see ``shown``); ``line`` is 0 where a fault belongs to no line.

    >>> print(Fault("bad.yaml", 17, "projects.a.budget", "'-3 mn USD'", "is negative", "must be 0 USD or more"))
    bad.yaml:17: projects.a.budget: '-3 mn USD' is negative; must be 0 USD or more
    >>> print(Fault("--set", 0, "horizon.end", "20", "20 has no unit", "write a date (2033-03-31)"))
    --set: horizon.end: 20 has no unit; write a date (2033-03-31)
    """

    file: str
    line: int
    path: str
    value: str
    problem: str
    allowed: str = ""
    column: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        told = ": ".join(part for part in (place, self.path, joined(self.value, self.problem)) if part)
        return f"{told}; {self.allowed}" if self.allowed else told


#: how a problem begins that continues the sentence which the value began
VERBS = frozenset(
    (
        *("is", "are", "has", "have", "falls", "cannot", "needs", "mixes", "names", "must", "does", "comes", "may"),
        *("lies", "ends", "starts", "begins", "opens", "holds", "repeats", "varies", "changes", "matches", "merges"),
        *("states", "says"),
    )
)


def joined(value: str, problem: str) -> str:
    """Value and problem as one sentence, the value not said twice.

    >>> joined("'5 MWh'", "'MWh' is not a unit")
    "'5 MWh', 'MWh' is not a unit"
    """
    bare = value.strip("'\"")
    if not value or problem.startswith((value, bare + " ")):
        return problem
    return f"{value} {problem}" if problem.split(" ", 1)[0] in VERBS else f"{value}, {problem}"


def shown(written: str, quoted: bool = True) -> str:
    """A value as it stands in a message: quoted if it is text, without control characters, not too long.

    >>> shown("20", quoted=False), shown("a\\x1b[0m")
    ('20', "'a\\\\x1b[0m'")
    """
    text = cut(written, LONGEST_SHOWN)
    return repr(text) if quoted or not text.isprintable() else text


class ScenarioFaults(UserError):  # noqa: N818  the plural says it
    """All faults of one or more scenario files, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
