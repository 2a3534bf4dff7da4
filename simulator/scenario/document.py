"""A scenario as resolved from its files: parents merged, facts cited, projects written out, edits made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from simulator.errors import Fault, ScenarioFaults
from simulator.scenario.changing import changed
from simulator.scenario.edits import Edit, in_order, read_changes, read_sets
from simulator.scenario.expand import expanded
from simulator.scenario.facts import Fact, cited, read_facts
from simulator.scenario.inherit import Source, merged, read_chain
from simulator.scenario.keys import ONLY_IN_FILES
from simulator.scenario.nodes import Loc, MapNode, Node, node_at, plain
from simulator.scenario.observed import with_data
from simulator.scenario.vary import Varied, read_sweep
from simulator.scenario.writer import yaml_text


@dataclass(frozen=True)
class Document:
    """A resolved scenario that remembers where each value comes from.

    Attributes
    ----------
    root : the tree of nodes
    warnings : edits that change nothing; once it is loaded, also what its checks find odd
    files : the scenario files that were read, the user's own last
    faults : what is wrong so far; the tree is complete but for the faulty nodes
    sweep : the paths and values under `sweep:`, which are no part of the scenario
    """

    root: MapNode
    warnings: tuple[Fault, ...] = ()
    files: tuple[Path, ...] = ()
    faults: tuple[Fault, ...] = ()
    sweep: tuple[Varied, ...] = ()

    @cached_property
    def data(self) -> dict[str, Any]:
        """The scenario as plain data, in file order."""
        found: dict[str, Any] = plain(self.root)
        return found

    def node(self, loc: Loc) -> Node | None:
        """The node at a location, if something is written there."""
        return node_at(self.root, loc)

    def to_yaml(self) -> str:
        """The scenario as one self-contained YAML text, which loads to the same scenario."""
        return yaml_text(self.data)

    @property
    def digest(self) -> str:
        """A hash of the resolved scenario: equal for files that say the same in the same order."""
        text = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def load_document(path: str | Path, sets: Sequence[str] = ()) -> Document:
    """The resolved document of a scenario file with ``--set`` edits; faults found on the way are kept in it.

    Raises
    ------
    ScenarioFaults
        If a file of the family cannot be read at all.
    """
    faults: list[Fault] = []
    try:
        sources = read_chain(path, faults)
    except ScenarioFaults as error:
        raise ScenarioFaults([*faults, *error.faults]) from None
    facts = read_facts(sources, faults)
    trees = [_tree(source, facts, faults) for source in sources]
    changes = [edit for tree in trees for edit in read_changes(tree.get("change"), faults)]
    options = _options(sets, facts, faults)
    warnings: list[Fault] = []
    whole = _merged(trees)
    sweep = read_sweep(whole.get("sweep"), faults)
    root = _resolved(whole.without("sweep"), changes, options, faults, warnings)
    files = tuple(source.file.path for source in sources)
    return Document(root, tuple(warnings), files, tuple(faults), sweep)


def _tree(source: Source, facts: dict[str, Fact], faults: list[Fault]) -> MapNode:
    """A file's tree with its data files and facts put in."""
    tree = cited(with_data(source.root, source.file, faults), facts, faults)
    return tree if isinstance(tree, MapNode) else source.root


def _options(sets: Sequence[str], facts: dict[str, Fact], faults: list[Fault]) -> list[Edit]:
    """The edits of the command line, with the facts that they cite."""
    edits = []
    for edit in read_sets(sets, faults):
        own: list[Fault] = []
        edits.append(replace(edit, operand=cited(edit.operand, facts, own)))
        faults.extend(replace(fault, path=edit.path) for fault in own)
    return edits


def _merged(trees: Sequence[MapNode]) -> MapNode:
    """All files over each other, the nearest to the user on top; each file's edits are its own."""
    root: Node = trees[0]
    for tree in trees[1:]:
        root = merged(root, tree)
    return root.without("extends", "facts", "change") if isinstance(root, MapNode) else trees[-1]


def _resolved(
    root: MapNode, changes: list[Edit], options: list[Edit], faults: list[Fault], warnings: list[Fault]
) -> MapNode:
    """Edits of what projects are written out from, projects written out, all other edits, new projects likewise."""
    for edit in in_order(True, changes, options):
        root = changed(root, edit, faults, warnings)
    root = expanded(root, faults)
    for edit in in_order(False, changes, options):
        root = changed(root, edit, faults, warnings)
    return expanded(root, faults).without(*ONLY_IN_FILES)
