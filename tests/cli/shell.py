"""Commands as a user types them: in a process of their own, or in this one where that is enough."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.cli.app import command_line

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def started(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    """A command in a process group of its own."""
    command = [sys.executable, "-m", "simulator", *map(str, arguments)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=variables,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def ran(*arguments: str | Path, cwd: Path, **environment: str) -> Ended:
    """A command, run to its end in a process of its own."""
    process = started(*arguments, cwd=cwd, **environment)
    out, err = process.communicate(timeout=120)
    return Ended(process.returncode, out, err)


def called(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Ended:
    """A command, run in this process."""
    capsys.readouterr()
    code = command_line([str(argument) for argument in arguments])
    caught = capsys.readouterr()
    return Ended(code, caught.out, caught.err)
