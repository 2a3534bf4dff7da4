"""Who comes before whom: the references of ``after``, resolved to stages."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from simulator.scenario.project import Project
from simulator.scenario.schema import Scenario


def predecessors_of(scenario: Scenario) -> dict[str, list[str]]:
    """``project.stage`` -> the stages that it must wait for, in the order written.

    A name in a stage's ``after`` is a stage of the same project, ``project.stage``, or a project, which stands for
    its last stages. A project's own ``after`` holds for its first stages.
    """
    ends = {name: last_stages(name, project) for name, project in scenario.projects.items()}
    before: dict[str, list[str]] = {}
    for name, project in scenario.projects.items():
        outside = [stage for ref in project.after for stage in ends.get(ref, [ref])]
        for stage_name, stage in project.stages.items():
            own = [s for ref in stage.after for s in referred(ref, name, project, ends)]
            first = not any(ref in project.stages for ref in stage.after)
            before[f"{name}.{stage_name}"] = list(dict.fromkeys(own + outside if first else own))
    return before


def referred(reference: str, name: str, project: Project, ends: Mapping[str, list[str]]) -> list[str]:
    """The stages that a reference of a stage's ``after`` names."""
    if reference in project.stages:
        return [f"{name}.{reference}"]
    return ends.get(reference, [reference])


def last_stages(name: str, project: Project) -> list[str]:
    """The stages of a project that none of its others waits for."""
    followed = {ref for stage in project.stages.values() for ref in stage.after}
    return [f"{name}.{stage}" for stage in project.stages if stage not in followed]


def cycle_of(before: Mapping[str, list[str]]) -> list[str]:
    """Stages that wait for each other in a circle, the first one repeated at the end; empty if there is none.

    >>> cycle_of({"a.x": ["a.y"], "a.y": ["a.x"], "a.z": []})
    ['a.x', 'a.y', 'a.x']
    """
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []
