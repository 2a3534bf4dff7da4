"""Double entry in whole cents: every row of money moves between two accounts, and the books must balance."""

from simulator.ledger.accounts import Accounts, accounts_of
from simulator.ledger.audit import audit
from simulator.ledger.balances import balances, trial_balance
from simulator.ledger.beancount import beancount_text
from simulator.ledger.described import Event, described
from simulator.ledger.lines import Layout, Line
from simulator.ledger.statements import quarter_ends, statements_of

__all__ = [
    "Accounts",
    "Event",
    "Layout",
    "Line",
    "accounts_of",
    "audit",
    "balances",
    "beancount_text",
    "described",
    "quarter_ends",
    "statements_of",
    "trial_balance",
]
