"""What an assumption is about: the groups over which a waterfall splits a difference."""

from __future__ import annotations

from simulator.scenario.nodes import Loc

#: of keys of a stage
STAGE = {
    **dict.fromkeys(("duration", "earliest", "after", "lag"), "timing"),
    **dict.fromkeys(("cost", "treatment"), "cost"),
    **dict.fromkeys(("needs",), "timing"),
    **dict.fromkeys(("priority",), "rules"),
}
#: of keys of a project
PROJECT = {
    **dict.fromkeys(("after", "ramp", "repeat"), "timing"),
    **dict.fromkeys(("budget", "budget_basis", "contingency", "cost_factor", "uplift", "renewal"), "cost"),
    **dict.fromkeys(("market", "benefit"), "demand"),
    **dict.fromkeys(("pool", "pools"), "funding"),
    **dict.fromkeys(("priority", "programme"), "rules"),
}
#: of keys of a market, where they are not about demand
MARKET = dict.fromkeys(("opex", "tax"), "cost")
#: of sections
SECTIONS = {
    **dict.fromkeys(("horizon", "resources"), "timing"),
    **dict.fromkeys(("markets",), "demand"),
    **dict.fromkeys(("asset_classes",), "cost"),
    **dict.fromkeys(("treasury", "equity", "pools", "funding"), "funding"),
    **dict.fromkeys(("allocation", "programmes", "rules", "reviews", "limits"), "rules"),
    **dict.fromkeys(("risks",), "risks"),
}


def group_of(loc: Loc, triggered: bool = False) -> str:
    """The group of a value: timing, demand, cost, funding, rules, risks, rest.

    Prices belong to demand, what limits the pace to timing, and whole projects that come or go to the rest.

    Parameters
    ----------
    triggered : a project's start was or becomes a condition, which is a rule

    >>> group_of(("projects", "a", "stages", "power", "duration")), group_of(("markets", "a", "price"))
    ('timing', 'demand')
    >>> group_of(("projects", "a", "start")), group_of(("projects", "a", "start"), triggered=True)
    ('timing', 'rules')
    """
    keys = [str(key) for key in loc]
    if keys[0] == "projects":
        return _of_project(keys[2:], triggered)
    if keys[0] == "markets" and len(keys) > 2 and keys[2] in MARKET:
        return MARKET[keys[2]]
    return SECTIONS.get(keys[0], "rest")


def _of_project(keys: list[str], triggered: bool) -> str:
    if not keys:
        return "rest"
    if keys[0] == "stages":
        return STAGE.get(keys[2], "rest") if len(keys) > 2 else "timing"
    if keys[0] == "start":
        return "rules" if triggered or keys[1:2] == ["when"] else "timing"
    return PROJECT.get(keys[0], "rest")
