"""Finished blocks of a run that goes on, kept on disk until the run is whole, so that a killed one can be resumed."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from simulator.metrics import Decisions, Delays, Measures
from simulator.montecarlo.block import Block
from simulator.store.folders import told
from simulator.timelines import Series

#: arrays of a block by its own attributes, those of its delays, and those of its decisions
OWN = ("started", "ended", "spent", "moved")
OF_DELAYS = ("by_stage", "by_project", "held")
OF_DECISIONS = tuple(field.name for field in fields(Decisions))
#: bytes of a sha256, and of the length of a heading
DIGEST, LENGTH = 32, 8


@dataclass(frozen=True)
class KeptBlocks:
    """Blocks of one run in a folder, a file each; what was not written whole, or was made elsewhere, is not there.

    Attributes
    ----------
    folder : where they lie; made when the first is kept
    made_by : of what the bits of a block depend on besides the question: versions, the machine
    """

    folder: Path
    made_by: str = ""

    def keep(self, rows: range, block: Block) -> None:
        """Keep a block of some replications.

        Not flushed to disk one by one: a file that a loss of power cuts off fails its checksum, and is made again.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        path = self._path(rows)
        temporary = path.with_suffix(".partial")
        with told(path):
            path.parent.mkdir(exist_ok=True)
            content = encoded(block)
            try:
                temporary.write_bytes(self._digest(rows, content) + content)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)

    def found(self, rows: range) -> Block | None:
        """The block of some replications, or None if it is not kept whole."""
        try:
            content = self._path(rows).read_bytes()
        except OSError:
            return None
        digest, content = content[:DIGEST], content[DIGEST:]
        return decoded(content) if digest == self._digest(rows, content) else None

    def _path(self, rows: range) -> Path:
        return self.folder / f"{rows.start}-{rows.stop}.block"

    def _digest(self, rows: range, content: bytes) -> bytes:
        return hashlib.sha256(f"{self.made_by}\n{rows.start}-{rows.stop}\n".encode() + content).digest()


def encoded(block: Block) -> bytes:
    """A block as bytes: the names, then the arrays in the order of the names, as numpy writes them."""
    heading = json.dumps(_heading(block)).encode()
    written = io.BytesIO()
    written.write(len(heading).to_bytes(LENGTH, "big") + heading)
    for array in _arrays(block):
        np.lib.format.write_array(written, np.ascontiguousarray(array), allow_pickle=False)
    return written.getvalue()


def decoded(content: bytes) -> Block:
    """The block that ``encoded`` wrote."""
    length = int.from_bytes(content[:LENGTH], "big")
    heading = json.loads(content[LENGTH : LENGTH + length])
    arrays = _read(io.BytesIO(content[LENGTH + length :]))
    metrics = {name: next(arrays) for name in heading["metrics"]}
    timelines = {name: _series(told_of, next(arrays)) for name, told_of in heading["timelines"].items()}
    delays = Delays(tuple(heading["causes"]), *(next(arrays) for _ in OF_DELAYS))
    decisions = Decisions(*(next(arrays) for _ in OF_DECISIONS))
    measures = Measures(metrics, timelines, delays, decisions, next(arrays), next(arrays))
    return Block(measures, *(next(arrays) for _ in OWN))


def _heading(block: Block) -> dict[str, Any]:
    measures = block.measures
    told_of = {
        name: {"unit": series.unit, "meaning": series.meaning, "of_month": series.of_month}
        for name, series in measures.timelines.items()
    }
    return {"metrics": list(measures.metrics), "timelines": told_of, "causes": list(measures.delays.causes)}


def _arrays(block: Block) -> Iterator[np.ndarray]:
    measures = block.measures
    yield from measures.metrics.values()
    yield from (series.values for series in measures.timelines.values())
    yield from (getattr(measures.delays, name) for name in OF_DELAYS)
    yield from (getattr(measures.decisions, name) for name in OF_DECISIONS)
    yield measures.trial_balance
    yield measures.statements
    yield from (getattr(block, name) for name in OWN)


def _read(content: io.BytesIO) -> Iterator[np.ndarray]:
    while True:
        yield np.lib.format.read_array(content, allow_pickle=False)


def _series(told_of: Mapping[str, Any], values: np.ndarray) -> Series:
    return Series(told_of["unit"], told_of["meaning"], values, told_of["of_month"])
