"""The entry point: gathers the rooms' commands, and nothing else."""

import io
import os
import sys

import click

from index.cli import commands as index_commands
from index.errors import IndexLockedError, SearchError, UsageError
from indexer import commands as indexer_commands
from webapp import commands as webapp_commands


class LockedFailure(click.ClickException):
    """Another command is writing the index: worth trying again."""

    exit_code = 3


class Commands(click.Group):
    """A command line that ends every error with one sentence: exit code 1 failed, 2 wrong usage, 3 locked."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter is no failure
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
