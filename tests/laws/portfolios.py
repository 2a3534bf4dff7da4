"""Made-up portfolios for the laws: projects in a DAG, crews, supplies, pools and tranches of all sizes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

DURATIONS = st.one_of(
    st.integers(0, 90).map(lambda days: f"{days} days"),
    st.tuples(st.integers(1, 40), st.integers(0, 60), st.integers(0, 90)).map(
        lambda d: f"triangular({d[0]}, {d[0] + d[1]}, {d[0] + d[1] + d[2] + 1}) days"
    ),
)
POLICIES = st.sampled_from(
    [
        "priority",
        "first_come",
        "value",
        "payback",
        "earliest_finish",
        "latest_finish_time",
        "slack",
        "pro_rata",
    ]
)


@st.composite
def stages(draw: st.DrawFn, crews: int) -> dict[str, Any]:
    """One to four stages, each after some of those before it."""
    found: dict[str, Any] = {}
    count = draw(st.integers(1, 4))
    for n in range(count):
        stage: dict[str, Any] = {"duration": draw(DURATIONS), "cost": f"{100 / count} %"}
        earlier = list(found)
        after = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2)) if earlier else []
        if after:
            stage["after"] = after
        if draw(st.booleans()):
            stage["needs"] = {"crews": draw(st.integers(1, crews))}
        if draw(st.booleans()):
            stage["needs"] = {**stage.get("needs", {}), "chips": draw(st.integers(1, 5))}
        found[f"s{n}"] = stage
    return found


@st.composite
def portfolios(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario of plain data that has no faults."""
    crews = draw(st.integers(1, 3))
    projects: dict[str, Any] = {}
    for n in range(draw(st.integers(1, 5))):
        project: dict[str, Any] = {
            "stages": draw(stages(crews)),
            "budget": f"{draw(st.integers(0, 80))} mn USD",
            "cost_factor": draw(st.sampled_from([1, 0.7, 1.3579, "lognormal(p50=1, p90=1.5)"])),
            "contingency": draw(st.sampled_from(["0 %", "10 %"])),
            "pool": draw(st.sampled_from([["cloud"], ["commerce"], ["cloud", "commerce"]])),
            "priority": draw(st.integers(1, 3)),
            "market": "town",
            "capacity": f"{draw(st.integers(0, 30))} MW",
            "ramp": draw(st.sampled_from(["0 days", "100 days"])),
            "treatment": draw(st.sampled_from(["capital", "expense", {"capital": "it"}])),
        }
        follows: bool = draw(st.booleans())
        if projects and follows:
            project["after"] = [draw(st.sampled_from(list(projects)))]
        if draw(st.booleans()):
            project["start"] = draw(st.sampled_from(["2025-03-01", "2025-11-15"]))
        projects[f"p{n}"] = project
    return {
        "name": "made-up",
        "horizon": {"start": "2025-01-01", "end": "2026-12-31"},
        "treasury": {
            "opening": "1 bn USD",
            "operating_cash": "40 mn USD/year",
            "outflows": {"tax": "7 mn USD/year"},
        },
        "pools": {
            "cloud": {"earmark": draw(st.sampled_from(["hard", "soft", "memo"]))},
            "commerce": {"draw": draw(st.sampled_from(["earmarked_first", "pro_rata"]))},
        },
        "funding": {
            "plan": {
                "kind": "appropriation",
                "amount": f"{draw(st.integers(10, 300))} mn USD",
                "from": "2025-01-01",
                "over": "1 year",
                "every": "1 month",
                "profile": draw(st.sampled_from(["even", "front", "back", "s_curve"])),
                "into": {"cloud": "70 %", "commerce": "30 %"},
            },
            "note": {
                "kind": "convertible_note",
                "face": "32 mn USD",
                "net": "31.3 mn USD",
                "settles": "2025-06-16",
                "matures": "2026-06-15",
                "into": {"cloud": "80 %", "commerce": "20 %"},
            },
        },
        "asset_classes": {"it": {"life": "1 year"}},
        "resources": {
            "crews": {"capacity": crews},
            "chips": {"supply": f"{draw(st.integers(5, 9))} /quarter"},
        },
        "markets": {
            "town": {
                "demand": "20 MW",
                "growth": "30 %/year",
                "volatility": "20 %/year",
                "price": "3 mn USD/MW/year",
                "installed": "5 MW",
                "opex": {"fixed": "0.1 mn USD/MW/year", "sold": "0.5 mn USD/MW/year"},
            }
        },
        "projects": projects,
        "allocation": {"policy": draw(POLICIES), "blocking": draw(st.booleans())},
        "valuation": {"discount_rate": "8 %/year", "tax": "25 %", "terminal": "book_salvage"},
    }
