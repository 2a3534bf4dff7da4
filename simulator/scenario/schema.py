"""What a scenario file may say: every section, key and default, with what each means in the world."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo

from simulator.quantities.calendar import add_length, read_length
from simulator.quantities.fault import QuantityError
from simulator.quantities.units import Dimension
from simulator.scenario.accounting import Accounting
from simulator.scenario.currencies import ExchangeRate
from simulator.scenario.funding import Appropriation, Earmark, Equity, Treasury
from simulator.scenario.market import Market
from simulator.scenario.project import AssetClass, Project
from simulator.scenario.raises import Bullet, ConvertibleNote, EquityIssue, Refinancing, TermLoan
from simulator.scenario.risks import Risk
from simulator.scenario.rules import Limit, ReviewCalendar, Rule
from simulator.scenario.section import Section, as_tuple
from simulator.scenario.values import (
    Day,
    Factor,
    MoneyOrRate,
    Name,
    Names,
    PlainMoney,
    PlainRate,
    PlainShare,
    Supply,
    Units,
    UnitsByDate,
    fault,
    unless_written,
)


def _month_day(written: Any) -> str:
    months = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
    month, _, day = str(written).partition("-")
    if not (month.isdigit() and day.isdigit() and months.get(int(month)) == int(day)):
        raise fault("is not the last day of a month", "write month and day, as 03-31 or 12-31")
    return f"{int(month):02d}-{int(day):02d}"


def _end(written: Any, info: ValidationInfo) -> Any:
    """The last day: as written, or so that the horizon has the length written."""
    start = info.data.get("start")
    if isinstance(written, int | float) or (isinstance(written, str) and written.isdigit()):
        raise fault(f"{written} has no unit", "write a date (2033-03-31) or a length (8 years)")
    if isinstance(written, str) and "-" not in written and start:
        try:
            return add_length(start, read_length(written)) - timedelta(days=1)
        except QuantityError:
            raise fault("is neither a date nor a length", "write a date (2033-03-31) or a length (8 years)") from None
    return written


class Horizon(Section):
    """The span of time that is simulated; day zero is its start, the last day belongs to it."""

    start: Day = Field(description="first day")
    end: Annotated[Day, BeforeValidator(_end)] = Field(
        description="last day, what happens on it counts; or a length from the start, as `8 years`"
    )
    fiscal_year_end: Annotated[str, BeforeValidator(_month_day)] = Field(
        "12-31", description="last day of the fiscal year, month and day"
    )


class Pool(Section):
    """Money set aside for a use."""

    earmark: Earmark = Field("hard", description="`hard`, `soft` (lent when idle) or `memo` (tracked only)")
    draw: Literal["earmarked_first", "pro_rata"] = Field(
        "earmarked_first", description="whose money a stage uses first: raised for it, or each source's share"
    )
    reserve: PlainMoney = unless_written(0, Dimension.MONEY, "kept for overruns: no stage starts with it")
    floor: PlainMoney = unless_written(0, Dimension.MONEY, "that stays in the pool whatever is asked for")


class Renewable(Section):
    """Crews, grid slots: held while a stage works, then free again."""

    capacity: UnitsByDate = Field(description="units at work at the same time; may change by date")


class Consumable(Section):
    """Accelerators: used up by a stage that starts; what is unused accumulates."""

    supply: Supply = Field(description="arrives on the first day of each fiscal quarter")
    opening: Units = unless_written(0, Dimension.COUNT, "on hand at the start")


class Driver(Section):
    """A common cause: inputs that load on it move together, and cost factors that use its value."""

    value: Factor | None = Field(None, description="multiplies the cost factors that name the driver")
    loads: dict[str, float] = Field({}, description="rank correlation with the driver, by input path; `*` matches")


class Correlation(Section):
    """Two inputs that move together."""

    between: Annotated[tuple[str, str], BeforeValidator(as_tuple)] = Field(description="two input paths")
    rank: float = Field(ge=-1.0, le=1.0, description="Spearman rank correlation")


class Allocation(Section):
    """Who is served first when money or crews are short."""

    policy: Literal[
        "priority",
        "first_come",
        "value",
        "payback",
        "earliest_finish",
        "latest_finish_time",
        "slack",
        "pro_rata",
    ] = Field("priority", description="who is served first; `capsim list policies` explains them")
    blocking: bool = Field(False, description="whether one that cannot be served blocks those behind it")


class Valuation(Section):
    """How flows of different dates are made one number."""

    discount_rate: PlainRate = Field(description="effective annual rate")
    basis: Literal["nominal", "real"] = Field("nominal", description="of all prices and rates in the file")
    convention: Literal["dated", "mid_month"] = Field("dated", description="`dated` (act/365) or `mid_month`")
    tax: PlainShare = unless_written(0, Dimension.SHARE, "where no market says")
    terminal: Literal["none", "book_salvage", "perpetuity"] = Field(
        "none", description="what counts after the horizon's end"
    )


class Benchmark(Section):
    """A figure of others that the summary sets beside the model's own."""

    what: str = Field(description="the figure in words, as `the world's cloud market`")
    amount: MoneyOrRate = Field(description="money, or money a year at the start of the horizon")
    growth: PlainRate = unless_written(0, Dimension.RATE, "of the amount, from the start of the horizon")
    series: str = Field(description="monthly series of the model, as `revenue` or `paid.thailand`")
    on: Day = Field(description="money: the series on this day; money a year: its twelve months up to this day")


class Simulation(Section):
    """How often and from what seed the world is drawn."""

    replications: int = Field(1000, ge=1, le=1_000_000, description="worlds drawn")
    seed: int = Field(1, ge=0, lt=2**63, description="names the set of worlds")
    design: Literal["random", "latin_hypercube", "sobol"] = Field("random", description="how they are spread")


def _kind_of_resource(written: Any) -> str:
    consumable = isinstance(written, Consumable) or (isinstance(written, dict) and "supply" in written)
    return "consumable" if consumable else "renewable"


Funding = Annotated[
    Appropriation | ConvertibleNote | Bullet | TermLoan | EquityIssue | Refinancing, Field(discriminator="kind")
]
Resource = Annotated[
    Annotated[Renewable, Tag("renewable")] | Annotated[Consumable, Tag("consumable")],
    Discriminator(_kind_of_resource),
]


class Scenario(Section):
    """A company's plan, its money, its markets and what is uncertain about them."""

    name: Name = Field(description="names the scenario and its folder of results")
    description: str = Field("", description="what question it asks")
    horizon: Horizon
    currency: str = Field("USD", pattern="^[A-Z]{3}$", description="reporting currency")
    fx: dict[str, ExchangeRate] = Field(
        {}, description="units of a currency per unit of the reporting one, or by date; or `rate` with `volatility`"
    )
    treasury: Treasury | None = None
    equity: Equity | None = None
    pools: dict[Name, Pool] = {}
    funding: dict[Name, Funding] = {}
    asset_classes: dict[Name, AssetClass] = {}
    resources: dict[Name, Resource] = {}
    markets: dict[Name, Market] = {}
    drivers: dict[Name, Driver] = {}
    correlations: Annotated[tuple[Correlation, ...], BeforeValidator(as_tuple)] = ()
    projects: dict[Name, Project] = {}
    programmes: Names = Field((), description="order in which programmes fill demand and appear in figures")
    rules: dict[Name, Rule] = {}
    reviews: ReviewCalendar = Field(default_factory=ReviewCalendar)
    risks: dict[Name, Risk] = {}
    limits: Annotated[tuple[Limit, ...], BeforeValidator(as_tuple)] = ()
    allocation: Allocation = Allocation()
    valuation: Valuation | None = None
    accounting: Accounting = Accounting()
    benchmarks: dict[Name, Benchmark] = {}
    simulation: Simulation = Field(default_factory=Simulation)
    expect: dict[str, Any] = Field({}, description="values that `validate --expect` and the tests compare")
