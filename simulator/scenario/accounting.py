"""What the books may do otherwise."""

from __future__ import annotations

from pydantic import Field

from simulator.scenario.section import Section


class Accounting(Section):
    """Choices of accounting: they move no cash and no value."""

    capitalise_interest: bool = Field(
        False, description="whether interest on what is under construction becomes part of its cost"
    )
