"""What reviews look at: the condition of a rule, or of a project's start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from simulator.scenario.lasting import Lasting, Reviews
from simulator.scenario.section import Section, as_tuple
from simulator.scenario.values import (
    Day,
    Name,
    PlainDuration,
    PlainMoney,
    PlainPower,
    PlainPrice,
    PlainShare,
    SignedShare,
    fault,
)

#: what `for` counts
FOR = "how long it holds: at so many reviews in a row, or at all of so many months or quarters"
#: what `late_by` counts
LATE = "more than this behind its expected end, done or not; of what waits for a rule, counted from when it starts"
SIDES = ("above", "below", "available_above", "available_below")


class Bound(Section):
    """A level that must be passed, upwards or downwards."""

    @model_validator(mode="after")
    def _one_side(self) -> Bound:
        if sum(getattr(self, side, None) is not None for side in SIDES) != 1:
            raise fault("needs one bound", "either `above` or `below`")
        return self


class UtilisationBound(Bound):
    """A market that is full, or empty, enough: demand over ramped capacity of the last closed month."""

    market: Name
    above: PlainShare | None = None
    below: PlainShare | None = None
    lasting: Reviews = Field(default_factory=Lasting, alias="for", description=FOR)


class DemandBound(Bound):
    """Demand of the last closed month."""

    market: Name
    above: PlainPower | None = None
    below: PlainPower | None = None
    lasting: Reviews = Field(default_factory=Lasting, alias="for", description=FOR)


class PriceBound(Bound):
    """Price of the last closed month."""

    market: Name
    above: PlainPrice | None = None
    below: PlainPrice | None = None
    lasting: Reviews = Field(default_factory=Lasting, alias="for", description=FOR)


class PoolBound(Bound):
    """What a pool holds on the day of the review, not committed to any stage."""

    name: Name
    available_above: PlainMoney | None = None
    available_below: PlainMoney | None = None
    lasting: Reviews = Field(default_factory=Lasting, alias="for", description=FOR)


class MoneyBound(Bound):
    """Cash at the last month-end closing before the review, as the monthly series reports it."""

    above: PlainMoney | None = None
    below: PlainMoney | None = None
    lasting: Reviews = Field(default_factory=Lasting, alias="for", description=FOR)


class DateBound(Section):
    """A date that has come, or has not yet."""

    since: Day | None = Field(None, alias="from", description="on this day and after it")
    before: Day | None = Field(None, description="before this day")

    @model_validator(mode="after")
    def _some_date(self) -> DateBound:
        if self.since is None and self.before is None:
            raise fault("names no date", "`from`, `before`, or both")
        return self


class StageState(Section):
    """A stage, `project.stage`, that is done, or that is late against its plan on expected durations."""

    name: str = Field(description="`project.stage`")
    done: bool | None = Field(None, description="`true` once it is done; `false` until then")
    late_by: PlainDuration | None = Field(None, description=LATE)

    @model_validator(mode="after")
    def _one_state(self) -> StageState:
        if (self.done is None) == (self.late_by is None):
            raise fault("names no state, or two", "either `done` or `late_by`")
        return self


class ProjectState(Section):
    """A project that has started, is done, or is late against its plan on expected durations."""

    name: Name
    started: bool | None = Field(None, description="`true` once a stage of it is at work")
    done: bool | None = Field(None, description="`true` once it is done")
    late_by: PlainDuration | None = Field(None, description=LATE)

    @model_validator(mode="after")
    def _one_state(self) -> ProjectState:
        if sum(state is not None for state in (self.started, self.done, self.late_by)) != 1:
            raise fault("names no state, or several", "one of `started`, `done`, `late_by`")
        return self


class Overrun(Section):
    """Top-ups that a project's stages have asked for, over its budget."""

    project: Name
    above: SignedShare = Field(description="as `10 %`")


def _since(written: Any) -> Any:
    return {"from": written} if isinstance(written, str) else written


KINDS = (
    "all_of",
    "any_of",
    "not_",
    "utilisation",
    "demand",
    "price",
    "pool",
    "treasury",
    "liquidity",
    "date",
    "stage",
    "project",
    "overrun",
    "risk",
    "rule",
)


class Condition(Section):
    """One thing that must hold at a review, or several joined by `all`, `any`, `not`."""

    all_of: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple)] | None = Field(
        None, alias="all", description="every one of these"
    )
    any_of: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple)] | None = Field(
        None, alias="any", description="at least one of these"
    )
    not_: Condition | None = Field(None, alias="not", description="this does not hold")
    utilisation: UtilisationBound | None = None
    demand: DemandBound | None = None
    price: PriceBound | None = None
    pool: PoolBound | None = None
    treasury: MoneyBound | None = None
    liquidity: MoneyBound | None = None
    date: Annotated[DateBound | None, BeforeValidator(_since)] = None
    stage: StageState | None = None
    project: ProjectState | None = None
    overrun: Overrun | None = None
    risk: Name | None = Field(None, description="a risk that has struck")
    rule: Name | None = Field(None, description="another rule that has fired")
    lasting: Reviews = Field(default_factory=Lasting, alias="for", description=FOR)

    @model_validator(mode="after")
    def _one_kind(self) -> Condition:
        stated = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(stated) != 1:
            names = ", ".join(kind.removesuffix("_of").removesuffix("_") for kind in KINDS)
            problem = "names several conditions" if stated else "names no condition"
            merged = ", and a variant puts another in place of its parent's under `change:`" if stated else ""
            raise fault(problem, f"one of {names}; several join under `all` or `any`{merged}")
        if (self.all_of is not None and not self.all_of) or (self.any_of is not None and not self.any_of):
            raise fault("is an empty list", "one condition or more")
        return self

    def spells(self) -> Iterator[tuple[tuple[str, ...], Lasting]]:
        """How long it must hold, as written with it and with what it watches, each at its place."""
        yield ("for",), self.lasting
        for kind in KINDS:
            watched = getattr(self, kind)
            if isinstance(watched, Bound):
                yield (kind, "for"), getattr(watched, "lasting", Lasting())

    def longest(self, every: str) -> tuple[tuple[str, ...], Lasting]:
        """The one of them that takes most reviews, held every month or every quarter; of equal ones, one written."""
        return max(self.spells(), key=lambda spell: (spell[1].reviews(every), spell[1] != Lasting()))
