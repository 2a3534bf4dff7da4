"""What all sections of a scenario have in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A frozen part of a scenario in which unknown keys, NaN and infinity are errors."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


def as_tuple(written: Any) -> Any:
    """A list of YAML as the tuple that a frozen section holds.

    >>> as_tuple([1, 2])
    (1, 2)
    """
    return tuple(written) if isinstance(written, list) else written
