"""What many runs say together, in words and pages: comparisons, and sweeps."""
