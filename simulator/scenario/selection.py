"""Which projects and stages a rule, a risk or a limit means: names, waves of a name, patterns, tags."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from simulator.scenario.schema import Scenario


def projects_named(scenario: Scenario, names: Iterable[str], tag: str | None = None) -> list[str]:
    """Projects of these names, all waves of a repeated one, or that a pattern matches; in file order."""
    wanted = list(names)
    return [
        name
        for name, project in scenario.projects.items()
        if any(fnmatchcase(name, one) or fnmatchcase(project.wave_of or name, one) for one in wanted)
        and (tag is None or tag in project.tags)
    ]


def stages_named(scenario: Scenario, names: Iterable[str], tag: str | None = None) -> list[str]:
    """Stages, written ``project.stage``, of these names or patterns; a project's name alone means all its stages."""
    found: dict[str, None] = {}
    for name in names:
        project, _, stage = name.partition(".")
        for one in projects_named(scenario, [project], tag):
            stages = scenario.projects[one].stages
            found.update({f"{one}.{s}": None for s in stages if fnmatchcase(s, stage or "*")})
    order = [f"{name}.{stage}" for name, project in scenario.projects.items() for stage in project.stages]
    return [name for name in order if name in found]


def tagged(scenario: Scenario, tag: str) -> list[str]:
    """Projects with a tag, in file order."""
    return [name for name, project in scenario.projects.items() if tag in project.tags]


def started_by_rule(scenario: Scenario) -> list[str]:
    """What `start` actions name, as written: projects that wait for their rule."""
    actions = [action for rule in scenario.rules.values() for action in rule.do]
    return [name for action in actions for name in action.start or ()]
