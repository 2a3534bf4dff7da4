"""What of a scenario is uncertain: the paths of its distributions, and of each month of a market's walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from simulator.quantities.calendar import Calendar
from simulator.quantities.quantity import Constant, Path, Quantity, Sampled
from simulator.scenario.schema import Scenario


def part_path(path: str, day: int) -> str:
    """The input path of one value of a path by date.

    >>> part_path("markets.mexico.growth", 766)
    'markets.mexico.growth.766'
    """
    return f"{path}.{day}"


def uncertain_inputs(scenario: Scenario) -> list[str]:
    """The paths of all that is drawn, in the order of the file; a market's walk has one a month-end closing."""
    horizon = scenario.horizon
    closings = len(Calendar(horizon.start, horizon.end).closing_days)
    inputs = [path for path, _ in sampled(scenario, "")]
    for name, market in scenario.markets.items():
        if moves(market.volatility):
            inputs += [walk_path(name, month) for month in range(closings)]
    return inputs


def walk_path(market: str, month: int) -> str:
    """The input path of a month's shock to demand.

    >>> walk_path("mexico", 3)
    'markets.mexico.walk[3]'
    """
    return f"markets.{market}.walk[{month}]"


def moves(volatility: Quantity) -> bool:
    """Whether a volatility is anything but nothing."""
    return not (isinstance(volatility, Constant) and volatility.value == 0.0)


def sampled(part: object, path: str) -> Iterator[tuple[str, Sampled]]:
    """Every distribution within a part of a scenario, with its path."""
    if isinstance(part, Sampled):
        yield path, part
    elif isinstance(part, Path):
        for day, value in zip(part.days, part.values, strict=True):
            yield from sampled(value, part_path(path, day))
    elif isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from sampled(getattr(part, name), joined_path(path, field.alias or name))
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from sampled(value, joined_path(path, str(name)))


def joined_path(path: str, name: str) -> str:
    """A key below a path.

    >>> joined_path("markets", "mexico"), joined_path("", "markets")
    ('markets.mexico', 'markets')
    """
    return f"{path}.{name}" if path else name
