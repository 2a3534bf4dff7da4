"""The package's source as modules and what each of them imports, wherever in its text."""

from __future__ import annotations

import ast
import copy
from collections.abc import Container, Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "simulator"


@lru_cache(maxsize=1)
def modules() -> dict[str, ast.Module]:
    """Every module by its path inside the package, as ``engine/stage.py``."""
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text()) for path in sorted(PACKAGE.rglob("*.py"))}


def imported(tree: ast.Module) -> Iterator[str]:
    """Full names of what a module imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(path: str, apart: Container[str]) -> str:
    """The first part of a module's path: its package, or itself; or a part of a package that is named apart.

    >>> [room_of(path, {"report.comparison"}) for path in ("trace.py", "report/page.py", "report/comparison/page.py")]
    ['trace', 'report', 'report.comparison']
    """
    names = path.removesuffix(".py").split("/")
    inner = ".".join(names[:2])
    return inner if inner in apart else names[0]


def modules_imported(*, types: bool = False) -> dict[str, set[str]]:
    """For each module, the other modules that it imports when it runs; with those that only name types, if asked."""
    names = {path: ".".join(("simulator", *path.removesuffix(".py").split("/"))) for path in modules()}
    known = {name.removesuffix(".__init__"): path for path, name in names.items()}
    return {
        path: {known[name] for name in _sources(tree if types else running(tree), set(known)) if name in known} - {path}
        for path, tree in modules().items()
    }


def _sources(tree: ast.Module, known: set[str]) -> Iterator[str]:
    """Names of modules; of a package only where something is taken from the package itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from inner & known or {node.module}


def running(tree: ast.Module) -> ast.Module:
    """A module without what is under `if TYPE_CHECKING`: what it does when it runs."""
    tree = copy.deepcopy(tree)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            kept = [part for part in body if not (isinstance(part, ast.If) and "TYPE_CHECKING" in ast.dump(part.test))]
            node.body = kept  # type: ignore[attr-defined]
    return tree
