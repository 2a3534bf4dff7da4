"""Small worlds and hand-written traces for tests of what comes after the engine."""

from __future__ import annotations

from typing import Any

from simulator.cases.types import Cases
from simulator.closing import Books, books_of
from simulator.engine.rows import packed, trace_of
from simulator.trace import Kind, Trace
from tests.worlds import cases_of, scenario_of

YEAR = {"start": "2025-01-01", "end": "2025-12-31"}

#: a year of one town: 10 MW wanted; a MW sold brings 10,000 USD a day and costs 2,000, one in service 1,000
TOWN = {
    "demand": "10 MW",
    "price": "3.65 mn USD/MW/year",
    "installed": "4 MW",
    "opex": {"fixed": "0.365 mn USD/MW/year", "sold": "0.73 mn USD/MW/year"},
}

#: two stages one after the other, each half of a budget of 100 USD
BUILD = {
    "stages": {
        "site": {"duration": "10 days", "cost": "50 %"},
        "hall": {"after": "site", "duration": "20 days", "cost": "50 %"},
    },
    "budget": "100 USD",
}


def world(replications: int = 1, **sections: Any) -> Cases:
    """The cases of a scenario of 2025, unless the sections say otherwise."""
    data = {"name": "by-hand", "horizon": YEAR, **sections}
    return cases_of(scenario_of(data), replications)


def trace_by_hand(*rows: tuple[int, int, Kind, int, int], replications: int = 1) -> Trace:
    """The same rows of (day, until, kind, subject, amount) in every replication."""
    return trace_of([packed([number for row in rows for number in row])] * replications)


def books_by_hand(cases: Cases, *rows: tuple[int, int, Kind, int, int]) -> Books:
    """The closed books of rows that happen in every replication."""
    return books_of(trace_by_hand(*rows, replications=cases.replications), cases)


def everything() -> dict[str, Any]:
    """A scenario that has one of everything, in plain data: each metric of the registry exists in it."""
    return {
        "name": "everything",
        "horizon": {"start": "2025-02-24", "end": "2033-03-10", "fiscal_year_end": "03-31"},
        "treasury": {
            "opening": "900 mn USD",
            "operating_cash": "40 mn USD/year",
            "floor": "300 mn USD",
            "outflows": {"distributions": "20 mn USD/year"},
        },
        "equity": {"shares": "19.1 mn", "price": "147.16 USD", "volatility": "35 %", "risk_free": "3.7 %/year"},
        "pools": {
            "cloud": {"earmark": "soft"},
            "commerce": {"earmark": "soft", "floor": "1 mn USD", "reserve": "1 mn USD"},
        },
        "funding": {
            "plan": {
                "kind": "appropriation",
                "amount": "530 mn USD",
                "from": "2025-02-24",
                "over": "3 years",
                "every": "3 months",
                "into": {"cloud": "100 %"},
            },
            "note": {
                "kind": "convertible_note",
                "face": "32 mn USD",
                "net": "31.3 mn USD",
                "capped_call": {"cost": "1.8374 mn USD", "cap": "235.46 USD"},
                "settles": "2025-09-16",
                "matures": "2032-09-15",
                "put": "2030-09-15",
                "conversion_rate": 5.1773,
                "ads_ratio": 8,
                "into": {"cloud": "80 %", "commerce": "20 %"},
                "inside": {"plan": "cloud"},
            },
            "bond": {
                "kind": "convertible_note",
                "face": "10 mn USD",
                "net": "9.8 mn USD",
                "coupon": "4 %/year",
                "settles": "2026-03-16",
                "matures": "2029-03-15",
                "conversion_rate": 6,
                "settlement": "cash",
                "capped_call": {"cost": "0.5 mn USD", "cap": "250 USD"},
                "into": {"commerce": "100 %"},
            },
        },
        "asset_classes": {"it": {"life": "5 years"}},
        "resources": {"crews": {"capacity": 2}, "chips": {"supply": "20 MW/quarter"}},
        "markets": {
            "home": {
                "demand": "40 MW",
                "growth": "25 %/year",
                "volatility": "15 %/year",
                "price": "9 mn USD/MW/year",
                "price_trend": "-3 %/year",
                "installed": "30 MW",
                "tax": "15 %",
                "opex": {"fixed": "1 mn USD/MW/year", "sold": "2 mn USD/MW/year"},
            },
            "abroad": {
                "demand": "2 MW",
                "growth": "60 %/year",
                "volatility": "30 %/year",
                "price": "11 mn USD/MW/year",
                "tax": {"2025-02-24": "0 %", "2029-01-01": "30 %"},
                "opex": {"fixed": "2 mn USD/MW/year"},
            },
        },
        "projects": {
            "campus_1": {**_campus("home"), "wave_of": "campus", "wave": 1, "start": "2025-03-01"},
            "campus_2": {**_campus("home"), "wave_of": "campus", "wave": 2, "start": "2025-12-01"},
            "hall": {
                **_campus("abroad"),
                "start": {"when": _full("abroad")},
                "budget": "120 mn USD",
                "tags": ["growth"],
            },
            "platform": {
                "stages": {"code": {"duration": "400 days", "cost": "100 %"}},
                "budget": "30 mn USD",
                "pool": "cloud",
                "after": "campus_1.site",
                "tags": ["growth"],
            },
            "logistics": {
                "stages": {"robots": {"duration": "300 days", "cost": "100 %"}},
                "budget": "11 mn USD",
                "cost_factor": "lognormal(p50=1, p90=1.1)",
                "contingency": "20 %",
                "pool": "commerce",
                "treatment": "expense",
                "benefit": {"yearly": "30 %", "ramp": "180 days", "life": "5 years"},
            },
            "road": {"stages": {"all": {"duration": "60 days"}}, "after": "hall"},
        },
        "rules": _rules(),
        "risks": {
            "storm": {
                "probability": "60 %",
                "window": ["2025-06-01", "2026-06-01"],
                "lasts": "pert(2, 4, 9) months",
                "hits": [
                    {"stages": "campus_*.site", "duration": {"multiply": 1.5}},
                    {"projects": "logistics", "abandon": "30 %"},
                ],
            }
        },
        "limits": [
            {"tag": "growth", "per": "year", "at_most": "100 mn USD"},
            {"tag": "growth", "per": "horizon", "at_least": "90 mn USD"},
        ],
        "valuation": {"discount_rate": "8 %/year", "tax": "25 %", "terminal": "book_salvage"},
    }


def _rules() -> dict[str, Any]:
    """Rules that pause, give up, relocate and move money, each on something else that they see."""
    dear = {"overrun": {"project": "campus_2", "above": "2 %"}}
    free = {"pool": {"name": "cloud", "available_above": "5 mn USD"}}
    return {
        "breathe": {
            "when": {"any": [dear, {"risk": "storm"}]},
            "do": [{"pause": "platform"}, {"priority": {"project": "hall", "to": 1}}],
        },
        "resume": {"when": {"date": "2032-10-01"}, "do": {"resume": "platform"}},
        "leave": {
            "when": {"all": [{"demand": {"market": "abroad", "below": "12 MW"}}, {"date": "2028-01-01"}]},
            "do": {"relocate": {"from": "hall", "to": "logistics", "cost": "10 %"}},
        },
        "retreat": {
            "when": {**dear, "for": "3 quarters"},
            "do": {"abandon": {"project": "campus_2", "cost": "2 mn USD"}},
        },
        "share": {"when": free, "do": {"move": {"from": "cloud", "to": "commerce", "amount": "50 %"}}, "once": False},
    }


def _campus(market: str) -> dict[str, Any]:
    stages = {
        "site": {"duration": "pert(3, 6, 12) months", "cost": "40 %", "needs": {"crews": 1}},
        "servers": {
            "after": "site",
            "duration": "pert(2, 4, 9) months",
            "cost": "50 %",
            "needs": {"chips": "10 MW"},
        },
        "tests": {"after": "servers", "duration": "0 days", "cost": "10 %"},
    }
    return {
        "stages": stages,
        "budget": "150 mn USD",
        "cost_factor": "lognormal(p50=1.0, p90=1.3)",
        "contingency": "10 %",
        "pool": "cloud",
        "market": market,
        "capacity_by_stage": {"servers": "8 MW", "tests": "2 MW"},
        "ramp": "6 months",
        "life": "4 years",
        "renewal": {"cost": "30 %"},
        "treatment": {"capital": "it"},
        "programme": "campuses" if market == "home" else "halls",
    }


def _full(market: str) -> dict[str, Any]:
    return {"utilisation": {"market": market, "above": "75 %", "for": "2 quarters"}}
