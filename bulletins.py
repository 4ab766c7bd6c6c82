"""The command line: the commands of all rooms, and the exit code of every error."""

import io
import os
import sys

import click

from index.cli import commands as index_commands
from index.errors import IndexLockedError, SearchError, UsageError
from indexer import commands as indexer_commands
from webapp import commands as webapp_commands


class LockedFailure(click.ClickException):
    """Another command is writing the index; trying again later may help."""

    exit_code = 3


class Commands(click.Group):
    """Reports every error in one sentence, with the exit code 1 failed, 2 wrong usage or 3 locked."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and turn our errors into those of click."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal may lack a letter
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
            raise click.ClickException(f"{error}; see to it and run the command again") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bulletins")
def main() -> None:
    """Full-text search for French news bulletins."""


for command in (*indexer_commands.commands, *index_commands.commands, *webapp_commands.commands):
    main.add_command(command)

if __name__ == "__main__":
    main()
