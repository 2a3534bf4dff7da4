"""Why the numbers are what they are: what held the portfolio up, what NPV is made of, and where it turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from simulator.amounts import dated, money, percent, readable, visible
from simulator.cases.portfolio import plan_of, programme_of
from simulator.delayed import LEAST_DAYS, cause_names, delay_of_portfolio, delays_by_group
from simulator.findings import Findings
from simulator.groups import in_plan
from simulator.metrics import break_even
from simulator.quantities.calendar import add_length
from simulator.quantities.value import mean
from simulator.scenario.funding import Appropriation
from simulator.scenario.project import Project
from simulator.scenario.schema import Scenario
from simulator.statistics import summary

MOST_CAUSES, MOST_PROJECTS = 4, 3
#: an assumption that would have to be so many times what it is turns nothing
MOST_MULTIPLE = 10.0
#: parts of NPV as they are told, in their order
PARTS = {
    "revenue": "revenue",
    "operating_cost": "operating cost",
    "benefits": "savings and margins",
    "capital": "capital",
    "expense": "expensed spending",
    "renewal": "renewals",
    "tax": "tax",
    "terminal": "value after the horizon",
}


def delay_lines(findings: Findings) -> list[str]:
    """The causes that cost most days on the paths that drive the finish, with the projects that they hit most."""
    total, names = delay_of_portfolio(findings), cause_names(findings.index)
    days = sum(total.values())
    if days < LEAST_DAYS:
        return ["Nothing: no project waited for money, crews, supplies, a trigger or another project."]
    by_group = delays_by_group(findings)
    told = f"of {days:,.0f} project-days of delay"
    shares = list(total.items())[:MOST_CAUSES]
    return [f"{readable(names[cause])}: {percent(of / days)} {told}{_worst(cause, by_group)}" for cause, of in shares]


def _worst(cause: str, by_group: dict[str, dict[str, float]]) -> str:
    """The projects that a cause held up longest, with the days a wave."""
    days = {name: causes.get(cause, 0.0) for name, causes in by_group.items()}
    worst = sorted(days, key=lambda name: -days[name])[:MOST_PROJECTS]
    told = ", ".join(f"{readable(name)} {days[name]:,.0f}" for name in worst if days[name] >= LEAST_DAYS)
    return f"; days a wave: {told}" if told else ""


def value_lines(findings: Findings) -> list[str]:
    """NPV as the sum of its parts, and the price, utilisation and cost at which it turns to zero."""
    if "npv" not in findings.metrics:
        return []
    currency = findings.scenario.currency
    npv = float(findings.metrics["npv"].mean())
    parts = {told: float(findings.metrics[f"npv.part.{part}"].mean()) for part, told in PARTS.items()}
    told = [
        f"{'+' if value > 0 else '-'} {name} {money(abs(value), currency)}" for name, value in parts.items() if value
    ]
    lines = _wrapped(f"NPV {money(npv, currency)} =", told)
    lines += [f"It turns to zero, all else equal, {turn}." for turn in _turns(findings, npv)]
    return lines + [visible(line) for line in _by_programme(findings)]


def _by_programme(findings: Findings) -> Iterator[str]:
    """Mean NPV of each programme, in the plan and outside it; and of those that a note alone pays for."""
    currency, plan = findings.scenario.currency, in_plan(findings.scenario)
    worth = {name: float(findings.metrics[f"npv.{name}"].mean()) for name in findings.index.programmes}
    inside = {name: value for name, value in worth.items() if name in plan}
    beside = {name: value for name, value in worth.items() if name not in plan and plan_of(findings.scenario)}
    for told, found in (("In the plan", inside), ("Outside it", beside)):
        if found:
            yield f"{told}: {', '.join(f'{readable(name)} {money(value, currency)}' for name, value in found.items())}."
    raised = [name for name in worth if name in _from_notes_alone(findings.scenario)]
    if raised:
        names = " and ".join(readable(name) for name in raised)
        value = money(sum(worth[name] for name in raised), currency)
        yield f"Paid from notes alone, so not done without them: {names}, NPV {value}."


def _from_notes_alone(scenario: Scenario) -> set[str]:
    """Programmes whose projects draw only on pools that no appropriation fills."""
    sources = list(scenario.funding.values())
    own = {pool for source in sources if isinstance(source, Appropriation) for pool in source.into}
    raised = {pool for source in sources if not isinstance(source, Appropriation) for pool in source.into} - own
    named = [(programme_of(name, project), project.pool) for name, project in scenario.projects.items()]
    others = {programme for programme, pools in named if not pools or not set(pools) <= raised}
    return {programme for programme, _ in named} - others


def _turns(findings: Findings, npv: float) -> Iterator[str]:
    """Each assumption with the level at which NPV is zero."""
    currency = findings.scenario.currency
    levels: dict[str, tuple[str, float, Callable[[float], str]]] = {
        "price": ("price", _price(findings), lambda level: f"{money(level, currency)} a MW sold and year"),
        "utilisation": ("utilisation", _utilisation(findings), percent),
        "cost": ("capital cost", _cost(findings), lambda level: f"{money(level, currency)} a MW"),
    }
    for assumption, (name, level, written) in levels.items():
        multiple = float(break_even(npv, float(findings.metrics[f"npv.scales.{assumption}"].mean())))
        if not 0 < multiple < MOST_MULTIPLE:
            continue
        change = f"{percent(abs(multiple - 1))} {'higher' if multiple > 1 else 'lower'}"
        reach = f": {written(level)} -> {written(level * multiple)}" if level > 0 else ""
        beyond = ", more than there is" if assumption == "utilisation" and level * multiple > 1 else ""
        yield f"with {name} {change}{reach}{beyond}"


def _price(findings: Findings) -> float:
    """Revenue a MW sold and year, in the markets of the plan, over the horizon."""
    years = findings.calendar.month_days / 365.0
    revenue = sum(findings.timelines[f"market.{m}.revenue"]["mean"].sum() for m in _markets(findings))
    sold = sum((findings.timelines[f"market.{m}.sold_mw"]["mean"] * years).sum() for m in _markets(findings))
    return float(revenue / sold) if sold else 0.0


def _utilisation(findings: Findings) -> float:
    """MW sold over MW that could be, in the markets of the plan, over the horizon."""
    days = findings.calendar.month_days
    sold, ramped = (
        sum((findings.timelines[f"market.{m}.{of}"]["mean"] * days).sum() for m in _markets(findings))
        for of in ("sold_mw", "ramped_mw")
    )
    return float(sold / ramped) if ramped else 0.0


def _cost(findings: Findings) -> float:
    """Paid a MW, of the plan's projects that bring capacity and are done in half of the replications or more."""
    paid = power = 0.0
    for name, project in _plan_projects(findings):
        capacity = sum(
            mean(c) for c in (*project.capacity_by_stage.values(), *([project.capacity] if project.capacity else []))
        )
        finish = summary(findings.metrics[f"project.{name}.finish_day"])
        if capacity and finish.n >= finish.unfinished:
            paid += float(findings.metrics[f"project.{name}.paid"].mean())
            power += capacity
    return paid / power if power else 0.0


def _plan_projects(findings: Findings) -> Iterator[tuple[str, Project]]:
    """The projects of the plan's programmes; all projects where there is no plan."""
    plan = in_plan(findings.scenario) if plan_of(findings.scenario) else None
    for name, project in findings.scenario.projects.items():
        if plan is None or programme_of(name, project) in plan:
            yield name, project


def _markets(findings: Findings) -> list[str]:
    found = [project.market for _, project in _plan_projects(findings) if project.market]
    return list(dict.fromkeys(found))


def attention_lines(findings: Findings) -> list[str]:
    """What deserves a look: chances of loss, the tightest day, the emptiest market, what is not done in time."""
    looks = (_pace, _loss, _tightest, _emptiest, _late)
    return [visible(line) for look in looks for line in look(findings)]


def _pace(findings: Findings) -> Iterator[str]:
    """What of the plan is paid at the end of the month in which its last tranche's time is over."""
    name = plan_of(findings.scenario)
    plan = findings.scenario.funding[name] if name else None
    if not isinstance(plan, Appropriation):
        return
    end = findings.calendar.day_of(add_length(plan.start, plan.over))
    closings = findings.calendar.closing_days
    if end <= closings[-1] and mean(plan.amount) > 0:
        at = int(np.searchsorted(closings, end))
        paid, amount = float(findings.timelines[f"{name}.paid"]["p50"][at]), mean(plan.amount)
        currency, when = findings.scenario.currency, dated(closings[at], findings.calendar)
        told = f"{money(paid, currency)}, {percent(paid / amount)} of {money(amount, currency)}"
        yield f"In the median {told}, of {readable(str(name))} is paid by {when}."


def _loss(findings: Findings) -> Iterator[str]:
    npv = findings.metrics.get("npv")
    if npv is not None and npv.any():
        yield f"NPV is negative in {percent(float((npv < 0).mean()))} of the replications."


def _tightest(findings: Findings) -> Iterator[str]:
    least = findings.metrics.get("liquidity_min")
    if least is None:
        return
    currency, day = findings.scenario.currency, summary(findings.metrics["liquidity_min_day"])["p50"]
    median = money(float(np.median(least)), currency)
    line = f"Liquidity is least around {dated(day, findings.calendar)}: {median} in the median"
    treasury = findings.scenario.treasury
    if treasury and treasury.floor is not None:
        below = percent(float(findings.metrics["liquidity_below_floor"].mean()))
        line += f", against a floor of {money(mean(treasury.floor), currency)}; below it in {below} of replications"
    yield line + "."


def _emptiest(findings: Findings) -> Iterator[str]:
    used = {m: float(np.nanmean(findings.metrics[f"market.{m}.utilisation"])) for m in _markets(findings)
            if not np.isnan(findings.metrics[f"market.{m}.utilisation"]).all()}  # fmt: skip
    if used:
        market = min(used, key=lambda m: used[m])
        sold = percent(used[market])
        yield f"The emptiest of the plan's markets is {readable(market)}: {sold} of its capacity is sold."


def _late(findings: Findings) -> Iterator[str]:
    late = {}
    for name in delays_by_group(findings):
        finish = summary(findings.metrics[f"project.{name}.finish_day"])
        if finish.unfinished:
            late[name] = finish.unfinished / (finish.n + finish.unfinished)
    if late:
        worst = sorted(late, key=lambda name: -late[name])
        told = ", ".join(f"{readable(name)} {percent(late[name])}" for name in worst[:5])
        more = f" and {len(worst) - 5} more" if len(worst) > 5 else ""
        yield f"Not done by {findings.calendar.end}, in part of the replications: {told}{more}."


def _wrapped(head: str, parts: list[str], width: int = 98) -> list[str]:
    """Parts after a head, on as many lines as they take."""
    lines = [head]
    for part in parts:
        if len(lines[-1]) + 1 + len(part) > width:
            lines.append(" " * 4 + part)
        else:
            lines[-1] += f" {part}"
    return lines
