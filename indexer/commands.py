"""Commands that bring bulletins in: rebuild, add, demo; and check, which compares with them."""

import shlex
from functools import partial
from pathlib import Path

import click

from indexer.checking import check
from indexer.reading_options import ReadRequest, reading_options
from indexer.report import Report

DEMO_INDEX = "whoosh:var/demo"
DEMO_QUERY = "grève des transports"


@click.command()
@reading_options
@click.pass_context
def rebuild(context: click.Context, request: ReadRequest) -> None:
    """Build the index anew from files and folders, then switch to it.

    Bulletins are texts (.txt), saved web pages (.html, .htm), JSON Lines (.jsonl, .ndjson, plain or .gz) or
    arrays (.json), tables (.csv, .tsv), RSS or Atom (.xml, .rss, .atom), mails and mailboxes (.eml, .mbox,
    .mhtml), or archives of these (.zip, .tar, .gz, .bz2, .xz).
    Source and date of a bulletin come from its path: <source>/<YYYY-MM-DD>[-name].txt, or
    <source>/2024/11/7 matin.txt and the like.
    """
    _end(context, request, _rebuilt(request))


@click.command()
@reading_options
@click.option("--prune", "is_pruning", is_flag=True, help="Take out what the files no longer give.")
@click.pass_context
def add(context: click.Context, request: ReadRequest, *, is_pruning: bool) -> None:
    """Add what is new and what has changed in files and folders, read as by rebuild.

    A file whose content is as it was when it was last read is not read again. A bulletin that has changed is
    replaced; nothing else is taken out without --prune. Waits until no other command writes.
    """
    from indexer.pipeline import add  # noqa: PLC0415 - see `_rebuilt`

    _end(context, request, request.run(partial(add, is_pruning=is_pruning)))


@click.command()
@click.option("--index", "index_url", metavar="URL", default=DEMO_INDEX, show_default=True, help="Where to.")
def demo(index_url: str) -> None:
    """Index the sample bulletins that come with the program, and say what to try."""
    _rebuilt(ReadRequest((samples_folder(),), index_url, is_sure=True))
    place = shlex.quote(index_url)
    click.echo("\nNow try:", err=True)
    click.echo(f"  bulletins search --index {place} {DEMO_QUERY}", err=True)
    click.echo(f"  bulletins serve --index {place}", err=True)


def _rebuilt(request: ReadRequest) -> Report:
    from indexer.pipeline import rebuild  # noqa: PLC0415 - all readers, .4 s, which no search may wait for

    return request.run(rebuild)


def _end(context: click.Context, request: ReadRequest, report: Report) -> None:
    if request.is_strict and report.skipped.count:
        context.exit(1)


def samples_folder() -> Path:
    """Return the folder of the sample bulletins: in the installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    installed = here / "samples"
    return installed if installed.is_dir() else here.parent / "samples"


commands: list[click.Command] = [rebuild, add, check, demo]
