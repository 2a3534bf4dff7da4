"""A tornado of risks: what each would save if it could not happen, on the same worlds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.answer import Manner
from simulator.comparison import RISKS, Comparison
from simulator.errors import UserError
from simulator.studies.comparison_folder import as_json
from simulator.studies.occasions import RISK, occasions
from simulator.studies.risks import risks
from simulator.studies.sides import Asked
from tests.decided import DECIDED
from tests.studies.switched import RISKY, RULED, written

PAID = "project.hall.paid"


def study(path: Path, *metrics: str) -> Comparison:
    return risks(path, Asked(), Manner(path.parent / "results", jobs=1, plots=False), metrics)


def test_a_risk_that_doubles_a_cost_costs_it_once_more_where_it_strikes(tmp_path: Path) -> None:
    found = study(written(tmp_path, RISKY), PAID)
    fire, rain = found.occasions
    assert (found.study, fire.name, rain.name) == (RISKS, "fire", "rain")
    assert 0.1 < fire.share < 0.8
    assert fire.there is not None
    assert fire.there.difference == -10e6
    assert fire.there.n == round(40 * fire.share)
    whole = found.metrics[PAID]["without fire"]
    assert whole.difference == pytest.approx(-10e6 * fire.share)
    assert set(np.unique(whole.differences)) == {-10e6, 0.0}
    assert fire.day == 31  # 1 February


def test_the_median_day_of_four_strikes_is_the_second_as_the_run_tells_it(tmp_path: Path) -> None:
    found = study(written(tmp_path, RISKY), PAID)
    days = np.array([932.0, 682.0, 1004.0, 707.0] + 36 * [np.nan])
    struck = {"risk.fire.struck": (~np.isnan(days)).astype(float), "risk.fire.struck_day": days}
    side = found.baseline
    findings = replace(side.findings, metrics=side.findings.metrics | struck)
    told_by = replace(side, run=replace(side.run, findings=findings))
    (fire,) = occasions(found, [("fire", found.others[0])], told_by, RISK, [PAID])
    assert fire.day == 707
    assert fire.day == findings.summary("risk.fire.struck_day")["p50"]


def test_a_risk_that_never_strikes_costs_nothing(tmp_path: Path) -> None:
    found = study(written(tmp_path, RISKY), PAID)
    rain = found.occasions[-1]
    assert (rain.share, rain.there) == (0.0, None)
    assert np.isnan(rain.day)
    assert found.metrics[PAID]["without rain"].identical


def test_worlds_on_which_a_risk_does_not_strike_do_not_differ(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text((DECIDED.parent / "small.yaml").read_text())
    path = tmp_path / "decided.yaml"
    path.write_text(DECIDED.read_text())
    found = study(path)
    base = found.baseline.findings.metrics
    for one in found.occasions:
        calm = base[f"risk.{one.name}.struck"] == 0
        other = next(side for side in found.others if side.label == one.scenario).findings.metrics
        assert calm.any()
        assert not calm.all()
        for name in ("npv", "revenue", "plan.paid", "liquidity_min"):
            np.testing.assert_array_equal(base[name][calm], other[name][calm])


def test_the_largest_difference_comes_first(tmp_path: Path) -> None:
    text = RISKY.replace("probability: 0 %", "probability: 100 %")
    assert [one.name for one in study(written(tmp_path, text), PAID).occasions] == ["rain", "fire"]


def test_what_scripts_read_has_all_risks_and_no_gaps(tmp_path: Path) -> None:
    told = json.loads(json.dumps(as_json(study(written(tmp_path, RISKY), PAID)), allow_nan=False))
    assert (told["schema"], told["baseline"], told["study"]) == (1, "risky", "risks")
    assert told["scenarios"] == ["without rain", "without fire"]
    assert told["metrics"][PAID]["without fire"]["distinguishable"]
    assert [(change["path"], change["new"]) for change in told["inputs"]] == [("risks.fire.probability", "0 %")]
    fire, rain = told["occasions"]
    assert fire["there"]["mean"] == -10e6
    assert fire["difference"]["mean"] == told["metrics"][PAID]["without fire"]["difference"]
    assert (rain["day"], rain["there"]) == (None, None)


def test_a_scenario_without_risks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"--risks: .*ruled.yaml has no risks"):
        study(written(tmp_path, RULED))
