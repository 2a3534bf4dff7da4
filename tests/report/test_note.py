"""What is told of the shipped note without a run, against hand calculations, closed forms and what must hold."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import norm

from simulator.errors import UserError
from simulator.report.note import Told, note_data, note_lines, told
from simulator.report.note_worth import Valuation
from simulator.report.term_sheet import TermSheet
from simulator.scenario.load import load_scenario

BASE = Path(__file__).parents[2] / "scenarios" / "base.yaml"


@cache
def the_note(on: date | None = None, *sets: str) -> Told:
    (one,) = told(load_scenario(BASE, sets), on)
    return one


def sheet() -> TermSheet:
    return the_note().sheet


def worth(on: date | None = None, *sets: str) -> Valuation:
    valuation = the_note(on, *sets).valuation
    assert valuation is not None
    return valuation


def test_the_three_splits() -> None:
    # 80/20 of 3,200; of 3,130; of 3,130 - 183.74 = 2,946.26
    expected = {"face": (2560.0, 640.0), "net": (2504.0, 626.0), "net_of_call": (2357.008, 589.252)}
    found = {base: (split["cloud"] / 1e6, split["commerce"] / 1e6) for base, split in sheet().splits.items()}
    assert found == expected


def test_only_a_note_with_a_capped_call_is_told_of_one() -> None:
    bare = the_note(None, "funding.note.capped_call=null")
    assert "net of the capped call" in " ".join(line.strip() for line in note_lines(the_note()))
    assert "The capped call is owed by banks" in note_data(the_note())["convention"]
    assert not any("capped call" in line for line in note_lines(bare))
    assert "call" not in note_data(bare)["convention"]


def test_the_yearly_cost_to_the_put_and_to_maturity() -> None:
    # 3.13 becomes 3.20 by Monday 16 September 2030, 1,826 days, and by 15 September 2032, 2,556 days
    put, maturity = sheet().due
    assert (put.stated, put.paid) == (date(2030, 9, 15), date(2030, 9, 16))
    for due, days, rate, with_call in ((put, 1826, 0.00443, 0.01665), (maturity, 2556, 0.00316, 0.01187)):
        assert due.rate == pytest.approx((3.2 / 3.13) ** (365 / days) - 1, abs=1e-12)
        assert due.rate_with_call == pytest.approx((3.2 / 2.94626) ** (365 / days) - 1, abs=1e-12)
        assert due.rate == pytest.approx(rate, abs=5e-6)
        assert due.rate_with_call == pytest.approx(with_call, abs=5e-6)


def test_the_cost_of_a_note_with_coupons_is_its_internal_rate() -> None:
    # 0.5 % in halves from 15 March 2026 on, the first short by a day of 181; weekends are paid on the Monday after
    put, maturity = the_note(None, "funding.note.coupon=0.5 %/year").sheet.due
    dates = [date(2026 + n // 2, 3 if n % 2 == 0 else 9, 15) for n in range(14)]
    half = 8e6
    days = (np.busday_offset(dates, 0, roll="forward") - np.datetime64("2025-09-16")).astype(int)
    paid = np.array([half * 180 / 181, *[half] * 12, half + 3.2e9])
    rate = brentq(lambda i: float((paid * (1 + i) ** (-days / 365)).sum()) - 3.13e9, 0, 1, xtol=1e-14)
    assert maturity.rate == pytest.approx(rate, abs=1e-8)
    assert put.rate is not None
    assert maturity.rate is not None
    assert put.rate > maturity.rate


def test_a_note_at_par_costs_its_coupon_but_for_the_days_by_which_its_payment_is_late() -> None:
    for coupon, rate in (("0 %/year", 0.0), ("4 %/year", 1.02**2 - 1)):
        sets = ("funding.note.net=3.2 bn USD", f"funding.note.coupon={coupon}", "funding.note.inside={}")
        for due in the_note(None, *sets).sheet.due:
            assert due.rate == pytest.approx(rate, abs=5e-5)


def test_a_note_that_brings_nothing_has_no_yearly_cost() -> None:
    (due, _) = the_note(None, "funding.note.capped_call.cost=3.13 bn USD").sheet.due
    assert due.rate is not None
    assert due.rate_with_call is None


def test_the_conversion() -> None:
    # 3.2 bn / 1,000 x 5.1773 = 16,567,360 ADS of 8 shares: 132.5 mn of 19.1 bn
    terms = sheet().conversion
    assert terms is not None
    assert terms.certificates == pytest.approx(16_567_360)
    assert terms.shares == pytest.approx(132.5e6, rel=5e-4)
    assert terms.share_of_existing == pytest.approx(0.0069, abs=5e-5)
    assert terms.price == pytest.approx(193.15, abs=0.005)
    assert terms.premium == pytest.approx(0.3125, abs=5e-5)


@pytest.mark.parametrize(
    ("price", "beside"), [("147.16 USD", "31.3 % over the share price"), ("200 USD", "3.4 % under the share price")]
)
def test_a_conversion_price_is_told_over_or_under_the_share_price(price: str, beside: str) -> None:
    assert beside in "\n".join(note_lines(the_note(None, f"equity.price={price}")))


@pytest.mark.parametrize(
    ("n", "price", "economic", "settled", "cash"),
    [
        (0, 150.0, 0.0, 0.0, 0.0),
        (1, 193.15087, 0.0, 0.0, 0.0),
        (2, 200.0, 0.0, 0.56736, 113.472),  # 16.56736 x 200 is 3,313.472 mn, 113.472 above face
        (3, 235.46, 0.0, 2.97694, 700.9506),
        (4, 300.0, 3.56419, 5.90069, 1770.208),  # 16.56736 x (300 - 235.46) / 300
    ],
)
def test_dilution_in_three_views(n: int, price: float, economic: float, settled: float, cash: float) -> None:
    row = the_note().dilution[n]
    assert row.price == pytest.approx(price)
    assert row.if_converted == pytest.approx(16_567_360)
    assert row.economic / 1e6 == pytest.approx(economic, abs=5e-6)
    assert row.settled / 1e6 == pytest.approx(settled, abs=5e-6)
    assert row.excess_cash / 1e6 == pytest.approx(cash, abs=5e-4)


def call(strike: float, years: float, volatility: float = 0.35) -> float:
    """Black, Scholes and Merton, written out; rates 3.7 % and 1 % a year, effective."""
    discount, dividends = 1.037**-years, 1.01**-years
    deviation = volatility * math.sqrt(years)
    d1 = math.log(147.16 * dividends / (strike * discount)) / deviation + deviation / 2
    return float(147.16 * dividends * norm.cdf(d1) - strike * discount * norm.cdf(d1 - deviation))


def test_the_bond_floor_is_the_put_discounted_with_the_spread() -> None:
    assert worth().floor == pytest.approx(3.2e9 / 1.044 ** (1826 / 365), rel=1e-12)
    late = worth(date(2031, 9, 15))
    assert late.floor == pytest.approx(3.2e9 / 1.044 ** (366 / 365), rel=1e-12)


def test_a_put_between_two_coupons_pays_what_has_accrued() -> None:
    # coupons of 1 % a half-year on 15 March and September; a put on 2026-12-15 pays face and 91 of 181 days of one more
    sets = ("funding.note.coupon=2 %/year", "funding.note.put=2026-12-15", "funding.note.inside={}")
    due = [(date(2026, 3, 16), 180 / 181), (date(2026, 9, 15), 1.0), (date(2026, 12, 15), 100 + 91 / 181)]
    floor = sum(paid / 1.044 ** ((day - date(2025, 9, 16)).days / 365) for day, paid in due)
    assert worth(None, *sets).floor == pytest.approx(floor * 32e6, rel=1e-5)


def test_the_capped_call_is_a_call_at_the_conversion_price_less_one_at_the_cap() -> None:
    years = 2556 / 365
    expected = 16_567_360 * (call(1000 / 5.1773, years) - call(235.46, years))
    assert worth().call == pytest.approx(expected, rel=1e-9)
    assert worth().call_cost == 183.74e6


def test_the_note_is_its_floor_and_its_option_and_more_than_its_shares() -> None:
    at_issue = worth()
    assert at_issue.total == pytest.approx(at_issue.floor + at_issue.option)
    assert at_issue.of_face == pytest.approx(at_issue.total / 3.2e9)
    assert at_issue.total > max(at_issue.floor, 16_567_360 * 147.16)


def test_without_a_put_dividends_and_spread_it_is_a_bond_and_calls() -> None:
    # then nobody converts early: face / 1.037 ** years and 16.567 mn calls at 193.15, to 0.1 %
    free = worth(None, "funding.note.put=[]", "funding.note.credit_spread=0 %/year", "equity.dividend_yield=0 %/year")
    years, strike = 2556 / 365, 1000 / 5.1773
    deviation = 0.35 * math.sqrt(years)
    d1 = math.log(147.16 * 1.037**years / strike) / deviation + deviation / 2
    one = 147.16 * norm.cdf(d1) - strike * 1.037**-years * norm.cdf(d1 - deviation)
    assert free.total == pytest.approx(3.2e9 * 1.037**-years + 16_567_360 * float(one), rel=1e-3)


def test_what_the_price_implies_gives_the_price() -> None:
    found = worth().implied
    assert found is not None
    assert found.volatility is not None
    assert found.credit_spread is not None
    at_par = worth(None, f"equity.volatility={found.volatility * 100:.6f} %")
    assert at_par.of_face == pytest.approx(1.0, abs=1e-3)
    at_par = worth(None, f"funding.note.credit_spread={found.credit_spread * 100:.6f} %/year")
    assert at_par.of_face == pytest.approx(1.0, abs=1e-3)


def test_no_flat_volatility_makes_the_capped_call_worth_its_cost() -> None:
    found = worth().implied
    assert found is not None
    years = 2556 / 365
    most = max(call(1000 / 5.1773, years, v / 100) - call(235.46, years, v / 100) for v in range(1, 151))
    assert found.call_volatility is None
    assert found.call_most == pytest.approx(16_567_360 * most, rel=1e-3)
    assert found.call_most is not None
    assert found.call_most < 183.74e6
    cheap = worth(None, "funding.note.capped_call.cost=100 mn USD").implied
    assert cheap is not None
    assert cheap.call_volatility is not None
    spread = [call(strike, years, cheap.call_volatility) for strike in (1000 / 5.1773, 235.46)]
    assert 16_567_360 * (spread[0] - spread[1]) == pytest.approx(100e6, rel=5e-3)


def test_at_a_later_date_nothing_is_implied() -> None:
    later = worth(date(2028, 3, 31))
    assert later.on == date(2028, 3, 31)
    assert later.implied is None
    assert later.floor > worth().floor


@pytest.mark.parametrize("day", [date(2025, 9, 15), date(2032, 9, 15)])
def test_a_day_outside_the_note_s_life_is_refused(day: date) -> None:
    with pytest.raises(UserError, match=rf"--date: {day} .*; from 2025-09-16 to 2032-09-14"):
        the_note(day)


def test_without_market_data_the_terms_are_told_and_what_is_missing() -> None:
    (one,) = told(load_scenario(BASE.parent / "examples" / "note_only.yaml"))
    assert one.valuation is None
    of_note = ("funding.note.conversion_rate", "funding.note.credit_spread")
    assert one.missing == ("equity.price", "equity.volatility", "equity.risk_free", *of_note)
    text = "\n".join(note_lines(one))
    assert "nothing states equity.price, equity.volatility, equity.risk_free" in text
    assert "0.443 %" in text
    assert one.dilution == []
    assert note_data(one)["valuation"] is None


def test_lines_fit_the_page() -> None:
    lines = note_lines(the_note())
    assert max(map(len, lines)) <= 100
    assert [line for line in lines if line in SECTIONS] == ["terms", "split", "conversion", "worth", "dilution"]


SECTIONS = {"terms", "split", "conversion", "worth", "dilution"}


def test_jumps_raise_what_the_right_to_convert_is_worth_and_stand_with_the_market_data() -> None:
    jumps = "equity.jumps={{intensity: {}, mean: -0.2, deviation: 0.1}}"
    none, some, many = (worth(None, jumps.format(intensity)) for intensity in (0, 1, 3))
    assert none == worth()
    assert (none.floor, some.floor) == (some.floor, many.floor)
    assert none.option < some.option < many.option
    assert none.call != some.call
    # 0.35² + 1 x (0.2² + 0.1²) = 0.1725: what a share without jumps and with that volatility gives
    assert some.volatility == pytest.approx(math.sqrt(0.1725), rel=1e-12)
    assert some.volatility_of_walk == 0.35
    without = worth(None, f"equity.volatility={100 * math.sqrt(0.1725)} %")
    assert (some.total, some.call) == pytest.approx((without.total, without.call), rel=1e-9)
    lines = "\n".join(note_lines(the_note(None, jumps.format(1))))
    assert "volatility 41.5 %, jumps included (its walk: 35 %), dividend yield 1 %" in lines
    assert "jumps" not in "\n".join(note_lines(the_note()))
