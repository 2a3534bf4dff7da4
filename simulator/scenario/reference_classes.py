"""The shipped table of reference classes: what projects of a kind went over their budgets, and how that is known."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from simulator.quantities.units import Context
from simulator.scenario.files import File
from simulator.scenario.inherit import read_map
from simulator.scenario.nodes import plain
from simulator.scenario.overruns import Overruns, overruns_of
from simulator.scenario.project import Uplift
from simulator.scenario.section import Section
from simulator.scenario.values import PlainShare, SignedShare

TABLE = "reference_classes.yaml"


class ReferenceClass(Section):
    """A row of the table; ``reference_classes.yaml`` says what its figures are."""

    mean: SignedShare
    tail_share: PlainShare
    tail_mean: SignedShare
    alpha: float | None = Field(None, gt=0.0)
    grade: str
    source: str

    @property
    def overruns(self) -> Overruns:
        """The distribution of overruns that has the row's figures."""
        return overruns_of(self.mean.value, self.tail_share.value, self.tail_mean.value, self.alpha)


@lru_cache(maxsize=1)
def reference_classes() -> dict[str, ReferenceClass]:
    """All rows of the table, by the name of the class."""
    entry = files("simulator.scenario") / TABLE
    root = read_map(entry.read_text("utf-8"), File(Path(str(entry)), f"simulator/scenario/{TABLE}"), [], "a table")
    rows = {name: plain(node) for name, node in root.children.items()}
    return {name: ReferenceClass.model_validate(row, context=Context()) for name, row in rows.items()}


def multiple_of(uplift: Uplift | None) -> float:
    """What budgets are multiplied by: 1 + the overrun of the class at the percentile; 1 without an uplift.

    >>> multiple_of(None)
    1.0

    Raises
    ------
    KeyError
        If there is no such class; `checks/uplift.py` has refused it before.
    """
    if uplift is None:
        return 1.0
    return 1.0 + reference_classes()[uplift.reference_class].overruns.at(uplift.percentile / 100)
