"""Distributions that may stand wherever a quantity stands."""

from simulator.quantities.distributions.distribution import Distribution
from simulator.quantities.distributions.forms import distributions, read_distribution

__all__ = ["Distribution", "distributions", "read_distribution"]
