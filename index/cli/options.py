"""Options shared by the commands of index, indexer and webapp."""

from pathlib import Path

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

site_option = click.option(
    "--site",
    metavar="URL",
    default="",
    help="Address of the page, such as https://bulletins.example.org; addresses in CSV begin with it.",
)

names_option = click.option(
    "--names",
    "own_names",
    metavar="FILE",
    type=click.Path(path_type=Path),
    envvar="BULLETINS_NAMES",
    show_envvar=True,
    help="Your own groups of names beside ours, written as in index/data/names.txt.",
)
