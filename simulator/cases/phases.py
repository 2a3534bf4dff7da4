"""The order of a day: what happens first when several things fall on the same date.

Money arrives; stages end; shocks begin or end; supply arrives; reviews are held; waiting requests are ranked and
granted; payments, redemptions and the month-end closing come last, and after them what is borrowed for what they leave
missing. The numbers leave 0 and 1 to what an event sets off at once.
"""

from __future__ import annotations

MONEY, ENDINGS, SHOCKS, SUPPLY, REVIEWS, GRANTS, CLOSING, BORROWING, NIGHT = range(2, 11)
