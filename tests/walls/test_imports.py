"""Imports point down, libraries stay in their rooms, and a command loads only what it needs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.walls.source import ROOT, imported, modules, modules_imported, room_of, running

#: every room, every module beside them, and parts of rooms that stand higher: each rung imports from those before it
LADDER = (
    ("words",),
    ("errors", "instruments", "intervals", "ramp", "registry", "trace"),
    ("quantities", "store"),
    ("amounts", "response", "sampling", "spreading"),
    ("scenario",),
    ("cases",),
    ("policies",),
    ("engine", "closing"),
    ("ledger", "timelines"),
    ("metrics",),
    ("montecarlo",),
    ("findings",),
    ("comparison", "figures", "verification"),
    ("report", "figures.overlays"),
    ("answer",),
    ("studies",),
    ("report.comparison",),
    ("notebook", "cli"),
    ("__main__",),
)
RUNGS = {room: rung for rung, rooms in enumerate(LADDER) for room in rooms}
#: names what the other modules offer, and imports none of them before it is asked
FRONT = "__init__.py"
#: the only modules, by the beginning of their path, that may import a library
ROOMS = {
    "simpy": ("engine/",),
    "ruamel": ("scenario/",),
    "matplotlib": ("figures/",),
    "jinja2": ("report/html.py",),
    "markupsafe": ("report/html.py",),
    "duckdb": ("store/tables.py",),
    "QuantLib": ("instruments/quantlib.py",),
    "joblib": ("montecarlo/workers.py", "montecarlo/cluster.py"),
    "distributed": ("montecarlo/cluster.py",),
    "typer": ("cli/",),
    "rich": ("cli/",),
    "numpy.random": ("sampling/uniforms.py",),
}
#: never imported: a scenario brings no code, and typer brings its own click
BANNED = ("click", "pickle", "cPickle", "dill", "marshal", "shelve", "yaml", "pandas", "random")


def test_every_module_has_its_rung() -> None:
    assert {room_of(path, RUNGS) for path in modules() if path != FRONT} == set(RUNGS)


def test_imports_point_down() -> None:
    for path, others in modules_imported(types=True).items():
        room = room_of(path, RUNGS)
        rooms = {room_of(other, RUNGS) for other in others - {FRONT}} - {room}
        assert path == FRONT or not [other for other in rooms if RUNGS[other] >= RUNGS[room]], path


def test_every_room_is_described() -> None:
    table = (ROOT / "docs" / "architecture.md").read_text().partition("## The rooms")[2].partition("\n## ")[0]
    first = " ".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|"))
    described = {name.removesuffix(".py").strip("/").replace("/", ".") for name in re.findall("`(.+?)`", first)}
    assert described == set(RUNGS) - {"__main__"}


def test_modules_never_import_each_other_in_a_circle() -> None:
    list(TopologicalSorter(modules_imported()).static_order())


@pytest.mark.parametrize("library", list(ROOMS))
def test_a_library_stays_in_its_room(library: str) -> None:
    for path, tree in modules().items():
        if not path.startswith(ROOMS[library]):
            names = imported(running(tree))
            found = [name for name in names if name == library or name.startswith(f"{library}.")]
            assert not found, path


def test_the_global_random_numbers_of_numpy_are_not_used() -> None:
    for path, tree in modules().items():
        attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "random"]
        numpy = [node for node in attributes if isinstance(node.value, ast.Name) and node.value.id in ("np", "numpy")]
        assert not numpy or path == "sampling/uniforms.py", path


def test_no_code_comes_from_data() -> None:
    for path, tree in modules().items():
        assert not [name for name in imported(tree) if name.split(".")[0] in BANNED], path
        calls = [
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert not {"eval", "compile", "__import__"} & set(calls), path
        assert "exec" not in calls or path == "__main__.py", path


def loaded_by(*arguments: str, cwd: Path) -> set[str]:
    """The top-level modules that a command imports."""
    command = [sys.executable, "-X", "importtime", "-m", "simulator", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=True)
    lines = [line for line in ended.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().split(".")[0] for line in lines}


#: each takes a tenth of a second or more to import; the second row is for what prints a line and ends
HEAVY = {"matplotlib", "simpy", "scipy", "joblib", "duckdb", "QuantLib"}
HEAVIER = HEAVY | {"numpy", "pydantic", "ruamel", "rich"}
COMMANDS = ("validate scenarios/base.yaml", "show scenarios/base.yaml", "schema", "list figures", "list policies")


@pytest.mark.parametrize("command", ["--version", "--help", *COMMANDS])
def test_a_command_loads_only_what_it_needs(command: str) -> None:
    unloaded = HEAVIER if command.startswith("--") else HEAVY
    assert not loaded_by(*command.split(), cwd=ROOT) & unloaded


def test_a_run_without_plots_draws_nothing(tmp_path: Path) -> None:
    small = str(ROOT / "tests" / "small.yaml")
    loaded = loaded_by("run", small, "-n", "2", "--no-plots", "--quiet", cwd=tmp_path)
    assert "matplotlib" not in loaded
    assert "joblib" not in loaded


#: seconds of processor time: what LIBRARIES allows, twice over for machines that are slower than the one measured on
BUDGETS = {"--version": 0.2, "--help": 0.4, "validate scenarios/base.yaml": 0.8}


@pytest.mark.slow
@pytest.mark.parametrize("command", list(BUDGETS))
def test_commands_start_within_their_budget(command: str) -> None:
    assert min(_seconds(command) for _ in range(5)) <= BUDGETS[command]


def _seconds(command: str) -> float:
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "simulator", *command.split()], cwd=ROOT, stdout=subprocess.DEVNULL, check=True
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_every_module_says_what_it_is() -> None:
    for path, tree in modules().items():
        assert not tree.body or ast.get_docstring(tree), path
