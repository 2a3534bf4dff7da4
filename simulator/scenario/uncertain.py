"""What of a scenario is uncertain: the paths of its distributions, of each month of a walk, and of a risk's draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from simulator.quantities.calendar import Calendar
from simulator.quantities.quantity import Constant, Path, Quantity, Sampled
from simulator.scenario.currencies import MovingRate
from simulator.scenario.risks import CurrencyHit, ProjectHit, Risk
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import projects_named


def part_path(path: str, day: int) -> str:
    """The input path of one value of a path by date.

    >>> part_path("markets.mexico.growth", 766)
    'markets.mexico.growth.766'
    """
    return f"{path}.{day}"


def uncertain_inputs(scenario: Scenario) -> list[str]:
    """The paths of all that is drawn, in the order of the file.

    A walk has one a month-end closing. A risk has one for whether it strikes, one for the day, and one for each
    project that it may have abandoned.
    """
    horizon = scenario.horizon
    closings = len(Calendar(horizon.start, horizon.end).closing_days)
    inputs = [path for path, _ in sampled(scenario, "")]
    for name, market in scenario.markets.items():
        if moves(market.volatility):
            inputs += [walk_path(f"markets.{name}", month) for month in range(closings)]
    for name, rate in scenario.fx.items():
        if isinstance(rate, MovingRate) and moves(rate.volatility):
            inputs += [walk_path(f"fx.{name}", month) for month in range(closings)]
    inputs += _of_share_price(scenario, closings)
    for name, risk in scenario.risks.items():
        inputs += [strikes_path(name), day_path(name), *_abandoned(scenario, name, risk)]
    return inputs


def _of_share_price(scenario: Scenario, closings: int) -> Iterator[str]:
    equity = scenario.equity
    if equity is None or equity.price is None:
        return
    if equity.volatility is not None and moves(equity.volatility):
        yield from (walk_path("equity", month) for month in range(closings))
    if equity.jumps is not None:
        yield from (jump_path(part, month) for part in ("number", "size") for month in range(closings))


def jump_path(part: str, month: int) -> str:
    """The input path of how many jumps a month has (`number`), or how large they are (`size`).

    >>> jump_path("number", 3)
    'equity.jumps.number[3]'
    """
    return f"equity.jumps.{part}[{month}]"


def _abandoned(scenario: Scenario, name: str, risk: Risk) -> Iterator[str]:
    for n, hit in enumerate(risk.hits):
        if isinstance(hit, ProjectHit):
            for project in projects_named(scenario, hit.projects, hit.tag):
                yield abandon_path(name, n, project)


def walk_path(path: str, month: int) -> str:
    """The input path of a month's step, of a market's demand or of an exchange rate.

    >>> walk_path("markets.mexico", 3)
    'markets.mexico.walk[3]'
    """
    return f"{path}.walk[{month}]"


def strikes_path(risk: str) -> str:
    """The input path of whether a risk strikes.

    >>> strikes_path("export_controls")
    'risks.export_controls.strikes'
    """
    return f"risks.{risk}.strikes"


def day_path(risk: str) -> str:
    """The input path of the day on which a risk strikes.

    >>> day_path("export_controls")
    'risks.export_controls.day'
    """
    return f"risks.{risk}.day"


def hit_path(risk: str, hit: int) -> str:
    """The path of what a risk hits, in its list from 0.

    >>> hit_path("export_controls", 0)
    'risks.export_controls.hits[0]'
    """
    return f"risks.{risk}.hits[{hit}]"


def abandon_path(risk: str, hit: int, project: str) -> str:
    """The input path of whether a risk that strikes has a project abandoned.

    >>> abandon_path("war", 1, "mexico_2")
    'risks.war.hits[1].abandon.mexico_2'
    """
    return f"{hit_path(risk, hit)}.abandon.{project}"


def moving_currencies(scenario: Scenario) -> list[str]:
    """The currencies whose rate moves by itself or may be hit by a risk, in the order of `fx`."""
    hit = {hit.fx for risk in scenario.risks.values() for hit in risk.hits if isinstance(hit, CurrencyHit)}
    walking = {name for name, rate in scenario.fx.items() if isinstance(rate, MovingRate) and moves(rate.volatility)}
    return [name for name in scenario.fx if name in hit | walking]


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
    elif isinstance(part, tuple):
        for n, value in enumerate(part):
            yield from sampled(value, f"{path}[{n}]")


def joined_path(path: str, name: str) -> str:
    """A key below a path.

    >>> joined_path("markets", "mexico"), joined_path("", "markets")
    ('markets.mexico', 'markets')
    """
    return f"{path}.{name}" if path else name
