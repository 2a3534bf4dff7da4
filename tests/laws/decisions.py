"""Made-up decisions over made-up portfolios: rules, risks, limits, reserves and a rate that moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.laws.portfolios import portfolios

DATES = st.sampled_from(["2025-01-01", "2025-04-10", "2025-09-30", "2026-02-01", "2026-10-01"])
SHARES = st.sampled_from(["0 %", "15 %", "100 %"])


@st.composite
def leaves(draw: st.DrawFn, projects: Sequence[str], stages: Sequence[str]) -> dict[str, Any]:
    """One thing that a review looks at."""
    project, stage = draw(st.sampled_from(projects)), draw(st.sampled_from(stages))
    side = draw(st.sampled_from(["above", "below"]))
    return draw(
        st.sampled_from(
            [
                {"utilisation": {"market": "town", side: "70 %"}},
                {"demand": {"market": "town", side: "22 MW"}},
                {"price": {"market": "city", side: "2.9 mn USD/MW/year"}},
                {"pool": {"name": "cloud", f"available_{side}": "30 mn USD"}},
                {"treasury": {side: "950 mn USD"}},
                {"liquidity": {side: "1.02 bn USD"}},
                {"date": {"from": draw(DATES)}},
                {"date": {"before": draw(DATES)}},
                {"stage": {"name": stage, "done": draw(st.booleans())}},
                {"stage": {"name": stage, "late_by": "30 days"}},
                {"project": {"name": project, "started": draw(st.booleans())}},
                {"project": {"name": project, "done": True}},
                {"project": {"name": project, "late_by": "2 months"}},
                {"overrun": {"project": project, "above": "5 %"}},
                {"risk": draw(st.sampled_from(["shock", "ban"]))},
            ]
        )
    )


def conditions(projects: Sequence[str], stages: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A leaf, or several joined, some of which have to hold at several reviews in a row."""
    leaf = leaves(projects, stages)
    several = st.lists(leaf, min_size=1, max_size=3)
    whole = st.one_of(
        leaf,
        several.map(lambda parts: {"all": parts}),
        several.map(lambda parts: {"any": parts}),
        leaf.map(lambda part: {"not": part}),
        st.tuples(leaf, several).map(lambda parts: {"any": [{"not": parts[0]}, {"all": parts[1]}]}),
    )
    return st.tuples(whole, st.sampled_from([{}, {}, {"for": "2 quarters"}])).map(lambda both: {**both[0], **both[1]})


@st.composite
def actions(draw: st.DrawFn, projects: Sequence[str]) -> dict[str, Any]:
    """One thing that a rule does."""
    project, other = draw(st.sampled_from(projects)), draw(st.sampled_from(projects))
    cost = draw(st.sampled_from(["0 USD", "3 mn USD", "10 %"]))
    pools = draw(st.permutations(["trade", "spare"]))
    found: list[dict[str, Any]] = [
        {"start": project},
        {"defer": {"project": project, "by": "4 months"}},
        {"defer": {"project": project, "until": "2026-03-15"}},
        {"pause": project},
        {"resume": project},
        {"resume": project},
        {"abandon": {"project": project, "cost": cost}},
        {"move": {"from": pools[0], "to": pools[1], "amount": draw(st.sampled_from(["7 mn USD", "40 %"]))}},
        {"priority": {"project": project, "to": draw(st.integers(0, 9))}},
        {"scale": {"appropriation": "plan", "by": draw(st.sampled_from([0.5, 1.2345]))}},
    ]
    if project != other:
        found.append({"relocate": {"from": project, "to": other, "cost": cost}})
    return draw(st.sampled_from(found))


@st.composite
def rules(draw: st.DrawFn, projects: Sequence[str], stages: Sequence[str]) -> dict[str, Any]:
    """Up to five rules."""
    return {
        f"rule{n}": {
            "when": draw(conditions(projects, stages)),
            "do": draw(st.lists(actions(projects), min_size=1, max_size=2)),
            "once": draw(st.booleans()),
        }
        for n in range(draw(st.integers(1, 5)))
    }


@st.composite
def hits(draw: st.DrawFn, projects: Sequence[str], stages: Sequence[str]) -> dict[str, Any]:
    """One thing that a risk hits."""
    some = draw(st.lists(st.sampled_from(stages), min_size=1, max_size=3, unique=True))
    lengths = [{"multiply": 1.5}, {"add": "20 days"}, {"multiply": "pert(0.5, 1.2, 2)", "add": "-5 days"}]
    return draw(
        st.sampled_from(
            [
                {"stages": some, "duration": draw(st.sampled_from(lengths))},
                {"stages": some, "cost": {"multiply": draw(st.sampled_from([0.6, 1.3, "uniform(0.8, 2)"]))}},
                {"stages": "*", "rework": draw(st.sampled_from(["0 %", "30 %", "uniform(0.1, 0.9)"]))},
                {"stages": some, "refused": True},
                {
                    "stages": "*",
                    "duration": {"multiply": 1.1},
                    "cost": {"multiply": 1.1},
                    "rework": 0.2,
                    "refused": True,
                },
                {"projects": "*", "abandon": draw(st.sampled_from(["0 %", "40 %", "100 %"]))},
                {"resource": "crews", "capacity": {"multiply": draw(st.sampled_from([0, "50 %", 2]))}},
                {"resource": "chips", "supply": {"multiply": "35 %"}},
                {"market": "*", "demand": {"multiply": "60 %"}, "price": {"multiply": "80 %"}},
                {"market": "town", "growth": {"add": "-25 %/year"}, "opex": {"multiply": 1.2}},
                {"fx": "MXN", "rate": {"multiply": "130 %"}},
                {"appropriation": "plan", "delay": "uniform(0, 100) days"},
                {"appropriation": "plan", "delay": "45 days", "cut": "30 %"},
            ]
        )
    )


@st.composite
def risks(draw: st.DrawFn, projects: Sequence[str], stages: Sequence[str], chance: str = "") -> dict[str, Any]:
    """Two risks that strike now and then."""
    found: dict[str, Any] = {}
    for name in ("shock", "ban"):
        found[name] = {
            "probability": chance or draw(st.sampled_from(["50 %", "100 %"])),
            "window": draw(st.sampled_from([["2025-01-01", "2026-06-30"], "2025-04-10", "2025-03-31"])),
            "hits": draw(st.lists(hits(projects, stages), min_size=1, max_size=3)),
        }
        if draw(st.booleans()):
            found[name]["lasts"] = draw(st.sampled_from(["1 day", "60 days", "pert(2, 6, 12) months"]))
    return found


LIMITS = st.sampled_from(
    [
        [],
        [{"tag": "a", "per": "quarter", "at_most": "60 mn USD"}],
        [{"tag": "a", "per": "year", "at_least": "30 mn USD"}, {"tag": "b", "per": "horizon", "at_most": "150 mn USD"}],
    ]
)


@st.composite
def decided(draw: st.DrawFn, chance: str = "") -> dict[str, Any]:
    """A scenario with everything on: it has no faults."""
    data = draw(portfolios())
    data["fx"] = {"MXN": {"rate": 1000, "volatility": "12 %/year"}}
    data["pools"]["cloud"] |= draw(st.sampled_from([{}, {"reserve": "10 mn USD", "floor": "2 mn USD"}]))
    data["pools"] |= {"trade": {"earmark": "soft"}, "spare": {"earmark": "soft", "floor": "1 mn USD"}}
    data["funding"]["plan"]["into"] = {"cloud": "60 %", "commerce": "20 %", "trade": "15 %", "spare": "5 %"}
    data["markets"]["city"] = {**data["markets"]["town"], "demand": "9 MW", "installed": "0 MW"}
    for project in data["projects"].values():
        decorate(draw, project)
    names = list(data["projects"])
    stages = [f"{name}.{stage}" for name in names for stage in data["projects"][name]["stages"]]
    data["risks"] = draw(risks(names, stages, chance))
    data["rules"] = draw(rules(names, stages))
    data["reviews"] = draw(st.sampled_from([{}, {"every": "month"}, {"lag": "40 days"}]))
    tagged = {tag for project in data["projects"].values() for tag in project["tags"]}
    data["limits"] = [limit for limit in draw(LIMITS) if limit["tag"] in tagged]
    return startable(data)


def decorate(draw: st.DrawFn, project: dict[str, Any]) -> None:
    """A project's tags, market, currency, life and programme."""
    project["tags"] = draw(st.sampled_from([["a"], ["b"], ["a", "b"]]))
    project["market"] = draw(st.sampled_from(["town", "city"]))
    project["programme"] = draw(st.sampled_from(["north", "south"]))
    if draw(st.booleans()):
        project["budget"] = project["budget"].replace("mn USD", "bn MXN")
    extra: Sequence[dict[str, Any]] = (
        {},
        {"life": "200 days"},
        {"life": "150 days", "renewal": {"cost": "40 %", "over": "60 days"}},
    )
    project |= draw(st.sampled_from(extra))
    if draw(st.integers(0, 3)) == 0:
        project.pop("capacity")
        project.pop("ramp")
        project.pop("market")
        project.pop("life", None)
        project.pop("renewal", None)
        project["benefit"] = {"yearly": "30 %", "life": "1 year"}
    if draw(st.integers(0, 3)) == 0:
        project["start"] = {"when": {"utilisation": {"market": "town", "above": "60 %"}}}


def startable(data: dict[str, Any]) -> dict[str, Any]:
    """Without the actions that the checks forbid: a start of a project that has its own trigger, a hard pool's move."""
    for rule in data["rules"].values():
        rule["do"] = [action for action in rule["do"] if allowed(data, action)] or [
            {"pause": next(iter(data["projects"]))}
        ]
    return data


def allowed(data: dict[str, Any], action: dict[str, Any]) -> bool:
    """Whether the checks let an action stand."""
    if "start" in action:
        return "when" not in (data["projects"][action["start"]].get("start") or "")
    if "relocate" in action:
        source, target = (data["projects"][action["relocate"][end]]["pool"] for end in ("from", "to"))
        hard = [pool for pool in source if data["pools"][pool].get("earmark", "hard") == "hard"]
        return all(pool == target[0] for pool in hard)
    return True
