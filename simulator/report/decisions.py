"""What was decided on the way: which rules fired, how often, when and on what, and what they did in vain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from simulator.amounts import dated, level, percent
from simulator.cases.actions import actions_of
from simulator.cases.condition_words import condition_words
from simulator.cases.conditions import Names
from simulator.findings import Findings
from simulator.scenario.rules import Rule
from simulator.words import readable, visible


def decision_lines(findings: Findings) -> list[str]:
    """A line for each rule, in the order of the file."""
    scenario = findings.scenario
    if scenario.rules and not scenario.reviews.rules:
        return ["No rule fires: the scenario is run without its rules."]
    names = Names(scenario, findings.index, findings.calendar)
    return [visible(_rule_line(name, rule, names, findings)) for name, rule in scenario.rules.items()]


def _rule_line(name: str, rule: Rule, names: Names, findings: Findings) -> str:
    acts = [action.words for action in actions_of(rule, names)]
    does = ", ".join(dict.fromkeys(_of_waves(acts, findings)))
    told = f"{readable(name)} ({condition_words(rule, names)} -> {does})"
    fires = often(findings, f"rule.{name}.fired", f"rule.{name}.fired_day", "fires")
    return "; ".join([f"{told}: {fires}", *_seen(name, findings), *_in_vain(name, findings)]) + "."


def _seen(rule: str, findings: Findings) -> Iterator[str]:
    """What a rule saw of the monthly series that it watches when it fired, in the mean."""
    rows, currency = findings.watched.where(rule=rule), findings.scenario.currency
    for series, unit, n, seen in zip(*(rows[of] for of in ("series", "unit", "n", "mean")), strict=True):
        if series and n:
            yield f"saw {_series_words(series)} at {level(float(seen), unit, currency)} in the mean"


def _series_words(series: str) -> str:
    """The name of a monthly series in words.

    >>> _series_words("market.new_town.demand_mw"), _series_words("liquidity")
    ('demand of new town', 'liquidity')
    """
    of, _, what = series.removeprefix("market.").removeprefix("pool.").partition(".")
    return readable(f"{what.removesuffix('_mw')} of {of}" if what else of)


def _in_vain(rule: str, findings: Findings) -> Iterator[str]:
    """The actions of a rule that could change nothing in some replications, those on waves of a project together."""
    rows, shares = findings.actions.where(rule=rule), defaultdict[str, list[float]](list)
    for action, share in zip(_of_waves(rows["action"], findings), rows["without_effect"].tolist(), strict=True):
        shares[action].append(share)
    for action, of in shares.items():
        low, high = (percent(share) for share in (min(of), max(of)))
        if max(of):
            yield f"{action} without effect in {low if low == high else f'{low} to {high}'}"


def _of_waves(acts: Iterable[str], findings: Findings) -> list[str]:
    """Each thing that is done, said of all waves of a project together where it is done to every one of them."""
    of_project = {name: project.wave_of for name, project in findings.scenario.projects.items() if project.wave_of}
    alone = list(acts)
    joint = [" ".join(f"{of_project[word]}_*" if word in of_project else word for word in of.split()) for of in alone]
    named = defaultdict[str, set[str]](set)
    for one, together in zip(alone, joint, strict=True):
        named[together].update(one.split())
    told = []
    for one, together in zip(alone, joint, strict=True):
        projects = {of_project[word] for word in one.split() if word in of_project}
        waves = {name for name, project in of_project.items() if project in projects}
        told.append(together if waves <= named[together] else one)
    return told


def often(findings: Findings, event: str, day: str, verb: str) -> str:
    """In what share of the replications something happened, and when first."""
    happened, days = findings.metrics[event] > 0, findings.summary(day)
    if not happened.any():
        return f"never {verb}"
    low, middle, high = (dated(days[of], findings.calendar) for of in ("p10", "p50", "p90"))
    when = f"on {middle}" if low == high else f"in the median on {middle} (P10 {low}, P90 {high})"
    return f"{verb} in {percent(float(happened.mean()))} of the replications, {when}"
