"""Projects are done, given up, never wanted, or late: shares by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from simulator.findings import Findings
from simulator.findings.endings import ending_of
from tests.small import small_findings

NEVER = np.nan


def ended(finish: list[float], given_up: list[float] | None = None, exercised: list[float] | None = None) -> Findings:
    """The small findings, as if a project had ended like this in each replication."""
    told = {"finish_day": finish, "abandoned_day": given_up, "exercised": exercised}
    metrics = {f"project.x.{name}": np.array(values) for name, values in told.items() if values is not None}
    return replace(small_findings(), metrics=metrics)


def test_given_up_is_told_apart_from_unfinished() -> None:
    found = ending_of(ended([400, NEVER, NEVER, NEVER], [NEVER, 100, 300, NEVER]), "x")
    assert (found.finished, found.given_up, found.unexercised, found.unfinished) == (0.25, 0.5, 0, 0.25)
    assert found.day_given_up == 100  # the earlier of two, not the day between them
    assert found.day_over == 300  # on day 300 two of four are given up


def test_an_option_that_nobody_took_is_not_unfinished() -> None:
    found = ending_of(ended([NEVER, NEVER, 90, NEVER], [NEVER, 50, NEVER, NEVER], [0, 0, 1, 1]), "x")
    assert (found.finished, found.given_up, found.unexercised, found.unfinished) == (0.25, 0.25, 0.25, 0.25)


def test_what_follows_an_option_that_nobody_took_is_not_unfinished() -> None:
    findings = ended([NEVER, NEVER, 90, NEVER], [NEVER, 50, NEVER, NEVER])
    awaits = {"project.x.awaits_option": np.array([1.0, 1.0, 0.0, 0.0])}
    found = ending_of(replace(findings, metrics=findings.metrics | awaits), "x")
    assert (found.finished, found.given_up, found.unexercised, found.unfinished) == (0.25, 0.25, 0.25, 0.25)


def test_what_cannot_be_given_up_is_done_or_unfinished() -> None:
    found = ending_of(ended([5, NEVER, NEVER]), "x")
    assert (found.given_up, found.unexercised) == (0, 0)
    assert found.finished + found.unfinished == 1
    assert math.isnan(found.day_given_up)
    assert math.isnan(found.day_over)
