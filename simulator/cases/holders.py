"""What the holders of a convertible note do in each replication, along the path of the share price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.debt import interest_of
from simulator.cases.flow import business_day
from simulator.cases.liabilities import clean_value, liability_of
from simulator.cases.share_price import jumps_of, rate_of
from simulator.instruments.capped_call import capped_call_payoff
from simulator.instruments.continuation import continuation
from simulator.instruments.convertible import Convertible
from simulator.instruments.holders import Choice, endings
from simulator.instruments.market import Market
from simulator.instruments.price_path import total_volatility
from simulator.instruments.settlement import Settlement, settled
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import cents, to_cents
from simulator.scenario.notes import notes_of
from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.schema import Scenario


@dataclass(frozen=True)
class Held:
    """How a note ends; N, the length of the horizon, stands for a day that never comes.

    Attributes
    ----------
    days : the days of payment on which holders may do something, within the horizon
    put_on, converted_on, repaid_on : (R,) day of each end
    cash, shares : (R,) cents paid and ordinary shares issued where holders convert
    from_call : (R,) cents that the capped call pays the company then
    carrying : cents at which the note stands in the books on each of the days
    """

    days: tuple[int, ...]
    put_on: np.ndarray
    converted_on: np.ndarray
    repaid_on: np.ndarray
    cash: np.ndarray
    shares: np.ndarray
    from_call: np.ndarray
    carrying: dict[int, int]

    @property
    def ends(self) -> np.ndarray:
        """(R,) day after which nothing is owed."""
        return np.asarray(np.minimum(np.minimum(self.put_on, self.converted_on), self.repaid_on))


def holders_of(scenario: Scenario, calendar: Calendar, prices: np.ndarray | None, replications: int) -> dict[str, Held]:
    """What the holders of each convertible note do."""
    notes = notes_of(scenario)
    return {name: held_of(note, scenario, calendar, prices, replications) for name, note in notes.items()}


def held_of(
    note: ConvertibleNote, scenario: Scenario, calendar: Calendar, prices: np.ndarray | None, replications: int
) -> Held:
    """What holders do at each put and at maturity, on the share price of the last closing before.

    Where the scenario lacks a price, its volatility, a rate without risk or terms of conversion, the note is put in
    full at the first put, or repaid at maturity without one.
    """
    due = {business_day(calendar, calendar.day_of(date)) for date in (*note.put, note.matures)}
    days = sorted(day for day in due if day <= calendar.last_day)
    never = np.full(replications, calendar.last_day + 1)
    terms, market = convertible_of(note, calendar), market_of(note, scenario)
    nothing = np.zeros(replications, np.int64)
    carrying = carrying_on(note, calendar, days)
    if terms is None or market is None or prices is None:
        first = never if not days else np.full(replications, days[0])
        put, repaid = (first, never) if note.put else (never, first)
        return Held(tuple(days), put, never, repaid, nothing, nothing, nothing, carrying)
    closing = np.searchsorted(calendar.closing_days, days) - 1
    seen = prices[:, np.maximum(closing, 0)]
    ahead = [day for day in days if day < terms.maturity] or [terms.issued]
    ended = endings(continuation(terms, market, np.array(ahead)), seen, np.array(days, np.int64))
    on = np.append(days, calendar.last_day + 1)[ended.at]
    put_on, converted_on, repaid_on = (
        np.where(ended.choice == choice, on, never) for choice in (Choice.PUT, Choice.CONVERT, Choice.REPAID)
    )
    cash, shares, from_call = nothing, nothing, nothing
    if days:
        price = np.take_along_axis(seen, np.maximum(ended.at, 0)[:, None], axis=1)[:, 0]
        how = Settlement(note.settlement)
        converts = ended.choice == Choice.CONVERT
        handed = settled(terms, np.where(converts, ended.choice, 0), price, days[0], how)
        from_call = to_cents(np.where(converts, paid_by_call(note, terms, price), 0.0))
        cash, shares = to_cents(handed.cash), np.rint(handed.certificates * note.ads_ratio).astype(np.int64)
    return Held(tuple(days), put_on, converted_on, repaid_on, cash, shares, from_call, carrying)


def paid_by_call(note: ConvertibleNote, terms: Convertible, price: np.ndarray) -> np.ndarray:
    """(R,) money that the capped call brings if holders convert: where they are paid in cash, so is the company.

    Where they receive shares the company receives shares, which dilution counts and no cash flow does.
    """
    call = note.capped_call
    if call is None or Settlement(note.settlement) != Settlement.CASH:
        return np.zeros(len(price))
    return capped_call_payoff(price, terms.certificates, terms.conversion_price, call.cap.value)


def certificates_of(note: ConvertibleNote) -> float | None:
    """Certificates on full conversion: so many for each 1,000 of face, in the currency in which it is written."""
    rate = note.conversion_rate
    return note.face.value * note.face.rate / 1000 * rate if rate else None


def convertible_of(note: ConvertibleNote, calendar: Calendar) -> Convertible | None:
    """The note on plain numbers, days of payment in place of dates; None without terms of conversion."""
    certificates = certificates_of(note)
    if certificates is None:
        return None
    face, matures = note.face.value, business_day(calendar, calendar.day_of(note.matures))
    puts = sorted({business_day(calendar, calendar.day_of(date)) for date in note.put})
    coupons = [
        (business_day(calendar, calendar.day_of(period.until)), interest / 100)
        for period, interest in interest_of(note, cents(face))
    ]
    opens = calendar.day_of(note.conversion_from or note.settles)
    return Convertible(
        face=face,
        certificates=certificates,
        issued=calendar.day_of(note.settles),
        maturity=matures,
        puts=tuple((day, face) for day in puts if day < matures),
        coupons=tuple(coupons),
        convertible_from=opens,
    )


def market_of(note: ConvertibleNote, scenario: Scenario) -> Market | None:
    """The market data with which the note is valued, by its holders too; None if the scenario lacks some.

    Trees and lattices have no jumps: their volatility is that of the share's walk and jumps together.
    """
    equity = scenario.equity
    if equity is None or equity.price is None or equity.volatility is None or equity.risk_free is None:
        return None
    return Market(
        volatility=total_volatility(equity.volatility.value, jumps_of(equity)),
        risk_free=equity.risk_free.value,
        credit_spread=rate_of(note.credit_spread),
        dividend_yield=rate_of(equity.dividend_yield),
    )


def amortised_to(note: ConvertibleNote, calendar: Calendar) -> int:
    """The day by which net proceeds have grown to face: the first put, or maturity if there is none or it says so."""
    ends = note.put[0] if note.put and note.amortised_to == "put" else note.matures
    return business_day(calendar, calendar.day_of(ends))


def carrying_on(note: ConvertibleNote, calendar: Calendar, days: list[int]) -> dict[int, int]:
    """Cents at which the note stands in the books at the end of each day, nothing having been paid back."""
    liability = liability_of(note, amortised_to(note, calendar), calendar)
    if liability is None:
        return dict.fromkeys(days, cents(note.net.value))
    return dict(zip(days, clean_value(liability, np.array(days, np.int64)).tolist(), strict=True))
