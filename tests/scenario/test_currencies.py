"""Exchange rates that move: read as stated, and told at their place where they are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.quantities.quantity import Constant, Sampled, read_quantity
from simulator.quantities.units import Context, Dimension
from simulator.scenario.load import load_scenario
from tests.scenario.written import BASE, told, write


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("{rate: 0, volatility: 9 %/year}", "fx.CNY.rate: 0 is not an exchange rate; "),
        ("{rate: {2025-01-01: -7}, volatility: 9 %/year}", "fx.CNY.rate.2025-01-01: -7 is not an exchange rate; "),
        ("{rate: {soon: 7}, volatility: 9 %/year}", "fx.CNY.rate.soon: 7, 'soon' is not a date; "),
        ("{rate: 7.25}", "fx.CNY.volatility: is missing; "),
        ("{volatility: 9 %/year}", "fx.CNY.rate: is missing; "),
        ("{rate: 7.25, volatilty: 9 %/year}", "fx.CNY.volatilty: unknown key (did you mean 'volatility'?); "),
        ("{rate: 7.25, volatility: -9 %/year}", "fx.CNY.volatility: '-9 %/year' is negative; "),
        ("{rate: 7.25, volatility: 9 months}", "fx.CNY.volatility: '9 months' is a length of time; "),
        ("null", "fx.CNY: null is not an exchange rate; "),
    ],
)
def test_a_rate_that_is_none_is_told_at_its_place(tmp_path: Path, rate: str, said: str) -> None:
    (message,) = told(write(tmp_path, "bad.yaml", BASE.replace("CNY: 7.25", f"CNY: {rate}")))
    assert message.startswith(f"bad.yaml:3: {said}")


def test_amounts_convert_at_the_rate_that_a_moving_one_moves_about(tmp_path: Path) -> None:
    moving = BASE.replace("CNY: 7.25", "CNY: {rate: {2025-01-01: 8, 2026-01-01: 7}, volatility: 9 %/year}")
    scenario = load_scenario(write(tmp_path, "moving.yaml", moving))
    assert scenario.treasury is not None
    assert scenario.treasury.opening.value == 1.25e9  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "written",
    ["3 mn CNY", "uniform(1, 2) mn CNY", "uniform(1 mn CNY, 2 mn CNY)", "3 mn CNY * 2 + 1 mn CNY"],
)
def test_an_amount_remembers_the_currency_it_was_written_in(written: str) -> None:
    amount = read_quantity(written, (Dimension.MONEY,), Context("USD", {"CNY": 7.25}))
    assert isinstance(amount, Constant | Sampled)
    assert amount.currency == "CNY"


def test_what_is_no_money_has_no_currency() -> None:
    length = read_quantity("18 months", (Dimension.DURATION,), Context())
    assert isinstance(length, Constant)
    assert length.currency == ""


@pytest.mark.parametrize("multiple", ["0", "0 %", "normal(1, 0.3)"])
def test_a_risk_cannot_leave_a_rate_of_nothing(tmp_path: Path, multiple: str) -> None:
    hit = f'{{fx: CNY, rate: {{multiply: "{multiple}"}}}}'
    risks = f"risks:\n  crash: {{probability: 10 %, window: 2026-01-01, hits: {hit}}}\n"
    (message,) = told(write(tmp_path, "bad.yaml", BASE + risks))
    assert "risks.crash.hits.rate" in message
    assert "leaves a rate of nothing; a multiple above 0, as 120 %" in message
