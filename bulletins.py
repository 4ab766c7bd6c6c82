"""The command line: the commands of all rooms, and the exit code of every error."""

import io
import os
import signal
import sys
import threading


def _keep_standard_streams() -> None:
    """Open those that the caller closed, lest a file of the index gets their number.

    To write to standard output fails then, as it is open to read only: an answer must not get lost.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # gets the lowest free number, which is this one
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "r+", closefd=False), encoding="utf-8", write_through=True)
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115  as long as the program runs


_keep_standard_streams()
# Ctrl-C while the rooms are imported ends the program, without a traceback of what was being imported.
_is_ended_by_ctrl_c = (
    signal.getsignal(signal.SIGINT) is signal.default_int_handler
    and threading.current_thread() is threading.main_thread()
)
if _is_ended_by_ctrl_c:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import codecs
import errno

import click

from index.cli import commands as index_commands
from index.errors import IndexLockedError, SearchError, UsageError
from indexer import commands as indexer_commands
from webapp import commands as webapp_commands

if _is_ended_by_ctrl_c:
    signal.signal(signal.SIGINT, signal.default_int_handler)


class LockedFailure(click.ClickException):
    """Another command is writing the index; trying again later may help."""

    exit_code = 3


class Commands(click.Group):
    """Reports every error in one sentence, with the exit code 1 failed, 2 wrong usage or 3 locked."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and turn our errors into those of click."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors=_ESCAPED)  # a terminal may lack a letter
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except IndexLockedError as error:
            raise LockedFailure(str(error)) from error
        except SearchError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if isinstance(error, BrokenPipeError) or os.environ.get("BULLETINS_DEBUG"):
                raise
            if error.errno == errno.EBADF:
                raise click.ClickException(f"{error}: standard output is closed; give it a file") from error
            raise click.ClickException(f"{error}; see to it and run the command again") from error


_ESCAPED = "bulletins-escaped"


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks as JSON does, in which it stays the same: \\u2019."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4)), error.end


codecs.register_error(_ESCAPED, _escape)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bulletins")
def main() -> None:
    """Full-text search for French news bulletins."""


for command in (*indexer_commands.commands, *index_commands.commands, *webapp_commands.commands):
    main.add_command(command)

if __name__ == "__main__":
    main()
