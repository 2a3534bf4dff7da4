"""``capsim`` and ``python -m simulator``."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code; 130 where it was interrupted, even before it began."""
    try:
        from simulator.cli.app import command_line

        code = command_line(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        exec("")  # forgets an interrupt inside an exec(), for which CPython would end by the signal instead
    sys.exit(code)


if __name__ == "__main__":
    main()
