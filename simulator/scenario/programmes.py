"""Programmes: the lines by which projects report."""

from __future__ import annotations

from simulator.scenario.project import Project


def programme_of(name: str, project: Project) -> str:
    """The reporting line of a project: its programme, else the name of all its waves, else its own."""
    return project.programme or project.wave_of or name
