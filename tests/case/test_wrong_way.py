"""A share that falls with demand: holders put when the company can least pay."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from matplotlib.text import Text
from scipy.stats import spearmanr

from simulator.figures.drawing import picture
from simulator.figures.style import house_style
from simulator.findings import findings_of
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import Run, run
from simulator.scenario.load import load_scenario
from tests.case.shipped import ROOT

DUE = "note.due.2030-03-15"


@cache
def example(name: str) -> Run:
    return run(asked(load_scenario(ROOT / "scenarios" / "examples" / f"{name}.yaml"), replications=1000), jobs=1)


def lacking(name: str) -> np.ndarray:
    """(R,) what the put leaves short of the floor, nothing where holders do not put."""
    return np.asarray(np.nan_to_num(example(name).metrics[f"{DUE}.shortfall"]))


def test_the_share_has_the_same_distribution_in_both() -> None:
    prices = [example(name).metrics["note.put.share_price"] for name in ("put_independent", "put_wrong_way")]
    logs = np.log(prices)
    assert abs(np.diff(logs.mean(axis=1))[0]) < 4 * logs[0].std() * np.sqrt(2 / 1000)
    puts = [example(name).metrics["note.put"].mean() for name in ("put_independent", "put_wrong_way")]
    assert puts[0] == pytest.approx(puts[1], abs=4 * np.sqrt(2 * 0.25 / 1000))


def test_perfect_wrong_way_correlation_raises_the_shortfall_at_the_put() -> None:
    apart, together = lacking("put_independent"), lacking("put_wrong_way")
    more = together - apart
    assert more.mean() > 4 * more.std() / np.sqrt(len(more))
    assert together.mean() > 1.5 * apart.mean()
    assert (together > 0).mean() > 1.5 * (apart > 0).mean()


def test_where_holders_put_there_is_less_money() -> None:
    for name, low, high in (("put_independent", -0.15, 0.15), ("put_wrong_way", 0.5, 1.0)):
        metrics = example(name).metrics
        put = metrics["note.put"] > 0
        found = spearmanr(metrics["note.put.share_price"][put], metrics["note.put.liquidity"][put]).statistic
        assert low < found < high, name


def test_the_picture_of_the_put_tells_how_often_it_leaves_too_little() -> None:
    for name in ("put_independent", "put_wrong_way"):
        with house_style():
            figure = picture("put", findings_of(example(name)))
        assert figure is not None
        below = 100 * (lacking(name) > 0).mean()
        texts = [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text)]
        (told,) = [text for text in texts if "put and below it" in text]
        assert float(told.rpartition(": ")[2].removesuffix(" %")) == pytest.approx(below, abs=0.06)
