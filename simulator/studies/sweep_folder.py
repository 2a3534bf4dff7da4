"""The folder of a sweep: its table for programs and for spreadsheets, what it was made of, and its pictures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from simulator.figures import FORMATS
from simulator.findings.stored import FIGURES
from simulator.store.cells import csv_text
from simulator.store.folders import claimed, home_of, newest, publish, write_file
from simulator.store.tables import write_table
from simulator.studies.sweep import Swept

#: folder of all sweeps within the folder of results, and the file that makes a folder one
HOME, MARKER = "sweep", "sweep.json"
PARQUET, CSV = "table.parquet", "table.csv"


def keep(swept: Swept, out: Path, pictured: Sequence[str] = ()) -> Path:
    """Write a sweep into its folder, unless it is there, and the pictures of some metrics that are missing.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    home = home_of(out, HOME)
    folder = newest(home, swept.id, MARKER)
    if folder is None:
        with claimed(home, swept.id) as partial:
            _write(partial, swept)
            folder = publish(partial, swept.id)
    _draw(folder, swept, pictured)
    return folder


def _write(folder: Path, swept: Swept) -> None:
    columns = swept.table()
    write_table(folder / PARQUET, columns)
    write_file(folder / CSV, csv_text(columns).encode())
    write_file(folder / MARKER, (json.dumps(about(swept), indent=1, ensure_ascii=False) + "\n").encode())


def about(swept: Swept) -> dict[str, object]:
    """What was varied, and the run of every point."""
    simulation = swept.scenario.simulation
    points = zip(swept.points, swept.runs, strict=True)
    return {
        "schema": 1,
        "scenario": swept.scenario.name,
        "replications": simulation.replications,
        "seed": simulation.seed,
        "varied": [{"path": varied.path, "values": list(varied.labels)} for varied in swept.varied],
        "points": [
            {"point": n, "values": list(values), "run": f"{run.parent.name}/{run.name}"}
            for n, (values, run) in enumerate(points)
        ],
    }


def picture_files(metric: str) -> list[str]:
    """The names of the files of a metric's picture, relative to the folder."""
    return [f"{FIGURES}/{metric}.{kind}" for kind in FORMATS]


def _draw(folder: Path, swept: Swept, metrics: Sequence[str]) -> None:
    missing = [m for m in metrics if not all((folder / name).is_file() for name in picture_files(m))]
    if not missing:
        return
    from simulator.figures.drawing import encoded
    from simulator.figures.response import picture
    from simulator.figures.style import house_style

    for metric in missing:
        with house_style():
            figure = picture(swept.response(metric))
            if figure is None:
                continue
            for name, kind in zip(picture_files(metric), FORMATS, strict=True):
                write_file(folder / name, encoded(figure, kind))
