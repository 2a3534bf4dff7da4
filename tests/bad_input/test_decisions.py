"""Rules, limits and pools that cannot be meant, each told at its line in the contract's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bad_input.replaced import said_of


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # conditions
        (
            "{utilisation: {market: mexico, above: 80 %, for: 2 quarters}}",
            "{utilisaton: {market: mexico}}",
            "rules.expand.when.utilisaton: unknown key (did you mean 'utilisation'?); allowed: all, any, date, "
            "demand, ",
        ),
        (
            "{date: 2026-01-01}, ",
            "{date: 2026-01-01, risk: embargo}, ",
            "rules.wait.when.all[0]: {date: 2026-01-01, risk: embargo} names several conditions; one of all, "
            "any, not, ",
        ),
        ("{date: 2026-01-01}, ", "{}, ", "rules.wait.when.all[0]: {} names no condition; one of all, any, not, "),
        ("{date: 2026-01-01}, ", "{all: []}, ", "rules.wait.when.all[0]: {all: []} is an empty list; "),
        ("date: 2026-01-01}", "date: soon}", "rules.wait.when.all[0].date: 'soon' is not a date; "),
        ("for: 2 quarters", "for: 2", "rules.expand.when.utilisation.for: 2 has no unit; write `2 quarters`"),
        (
            "for: 2 quarters",
            "for: 4 months",
            "rules.expand.when.utilisation.for: '4 months' is no whole number of quarters, at whose ends reviews are "
            "held; a multiple of 3 months, or `reviews: {every: month}`",
        ),
        ("for: 2 reviews", "for: 2 weeks", "rules.wait.when.for: '2 weeks' is not a number of reviews; "),
        ("for: 2 reviews", "for: 0 reviews", "rules.wait.when.for: '0 reviews' is not a number of reviews; "),
        (
            "above: 80 %, for",
            "for",
            "rules.expand.when.utilisation: {market: mexico, for: 2 quarters} needs one bound; either `above` or "
            "`below`",
        ),
        ("above: 80 %", "above: 80 MW", "rules.expand.when.utilisation.above: '80 MW' is power; write percent (80 %)"),
        ("{not: {risk: embargo}}", "{not: 3}", "rules.wait.when.all[1].not: 3 is not a map of keys and values; with "),
        (
            "utilisation: {market: mexico,",
            "utilisation: {market: mexcio,",
            "rules.expand.when.utilisation.market: 'mexcio', no such market (did you mean 'mexico'?); one of: mexico",
        ),
        (
            "utilisation: {market: mexico, above: 80 %, for: 2 quarters}",
            "pool: {name: biuld, available_above: 3 USD}",
            "rules.expand.when.pool.name: 'biuld', no such pool (did you mean 'build'?); one of: build, idle, spare",
        ),
        (
            "{not: {risk: embargo}}",
            "{not: {risk: embrago}}",
            "rules.wait.when.all[1].not.risk: 'embrago', no such risk (did you mean 'embargo'?); one of: "
            "embargo, strike",
        ),
        ("{rule: wait}", "{rule: wiat}", "rules.leave.when.any[0].rule: 'wiat', no such rule (did you mean 'wait'?); "),
        (
            "name: mexico_1.power",
            "name: mexico_1.powr",
            "rules.leave.when.any[1].stage.name: 'mexico_1.powr', no such stage (did you mean 'mexico_1.power'?); ",
        ),
        (
            "name: china_2,",
            "name: china,",
            "rules.shift.when.project.name: 'china', no such project (did you mean 'china_",
        ),
        (
            "project: brazil, above",
            "project: chile, above",
            "rules.slow.when.overrun.project: 'chile', no such project (",
        ),
        (
            "when: {demand: {market: mexico",
            "when: {demand: {market: texas",
            "projects.peru.start.when.demand.market: 'texas', no such market; one of: mexico",
        ),
        # actions
        (
            "do: {start: mexico_2}",
            "do: {strat: mexico_2}",
            "rules.expand.do.strat: unknown key (did you mean 'start'?); "
            "allowed: abandon, defer, move, pause, priority, relocate, resume, scale, start",
        ),
        (
            "do: {start: mexico_2}",
            "do: start mexico_2",
            "rules.expand.do: 'start mexico_2' is not a map of keys and values; with the keys start, defer, pause, ",
        ),
        ("do: {start: mexico_2}", "do: []", "rules.expand.do: [] has too few entries; at least 1"),
        (
            "{pause: china}]",
            "{pause: china, resume: china_1}]",
            "rules.shift.do[1]: {pause: china, resume: china_1} names several actions; one of start, defer, pause, ",
        ),
        ("by: 3 months}}", "by: 3}}", "rules.wait.do.defer.by: 3 has no unit; write a length of time (18 months)"),
        (
            "china, by: 3 months",
            "china",
            "rules.wait.do.defer: {project: china} needs one length; either `by` or `until`",
        ),
        ("by: 3 months", "until: 2040-01-01", "rules.wait.do.defer.until: '2040-01-01' is outside the horizon; "),
        ("{start: mexico_2}", "{start: mexico_3}", "rules.expand.do.start: 'mexico_3', no such project (did you mean "),
        (
            "{start: mexico_2}",
            "{start: canada_*}",
            "rules.expand.do.start: 'canada_*' matches no project; one of: china, ",
        ),
        (
            "{start: mexico_2}",
            "{start: [mexico_2, peru]}",
            "rules.expand.do.start: [mexico_2, peru] starts peru, which has a `start.when` of its own; a rule that ",
        ),
        (
            "{pause: china}",
            "{pause: [chile]}",
            "rules.shift.do[1].pause[0]: 'chile', no such project (did you mean 'china'?); one of: china, ",
        ),
        (
            "move: {from: idle,",
            "move: {from: build,",
            "rules.shift.do[0].move.from: 'build' is a hard pool; money moves between soft pools: idle, spare",
        ),
        (
            "amount: 25 %",
            "amount: 101 %",
            "rules.shift.do[0].move.amount: '101 %' is more than all that the pool holds; at most 100 %",
        ),
        (
            "to: spare, amount",
            "to: spar, amount",
            "rules.shift.do[0].move.to: 'spar', no such pool (did you mean 'spare'?); ",
        ),
        (
            "to: spare, amount",
            "to: idle, amount",
            "rules.shift.do[0].move.to: 'idle' is the pool that the money comes from",
        ),
        (
            "relocate: {from: brazil",
            "relocate: {from: chile",
            "rules.leave.do.relocate.from: 'chile', no such project (",
        ),
        (
            "relocate: {from: brazil",
            "relocate: {from: mexico_1",
            "rules.leave.do.relocate.from: 'mexico_1' is paid from build, a hard pool, whose money cannot go to "
            "spare; ",
        ),
        (
            "to: peru}",
            "to: brazil}",
            "rules.leave.do.relocate.to: 'brazil' is the project that is given up; another project",
        ),
        (
            "appropriation: plan, by",
            "appropriation: paln, by",
            "rules.slow.do[0].scale.appropriation: 'paln', no such appropriation (did you mean 'plan'?); one of: plan",
        ),
        # limits, pools, drivers
        (
            "- {tag: latam",
            "- {tag: latan",
            "limits[0].tag: 'latan', no such tag of a project (did you mean 'latam'?); one of: ",
        ),
        (
            ", at_most: 1 bn USD",
            "",
            "limits[0]: {tag: latam, per: year} states no amount; `at_most`, `at_least`, or both",
        ),
        (
            "at_most: 1 bn USD",
            "at_most: 1 bn USD, at_least: 2 bn USD",
            "limits[0].at_least: '2 bn USD' is more than `at_most`; at most as much",
        ),
        (
            "per: year",
            "per: yaer",
            "limits[0].per: 'yaer' is not known (did you mean 'year'?); one of: quarter, year, horizon",
        ),
        ("floor: 1 mn USD", "floor: -1 mn USD", "pools.idle.floor: '-1 mn USD' is negative; must be 0 or more"),
        (
            "driver: steel",
            "driver: stele",
            "projects.mexico_2.cost_factor.driver: 'stele', no such driver (did you mean 's",
        ),
        (
            "driver: steel",
            "drivr: steel",
            "projects.mexico_2.cost_factor.drivr: unknown key (did you mean 'driver'?); ",
        ),
        (
            'steel: {value: "lognormal(p50=1, p90=1.3)"}',
            "steel: {}",
            "projects.mexico_2.cost_factor.driver: 'steel' has no value to multiply costs by; write "
            "drivers.steel.value",
        ),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert [message[: len(said)] for message in said_of(tmp_path, old, new)] == [said]


def test_a_limit_stands_once_a_tag_and_period(tmp_path: Path) -> None:
    twice = "- {tag: latam, per: year, at_most: 1 bn USD}\n- {tag: latam, per: year, at_least: 1 USD}\n"
    (message,) = said_of(tmp_path, "- {tag: latam, per: year, at_most: 1 bn USD}\n", twice)
    assert message == "limits[1].tag: 'latam' is limited twice per year; one limit a tag and period"


def test_rules_may_wait_for_each_other(tmp_path: Path) -> None:
    assert said_of(tmp_path, "{not: {risk: embargo}}", "{not: {rule: leave}}") == []
