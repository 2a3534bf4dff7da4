"""Why the numbers are what they are: what held the portfolio up, what NPV is made of, and where it turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from simulator.amounts import dated, money, percent
from simulator.findings import Findings
from simulator.findings.delays import (
    LEAST_DAYS,
    cause_names,
    delay_of_portfolio,
    delays_by_group,
    left_options,
    unexercised,
)
from simulator.findings.endings import ending_of
from simulator.findings.groups import grouped, in_plan
from simulator.findings.statistics import summary
from simulator.metrics import break_even
from simulator.quantities.calendar import add_length
from simulator.quantities.value import mean
from simulator.scenario.funding import Appropriation
from simulator.scenario.plan import plan_of
from simulator.scenario.programmes import programme_of
from simulator.scenario.project import Project
from simulator.words import readable, visible

MOST_CAUSES, MOST_PROJECTS, MOST_OPTIONS, MOST_LATE = 4, 3, 5, 5
#: an assumption that would have to be so many times what it is turns nothing
MOST_MULTIPLE = 10.0
#: what scales by no more than this part of all that NPV is made of does so by rounding only
ROUNDING = 1e-9
#: month-end closings of a full fiscal year
YEAR = 12
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
        nothing = "Nothing: no project waited for money, crews, supplies, a trigger or another project."
        return [nothing, *_options(findings)]
    by_group = delays_by_group(findings)
    told = f"of {days:,.0f} project-days of delay"
    lines = [f"{readable(names[cause])}: {percent(of / days)} {told}{_worst(cause, by_group)}"
             for cause, of in list(total.items())[:MOST_CAUSES]]  # fmt: skip
    return [*lines, *_options(findings)]


def _options(findings: Findings) -> Iterator[str]:
    """How many projects that only a rule or trigger starts are not started, which is no delay of theirs."""
    options, shares = left_options(findings), unexercised(findings)
    if not options:
        return
    following = set(findings.options["project"]) - set(options)
    waiting = ", nor is waiting until one is exercised" if following else ""
    never = sorted((name for name, share in shares.items() if share), key=lambda name: -shares[name])
    told = ", ".join(f"{readable(name)} in {percent(shares[name])}" for name in never[:MOST_OPTIONS])
    more = f" and {len(never) - MOST_OPTIONS} more" if len(never) > MOST_OPTIONS else ""
    which = f": {told} of the replications{more}" if told else ""
    yield (
        f"Options, which only a rule or trigger starts, are no delay{waiting}: "
        f"{sum(options.values()):.1f} of {len(options)} not exercised in the mean{which}."
    )


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
    return lines + list(_turns(findings, npv, sum(abs(value) for value in parts.values())))


def _turns(findings: Findings, npv: float, size: float) -> Iterator[str]:
    """For each assumption the level at which NPV is zero; ``size`` is that of all parts of NPV together."""
    currency = findings.scenario.currency
    levels: dict[str, tuple[str, float, Callable[[float], str]]] = {
        "price": ("price", _price(findings), lambda level: f"{money(level, currency)} a MW sold and year"),
        "utilisation": ("utilisation", _utilisation(findings), percent),
        "cost": ("capital cost", _cost(findings), lambda level: f"{money(level, currency)} a MW"),
    }
    for assumption, (name, level, written) in levels.items():
        scaling = float(findings.metrics[f"npv.scales.{assumption}"].mean())
        if abs(scaling) <= ROUNDING * size:
            continue
        multiple = float(break_even(npv, scaling))
        if assumption == "utilisation" and level > 0 and level * multiple > 1:
            yield f"No utilisation turns it to zero: all else equal, 100 % instead of {percent(level)} is not enough."
        elif 0 < multiple < MOST_MULTIPLE:
            change = f"{percent(abs(multiple - 1))} {'higher' if multiple > 1 else 'lower'}"
            reach = f": {written(level)} -> {written(level * multiple)}" if level > 0 else ""
            yield f"It turns to zero, all else equal, with {name} {change}{reach}."


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
    looks = (_pace, _margin, _loss, _tightest, _emptiest, _late)
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


def _margin(findings: Findings) -> Iterator[str]:
    """Operating cash over revenue, EBITDA margin in other words, of all markets when it opens and at last."""
    earned = {of: findings.timelines[of]["mean"] for of in ("revenue", "operating_cash") if of in findings.timelines}
    ends = _fiscal_years(findings)
    if len(earned) < 2 or not ends:
        return
    margins = []
    for end in dict.fromkeys((ends[0], ends[-1])):
        revenue, cash = (float(earned[of][end - YEAR + 1 : end + 1].sum()) for of in ("revenue", "operating_cash"))
        if not revenue > 0:
            return
        day = dated(findings.calendar.closing_days[end], findings.calendar)
        margins.append(f"{percent(cash / revenue)} in the fiscal year to {day}")
    yield f"Operating cash over revenue of all markets (EBITDA margin): {', '.join(margins)}."


def _fiscal_years(findings: Findings) -> list[int]:
    """Closings at which a fiscal year ends of which the horizon has all twelve months."""
    calendar = findings.calendar
    month, quarters = int(calendar.fiscal_year_end[:2]), set(calendar.fiscal_quarter_ends.tolist())
    ends = [t for t, day in enumerate(calendar.closing_days.tolist())
            if day in quarters and calendar.date_of(day).month == month]  # fmt: skip
    starts = calendar.month_starts
    return [t for t in ends if t >= YEAR - 1 and calendar.date_of(starts[t - YEAR + 1]).day == 1]


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
    """Projects that are not done by the end, and, since nobody waits for these, those that are given up."""
    endings = {name: ending_of(findings, name) for name in grouped(findings.scenario)}
    late = {name: of.unfinished for name, of in endings.items() if of.unfinished}
    if late:
        told = {name: f"{readable(name)} {percent(share)}" for name, share in late.items()}
        yield f"Not done by {findings.calendar.end}, in part of the replications: {_largest(late, told)}."
    left = {name: of.given_up for name, of in endings.items() if of.given_up}
    if left:
        days = {name: dated(endings[name].day_given_up, findings.calendar) for name in left}
        told = {name: f"{readable(name)} {percent(share)} (median {days[name]})" for name, share in left.items()}
        yield f"Given up before it is done, in part of the replications: {_largest(left, told)}."


def _largest(shares: dict[str, float], told: dict[str, str]) -> str:
    """The words for the largest shares, and how many more there are."""
    largest = sorted(shares, key=lambda name: -shares[name])
    more = f" and {len(largest) - MOST_LATE} more" if len(largest) > MOST_LATE else ""
    return ", ".join(told[name] for name in largest[:MOST_LATE]) + more


def _wrapped(head: str, parts: list[str], width: int = 98) -> list[str]:
    """Parts after a head, on as many lines as they take."""
    lines = [head]
    for part in parts:
        if len(lines[-1]) + 1 + len(part) > width:
            lines.append(" " * 4 + part)
        else:
            lines[-1] += f" {part}"
    return lines
