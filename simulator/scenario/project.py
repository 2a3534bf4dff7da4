"""What the money is spent on: projects, their stages, and what they bring."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from simulator.quantities.units import Dimension
from simulator.scenario.conditions import Condition
from simulator.scenario.section import Section
from simulator.scenario.values import (
    Day,
    Duration,
    Factor,
    Money,
    MoneyOrShare,
    MoneyRateOrShare,
    Name,
    Names,
    PlainShare,
    Power,
    Units,
    fault,
    unless_written,
)


class AssetClass(Section):
    """Assets that wear out alike."""

    life: Duration = Field(description="over which cost in service is written off, in a straight line")


class Capital(Section):
    """Spending that becomes an asset of a class."""

    capital: Name = Field(description="asset class; without one the asset is not written off")


def _treatment(written: Any) -> Any:
    if isinstance(written, str) and written not in ("expense", "capital"):
        raise fault(f"{written!r} is not a treatment", "capital, expense, or {capital: ASSET_CLASS}")
    return written


Treatment = Annotated[Literal["expense", "capital"] | Capital, BeforeValidator(_treatment)]


class Stage(Section):
    """A piece of work with a length, a cost and needs."""

    duration: Duration = Field(description="of the work, waiting not included")
    cost: MoneyOrShare = unless_written(0, Dimension.SHARE, "money, or a share of the project's budget")
    after: Names = Field((), description="stages of this project, `project.stage`, or projects")
    needs: dict[Name, Units] = Field({}, description="units of resources, all at once")
    priority: int | None = Field(None, description="instead of the project's; the smaller is served first")
    earliest: Day | None = Field(None, description="does not start before")
    treatment: Treatment | None = Field(None, description="instead of the project's")


class Start(Section):
    """When a project may begin."""

    when: Condition | None = Field(None, description="the first review at which this holds")
    not_before: Day | None = None


def _start(written: Any) -> Any:
    return {"not_before": written} if isinstance(written, str) else written


class Renewal(Section):
    """Replacement of a project's assets at the end of their life, outside the plan."""

    cost: MoneyOrShare = Field(description="money, or a share of the budget")
    over: Duration = unless_written(182, Dimension.DURATION, "time over which it is paid")
    pool: Name | None = Field(None, description="that pays; else the treasury")


class Benefit(Section):
    """A saving or margin that a project brings, instead of megawatts."""

    yearly: MoneyRateOrShare = Field(description="money a year, or a share of the budget a year")
    ramp: Duration = unless_written(0, Dimension.DURATION, "grows evenly over this time")
    life: Duration = Field(description="from the end of the project")


class Uplift(Section):
    """Budgets raised by what projects of the same kind went over theirs: reference-class forecasting."""

    reference_class: Name = Field(alias="class", description="of the shipped table; `capsim list classes`")
    percentile: int = Field(80, ge=1, le=99, description="of overruns: this part of the class stayed within it")


class DrivenFactor(Section):
    """A cost factor that projects share in part: the product of drivers' values and of its own."""

    driver: Names = Field(description="drivers with a `value`")
    own: Factor = unless_written(1, Dimension.NUMBER, "the project's own part, one draw a project")


def _kind_of_factor(written: Any) -> str:
    return "driven" if isinstance(written, dict | DrivenFactor) else "own"


CostFactor = Annotated[
    Annotated[Factor, Tag("own")] | Annotated[DrivenFactor, Tag("driven")], Discriminator(_kind_of_factor)
]


class Project(Section):
    """A use of money: stages that cost, wait and work, and capacity or benefit once they are done."""

    stages: dict[Name, Stage] = Field(min_length=1, description="work, in any order that `after` allows")
    budget: Money | None = Field(None, description="that shares are shares of; per wave where repeated")
    cost_factor: CostFactor = unless_written(
        1, Dimension.NUMBER, "true cost over budget, one draw a project; or drivers and a part of its own"
    )
    uplift: Uplift | None = Field(None, description="of budgets, by a reference class; true costs do not know")
    budget_basis: Literal["mean", "p50", "p80"] = Field("mean", description="of a cost that is a distribution")
    contingency: PlainShare = unless_written(0, Dimension.SHARE, "committed on top of each stage's budget")
    pool: Names = Field((), description="pools in order; without one the treasury pays and nothing waits")
    market: Name | None = Field(None, description="where its capacity is sold")
    capacity: Power | None = Field(None, description="in service when the last stage ends; per wave")
    capacity_by_stage: dict[Name, Power] = Field({}, description="in service when that stage ends")
    ramp: Duration = unless_written(0, Dimension.DURATION, "capacity fills evenly over this time")
    life: Duration | None = Field(None, description="of its capacity; without renewal it then retires")
    renewal: Renewal | None = None
    benefit: Benefit | None = None
    priority: int = Field(100, description="the smaller is served first")
    start: Annotated[Start, BeforeValidator(_start)] = Start.model_construct(when=None, not_before=None)
    after: Names = Field((), description="projects, or `project.stage`, that must be done before")
    tags: Names = ()
    programme: Name | None = Field(None, description="reporting line; else the project's own name")
    treatment: Treatment = Field("capital", description="of its stages' cost")
    wave_of: Name | None = Field(None, description="set by `repeat`")
    wave: int | None = Field(None, description="set by `repeat`")
