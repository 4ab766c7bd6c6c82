"""Options that the commands of every room share."""

import click

from index.engines import DEFAULT_INDEX

index_option = click.option(
    "--index",
    "index_url",
    metavar="URL",
    envvar="BULLETINS_INDEX",
    default=DEFAULT_INDEX,
    show_default=True,
    show_envvar=True,
    help="Where the index is.",
)
