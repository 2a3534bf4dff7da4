"""What a run is judged by: one number a replication, each with a name, a unit and a direction."""

from simulator.metrics.decisions import Decisions
from simulator.metrics.delays import Delays
from simulator.metrics.measure import Measures, measure, measured
from simulator.metrics.registry import FAMILIES, Family, family_of, known_metric
from simulator.metrics.valuation import break_even
from simulator.metrics.view import View, view_of

__all__ = [
    "FAMILIES",
    "Decisions",
    "Delays",
    "Family",
    "Measures",
    "View",
    "break_even",
    "family_of",
    "known_metric",
    "measure",
    "measured",
    "view_of",
]
