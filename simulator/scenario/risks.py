"""What may go wrong: dated shocks that strike or do not, and what they hit."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from simulator.quantities.quantity import quantile
from simulator.scenario.section import Section, as_tuple
from simulator.scenario.values import (
    Day,
    Duration,
    Multiple,
    Name,
    Names,
    PlainProbability,
    Probability,
    RateChange,
    SignedDuration,
    fault,
)


class Scaling(Section):
    """A quantity becomes a multiple of itself."""

    multiply: Multiple = Field(description="`40 %` leaves two fifths, `1.3` adds three tenths")


class Lengthening(Section):
    """Work takes a multiple of its time, or some time more; or less, and a day at least."""

    multiply: Multiple | None = Field(None, description="of what is still to be done")
    add: SignedDuration | None = Field(None, description="to what is still to be done")


class GrowthChange(Section):
    """A growth rate becomes a multiple of itself, or moves by some points, while the risk lasts."""

    multiply: Multiple | None = None
    add: RateChange | None = Field(None, description="as `-10 %/year`")


class StageHit(Section):
    """Stages that are at work when the risk strikes, or that start while it lasts."""

    stages: Names = Field(description="`project.stage`, `mexico_*.power`, or projects: all their stages")
    tag: Name | None = Field(None, description="only those of projects with this tag")
    duration: Lengthening | None = Field(None, description="of the work that is still to be done")
    cost: Scaling | None = Field(None, description="of what is still to be paid; budgets do not know")
    rework: Multiple | None = Field(
        None, description="share of time and cost to be done again, of a stage that would end while the risk lasts"
    )
    refused: bool = Field(False, description="the stage cannot end while the risk lasts: a permit is withheld")


class ProjectHit(Section):
    """Projects that may be given up when the risk strikes."""

    projects: Names = Field(description="names or patterns")
    tag: Name | None = Field(None, description="only those with this tag")
    abandon: PlainProbability = Field(description="chance that each is abandoned, by a draw of its own")


class ResourceHit(Section):
    """Crews or supplies, while the risk lasts."""

    resource: Name
    supply: Scaling | None = Field(None, description="of deliveries that fall within it")
    capacity: Scaling | None = Field(None, description="of crews and slots")


class MarketHit(Section):
    """A market, while the risk lasts; what a growth rate has done stays."""

    market: Names
    demand: Scaling | None = None
    growth: GrowthChange | None = None
    share: Scaling | None = None
    price: Scaling | None = None
    opex: Scaling | None = Field(None, description="fixed and sold")


def _above_nothing(scaling: Scaling) -> Scaling:
    if quantile(scaling.multiply, 2.0**-53) <= 0:
        raise fault("leaves a rate of nothing", "a multiple above 0, as 120 %")
    return scaling


class CurrencyHit(Section):
    """An exchange rate, while the risk lasts."""

    fx: str = Field(description="a currency of `fx`")
    rate: Annotated[Scaling, AfterValidator(_above_nothing)] = Field(
        description="units of it per unit of the reporting currency: 120 % is a fall by a sixth"
    )


class AppropriationHit(Section):
    """Tranches of an appropriation that fall due while the risk lasts."""

    appropriation: Name
    delay: Duration | None = Field(None, description="of each of them")
    cut: Probability | None = Field(None, description="share that never comes")


def _kind_of_hit(written: Any) -> str:
    for kind in ("stages", "projects", "resource", "market", "fx", "appropriation"):
        if isinstance(written, dict) and kind in written:
            return f"hit on {kind}"
        if not isinstance(written, dict) and kind in getattr(type(written), "model_fields", {}):
            return f"hit on {kind}"
    return ""


Hit = Annotated[
    Annotated[StageHit, Tag("hit on stages")]
    | Annotated[ProjectHit, Tag("hit on projects")]
    | Annotated[ResourceHit, Tag("hit on resource")]
    | Annotated[MarketHit, Tag("hit on market")]
    | Annotated[CurrencyHit, Tag("hit on fx")]
    | Annotated[AppropriationHit, Tag("hit on appropriation")],
    Discriminator(_kind_of_hit),
]


def _window(written: Any) -> Any:
    return (written, written) if isinstance(written, str) else as_tuple(written)


def _in_order(window: tuple[date, date]) -> tuple[date, date]:
    if window[1] < window[0]:
        raise fault("is a window that ends before it begins", "the first day, then the last")
    return window


def _hits(written: Any) -> Any:
    return as_tuple(written) if isinstance(written, list | tuple) else (written,)


class Risk(Section):
    """A shock that may strike once, on a day within its window, for some time."""

    probability: PlainProbability = Field(description="that it strikes at all")
    window: Annotated[tuple[Day, Day], BeforeValidator(_window), AfterValidator(_in_order)] = Field(
        description="first and last day on which it may strike, all alike; or one day"
    )
    lasts: Duration | None = Field(None, description="without: to the horizon's end")
    hits: Annotated[tuple[Hit, ...], BeforeValidator(_hits)] = Field(min_length=1, description="one hit, or a list")
    note: str = Field("", description="why it is thought so")
