"""Field types of a scenario: quantities with their dimension and bounds, dates, names and lists of names."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from simulator.quantities.calendar import CalendarLength, read_date, read_length
from simulator.quantities.quantity import Constant, Path, Quantity, Sampled, read_quantity
from simulator.quantities.units import Context, Dimension, QuantityError

#: share of draws that may fall outside a bound (and are then cut off at it) before a distribution is refused
TOLERATED_TAIL = 1e-3


def fault(problem: str, allowed: str = "") -> PydanticCustomError:
    """An error of the schema that keeps apart what is wrong and what is allowed."""
    return PydanticCustomError("scenario", "{problem}; {allowed}", {"problem": problem, "allowed": allowed})


@dataclass(frozen=True)
class Slot:
    """A place for a quantity: what dimensions it takes, its bounds, whether it may be drawn or vary by date.

    ``low`` and ``high`` are in internal units (currency, MW, days, 1/year, fractions), inclusive.
    """

    accepts: tuple[Dimension, ...]
    low: float = 0.0
    high: float = math.inf
    drawn: bool = True
    by_date: bool = False
    example: str = ""

    def read(self, written: Any, info: ValidationInfo) -> Quantity:
        """The quantity as written, checked against this slot."""
        if isinstance(written, Mapping) and not self.by_date:
            raise fault("cannot vary by date", f"write one value, as {self.example}")
        try:
            value = read_quantity(written, self.accepts, info.context or Context())
        except QuantityError as error:
            raise fault(error.problem, error.allowed) from error
        if isinstance(value, Path):
            return Path(value.days, tuple(self._checked(part) for part in value.values))
        return self._checked(value)

    def _checked(self, part: Constant | Sampled) -> Constant | Sampled:
        """The value, known to be within the bounds, or cut off at them where it is drawn."""
        if isinstance(part, Sampled):
            self._check_drawn(part)
            return replace(part, low=self.low, high=self.high)
        if not self.low <= part.value <= self.high:
            raise fault(self._outside(part.value), self._bounds())
        return part

    def _check_drawn(self, part: Sampled) -> None:
        if not self.drawn:
            raise fault("is drawn from a distribution", f"write one value, as {self.example}")
        below = part.probability_below(self.low)
        above = part.probability_above(self.high) if self.high < math.inf else 0.0
        for chance, side, bound in ((below, "below", self.low), (above, "above", self.high)):
            if chance > TOLERATED_TAIL:
                raise fault(f"falls {side} {bound:g} in {chance:.2%} of draws", self._bounds())

    def _outside(self, value: float) -> str:
        if value < 0 <= self.low:
            return "is negative"
        return "is too small" if value < self.low else "is too large"

    def _bounds(self) -> str:
        top = f" and at most {self.high:g}" if self.high < math.inf else ""
        return f"must be {self.low:g} or more{top}"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        kinds = [dimension.value for dimension in self.accepts]
        drawn = ", or a distribution of such" if self.drawn else ""
        path = ", or a path by date {2025-02-24: …}" if self.by_date else ""
        described = f"{' or '.join(kinds)}, as `{self.example}`{drawn}{path}"
        forms = [{"type": "string"}, {"type": "number"}, {"type": "object"}]
        return {"anyOf": forms, "description": described, "examples": [self.example]}


def _read_day(written: Any) -> date:
    try:
        return written if isinstance(written, date) else read_date(written)
    except QuantityError as error:
        raise fault(error.problem, error.allowed) from error


def _read_length(written: Any) -> CalendarLength:
    try:
        return written if isinstance(written, CalendarLength) else read_length(written)
    except QuantityError as error:
        raise fault(error.problem, error.allowed) from error


@dataclass(frozen=True)
class Read:
    """A place for a calendar value that a function reads from text."""

    kind: str
    example: str

    def read(self, written: Any) -> date | CalendarLength:
        """The date or calendar length as written."""
        return _read_day(written) if self.kind == "date" else _read_length(written)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "type": "string",
            "description": f"a {self.kind}, as `{self.example}`",
            "examples": [self.example],
        }


NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*")


def _name(written: Any) -> str:
    if not isinstance(written, str) or not NAME.fullmatch(written):
        raise fault(f"{written!r} is not a name", "letters, digits, _ and single -, beginning with a letter")
    if len(written) > 80:
        raise fault("is too long for a name", "at most 80 characters")
    return written


def _listed(written: Any) -> Any:
    return (written,) if isinstance(written, str) else tuple(written) if isinstance(written, list) else written


def _slot(*accepts: Dimension, example: str, **bounds: Any) -> Slot:
    return Slot(accepts, example=example, **bounds)


def unless_written(value: float, dimension: Dimension, description: str) -> Any:
    """A field whose default is a constant quantity, in internal units."""
    return Field(default_factory=lambda: Constant(float(value), dimension), description=description)


Name = Annotated[str, BeforeValidator(_name)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Day = Annotated[date, Read("date", "2025-02-24")]
Length = Annotated[CalendarLength, Read("calendar length", "3 months")]

Money = Annotated[Quantity, _slot(Dimension.MONEY, example="700 mn USD")]
PlainMoney = Annotated[Constant, _slot(Dimension.MONEY, example="3.2 bn USD", drawn=False)]
MoneyOrShare = Annotated[Quantity, _slot(Dimension.MONEY, Dimension.SHARE, example="38 %")]
MoneyRate = Annotated[Quantity, _slot(Dimension.MONEY_PER_YEAR, example="140 bn CNY/year", by_date=True, low=-math.inf)]
MoneyOrRate = Annotated[
    Constant, _slot(Dimension.MONEY, Dimension.MONEY_PER_YEAR, example="376 bn USD/year", drawn=False)
]
MoneyRateOrShare = Annotated[Quantity, _slot(Dimension.MONEY_PER_YEAR, Dimension.SHARE, example="30 %")]
Outflow = Annotated[Quantity, _slot(Dimension.MONEY_PER_YEAR, Dimension.MONEY, example="120 bn CNY/year", by_date=True)]
Demand = Annotated[Quantity, _slot(Dimension.POWER, Dimension.MONEY_PER_YEAR, example="8 MW", by_date=True)]
Price = Annotated[Quantity, _slot(Dimension.MONEY_PER_MW_YEAR, example="12 mn USD/MW/year", by_date=True)]
Power = Annotated[Quantity, _slot(Dimension.POWER, example="20 MW")]
PowerByDate = Annotated[Quantity, _slot(Dimension.POWER, example="900 MW", by_date=True)]
Duration = Annotated[Quantity, _slot(Dimension.DURATION, example="pert(6, 9, 18) months")]
Rate = Annotated[Quantity, _slot(Dimension.RATE, example="45 %/year", by_date=True, low=-1.0)]
Coupon = Annotated[Constant, _slot(Dimension.RATE, Dimension.SHARE, example="0 %", drawn=False)]
PlainRate = Annotated[Constant, _slot(Dimension.RATE, example="7.9 %/year", drawn=False, low=-0.99)]
Share = Annotated[Quantity, _slot(Dimension.SHARE, example="5 %", high=1.0, by_date=True)]
PlainShare = Annotated[Constant, _slot(Dimension.SHARE, example="80 %", high=1.0, drawn=False)]
Factor = Annotated[Quantity, _slot(Dimension.NUMBER, example="lognormal(p50=1.0, p90=1.3)")]
PlainShareByDate = Annotated[Quantity, _slot(Dimension.SHARE, example="25 %", high=1.0, drawn=False, by_date=True)]
Units = Annotated[Constant, _slot(Dimension.COUNT, Dimension.POWER, example="20 MW", drawn=False)]
UnitsByDate = Annotated[Quantity, _slot(Dimension.COUNT, Dimension.POWER, example="2", drawn=False, by_date=True)]
Supply = Annotated[
    Quantity,
    _slot(Dimension.COUNT_PER_TIME, Dimension.POWER_PER_TIME, example="150 MW/quarter", by_date=True),
]
PlainDuration = Annotated[Constant, _slot(Dimension.DURATION, example="3 months", drawn=False)]
SignedDuration = Annotated[Quantity, _slot(Dimension.DURATION, example="3 months", low=-math.inf)]
PlainPower = Annotated[Constant, _slot(Dimension.POWER, example="40 MW", drawn=False)]
PlainPrice = Annotated[Constant, _slot(Dimension.MONEY_PER_MW_YEAR, example="9 mn USD/MW/year", drawn=False)]
PlainMoneyOrShare = Annotated[Constant, _slot(Dimension.MONEY, Dimension.SHARE, example="20 mn USD", drawn=False)]
PlainFactor = Annotated[Constant, _slot(Dimension.SHARE, Dimension.NUMBER, example="50 %", drawn=False)]
SignedShare = Annotated[Constant, _slot(Dimension.SHARE, example="10 %", drawn=False, low=-1.0)]
PlainProbability = Annotated[Constant, _slot(Dimension.SHARE, Dimension.NUMBER, example="35 %", drawn=False, high=1.0)]
Probability = Annotated[Quantity, _slot(Dimension.SHARE, example="20 %", high=1.0)]
Multiple = Annotated[Quantity, _slot(Dimension.SHARE, Dimension.NUMBER, example="40 %")]
RateChange = Annotated[Quantity, _slot(Dimension.RATE, example="-10 %/year", low=-1.0)]
PlainVolatility = Annotated[Constant, _slot(Dimension.RATE, Dimension.SHARE, example="35 %", drawn=False)]
PlainRateOrShare = Annotated[
    Constant, _slot(Dimension.RATE, Dimension.SHARE, example="4 %/year", drawn=False, low=-0.99)
]
Volatility = Annotated[Quantity, _slot(Dimension.RATE, Dimension.SHARE, example="20 %/year", by_date=True)]
