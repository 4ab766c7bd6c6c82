"""Commands that bring bulletins in: rebuild, add, watch, demo; and check, which compares with them."""

import shlex
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from index.engines import open_engine
from indexer.checking import check
from indexer.paths import check_folders
from indexer.reading_options import ReadRequest, reading_options, watching_options
from indexer.report import Report

DEMO_INDEX = "whoosh:var/demo"
DEMO_QUERY = "grève des transports"


@click.command()
@reading_options
@click.pass_context
def rebuild(context: click.Context, request: ReadRequest) -> None:
    """Build the index anew from files and folders, then switch to it.

    Bulletins are texts (.txt), saved web pages (.html, .htm), JSON Lines (.jsonl, .ndjson, plain or .gz) or
    arrays (.json), tables (.csv, .tsv), RSS, Atom or agency XML (.xml), subtitles (.srt, .vtt), mails and
    mailboxes (.eml, .mbox, .mhtml), or archives of these (.zip, .tar, .gz, .bz2, .xz); - reads JSON Lines
    from standard input.
    Source and date of a bulletin come from its path: <source>/<YYYY-MM-DD>[-name].txt, or
    <source>/2024/11/7 matin.txt and the like.
    """
    _end(context, request, _rebuilt(request))


_prune_option = click.option(
    "--prune", "is_pruning", is_flag=True, help="Take out what the files no longer give."
)


@click.command()
@reading_options
@_prune_option
@click.pass_context
def add(context: click.Context, request: ReadRequest, *, is_pruning: bool) -> None:
    """Add what is new and what has changed in files and folders, read as by rebuild.

    A file whose content is as it was when it was last read is not read again. A bulletin that has changed is
    replaced; nothing else is taken out without --prune. Waits until no other command writes.
    """
    from indexer.pipeline import add  # noqa: PLC0415 - see `_rebuilt`

    _end(context, request, request.run(partial(add, is_pruning=is_pruning)))


@click.command()
@watching_options
@_prune_option
@click.option(
    "--rest",
    metavar="SECONDS",
    type=click.FloatRange(min=0.1, max=3600),
    default=0.3,
    show_default=True,
    help="How long a file must have been as it is before it is read; more where files come slowly.",
)
@click.option(
    "--poll", "is_polling", is_flag=True, help="Look at all files every 2 seconds, as on network disks."
)
def watch(request: ReadRequest, *, is_pruning: bool, rest: float, is_polling: bool) -> None:
    """Add what is in folders, then what comes and what changes, until Ctrl-C or SIGTERM.

    Reads as by add. A folder that disappears is waited for, and nothing is taken out because it is away. What
    each addition did is said, with --json as a line of JSON each.
    """
    # see `_rebuilt`
    from indexer.arrivals import Arrivals  # noqa: PLC0415
    from indexer.keeping import Keeper  # noqa: PLC0415
    from indexer.watching import Watcher  # noqa: PLC0415

    folders = check_folders(request.paths)
    arrivals = Arrivals(folders, rest)
    keeper = Keeper(
        open_engine(request.index_url),
        folders,
        arrivals,
        request.limits,
        request.marks,
        is_pruning=is_pruning,
        is_json=request.is_json,
        is_sure=request.is_sure,
    )
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    with suppress(KeyboardInterrupt):  # so does watchfiles tell a signal
        Watcher(folders, arrivals, keeper.say, is_polling=is_polling).run(keeper.keep)


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


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


commands: list[click.Command] = [rebuild, add, watch, check, demo]
