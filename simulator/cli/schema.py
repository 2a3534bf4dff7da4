"""`capsim schema`: what a scenario file may say, for editors."""

from __future__ import annotations

from simulator.cli.options import Debug
from simulator.cli.terminal import say


def schema(debug: Debug = False) -> None:
    """JSON Schema of scenario files, for editors."""
    import json

    from simulator.scenario.json_schema import json_schema

    say(json.dumps(json_schema(), indent=2, ensure_ascii=False))
