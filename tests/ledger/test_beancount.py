"""The exported ledger, read by Beancount itself."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from beancount import loader
from beancount.core.data import Transaction

from simulator.closing import books_of
from simulator.engine.simpy_engine import simulate
from simulator.ledger import accounts_of, balances, beancount_text
from simulator.ledger.beancount import account_names, component
from tests.factories import BUILD, everything, world
from tests.worlds import cases_of, scenario_of


def bean_check(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "ledger.beancount"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "beancount.scripts.check", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def block() -> Any:
    cases = cases_of(scenario_of(everything()), 3)
    return cases, simulate(cases)


def test_bean_check_accepts_the_export(block: Any, tmp_path: Path) -> None:
    cases, trace = block
    checked = bean_check(beancount_text(trace, cases, replication=1), tmp_path)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_bean_check_refuses_an_export_with_one_cent_changed(block: Any, tmp_path: Path) -> None:
    cases, trace = block
    text = beancount_text(trace, cases)
    amount = "900000000.00"
    assert text.count(f"  {amount} USD") == 1  # the opening balance, on its debit side
    checked = bean_check(text.replace(f"  {amount} USD", "  900000000.01 USD"), tmp_path)
    assert checked.returncode != 0
    assert "does not balance" in checked.stderr


def test_its_balances_are_ours(block: Any) -> None:
    cases, trace = block
    entries, errors, _ = loader.load_string(beancount_text(trace, cases, replication=2))
    assert not errors
    theirs: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, Transaction):
            for posting in entry.postings:
                assert posting.units is not None
                theirs[posting.account] += posting.units.number or Decimal()
    accounts = accounts_of(cases)
    ours = balances(books_of(trace, cases), accounts)[2]
    held = {name: Decimal(int(cents)) / 100 for name, cents in zip(account_names(accounts), ours, strict=True)}
    assert {name: amount for name, amount in theirs.items() if amount} == {n: a for n, a in held.items() if a}


def test_payments_over_time_are_posted_month_by_month(block: Any) -> None:
    cases, trace = block
    entries, _, _ = loader.load_string(beancount_text(trace, cases))
    transfers = [entry for entry in entries if isinstance(entry, Transaction)]
    paid = [one.date for one in transfers if (one.narration or "").startswith("paid: campus_1.site")]
    closings = {cases.calendar.date_of(day) for day in cases.calendar.closing_days}
    assert len(paid) >= 3
    assert set(paid) <= closings


def test_names_that_look_alike_stay_apart() -> None:
    projects = dict.fromkeys(("a_b", "a-b", "A_b", "a_b-2"), BUILD)
    names = account_names(accounts_of(world(projects=projects)))
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["mexico_2", "it", "X", "a__b", "q-1"])
def test_a_component_is_one_that_beancount_allows(name: str) -> None:
    text = f"2025-01-01 open Assets:{component(name)} USD"
    entries, errors, _ = loader.load_string(text)
    assert not errors
    assert len(entries) == 1


def test_the_other_replications_do_not_matter(block: Any) -> None:
    cases, trace = block
    alone = cases_of(scenario_of(everything()), 3, rows=range(1, 2))
    assert beancount_text(simulate(alone), alone) == beancount_text(trace, cases, replication=1)
    assert np.unique(trace.replication).tolist() == [0, 1, 2]
