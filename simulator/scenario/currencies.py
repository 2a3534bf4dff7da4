"""Exchange rates: as stated, or moving about what is stated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from simulator.scenario.section import Section
from simulator.scenario.values import Volatility


class MovingRate(Section):
    """An exchange rate that moves: what is stated times X, a monthly lognormal random walk of mean one.

    X(t) = exp(sum over months of  s × z − s² / 2),  s = volatility × sqrt(1 / 12), z standard normal

    What is written in the currency is worth its amount at the stated rate over X.
    """

    rate: Any = Field(description="units of the currency per unit of the reporting one, as 7.25, or by date")
    volatility: Volatility = Field(description="of the rate, per square root of a year")


def _kind_of_rate(written: Any) -> str:
    keys = {"rate", "volatility"}
    moving = isinstance(written, MovingRate) or (isinstance(written, Mapping) and keys & {*map(str, written)})
    return "moving" if moving else "stated"


ExchangeRate = Annotated[
    Annotated[Any, Tag("stated")] | Annotated[MovingRate, Tag("moving")], Discriminator(_kind_of_rate)
]


def stated_rate(written: Any) -> Any:
    """The rate, or rates by date, of an entry of ``fx``, read or as written.

    >>> stated_rate({"rate": 20.4, "volatility": "12 %/year"}), stated_rate(7.25)
    (20.4, 7.25)
    """
    if isinstance(written, MovingRate):
        return written.rate
    return written.get("rate") if _kind_of_rate(written) == "moving" else written


def stated_rates(fx: Mapping[str, Any]) -> dict[str, Any]:
    """The rates at which amounts convert: of currencies that move, what they move about."""
    return {currency: stated_rate(written) for currency, written in fx.items()}
