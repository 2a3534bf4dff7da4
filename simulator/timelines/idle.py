"""Days on which nobody works on a project, and what capital lay idle on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.closing import Books
from simulator.closing.rows import summed
from simulator.trace import Kind


def stranded_money_days(books: Books) -> np.ndarray:
    """(R,) cents x days: stranded capital of every day, added up.

        sum over projects and days of  capital in progress at the day's end x (nobody at work on the day)

    Exact without a grid of days: what is paid over time is paid while its stage is at work, so that each payment lies
    idle on the idle days of its project from its last day on, and what goes into service or is written off ceases to.
    """
    cases, assets = books.cases, books.closing.assets
    idle = IdleDays.of(books)
    total = np.zeros(cases.replications, np.int64)
    paid = books.rows[Kind.PAID]
    stage = paid.subject // len(cases.index.allotments)
    capital = paid.take(~cases.stages.expensed[stage])
    stage = capital.subject // len(cases.index.allotments)
    for rows, of_stage, sign in (
        (capital, stage, 1),
        (assets.capitalised, assets.capitalised.subject, -1),
        (assets.written_off, assets.written_off.subject, -1),
    ):
        days = idle.days_from(rows.replication, cases.stages.project[of_stage], np.maximum(rows.day, rows.until))
        total += sign * summed(rows, 0, 1, rows.amount * days)[:, 0]
    return total


@dataclass(frozen=True)
class IdleDays:
    """Days on which no stage of a project is at work; the spells of work of all projects on one line of time.

    Each replication and project has a stretch of N + 1 days of it; N days in the horizon.
    """

    begins: np.ndarray  # (n,) of each spell of work, no two of which touch
    before: np.ndarray  # (n + 1,) days of work before each spell, and in all
    ends: np.ndarray  # (n,)
    days: int
    projects: int

    @staticmethod
    def of(books: Books) -> IdleDays:
        """Out of the rows of work of a block."""
        worked, projects = books.rows[Kind.WORKED], len(books.cases.index.projects)
        days = books.cases.calendar.last_day + 1
        project = books.cases.stages.project[worked.subject]
        first = (worked.replication.astype(np.int64) * projects + project) * (days + 1)
        order = np.argsort(first + worked.day, kind="stable")
        begins = (first + worked.day)[order]
        ends = np.maximum.accumulate((first + np.minimum(worked.until, days))[order])
        new = np.append(True, begins[1:] > ends[:-1])[: len(begins)]
        begins, ends = begins[new], ends[np.append(new[1:], True)[: len(new)]]
        return IdleDays(begins, np.append(0, np.cumsum(ends - begins)), ends, days, projects)

    def days_from(self, replication: np.ndarray, project: np.ndarray, day: np.ndarray) -> np.ndarray:
        """(N,) idle days of each project from a day to the horizon's end; 0 from beyond it."""
        first = (replication.astype(np.int64) * self.projects + project) * (self.days + 1)
        day = np.minimum(day.astype(np.int64), self.days)
        worked = self._worked_by(first + self.days) - self._worked_by(first + day)
        return np.asarray(self.days - day - worked)

    def _worked_by(self, at: np.ndarray) -> np.ndarray:
        """Days of work before a point of the line."""
        if not len(self.begins):
            return np.zeros(len(at), np.int64)
        spell = np.searchsorted(self.begins, at, side="right")
        unfinished = np.where(spell > 0, np.maximum(self.ends[np.maximum(spell, 1) - 1] - at, 0), 0)
        return np.asarray(self.before[spell] - unfinished)
