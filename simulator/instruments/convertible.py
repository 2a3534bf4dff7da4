"""The terms of a convertible, and what it is worth without the right to convert."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulator.instruments.market import Market

#: money due on a day: put prices, call prices, coupons
Due = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Convertible:
    """A convertible on plain numbers; days count from any one day, money is in any one unit.

    Attributes
    ----------
    face : repaid at maturity
    certificates : received for the whole face on conversion
    issued, maturity : days
    puts : days on which holders may give it back, and for how much, interest of the day apart
    calls : the same for the issuer, who may buy it back; a holder may then still convert
    coupons : days and amounts; what has accrued is paid to whoever puts, is bought out, or converts
    convertible_from : the first day of conversion; the last one is ``maturity``

    Raises
    ------
    ValueError
        If face or certificates are not above 0, or a day is out of order.

    >>> note = Convertible(face=3.2e9, certificates=3.2e6 * 5.1773, issued=0, maturity=2557, puts=((1826, 3.2e9),))
    >>> round(note.conversion_price, 2), round(note.certificates / 1e6, 3)
    (193.15, 16.567)
    """

    face: float
    certificates: float
    issued: int
    maturity: int
    puts: Due = ()
    calls: Due = ()
    coupons: Due = ()
    convertible_from: int = 0

    def __post_init__(self) -> None:
        for name, amount in (("face", self.face), ("certificates", self.certificates)):
            if not (math.isfinite(amount) and amount > 0):
                raise ValueError(f"{name} {amount}: must be above 0")
        if self.maturity <= self.issued:
            raise ValueError(f"maturity on day {self.maturity}: must be after the issue on day {self.issued}")
        if self.convertible_from > self.maturity:
            raise ValueError(f"convertible from day {self.convertible_from}: must not be after day {self.maturity}")
        for name, due in (("puts", self.puts), ("calls", self.calls), ("coupons", self.coupons)):
            days = [day for day, _ in due]
            if days != sorted(set(days)) or any(not self.issued <= day <= self.maturity for day in days):
                raise ValueError(f"{name} on days {days}: must rise, from {self.issued} to {self.maturity}")

    @property
    def conversion_price(self) -> float:
        """Face given up for a certificate."""
        return self.face / self.certificates

    def coupon_on(self, day: int) -> float:
        """The coupon of a day."""
        return dict(self.coupons).get(day, 0.0)

    def interest_on(self, day: float) -> float:
        """What has accrued by a day since the coupon before, in proportion to days: all of a coupon on its day.

        >>> note = Convertible(100, 1, 0, 730, coupons=((365, 4.0), (730, 4.0)))
        >>> [note.interest_on(day) for day in (0, 73, 365, 438, 730)]
        [0.0, 0.8, 4.0, 0.8, 4.0]
        """
        since = self.issued
        for due, amount in self.coupons:
            if day <= due:
                return amount if day == due else amount * (day - since) / (due - since)
            since = due
        return 0.0

    def accrued_on(self, day: float) -> float:
        """What of the interest of a day is paid only to who leaves on it: all of it, but on the day of a coupon."""
        return self.interest_on(day) if day not in dict(self.coupons) else 0.0

    def coupons_within(self, after: int, before: int) -> list[tuple[int, float]]:
        """Coupons strictly between two days."""
        return [(day, amount) for day, amount in self.coupons if after < day < before]

    def ends_after(self, day: int) -> list[tuple[int, float]]:
        """Days after a day on which a holder may have money back, and how much then, with the interest of the day.

        >>> Convertible(100, 1, 0, 730, puts=((365, 98),), coupons=((365, 2), (730, 2))).ends_after(0)
        [(365, 100), (730, 102)]
        """
        due = {**dict(self.puts), self.maturity: self.face}
        return [(end, amount + self.interest_on(end)) for end, amount in sorted(due.items()) if end > day]


def bond_floor(note: Convertible, market: Market, day: int) -> float:
    """What a convertible is worth to a holder who never converts, at the end of a day before maturity.

        greatest, over puts to come and maturity, of
        sum of  what is paid until then / (1 + risk-free rate + credit spread) ** (days / 365)

    Nothing is uncertain without conversion, so that the best put is known from the start.

    Parameters
    ----------
    day : from which it is discounted; what is paid on it is not part of the value

    Returns
    -------
    money on that day

    >>> note = Convertible(face=100, certificates=1, issued=0, maturity=730, puts=((365, 100),))
    >>> round(bond_floor(note, Market(0.3, 0.04, 0.01), 0), 4), round(bond_floor(note, Market(0.3, 0.04, 0.01), 365), 4)
    (95.2381, 95.2381)
    """
    return max(straight_value(note, market, day, end, amount) for end, amount in note.ends_after(day))


def straight_value(note: Convertible, market: Market, day: int, end: int, amount: float) -> float:
    """Present value of the coupons between a day and an end, and of an amount at that end, credit-adjusted."""
    paid = [*note.coupons_within(day, end), (end, amount)]
    return float(sum(money * market.credit_discount(at - day) for at, money in paid))
