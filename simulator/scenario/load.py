"""From a file to a scenario, or to all that is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulator.errors import Fault, ScenarioFaults
from simulator.quantities.fault import QuantityError
from simulator.scenario.checks import Finding, check, oddities
from simulator.scenario.document import Document, load_document
from simulator.scenario.edits import COMMAND_LINE
from simulator.scenario.nodes import Loc, MapNode, Scalar, is_faulty, written_loc
from simulator.scenario.rates import rate_findings
from simulator.scenario.schema import Scenario
from simulator.scenario.standins import without_faults
from simulator.scenario.validation import Complaint, complaints, context_of, fault_of, located, misspelt

#: times that faulty parts are left out to see what else is wrong
LOOKS = 4


@dataclass(frozen=True)
class Loaded:
    """A scenario without faults, and the document that says where its values come from."""

    scenario: Scenario
    document: Document


def load_scenario(path: str | Path, sets: Sequence[str] = ()) -> Scenario:
    """The scenario of a file, with the edits of ``--set`` options.

    Raises
    ------
    ScenarioFaults
        All that is wrong with it, in file order.
    """
    return load(path, sets).scenario


def load(path: str | Path, sets: Sequence[str] = ()) -> Loaded:
    """The scenario of a file together with its document; errors as for ``load_scenario``."""
    return from_document(load_document(path, sets))


def from_document(document: Document) -> Loaded:
    """The scenario that a resolved document states; errors as for ``load_scenario``."""
    scenario, found = _looked_at(document)
    faults = [*document.faults, *found]
    if faults or scenario is None:
        raise ScenarioFaults(_in_file_order(faults, document))
    placed = [one._replace(loc=written_loc(document.root, one.loc)) for one in oddities(scenario)]
    odd = [located(document.root, *one) for one in placed]
    return Loaded(scenario, replace(document, warnings=(*document.warnings, *_in_file_order(odd, document))))


def validate(paths: Iterable[str | Path], sets: Sequence[str] = ()) -> tuple[list[Fault], list[Fault]]:
    """All faults of several files, and all warnings."""
    faults: list[Fault] = []
    warnings: list[Fault] = []
    for path in paths:
        try:
            warnings.extend(load(path, sets).document.warnings)
        except ScenarioFaults as error:
            faults.extend(error.faults)
    return list(dict.fromkeys(faults)), list(dict.fromkeys(warnings))


def _looked_at(document: Document) -> tuple[Scenario | None, list[Fault]]:
    """What schema and checks find; where the schema finds faults, the rest is looked at with stand-ins for them."""
    root, data = document.root, document.data
    context = context_of(data)
    scenario, new = complaints(data, root, context)
    found = list(new)
    mended: dict[str, Any] | None = data
    for _ in range(LOOKS):
        mended = without_faults(mended, new, context.currency) if new and mended is not None else None
        if mended is None:
            break
        scenario, new = complaints(mended, root, context)
        found += [one for one in new if not (_within(one.loc, found) or misspelt(one, found))]
    findings = _findings(scenario, found, document) if scenario is not None else []
    faults = [fault_of(root, one) for one in found if not is_faulty(root, one.loc)]
    faults += [
        located(root, loc, problem, allowed)
        for loc, problem, allowed in [*rate_findings(data), *findings]
        if not is_faulty(root, loc)
    ]
    return (None if found else scenario), faults


def _findings(scenario: Scenario, found: list[Complaint], document: Document) -> list[Finding]:
    """What the checks find, less what only follows from something else that is wrong."""
    try:
        all_findings = check(scenario)
    except QuantityError as error:
        all_findings = [Finding((), error.problem, error.allowed)]
    placed = [finding._replace(loc=written_loc(document.root, finding.loc)) for finding in all_findings]
    findings = [finding for finding in placed if not _follows(finding, found, document)]
    wrong_horizon = any(finding.loc[:1] == ("horizon",) for finding in findings)
    return [one for one in findings if not (wrong_horizon and "outside the horizon" in one.problem)]


def _within(loc: Loc, found: Iterable[Complaint]) -> bool:
    """Whether a location is, contains, or lies in something that is already known to be wrong."""
    return any(loc[: len(one.loc)] == one.loc or one.loc[: len(loc)] == loc for one in found)


def _touches(loc: Loc, found: Iterable[Complaint]) -> bool:
    """Whether a location lies around, beside or in something that is already known to be wrong."""
    return _within(loc, found) or any(loc[:-1] == one.loc[:-1] for one in found)


def _follows(finding: Finding, found: Iterable[Complaint], document: Document) -> bool:
    """Whether a finding may come from a stand-in: one is beside it, or it compares with a date or sum that is one."""
    sections = {str(one.loc[0]) for one in found if one.loc}
    if "names nothing" in finding.problem or ("no such project" in finding.problem and "projects" not in sections):
        projects = document.node(("projects",))
        names = projects.children if isinstance(projects, MapNode) else {}
        return any(is_faulty(document.root, ("projects", name, "stages")) for name in names)
    if "outside the horizon" in finding.problem:
        return "horizon" in sections
    if "no such" in finding.problem or "matches no " in finding.problem:
        return _within(finding.loc, found) or _left_out(finding, sections, document)
    return ("funding" in sections and "inside" in finding.loc) or _touches(finding.loc, found)


def _left_out(finding: Finding, sections: Collection[str], document: Document) -> bool:
    """Whether what is missing is written, in a section of which something is left out as faulty."""
    node = document.node(finding.loc)
    name = str(node.value).partition(".")[0] if isinstance(node, Scalar) else ""
    entries = [entry for section in sections if isinstance(entry := document.data.get(section), dict)]
    of_projects = "matches no " in finding.problem and "projects" in sections
    return of_projects or any(name in entry for entry in entries)


def _in_file_order(faults: Iterable[Fault], document: Document) -> list[Fault]:
    """Faults by file, the user's own first and the command line last, then by line; each told once."""
    told = _told_once(list(dict.fromkeys(faults)), document.data)
    named = dict.fromkeys([document.root.origin.place.file, *(fault.file for fault in told)])
    files = [*(file for file in named if file != COMMAND_LINE.file), COMMAND_LINE.file]
    return sorted(told, key=lambda fault: (files.index(fault.file), fault.line, fault.column))


def _told_once(faults: list[Fault], data: dict[str, Any]) -> list[Fault]:
    """The same faults, where all waves of a project have the same one that of the project."""
    projects = data.get("projects")
    entries = projects.items() if isinstance(projects, dict) else ()
    waves = {name: str(entry["wave_of"]) for name, entry in entries if isinstance(entry, dict) and "wave_of" in entry}
    general = [_of_project(fault, waves) for fault in faults]
    times = Counter(general)
    return list(dict.fromkeys(of if times[of] > 1 else own for of, own in zip(general, faults, strict=True)))


def _of_project(fault: Fault, waves: dict[str, str]) -> Fault:
    section, name, *rest = [*fault.path.split("."), ""]
    if section != "projects" or name not in waves:
        return fault
    return replace(fault, path=".".join([section, waves[name], *rest[:-1]]))
