"""Terms of money raised from outside that could be meant and hardly are: warnings."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.checks.finding import Finding, Loc
from simulator.scenario.raises import Bullet, ConvertibleNote, EquityIssue, Refinancing, TermLoan
from simulator.scenario.schema import Scenario

#: conversion price over share price, from which on and up to which it is plausible
CONVERSION = 0.5, 5.0
#: the most that a cap is over the conversion price, and the most that shares are sold off the share price
CAP, OFF = 10.0, 0.5
#: the highest rate, 1/year, and the most ordinary shares to a certificate
RATE, ADS_RATIO = 1.0, 10_000
#: the rates that a source states
RATES: dict[type, tuple[str, ...]] = {
    ConvertibleNote: ("coupon", "credit_spread"),
    Bullet: ("coupon",),
    TermLoan: ("rate",),
    Refinancing: ("coupon", "per_shortfall"),
}


def odd_raises(scenario: Scenario) -> Iterator[Finding]:
    """Conversion prices, caps and prices of new shares far from the share price; rates and ratios too high."""
    share = scenario.equity.price.value if scenario.equity and scenario.equity.price else None
    for name, source in scenario.funding.items():
        loc: Loc = ("funding", name)
        yield from _rates(loc, source)
        if isinstance(source, ConvertibleNote | EquityIssue) and source.ads_ratio > ADS_RATIO:
            yield Finding((*loc, "ads_ratio"), f"is more than {ADS_RATIO:,}", "ordinary shares per certificate")
        if isinstance(source, ConvertibleNote):
            yield from _conversion(loc, source, share)
        if isinstance(source, EquityIssue) and share and abs(source.price.value / share - 1.0) > OFF:
            problem = f"is more than 50 % off the share price of {share:,.2f}"
            yield Finding((*loc, "price"), problem, "the price of a certificate, as `equity.price` is of one")


def _rates(loc: Loc, source: object) -> Iterator[Finding]:
    for key in RATES.get(type(source), ()):
        rate = getattr(source, key)
        if rate is not None and rate.value > RATE:
            yield Finding((*loc, key), "is more than 100 % a year", "a rate a year, as 5 %/year")


def _conversion(loc: Loc, note: ConvertibleNote, share: float | None) -> Iterator[Finding]:
    if not note.conversion_rate:
        return
    price = 1000.0 / note.conversion_rate / note.face.rate
    least, most = CONVERSION
    if share and not least <= price / share <= most:
        side = "less than half" if price < least * share else "more than five times"
        problem = f"is a conversion price of {price:,.2f}, {side} the share price of {share:,.2f}"
        yield Finding((*loc, "conversion_rate"), problem, "certificates per 1,000 of face, as `equity.price` is of one")
    if note.capped_call and note.capped_call.cap.value > CAP * price:
        problem = f"is more than ten times the conversion price of {price:,.2f}"
        yield Finding((*loc, "capped_call", "cap"), problem, "the share price up to which dilution is offset")
