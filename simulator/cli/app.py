"""The commands, and how they end: exit codes, and errors as one plain line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from simulator import __version__
from simulator.cli import compare, listing, new, note, run, schema, show, sweep, trace, validate, verify, watch
from simulator.cli.terminal import complain, say, settle
from simulator.errors import SimulatorError

FAILED, INTERRUPTED = 1, 130

app = typer.Typer(
    name="capsim",
    help="Where a plan's money goes, what it turns into and when, and what holds it up.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("sweep")(sweep.sweep)
app.command("compare")(compare.compare)
app.command("watch")(watch.watch)
app.command("validate")(validate.validate)
app.command("show")(show.show)
app.command("trace")(trace.trace)
app.command("verify")(verify.verify)
app.command("schema")(schema.schema)
app.command("note")(note.note)
app.command("new")(new.new)
app.command("list")(listing.listing)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"capsim {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Where a plan's money goes, what it turns into and when, and what holds it up."""


def command_line(arguments: Sequence[str]) -> int:
    """Run a command; the exit code: 0 fine, 1 failed, 2 wrong input, 3 a difference found, 130 interrupted.

    A traceback is shown with ``--debug`` only.
    """
    settle()
    debug = "--debug" in arguments
    try:
        app(args=[argument for argument in arguments if argument != "--debug"], prog_name="capsim")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except SimulatorError as error:
        if debug:
            raise
        complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if debug:
            raise
        complain(f"internal error: {type(error).__name__}: {error}; --debug shows where")
        return FAILED
    return 0
