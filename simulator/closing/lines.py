"""Who has capacity where: pairs of a market and a line, the line being what was installed or a programme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases


@dataclass(frozen=True)
class Lines:
    """The pairs of market and line that a scenario can have, market by market as demand fills them.

    Attributes
    ----------
    market : (K,) index; the number of markets stands for capacity that is sold nowhere
    line : (K,) 0 for what was installed, else programme + 1
    of_project : (P,) the pair of each project
    """

    market: np.ndarray
    line: np.ndarray
    of_project: np.ndarray

    def __len__(self) -> int:
        return len(self.market)

    def of_market(self, market: int) -> slice:
        """Where the pairs of a market stand."""
        return slice(*np.searchsorted(self.market, [market, market + 1]).tolist())


def lines_of(cases: Cases) -> Lines:
    """The pairs of a scenario: every market's installed base, and each project's programme in its market."""
    markets, lines = len(cases.index.markets), len(cases.index.lines)
    home = np.where(cases.projects.market < 0, markets, cases.projects.market).astype(np.int64)
    of_project = home * lines + cases.projects.programme + 1
    pairs = np.unique(np.concatenate([np.arange(markets, dtype=np.int64) * lines, of_project]))
    return Lines(pairs // lines, pairs % lines, np.searchsorted(pairs, of_project))
