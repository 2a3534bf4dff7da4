"""Risks as arrays of the engine: when they strike, and which stages, projects, crews and tranches they hit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.cases.codes import Strike
from simulator.cases.drawn import Drawn
from simulator.cases.index import Index
from simulator.cases.struck import Struck
from simulator.cases.types import Ragged, Risks
from simulator.cases.whole_numbers import whole_days
from simulator.quantities.quantity import Quantity
from simulator.scenario.risks import AppropriationHit, Lengthening, ProjectHit, ResourceHit, StageHit
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import projects_named, stages_named
from simulator.scenario.uncertain import abandon_path, hit_path


@dataclass(frozen=True)
class Effect:
    """One effect of a risk in the engine's world: on what, by which multiple or share (R,), by how many days (R,)."""

    risk: int
    strike: Strike
    targets: list[int]
    multiple: np.ndarray
    days: np.ndarray


def risks_of(scenario: Scenario, index: Index, drawn: Drawn, struck: Struck) -> Risks:
    """The risks' arrays.

    A hit with several effects becomes one entry for each. What may have projects abandoned becomes one entry a
    project, whose multiple is 1 where the risk, if it strikes, ends the project, and else 0.
    """
    effects = list(_effects(scenario, index, drawn))
    empty = np.zeros((drawn.replications, 0))
    return Risks(
        begins=struck.begins,
        ends=struck.ends,
        hit_risk=np.array([effect.risk for effect in effects], np.int64),
        hit=np.array([effect.strike for effect in effects], np.int64),
        targets=Ragged.of([effect.targets for effect in effects]),
        multiple=np.stack([effect.multiple for effect in effects], axis=1) if effects else empty,
        days=np.stack([effect.days for effect in effects], axis=1) if effects else empty.astype(np.int64),
    )


def _effects(scenario: Scenario, index: Index, drawn: Drawn) -> Iterator[Effect]:
    for k, (name, risk) in enumerate(scenario.risks.items()):
        for n, hit in enumerate(risk.hits):
            hitting = Hitting(k, hit_path(name, n), drawn)
            if isinstance(hit, StageHit):
                stages = [index.stages.index(stage) for stage in stages_named(scenario, hit.stages, hit.tag)]
                yield from hitting.on_stages(hit, stages)
            elif isinstance(hit, ProjectHit):
                for project in projects_named(scenario, hit.projects, hit.tag):
                    path = abandon_path(name, n, project)
                    yield hitting.abandoning(path, hit.abandon.value, index.projects.index(project))
            elif isinstance(hit, ResourceHit):
                yield from hitting.on_resource(hit, index.resources.index(hit.resource))
            elif isinstance(hit, AppropriationHit):
                yield from hitting.on_appropriation(hit, index.fundings.index(hit.appropriation))


@dataclass(frozen=True)
class Hitting:
    """One hit of a risk, whose effects are drawn at paths below its own."""

    risk: int
    path: str
    drawn: Drawn

    def on_stages(self, hit: StageHit, stages: list[int]) -> Iterator[Effect]:
        """Longer, dearer, to be done again, refused."""
        if hit.duration:
            yield self._lengthening(hit.duration, stages)
        if hit.cost:
            yield self._scaled(Strike.COST, stages, "cost.multiply", hit.cost.multiply)
        if hit.rework is not None:
            yield self._scaled(Strike.REWORK, stages, "rework", hit.rework)
        if hit.refused:
            yield self._effect(Strike.REFUSED, stages)

    def on_resource(self, hit: ResourceHit, resource: int) -> Iterator[Effect]:
        """Less delivered, fewer crews."""
        if hit.supply:
            yield self._scaled(Strike.SUPPLY, [resource], "supply.multiply", hit.supply.multiply)
        if hit.capacity:
            yield self._scaled(Strike.CAPACITY, [resource], "capacity.multiply", hit.capacity.multiply)

    def on_appropriation(self, hit: AppropriationHit, funding: int) -> Iterator[Effect]:
        """Tranches late, or cut."""
        if hit.delay is not None:
            later = whole_days(self.drawn.of(f"{self.path}.delay", hit.delay), hit.delay)
            yield self._effect(Strike.DELAY, [funding], days=later)
        if hit.cut is not None:
            yield self._scaled(Strike.CUT, [funding], "cut", hit.cut)

    def abandoning(self, path: str, chance: float, project: int) -> Effect:
        """The end of a project, by a draw of its own."""
        if self.drawn.draws is None:
            return self._effect(Strike.ABANDON, [project], np.zeros(self.drawn.replications))
        ended = self.drawn.draws.uniforms(path) < chance
        return self._effect(Strike.ABANDON, [project], ended.astype(float))

    def _lengthening(self, change: Lengthening, stages: list[int]) -> Effect:
        multiple, days = None, None
        if change.multiply is not None:
            multiple = self.drawn.of(f"{self.path}.duration.multiply", change.multiply)
        if change.add is not None:
            days = np.rint(self.drawn.of(f"{self.path}.duration.add", change.add)).astype(np.int64)
        return self._effect(Strike.DURATION, stages, multiple, days)

    def _scaled(self, strike: Strike, targets: list[int], key: str, quantity: Quantity) -> Effect:
        return self._effect(strike, targets, self.drawn.of(f"{self.path}.{key}", quantity))

    def _effect(
        self, strike: Strike, targets: list[int], multiple: np.ndarray | None = None, days: np.ndarray | None = None
    ) -> Effect:
        replications = self.drawn.replications
        multiple = np.ones(replications) if multiple is None else multiple
        days = np.zeros(replications, np.int64) if days is None else days
        return Effect(self.risk, strike, targets, multiple, days)
