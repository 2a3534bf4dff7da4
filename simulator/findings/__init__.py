"""What a run found: its replications reduced to means, quantiles and tables, in memory and in a folder."""

from simulator.findings.run import (
    CANCELLED,
    PATHS,
    RENEWALS,
    UNSPENT,
    WHOLE_PROJECT,
    Fan,
    Findings,
    findings_of,
)
from simulator.findings.table import Table

__all__ = [
    "CANCELLED",
    "PATHS",
    "RENEWALS",
    "UNSPENT",
    "WHOLE_PROJECT",
    "Fan",
    "Findings",
    "Table",
    "findings_of",
]
