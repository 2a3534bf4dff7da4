"""Securities: the arithmetic of their terms."""
