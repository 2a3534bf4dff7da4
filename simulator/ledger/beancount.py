"""One replication's books as a Beancount file, with balance assertions at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import numpy as np

from simulator.cases.types import Cases
from simulator.closing import closed_trace
from simulator.ledger.accounts import Accounts, accounts_of
from simulator.ledger.chart import CHART
from simulator.ledger.subjects import subject_name
from simulator.spreading import Grid, amount_by
from simulator.trace import Kind, Trace
from simulator.words import capitalised

#: a dated transfer: day, kind, subject, debit account, credit account, cents
Transfer = tuple[int, Kind, int, int, int, int]


def beancount_text(trace: Trace, cases: Cases, replication: int = 0, currency: str = "USD") -> str:
    """The ledger of one replication, as ``bean-check`` accepts it.

    A payment spread over time is posted at each month-end closing with what fell into the month. Every
    account opens on the first day and is asserted on the day after the last.

    Parameters
    ----------
    trace : of the block, as the engine wrote it
    replication : row within the block
    currency : of the scenario's money
    """
    accounts = accounts_of(cases)
    closed = closed_trace(trace.take(trace.replication == replication), cases)
    rows = closed.take(closed.replication == replication)
    transfers = sorted(_transfers(rows, cases, accounts), key=lambda transfer: transfer[:3])
    names = account_names(accounts)
    used = sorted({account for transfer in transfers for account in transfer[3:5]})
    balance = dict.fromkeys(used, 0)
    for *_, debit, credit, cents in transfers:
        balance[debit] += cents
        balance[credit] -= cents
    first, after = cases.calendar.date_of(0), cases.calendar.date_of(cases.calendar.last_day + 1)
    lines = [f'option "title" "Replication {cases.rows[replication]}"']
    lines += [f'option "operating_currency" "{currency}"', ""]
    lines += [f"{first} open {names[account]} {currency}" for account in used]
    lines += [_transaction(transfer, cases, names, currency) for transfer in transfers]
    lines += ["", *(f"{after} balance {names[a]}  {_decimal(balance[a])} {currency}" for a in used), ""]
    return "\n".join(lines)


def _transfers(rows: Trace, cases: Cases, accounts: Accounts) -> Iterator[Transfer]:
    """Every entry of the books, payments over time cut at month ends."""
    ends = Grid.by_month(cases.calendar).ends
    for kind, posting in CHART.items():
        entries = rows.take(rows.kind == kind)
        by_end = np.array([amount_by(entries, end) for end in ends.tolist()]).reshape(len(ends), len(entries))
        pieces = np.diff(by_end, axis=0, prepend=0)
        debit, credit = (side(accounts, entries.subject) for side in posting)
        for n, t in np.argwhere(pieces.T).tolist():
            day = int(ends[t]) - 1 if entries.until[n] > entries.day[n] else int(entries.day[n])
            yield day, kind, int(entries.subject[n]), int(debit[n]), int(credit[n]), int(pieces[t, n])


def _transaction(transfer: Transfer, cases: Cases, names: list[str], currency: str) -> str:
    day, kind, subject, debit, credit, cents = transfer
    what = f"{kind.name.lower().replace('_', ' ')}: {subject_name(kind, subject, cases.index)}"
    amount = f"{_decimal(cents)} {currency}"
    return (
        f'\n{cases.calendar.date_of(day)} * "{escaped(what)}"\n'
        f"  {names[debit]}  {amount}\n  {names[credit]}  {_decimal(-cents)} {currency}"
    )


def account_names(accounts: Accounts) -> list[str]:
    """Every account as Beancount writes it; names that would fall together are told apart by a number."""
    names: dict[str, None] = {}
    for path in accounts.names:
        plain = ":".join([path[0], *(component(part) for part in path[1:])])
        told_apart = (f"{plain}-{n}" for n in count(2))
        names[plain if plain not in names else next(name for name in told_apart if name not in names)] = None
    return list(names)


def component(name: str) -> str:
    """A name as a part of an account: letters, digits and dashes, beginning with a capital or a digit.

    >>> component("mexico_2"), component("shell"), component("überseehafen")
    ('Mexico-2', 'Shell', 'X-berseehafen')
    """
    plain = capitalised(re.sub(r"[^A-Za-z0-9]+", "-", name))
    return plain if re.match(r"[A-Z0-9]", plain) else f"X{plain}"


def escaped(text: str) -> str:
    """Text between double quotes of a Beancount file.

    >>> escaped('a "b"')
    'a \\\\"b\\\\"'
    """
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _decimal(cents: int) -> str:
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"
