"""How a source's money is divided: over the dates of its tranches, and over pools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from simulator.quantities.calendar import add_length
from simulator.quantities.money import allocate, cents
from simulator.quantities.quantity import mean
from simulator.scenario.funding import Appropriation
from simulator.scenario.raises import Bullet, ConvertibleNote, EquityIssue, Raise

Raises = Sequence[Raise]


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


def received(source: Raise) -> float:
    """The money that comes on the day of settlement."""
    if isinstance(source, ConvertibleNote | EquityIssue):
        return source.net.value
    if isinstance(source, Bullet) and source.net is not None:
        return source.net.value
    return source.face.value


def split_base(source: Raise) -> float:
    """The money that ``into`` divides: what is received, or of a note face, or net less the capped call."""
    if not isinstance(source, ConvertibleNote) or source.split_base == "net":
        return received(source)
    call = source.capped_call.cost.value if source.capped_call else 0.0
    return source.face.value if source.split_base == "face" else source.net.value - call


def split_of(source: Raise) -> dict[str, int]:
    """Cents of what is raised by pool, by largest remainders."""
    base = cents(split_base(source))
    parts = allocate(np.array(base), [share.value for share in source.into.values()]) if source.into else np.array([])
    return dict(zip(source.into, parts.tolist(), strict=True))


def still_to_come(plan: Appropriation, pool: str, source: Raise, earlier: Raises) -> float:
    """What the plan pays into a pool, at its mean, after a source settles and earlier ones have replaced their part."""
    dates = tranche_dates(plan)
    weights = profile_weights(plan.profile, len(dates))
    tranches = mean(plan.amount) * plan.into[pool].value * weights / weights.sum()
    for one in earlier:
        later = np.array([day > one.settles for day in dates])
        left = tranches[later].sum()
        tranches[later] *= max(0.0, 1.0 - split_of(one).get(pool, 0) / 100 / left) if left else 0.0
    return float(tranches[[day > source.settles for day in dates]].sum())
