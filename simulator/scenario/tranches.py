"""How a source's money is divided: over the dates of its tranches, and over pools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from simulator.quantities.calendar import add_length
from simulator.quantities.money import allocate, to_cents
from simulator.quantities.quantity import mean
from simulator.scenario.funding import Appropriation, ConvertibleNote

Notes = Sequence[ConvertibleNote]


def profile_weights(profile: str | tuple[int, ...], tranches: int) -> np.ndarray:
    """Weights of the tranches: even 1; front n … 1; back 1 … n; s_curve k × (n + 1 − k); or as written.

    >>> profile_weights("s_curve", 4)
    array([4., 6., 6., 4.])
    """
    k = np.arange(1.0, tranches + 1)
    named = {"even": np.ones(tranches), "front": k[::-1], "back": k, "s_curve": k * (tranches + 1 - k)}
    return named[profile] if isinstance(profile, str) else np.array(profile, float)


def tranche_dates(funding: Appropriation) -> list[date]:
    """Dates of the tranches: every so often from the first, while the length of the plan lasts."""
    end = add_length(funding.start, funding.over)
    dates, day = [], funding.start
    while day < end:
        dates.append(day)
        day = add_length(funding.start, funding.every, len(dates))
    return dates


def split_base(note: ConvertibleNote) -> float:
    """The money that a note's ``into`` divides: net proceeds, face, or net less the capped call."""
    call = note.capped_call.cost.value if note.capped_call else 0.0
    return {"net": note.net.value, "face": note.face.value, "net_of_call": note.net.value - call}[note.split_base]


def note_split(note: ConvertibleNote) -> dict[str, int]:
    """Cents of the note's money by pool, by largest remainders."""
    base = int(to_cents(np.array(split_base(note))))
    parts = allocate(np.array(base), [share.value for share in note.into.values()])
    return dict(zip(note.into, parts.tolist(), strict=True))


def still_to_come(plan: Appropriation, pool: str, note: ConvertibleNote, earlier: Notes) -> float:
    """What the plan pays into a pool, at its mean, after a note settles and after earlier notes replaced their part."""
    dates = tranche_dates(plan)
    weights = profile_weights(plan.profile, len(dates))
    tranches = mean(plan.amount) * plan.into[pool].value * weights / weights.sum()
    for one in earlier:
        later = np.array([day > one.settles for day in dates])
        left = tranches[later].sum()
        tranches[later] *= max(0.0, 1.0 - note_split(one).get(pool, 0) / 100 / left) if left else 0.0
    return float(tranches[[day > note.settles for day in dates]].sum())
