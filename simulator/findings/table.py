"""Numbers by keys, as a run keeps them: the mean and quantiles of each row over the replications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from simulator.findings.statistics import STATISTICS


@dataclass(frozen=True)
class Table:
    """Numbers by keys: ``keys`` are columns (n,), ``statistics`` (8, n) the mean and quantiles of each row."""

    keys: dict[str, np.ndarray]
    statistics: np.ndarray

    def __len__(self) -> int:
        return int(self.statistics.shape[1])

    def __getitem__(self, column: str) -> np.ndarray:
        """(n,) a key column, or a statistic by its name."""
        return self.keys[column] if column in self.keys else np.asarray(self.statistics[STATISTICS.index(column)])

    def where(self, **wanted: str) -> Table:
        """The rows with the given keys."""
        kept = np.ones(len(self), bool)
        for column, value in wanted.items():
            kept &= self.keys[column] == value
        return Table({name: keys[kept] for name, keys in self.keys.items()}, self.statistics[:, kept])


def texts(values: Iterable[str]) -> np.ndarray:
    """Names as a column of keys."""
    return np.array(list(values), dtype=object)


def nothing(*keys: str) -> Table:
    """A table of no rows."""
    return Table({key: texts([]) for key in keys}, np.zeros((len(STATISTICS), 0)))
