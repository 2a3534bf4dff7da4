"""The variants: the same horizon and currency as the base, and only the change that each one's question asks for."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np
import pytest

from simulator.scenario.currencies import stated_rates
from simulator.scenario.load import load, load_scenario
from tests.case.shipped import EXAMPLES, VARIANTS, leaves, run_of, scenario

SCHEMA = "# yaml-language-server: $schema="
#: what each variant may touch; names and descriptions always
TOUCHED = {
    "mexico-power-slip": ["projects.mexico_campus_?.stages.power.duration"],
    "slow-permits": [
        "projects.*.stages.permits.duration",
        "projects.*.stages.site.duration",
        "projects.*.stages.lease.duration",
    ],
    "front-loaded": ["funding.plan.profile", "projects.*_campus_[5-8].start.*", "projects.region_wave_[78].start.*"],
    "back-loaded": ["funding.plan.profile", "projects.*_campus_?.start.*", "projects.region_wave_?.start.*"],
    "note-delayed": [
        "funding.note.settles",
        "funding.note.put",
        "funding.note.matures",
        "funding.note.conversion_from",
    ],
    "no-note": ["programmes", "funding.note*", "pools.commerce*", "projects.logistics_?*", "projects.cross_border_?*"],
    "demand-boom": ["markets.*.growth", "treasury.outflows.inhouse_charge"],
    "demand-slump": ["markets.*.growth", "treasury.outflows.inhouse_charge"],
    "accelerator-shortage": ["resources.accelerators.supply"],
    "thailand-first": [
        "projects.bangkok_hall_?.*",
        "projects.eec_campus_?.*",
        "projects.mexico_hall_2.start.not_before",
        "projects.mexico_campus_?.start.not_before",
    ],
    "share-loss": ["markets.external_ai.share", "markets.general_cloud.share"],
    "price-war": [
        "markets.*.price_trend",
        "markets.external_ai.growth",
        "markets.general_cloud.growth",
        "treasury.outflows.inhouse_charge",
    ],
    "no-growth": ["programmes", "funding.growth*", "pools.growth*", "projects.growth_*"],
    "no-renewal": ["projects.*.renewal*"],
    "even-tranches": ["funding.plan.profile"],
    "staged-mexico": ["projects.mexico_campus_?.start.*", "projects.mexico_hall_3.*", "rules*"],
    "demand-led-thailand": ["projects.bangkok_hall_2.start.*", "projects.eec_campus_?.start.*", "rules*"],
    "export-controls": ["fx.CNY*", "drivers.construction_prices.*", "projects.*_?.cost_factor*", "risks*"],
    "disciplined": [
        "pools.*.reserve",
        "limits",
        "allocation.policy",
        "projects.mexico_campus_?.uplift*",
        "projects.eec_campus_?.uplift*",
        "rules*",
    ],
    "eager": ["funding.plan.profile", "allocation.policy", "projects.*.contingency", "projects.*.start.*"],
}
#: lines of a file, at most: with rules or risks it says why each is thought so
FEW, FEW_WITH_RULES = 20, 36


def changed(name: str) -> set[str]:
    """Paths whose values differ between a variant and the base."""
    base, variant = dict(leaves(scenario("base"))), dict(leaves(scenario(name)))
    differing = {path for path in base.keys() | variant.keys() if base.get(path, ...) != variant.get(path, ...)}
    return differing - {"name", "description"}


def test_every_variant_is_in_the_table() -> None:
    assert {path.stem for path in VARIANTS} == set(TOUCHED)
    assert len(VARIANTS) >= 11


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: path.stem)
def test_a_variant_says_what_it_asks_in_a_few_lines(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith(SCHEMA)
    assert lines[1].startswith("# Asks: ")
    decides = scenario(path.stem).rules or scenario(path.stem).risks
    assert len(lines) <= (FEW_WITH_RULES if decides else FEW)
    assert scenario(path.stem).name == path.stem


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: path.stem)
def test_a_variant_loads_without_a_warning(path: Path) -> None:
    assert load(path).document.warnings == ()


@pytest.mark.parametrize("name", TOUCHED)
def test_a_variant_keeps_horizon_and_currency(name: str) -> None:
    base, variant = scenario("base"), scenario(name)
    assert (variant.horizon, variant.currency) == (base.horizon, base.currency)
    assert stated_rates(variant.fx) == stated_rates(base.fx)


@pytest.mark.parametrize("name", TOUCHED)
def test_a_variant_changes_only_what_it_says(name: str) -> None:
    found = changed(name)
    assert found
    assert {path for path in found if not any(fnmatchcase(path, pattern) for pattern in TOUCHED[name])} == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_loads(path: Path) -> None:
    assert path.read_text("utf-8").startswith(SCHEMA)
    assert load_scenario(path).name == path.stem


def difference(name: str, metric: str) -> float:
    """The mean paired difference of a metric between a variant and the base."""
    return float(np.nanmean(run_of(name).metrics[metric] - run_of("base").metrics[metric]))


def test_slow_power_in_mexico_moves_its_campuses_by_a_year() -> None:
    day = "project.mexico_campus_1.in_service_day"
    assert 300 < np.nanmedian(run_of("mexico-power-slip").metrics[day] - run_of("base").metrics[day]) < 430


def test_a_shortage_of_accelerators_moves_finish_dates_in_china() -> None:
    assert difference("accelerator-shortage", "project.inhouse_campus.finish_day") > 30


def test_a_price_war_a_slump_and_a_loss_of_share_cost_value_and_a_boom_brings_it() -> None:
    for name in ("price-war", "demand-slump", "share-loss"):
        assert difference(name, "npv") < 0, name
    assert difference("demand-boom", "npv") > 0
