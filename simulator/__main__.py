"""``capsim`` and ``python -m simulator``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from simulator.cli.app import command_line

    sys.exit(command_line(sys.argv[1:]))


if __name__ == "__main__":
    main()
