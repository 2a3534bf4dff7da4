"""One function a picture: findings in, a matplotlib figure out. What is named here can be listed without matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.registry import Registry

if TYPE_CHECKING:
    from simulator.scenario.schema import Scenario

#: a picture is kept in each of these
FORMATS = ("png", "svg")
#: the module of this package whose ``picture(findings)`` draws it, or returns None where its subject does not exist
figures: Registry[str] = Registry("figure")
figures.add("capital_deployed", "capital_deployed", "money paid by programme over time, against the plan", "money")
figures.add("sources_and_uses", "sources_and_uses", "money from sources through pools to uses", "money")
figures.add("gantt", "gantt", "projects in time, with P10 to P90 of their finish", "date")
figures.add("capacity_and_demand", "capacity_and_demand", "capacity against demand, market by market", "MW")
figures.add("liquidity", "liquidity", "group liquidity, with the floor and dated payments", "money")
figures.add("maturity_wall", "maturity_wall", "what falls due, against liquidity that is free above the floor", "money")
figures.add("share_price", "share_price", "share price, with the note's terms, and how the note ends", "money")
figures.add("dilution", "dilution", "new shares by the share price, in three views", "shares")
figures.add("put", "put", "liquidity after the put of the note, by the share price", "money")
figures.add("stranded_capital", "stranded", "capital that lies idle or stands unused, by what it waits for", "money")
figures.add("decisions", "decisions", "which rules fired when, under what they watched", "date")
figures.add("delay_causes", "delay_causes", "what projects waited for, cause by cause", "days")


def drawable(scenario: Scenario) -> list[str]:
    """The pictures that a scenario may have.

    That of decisions needs rules to decide by, the wall debt to repay, the put and dilution a note to convert.
    """
    from simulator.scenario.raises import ConvertibleNote, Debt

    sources, price = scenario.funding.values(), scenario.equity.price if scenario.equity else None
    notes = [one for one in sources if isinstance(one, ConvertibleNote) and one.conversion_rate]
    without = {
        "decisions": not scenario.rules,
        "maturity_wall": not (scenario.treasury and any(isinstance(one, Debt) for one in sources)),
        "share_price": price is None,
        "dilution": not notes,
        "put": price is None or scenario.treasury is None or not any(note.put for note in notes),
    }
    return [name for name in figures if not without.get(name)]
