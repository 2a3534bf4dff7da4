"""What a company decides as it goes: rules, when they are looked at, and limits on what may be committed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from simulator.quantities.units import Dimension
from simulator.scenario.conditions import Condition
from simulator.scenario.section import Section, as_tuple
from simulator.scenario.values import (
    Day,
    Name,
    Names,
    PlainDuration,
    PlainFactor,
    PlainMoney,
    PlainMoneyOrShare,
    fault,
    unless_written,
)


class Defer(Section):
    """Stages of a project that have not begun do not begin before a day."""

    project: Names
    by: PlainDuration | None = Field(None, description="from the day on which the decision takes effect")
    until: Day | None = Field(None, description="or up to this day")

    @model_validator(mode="after")
    def _one_length(self) -> Defer:
        if (self.by is None) == (self.until is None):
            raise fault("needs one length", "either `by` or `until`")
        return self


class Abandon(Section):
    """A project stops for good: what it has in progress is written off, what it has not spent returns."""

    project: Names
    cost: PlainMoneyOrShare = unless_written(
        0, Dimension.MONEY, "of cancelling: money, or a share of the budget of stages not done"
    )


class Relocate(Section):
    """A project is abandoned and what is left of its budget, less the cost of cancelling, goes to another.

    That starts if it waited for a rule.
    """

    source: Name = Field(alias="from")
    target: Name = Field(alias="to")
    cost: PlainMoneyOrShare = unless_written(
        0, Dimension.MONEY, "of cancelling: money, or a share of the budget of stages not done"
    )


class Move(Section):
    """Money that nobody is promised moves from one soft pool to another."""

    source: Name = Field(alias="from")
    target: Name = Field(alias="to")
    amount: PlainMoneyOrShare = Field(description="money, or a share of what the pool holds")


class Priority(Section):
    """A project gets another priority."""

    project: Names
    to: int = Field(description="the smaller is served first")


class ScaleTranches(Section):
    """Tranches of an appropriation that are still to come, those that a risk delays among them, change in size."""

    appropriation: Name
    by: PlainFactor = Field(description="50 % halves them, 1.2 adds a fifth")


def _projects(written: Any) -> Any:
    return {"project": written} if isinstance(written, str | list) else written


class Action(Section):
    """One thing that a rule does."""

    start: Names | None = Field(None, description="projects, which wait for it")
    defer: Defer | None = None
    pause: Names | None = Field(None, description="projects: work stops, crews are free, money stays committed")
    resume: Names | None = Field(None, description="projects that were paused")
    abandon: Annotated[Abandon | None, BeforeValidator(_projects)] = None
    relocate: Relocate | None = None
    move: Move | None = None
    priority: Priority | None = None
    scale: ScaleTranches | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Action:
        stated = [kind for kind in type(self).model_fields if getattr(self, kind) is not None]
        if len(stated) != 1:
            problem = "names several actions" if stated else "names no action"
            raise fault(problem, f"one of {', '.join(type(self).model_fields)}; several are a list")
        return self


def _actions(written: Any) -> Any:
    """A list of actions; a map of several is read as a list in its order."""
    if isinstance(written, dict):
        return tuple({kind: what} for kind, what in written.items())
    return as_tuple(written) if isinstance(written, list | tuple) else (written,)


class Rule(Section):
    """What is done when something has come to hold, looked at by every review in the order of the file."""

    when: Condition
    do: Annotated[tuple[Action, ...], BeforeValidator(_actions)] = Field(
        min_length=1, description="one action, or a list in the order in which they are done"
    )
    once: bool = Field(True, description="fires once; else at every review at which the condition holds")


class ReviewCalendar(Section):
    """When reviews are held, and how long a decision takes."""

    every: Literal["month", "quarter"] = Field("quarter", description="month ends, or fiscal quarter ends")
    lag: PlainDuration = unless_written(
        0, Dimension.DURATION, "a decision takes effect so long after the state that it is based on"
    )
    rules: bool = Field(True, description="whether `rules` fire; a project that a rule starts waits for ever without")


class Limit(Section):
    """The most, or the least, that may be committed to projects of a tag in a period."""

    tag: Name
    per: Literal["quarter", "year", "horizon"] = Field("year", description="fiscal quarter or year, or all the time")
    at_most: PlainMoney | None = Field(None, description="what would pass it waits for the next period")
    at_least: PlainMoney | None = Field(None, description="until it is reached these projects are served first")

    @model_validator(mode="after")
    def _some_bound(self) -> Limit:
        if self.at_most is None and self.at_least is None:
            raise fault("states no amount", "`at_most`, `at_least`, or both")
        return self
