"""Faults of `fx`: exchange rates that are not rates, whether or not an amount needs them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.quantities.calendar import read_date
from simulator.quantities.fault import QuantityError
from simulator.scenario.currencies import stated_rate, stated_rates
from simulator.scenario.nodes import Loc

CURRENCY = re.compile(r"[A-Z]{3}")
ALLOWED = "units of the currency per unit of the reporting one, as 7.25, or by date {2025-02-24: 7.25}"


def rate_findings(data: Mapping[str, Any]) -> Iterator[tuple[Loc, str, str]]:
    """Location, problem and what is allowed, of every rate that is none.

    >>> [problem for _, problem, _ in rate_findings({"fx": {"CNY": -7, "MXN": 20.4}})]
    ['is not an exchange rate']
    """
    rates = data.get("fx")
    for currency, written in rates.items() if isinstance(rates, Mapping) else ():
        loc: Loc = ("fx", currency)
        if not CURRENCY.fullmatch(currency):
            yield loc, f"{currency!r} is not a currency", "three capital letters, as CNY"
        stated = stated_rate(written)
        if stated is not written:
            loc = (*loc, "rate")
        if isinstance(stated, Mapping) and stated:
            yield from _dated(loc, stated)
        elif not _is_rate(stated) and not _left_out(stated, written):
            yield loc, "is not an exchange rate", ALLOWED


def usable_rates(data: Mapping[str, Any]) -> dict[str, Any]:
    """The rates of ``fx``, with 1 in place of those that are none, so that amounts can be looked at all the same."""
    rates = data.get("fx")
    wrong = {loc[1] for loc, _, _ in rate_findings(data)}
    found = stated_rates(rates) if isinstance(rates, Mapping) else {}
    return {currency: 1.0 if currency in wrong or rate is None else rate for currency, rate in found.items()}


def _left_out(stated: object, written: object) -> bool:
    """Whether a rate that moves says not about what, of which the schema complains."""
    return stated is None and isinstance(written, Mapping)


def _dated(loc: Loc, written: Mapping[str, Any]) -> Iterator[tuple[Loc, str, str]]:
    for day, rate in written.items():
        try:
            read_date(day)
        except QuantityError as error:
            yield (*loc, day), error.problem, error.allowed
        if not _is_rate(rate):
            yield (*loc, day), "is not an exchange rate", ALLOWED


def _is_rate(written: object) -> bool:
    number = isinstance(written, int | float) and not isinstance(written, bool)
    return number and math.isfinite(written) and written > 0  # type: ignore[arg-type, operator]
