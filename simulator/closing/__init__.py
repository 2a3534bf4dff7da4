"""What month ends settle: capacity sold and what it earned, benefits, capital in service and worn, debt that grows."""

from simulator.closing.books import Books, books_of
from simulator.closing.close import Closing, close_books, closed_trace, closing_rows
from simulator.closing.giving_up import may_be_given_up
from simulator.closing.interest import monthly_owed

__all__ = [
    "Books",
    "Closing",
    "books_of",
    "close_books",
    "closed_trace",
    "closing_rows",
    "may_be_given_up",
    "monthly_owed",
]
