"""Inputs that move together: the rank correlations that were asked for, and nothing else disturbed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simulator.quantities.fault import QuantityError
from simulator.sampling.correlation import Dependence, correlated, dependence_of, rank_correlation, score_correlation
from simulator.sampling.uniforms import DESIGNS, draw

N = 20_000
#: standard error of a rank correlation of independent draws, generous for dependent ones
ERROR = 1 / math.sqrt(N)
COSTS = ["projects.mexico_1.cost", "projects.mexico_2.cost", "projects.thailand_1.cost", "treasury.opening"]
WALKS = [f"markets.{market}.walk[{k}]" for market in ("mexico", "thailand") for k in range(3)]


def ranks(inputs: list[str], dependence: Dependence, design: str = "random") -> np.ndarray:
    matrix = draw(inputs, seed=11, replications=N, design=design, dependence=dependence).matrix
    return np.asarray(stats.spearmanr(matrix, axis=1).statistic)


@pytest.mark.parametrize("rank", [-1.0, -0.7, -0.2, 0.3, 0.8, 0.95, 1.0])
def test_a_pair_has_the_rank_correlation_that_was_stated(rank: float) -> None:
    found = ranks(COSTS, dependence_of(COSTS, [(COSTS[0], COSTS[2], rank)]))
    assert abs(found[0, 2] - rank) < 4.5 * ERROR
    assert abs(found[0, 1]) < 4.5 * ERROR


@pytest.mark.parametrize("design", list(DESIGNS))
def test_related_inputs_stay_uniform_in_every_design(design: str) -> None:
    dependence = dependence_of(COSTS, [(COSTS[0], COSTS[1], 0.8)], {"steel": {"projects.*.cost": 0.5}})
    matrix = draw(COSTS, seed=5, replications=N, design=design, dependence=dependence).matrix
    assert 0.0 < matrix.min() < matrix.max() < 1.0
    for row in matrix:
        assert stats.kstest(row, "uniform").pvalue > 1e-4


def test_unrelated_inputs_keep_their_draws_and_so_does_the_first_of_a_pair() -> None:
    before = draw(COSTS, seed=1, replications=50)
    dependence = dependence_of(COSTS, [(COSTS[2], COSTS[1], 0.5)])
    after = draw(COSTS, seed=1, replications=50, dependence=dependence)
    assert [mixture.path for mixture in dependence.mixtures] == [COSTS[2]]
    for path in (COSTS[0], COSTS[1], COSTS[3]):
        assert (before.uniforms(path) == after.uniforms(path)).all()


def test_inputs_that_share_a_driver_correlate_by_the_product_of_their_loads() -> None:
    loads = {"projects.mexico_*.cost": 0.8, "projects.thailand_1.cost": -0.5}
    dependence = dependence_of(COSTS, drivers={"steel": loads})
    found = ranks(COSTS, dependence)
    strong, weak = score_correlation(0.8), score_correlation(-0.5)
    assert abs(found[0, 1] - rank_correlation(strong * strong)) < 4.5 * ERROR
    assert abs(found[0, 2] - rank_correlation(strong * weak)) < 4.5 * ERROR
    assert np.abs(found[3, :3]).max() < 4.5 * ERROR
    assert dependence.repairs == ()


def test_an_input_correlates_with_its_driver_as_stated() -> None:
    dependence = dependence_of(COSTS, drivers={"steel": {COSTS[0]: 0.6}})
    mixed = draw(COSTS, seed=11, replications=N, dependence=dependence).uniforms(COSTS[0])
    driver = draw(["drivers.steel"], seed=11, replications=N).matrix[0]
    assert abs(stats.spearmanr(mixed, driver).statistic - 0.6) < 4.5 * ERROR


def test_another_input_on_a_driver_moves_no_other() -> None:
    two, three = (dependence_of(COSTS[:n], drivers={"steel": {"projects.*.cost": 0.6}}) for n in (2, 3))
    few = draw(COSTS[:2], seed=1, replications=40, dependence=two)
    more = draw(COSTS[:3], seed=1, replications=40, dependence=three)
    assert (few.matrix == more.matrix[:2]).all()


def test_several_drivers_add_up_and_a_pair_has_the_last_word() -> None:
    drivers = {"steel": {COSTS[0]: 0.5, COSTS[1]: 0.5}, "wages": {COSTS[0]: 0.6, COSTS[1]: 0.6}}
    together = score_correlation(0.5) ** 2 + score_correlation(0.6) ** 2
    assert abs(ranks(COSTS, dependence_of(COSTS, drivers=drivers))[0, 1] - rank_correlation(together)) < 4.5 * ERROR
    stated = dependence_of(COSTS, [(COSTS[0], COSTS[1], 0.3)], drivers)
    assert abs(ranks(COSTS, stated)[0, 1] - 0.3) < 4.5 * ERROR


def test_a_pair_that_is_stated_to_be_unrelated_is_unrelated() -> None:
    dependence = dependence_of(COSTS, [(COSTS[0], COSTS[1], 0.0)], {"steel": {COSTS[0]: 0.5, COSTS[1]: 0.5}})
    assert abs(ranks(COSTS, dependence)[0, 1]) < 4.5 * ERROR


def test_walks_named_without_a_step_correlate_step_by_step() -> None:
    found = ranks(WALKS, dependence_of(WALKS, [("markets.mexico.walk", "markets.thailand.walk", 0.7)]))
    expected = np.eye(6) + 0.7 * (np.eye(6, k=3) + np.eye(6, k=-3))
    assert np.abs(found - expected).max() < 4.5 * ERROR


def test_a_driver_meets_walks_with_a_draw_of_its_own_at_every_step() -> None:
    inputs = [*WALKS, "markets.mexico.growth"]
    dependence = dependence_of(inputs, drivers={"demand": {"markets.*.*": 0.8}})
    assert dependence.causes == ("drivers.demand", *(f"drivers.demand[{k}]" for k in range(3)))
    found = ranks(inputs, dependence)
    expected = rank_correlation(score_correlation(0.8) ** 2) * (np.eye(7, k=3) + np.eye(7, k=-3)) + np.eye(7)
    expected[3, 6] = expected[6, 3] = 0.0  # growth meets the driver's draw of the whole run, alone
    assert np.abs(found - expected).max() < 4.5 * ERROR


def test_one_step_of_a_walk_may_be_named_by_itself() -> None:
    found = ranks(WALKS, dependence_of(WALKS, [(WALKS[0], WALKS[4], 0.6)]))
    assert abs(found[0, 4] - 0.6) < 4.5 * ERROR
    assert abs(found[0, 3]) < 4.5 * ERROR


def test_what_cannot_be_had_together_is_repaired_and_said() -> None:
    a, b, c = COSTS[:3]
    dependence = dependence_of(COSTS, [(a, b, 1.0), (b, c, 1.0), (a, c, 0.0)])
    # the published example of Higham (2002) in normal scores: 0.7607 for 1, 0.1573 for 0
    used = {repair.between: repair.used for repair in dependence.repairs}
    assert used == pytest.approx(
        {(a, b): rank_correlation(0.7607), (b, c): rank_correlation(0.7607), (a, c): rank_correlation(0.1573)},
        abs=1e-4,
    )
    assert dependence.repair == pytest.approx(1 - rank_correlation(0.7607), abs=1e-4)
    found = ranks(COSTS, dependence)
    assert abs(found[0, 1] - used[a, b]) < 4.5 * ERROR
    assert abs(found[0, 2] - used[a, c]) < 4.5 * ERROR


def test_a_repair_of_every_step_is_said_once() -> None:
    walks = [f"markets.{market}.walk[{k}]" for market in "abc" for k in range(12)]
    pairs = [
        (f"markets.{x}.walk", f"markets.{y}.walk", r) for x, y, r in (("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", 0.0))
    ]
    dependence = dependence_of(walks, pairs)
    assert [repair.between for repair in dependence.repairs] == [(a, b) for a, b, _ in pairs]


def test_drivers_that_leave_an_input_no_room_are_repaired() -> None:
    dependence = dependence_of(COSTS, drivers={"steel": {COSTS[0]: 0.9}, "wages": {COSTS[0]: 0.9}})
    used = {repair.between: repair.used for repair in dependence.repairs}
    assert used["drivers.steel", COSTS[0]] == pytest.approx(used["drivers.wages", COSTS[0]], abs=1e-6)
    assert 0.6 < used["drivers.steel", COSTS[0]] < 0.9


def test_the_most_extreme_draws_stay_strictly_between_nothing_and_one() -> None:
    dependence = dependence_of(COSTS[:2], [(COSTS[0], COSTS[1], 0.5)])
    extreme = np.array([[2.0**-53, 1 - 2.0**-53]] * 2)
    moved = correlated(extreme, {COSTS[0]: 0, COSTS[1]: 1}, dependence)
    assert 0.0 < moved.min() < moved.max() < 1.0


def test_names_that_no_input_has_are_handed_back() -> None:
    dependence = dependence_of(
        COSTS, [(COSTS[0], "projects.peru.cost", 0.5)], {"steel": {"projects.*.cots": 0.5, COSTS[1]: 0.5}}
    )
    assert dependence.unmatched == ("projects.*.cots", "projects.peru.cost")
    assert [mixture.path for mixture in dependence.mixtures] == [COSTS[1]]


def test_nothing_stated_relates_nothing() -> None:
    dependence = dependence_of(COSTS)
    assert dependence == Dependence()
    plain = draw(COSTS, seed=1, replications=5)
    assert (draw(COSTS, seed=1, replications=5, dependence=dependence).matrix == plain.matrix).all()


@pytest.mark.parametrize(
    ("pair", "problem"),
    [
        ((COSTS[0], COSTS[0]), "paired with itself"),
        ((COSTS[0], "markets.mexico.walk"), "one value a run"),
    ],
)
def test_a_pair_without_sense_is_refused(pair: tuple[str, str], problem: str) -> None:
    with pytest.raises(QuantityError, match=problem):
        dependence_of([*COSTS, *WALKS], [(*pair, 0.5)])
