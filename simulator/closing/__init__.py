"""What month ends settle: capacity sold and what it earned, benefits, capital in service and its wear."""

from simulator.closing.books import Books, books_of
from simulator.closing.close import Closing, close_books, closed_trace, closing_rows

__all__ = ["Books", "Closing", "books_of", "close_books", "closed_trace", "closing_rows"]
