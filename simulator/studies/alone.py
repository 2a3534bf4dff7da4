"""What can be asked of one scenario by comparing it with itself."""

from __future__ import annotations

from simulator.comparison import FLEXIBILITY, RISKS
from simulator.studies.flexibility import flexibility
from simulator.studies.risks import risks

#: by the name of the study; each takes a file, how it is run, and the metrics that are told first
STUDIES = {FLEXIBILITY: flexibility, RISKS: risks}
