"""The scenarios of a comparison: files, which are run if they were not, and folders of runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.answer import Manner, answer
from simulator.comparison import Side
from simulator.errors import UserError
from simulator.findings.stored import StoredRun, document_of, open_run
from simulator.metrics import known_metric
from simulator.montecarlo.block import Question, asked, metrics_of
from simulator.montecarlo.replications import Progress
from simulator.scenario.load import Loaded, load
from simulator.store.manifest import MANIFEST

#: the edit that lets no rule fire
WITHOUT_RULES = "reviews.rules=false"
#: settings without which replication r of two runs is not the same world
WORLD = ("seed", "replications", "design")
UNPAIRED = (
    "replications cannot be paired; run them alike (-n and --seed reach scenario files), or compare with --unpaired"
)


@dataclass(frozen=True)
class Asked:
    """How files are run; None leaves it to the runs given, else to the baseline. ``pair``: on the same worlds."""

    replications: int | None = None
    seed: int | None = None
    engine: str = "simpy"
    sets: tuple[str, ...] = ()
    pair: bool = True


@dataclass(frozen=True)
class _World:
    replications: int
    seed: int
    design: str


def sides_of(
    paths: Sequence[Path],
    wanted: Asked,
    manner: Manner,
    progress: Progress = lambda done, total: None,
    told: Sequence[str] = (),
) -> tuple[Side, ...]:
    """The scenarios that paths name, run: files on common random numbers, folders as they are.

    Parameters
    ----------
    told : metrics that will be asked for

    Raises
    ------
    UserError
        If there are fewer than two, one is neither a scenario nor a run, or none has a metric that is told; then none
        has been run.
    """
    if len(paths) < 2:
        raise UserError(f"{len(paths)} given; a comparison needs two scenario files or folders of runs, or more")
    folders = [str(path) for path in paths if _is_run(path)]
    if wanted.sets and folders:
        raise UserError(f"{edited_by(wanted.sets)}: {folders[0]} is a run and cannot be edited; name scenario files")
    opened = [open_run(_folder(path)) if _is_run(path) else load(path, wanted.sets) for path in paths]
    _check_before(paths, opened, wanted.pair)
    world = _world(opened, wanted)
    _check_told(told, opened, world)
    sides = [_side(path, one, world, wanted, manner, progress) for path, one in zip(paths, opened, strict=True)]
    return tuple(labelled(sides))


def editions_of(
    path: Path,
    editions: Mapping[str, tuple[str, ...]],
    wanted: Asked,
    manner: Manner,
    progress: Progress = lambda done, total: None,
    told: Sequence[str] = (),
) -> tuple[Side, ...]:
    """One scenario, run with edits of several kinds: a side for each label, all on the same worlds.

    Parameters
    ----------
    editions : edits by label, on top of those that all of them have
    told : metrics that will be asked for

    Raises
    ------
    ScenarioFaults, UserError
        If one of them is no scenario, or none has a metric that is told; then none has been run.
    """
    opened = [load(path, (*wanted.sets, *edits)) for edits in editions.values()]
    world = _world(opened, wanted)
    _check_told(told, opened, world)
    sides = [_side(path, one, world, wanted, manner, progress) for one in opened]
    return tuple(labelled([replace(side, label=label) for side, label in zip(sides, editions, strict=True)]))


def edited_by(sets: Sequence[str]) -> str:
    """The option that edits a scenario."""
    return "--without-rules" if all(edit == WITHOUT_RULES for edit in sets) else "--set"


def _is_run(path: Path) -> bool:
    return path.is_dir() or path.name == MANIFEST


def _folder(path: Path) -> Path:
    return path.parent if path.name == MANIFEST else path


def _world(opened: Sequence[StoredRun | Loaded], wanted: Asked) -> _World:
    """What files are run with: as asked, else as the first run that is given, else as the baseline says."""
    first = next((one for one in opened if isinstance(one, StoredRun)), None)
    one = opened[0]
    simulation = first.manifest if first else one.scenario.simulation if isinstance(one, Loaded) else one.manifest
    return _World(
        wanted.replications or simulation.replications, _either(wanted.seed, simulation.seed), simulation.design
    )


def _check_told(told: Sequence[str], opened: Sequence[StoredRun | Loaded], world: _World) -> None:
    """Refuse the name of a metric that no scenario has before they are run, which may take long."""
    if told:
        having = dict.fromkeys(name for one in opened for name in _metrics_of(one, world))
        for name in told:
            known_metric(name, having, "--metric", "these scenarios")


def _metrics_of(one: StoredRun | Loaded, world: _World) -> Iterable[str]:
    return one.findings.metrics if isinstance(one, StoredRun) else metrics_of(_question(one, world))


def _question(one: Loaded, world: _World, engine: str = "simpy") -> Question:
    return asked(one.scenario, engine, replications=world.replications, seed=world.seed, design=world.design)


def _either(asked_for: int | None, stated: int) -> int:
    return stated if asked_for is None else asked_for


def _side(
    path: Path, one: StoredRun | Loaded, world: _World, wanted: Asked, manner: Manner, progress: Progress
) -> Side:
    if isinstance(one, StoredRun):
        return Side(one.manifest.scenario, one, document_of(one.folder), str(one.folder), from_file=False)
    found = answer(_question(one, world, wanted.engine), one.document, manner, progress)
    return Side(one.scenario.name, found.run, one.document, str(path), from_file=True)


def labelled(sides: Sequence[Side]) -> list[Side]:
    """The same with names that differ: base, base.2 …"""
    taken: list[str] = []
    found = []
    for side in sides:
        label, n = side.label, 1
        while label in taken:
            n += 1
            label = f"{side.label}.{n}"
        taken.append(label)
        found.append(replace(side, label=label))
    return found


def _check_before(paths: Sequence[Path], opened: Sequence[StoredRun | Loaded], pair: bool) -> None:
    """Refuse before anything is run what would be refused afterwards.

    Raises
    ------
    UserError
        If currencies differ, or horizons of what is to be paired.
    """
    scenarios = [one.findings.scenario if isinstance(one, StoredRun) else one.scenario for one in opened]
    _check_money([(str(path), scenario.currency) for path, scenario in zip(paths, scenarios, strict=True)])
    first, *others = [f"{scenario.horizon.start} to {scenario.horizon.end}" for scenario in scenarios]
    faults = [
        f"{path}: horizon is {horizon}, of {paths[0]} it is {first}"
        for path, horizon in zip(paths[1:], others, strict=True)
        if horizon != first
    ]
    if pair and faults:
        raise UserError("\n".join([*faults, UNPAIRED]))


def check_currency(sides: Sequence[Side]) -> None:
    """Refuse scenarios whose money is not the same.

    Raises
    ------
    UserError
        If they report in different currencies.
    """
    _check_money([(side.label, side.findings.scenario.currency) for side in sides])


def _check_money(told: Sequence[tuple[str, str]]) -> None:
    if len({currency for _, currency in told}) > 1:
        listed = ", ".join(f"{name} in {currency}" for name, currency in told)
        raise UserError(f"cannot be compared, they report in different currencies: {listed}; write the same currency")


def check_pairs(sides: Sequence[Side]) -> None:
    """Refuse to pair runs whose replication r is not the same world.

    Raises
    ------
    UserError
        If seed, replications, design or horizon differ; it says which.
    """
    baseline, *others = sides
    faults = [
        f"{side.at}: {name} is {new}, of {baseline.at} it is {old}"
        for side in others
        for name, old, new in _unlike(baseline, side)
    ]
    if faults:
        raise UserError("\n".join([*faults, UNPAIRED]))


def _unlike(one: Side, other: Side) -> list[tuple[str, str, str]]:
    old, new = ({name: str(getattr(side.run.manifest, name)) for name in WORLD} for side in (one, other))
    for told, side in ((old, one), (new, other)):
        calendar = side.findings.calendar
        told["horizon"] = f"{calendar.start} to {calendar.end}"
    return [(name, old[name], new[name]) for name in old if old[name] != new[name]]
