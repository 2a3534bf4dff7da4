"""`--vary` and `sweep:`: values that are tried one after another, as they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from simulator.errors import Fault, ScenarioFaults, shown
from simulator.quantities.fault import QuantityError
from simulator.quantities.number import NUMBER, plain, read_number
from simulator.scenario.edits import ASSIGNMENT, BY_SIGN
from simulator.scenario.nodes import ListNode, MapNode, Node, Place, Scalar
from simulator.scenario.nodes import plain as data_of
from simulator.scenario.paths import read_path
from simulator.scenario.writer import flow_text

OPTION = Place("--vary")
#: `8:14:4 mn USD/MW/year`: from, to, how many, unit
RANGE = re.compile(rf"\s*({NUMBER.pattern})\s*:\s*({NUMBER.pattern})\s*:\s*([0-9]{{1,6}})(?![0-9.])\s*(.*)", re.DOTALL)
#: a value of one number and a unit, or none
AMOUNT = re.compile(rf"({NUMBER.pattern})\s*(.*)")
#: values of one path, and significant digits of those within a range
MOST, DIGITS = 10_000, 12
ALLOWED = "values with commas between them, or lo:hi:n with a unit, as 8:14:4 mn USD/MW/year"
SIGNS = {"=": "", "+=": "+ ", "*=": "× "}
#: a deed that may stand in a file, and its sign on the command line
DEEDS = {deed: sign for sign, deed in BY_SIGN.items()}
T = TypeVar("T")


@dataclass(frozen=True)
class Varied:
    """A path and the values that it takes, one after another.

    Attributes
    ----------
    path, sign : what is edited, and how: ``=``, ``+=`` or ``*=``
    values : as an option of the command line would write them
    place : where that is written
    """

    path: str
    sign: str
    values: tuple[str, ...]
    place: Place = OPTION

    def edit(self, n: int) -> str:
        """The edit that sets value ``n``, as an option writes it."""
        return f"{self.path}{self.sign}{self.values[n]}"

    @property
    def labels(self) -> tuple[str, ...]:
        """The values as they are shown.

        >>> read_vary("a.cost*=0.9, 1.1").labels
        ('× 0.9', '× 1.1')
        """
        return tuple(SIGNS[self.sign] + (json.loads(v) if v.startswith('"') else v) for v in self.values)

    @property
    def amounts(self) -> tuple[list[float], str] | None:
        """The numbers and their unit, where all values are numbers of one unit.

        >>> read_vary("a.price=8:14:3 USD").amounts
        ([8.0, 11.0, 14.0], 'USD')
        """
        found = [AMOUNT.fullmatch(label.removeprefix(SIGNS[self.sign])) for label in self.labels]
        units = {match[2] if match else None for match in found}
        if len(units) > 1 or None in units:
            return None
        return [float(match[1]) for match in found if match], f"{SIGNS[self.sign]}{units.pop()}".strip()


def read_vary(text: str) -> Varied:
    """What a ``--vary`` option states: `PATH=V1,V2,…` or `PATH=lo:hi:n UNIT`, also with `+=` and `*=`.

    Raises
    ------
    ScenarioFaults
        If it states something else.

    >>> read_vary("a.duration=6 months, pert(6, 9, 18) months").values
    ('6 months', 'pert(6, 9, 18) months')
    """
    found = ASSIGNMENT.fullmatch(text)
    if found is None or not found[1].strip():
        raise ScenarioFaults([Fault(OPTION.file, 0, "", shown(text), "is not a range", f"PATH={ALLOWED}")])
    path = found[1].strip()
    faults: list[Fault] = []
    varied = _told(lambda: _varied(path, found[2], values_of(found[3]), OPTION), path, found[3], OPTION, faults)
    if varied is None:
        raise ScenarioFaults(faults)
    return varied


def read_options(texts: Sequence[str]) -> tuple[Varied, ...]:
    """What all ``--vary`` options state; errors as for ``read_vary``, of all of them."""
    faults: list[Fault] = []
    found: list[Varied] = []
    for text in texts:
        try:
            found.append(read_vary(text))
        except ScenarioFaults as error:
            faults.extend(error.faults)
    twice = {varied.path for varied in found if sum(other.path == varied.path for other in found) > 1}
    faults += [Fault(OPTION.file, 0, path, "", "is varied twice", "each path once") for path in sorted(twice)]
    if faults:
        raise ScenarioFaults(faults)
    return tuple(found)


def read_sweep(node: Node | None, faults: list[Fault]) -> tuple[Varied, ...]:
    """The paths under `sweep:` of a file with their values; what is wrong is added to ``faults``."""
    if node is None:
        return ()
    if not isinstance(node, MapNode):
        place = node.origin.place
        problem, allowed = "is not a map of paths", "`path: [values]` or `path: lo:hi:n unit` lines"
        faults.append(Fault(place.file, place.line, "sweep", shown(flow_text(data_of(node))), problem, allowed))
        return ()
    return tuple(_entries(node, faults))


def _entries(node: MapNode, faults: list[Fault]) -> Iterator[Varied]:
    for path, value in node.children.items():
        place = node.keys.get(path, value.origin.place)
        deed = next(iter(value.children), "") if isinstance(value, MapNode) else ""
        inner = value.children[deed] if isinstance(value, MapNode) and list(value.children) == [deed] else value
        sign = DEEDS.get(deed, "=")
        told = f"sweep.{path}"

        def read(path: str = path, sign: str = sign, inner: Node = inner, place: Place = place) -> Varied:
            return _varied(path, sign, _written(inner), place)

        varied = _told(read, told, flow_text(data_of(value)), place, faults)
        if varied is not None:
            yield varied


def _told(read: Callable[[], T], path: str, written: str, place: Place, faults: list[Fault]) -> T | None:
    """What is read, or None and a fault."""
    try:
        return read()
    except QuantityError as error:
        faults.append(Fault(place.file, place.line, path, shown(written.strip()), error.problem, error.allowed))
        return None


def _varied(path: str, sign: str, values: tuple[str, ...], place: Place) -> Varied:
    read_path(path)
    if not values or "" in values:
        raise QuantityError("holds nothing between two commas" if values else "holds no values", ALLOWED)
    again = next((value for n, value in enumerate(values) if value in values[:n]), None)
    if again is not None:
        raise QuantityError(f"holds {shown(again)} twice", "each value once")
    if len(values) > MOST:
        raise QuantityError(f"holds {len(values):,} values", f"at most {MOST:,}")
    return Varied(path, sign, values, place)


def _written(node: Node) -> tuple[str, ...]:
    """The values of an entry of a file."""
    if isinstance(node, ListNode):
        return tuple(flow_text(data_of(item)) for item in node.items)
    if isinstance(node, Scalar) and isinstance(node.value, str) and RANGE.fullmatch(node.value):
        return values_of(node.value)
    raise QuantityError("is neither a list nor a range", "[6 months, 12 months], or lo:hi:n with a unit")


def values_of(text: str) -> tuple[str, ...]:
    """The values that a text states: parted by commas outside brackets and quotes, or evenly over a range.

    >>> values_of("0:30:4 %"), values_of("[a, b], {c: 1, d: 2}, 'e,f'")
    (('0 %', '10 %', '20 %', '30 %'), ('[a, b]', '{c: 1, d: 2}', "'e,f'"))
    """
    found = RANGE.fullmatch(text)
    if found is None:
        return _parted(text)
    low, high, steps = read_number(found[1]), read_number(found[2]), int(found[3]) - 1
    if not 1 <= steps < MOST or low == high:
        raise QuantityError("is not a range", f"two different ends and 2 to {MOST:,} values, as 8:14:4 USD")
    return tuple(f"{_between(low, high, n, steps)} {found[4].strip()}".strip() for n in range(steps + 1))


def _between(low: Decimal, high: Decimal, n: int, steps: int) -> str:
    """The end itself at both ends; between them, digits enough to tell values apart."""
    return plain(low if n == 0 else high if n == steps else Decimal(f"{low + (high - low) * n / steps:.{DIGITS}g}"))


def _parted(text: str) -> tuple[str, ...]:
    """The pieces of a text between its outermost commas, without blanks around them."""
    parts, depth, quote = [""], 0, ""
    for char in text:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        else:
            depth += (char in "([{") - (char in ")]}")
            if char == "," and depth == 0:
                parts.append("")
                continue
        parts[-1] += char
    return tuple(part.strip() for part in parts)
