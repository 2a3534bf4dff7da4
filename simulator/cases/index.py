"""The names of a scenario in their order: what an index of the arrays stands for."""

from __future__ import annotations

from dataclasses import dataclass

#: causes of waiting that are not a resource, in the order in which the first unmet one is named
FIXED_CAUSES = ("predecessor", "date", "trigger", "rule", "shock", "limit", "money")
PREDECESSOR, DATE, TRIGGER, RULE, SHOCK, LIMIT, MONEY, FIRST_RESOURCE = range(8)
#: the line of what was there before the plan; programme g earns on line g + 1
INSTALLED = "installed"


@dataclass(frozen=True)
class Index:
    """Names by index. ``stages`` are written ``project.stage``; allotments are (funding, pool) pairs.

    ``rules`` are those of the file, then the triggers of projects, by the project's name and ``.start``; ``steps`` say
    what each step of their conditions looks at, as ``utilisation of mexico above 80 %``, ``actions`` what each action
    does, as ``start mexico_3``.

    Allotment 0 is ``("treasury", "")``: money that comes straight from the treasury.
    """

    projects: tuple[str, ...]
    stages: tuple[str, ...]
    programmes: tuple[str, ...]
    markets: tuple[str, ...]
    resources: tuple[str, ...]
    pools: tuple[str, ...]
    fundings: tuple[str, ...]
    allotments: tuple[tuple[str, str], ...]
    outflows: tuple[str, ...]
    asset_classes: tuple[str, ...]
    rules: tuple[str, ...]
    steps: tuple[str, ...]
    actions: tuple[str, ...]
    risks: tuple[str, ...]
    limits: tuple[str, ...]

    @property
    def causes(self) -> tuple[str, ...]:
        """What a stage may wait for: `FIXED_CAUSES`, then each resource."""
        return FIXED_CAUSES + self.resources

    @property
    def lines(self) -> tuple[str, ...]:
        """Who earns in a market: what was installed before, then the programmes in their order."""
        return (INSTALLED, *self.programmes)


def number_of(names: tuple[str, ...], name: str | None) -> int:
    """The index of a name, -1 without one.

    >>> number_of(("mexico", "spain"), "spain"), number_of(("mexico",), None)
    (1, -1)
    """
    return names.index(name) if name is not None else -1
