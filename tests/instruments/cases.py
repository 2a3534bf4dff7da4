"""The note of the case, and markets to value it in."""

from __future__ import annotations

from datetime import date

from simulator.instruments.convertible import Convertible
from simulator.instruments.market import Market

ISSUED, PUT, MATURITY = date(2025, 9, 15), date(2030, 9, 15), date(2032, 9, 15)
#: days from issue to put and to maturity: 1,826 and 2,557
TO_PUT, TO_MATURITY = (PUT - ISSUED).days, (MATURITY - ISSUED).days

#: 1,000 USD of the note: zero coupon, 5.1773 certificates, a put at par after five years, seven years in all
NOTE = Convertible(face=1000.0, certificates=5.1773, issued=0, maturity=TO_MATURITY, puts=((TO_PUT, 1000.0),))
#: the same without its put
UNPUTTABLE = Convertible(face=1000.0, certificates=5.1773, issued=0, maturity=TO_MATURITY)
MARKET = Market(volatility=0.35, risk_free=0.037, credit_spread=0.008, dividend_yield=0.01)
