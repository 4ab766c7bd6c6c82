"""Commands that bring bulletins in: rebuild, demo."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import click

from index.cli.options import index_option
from index.cli.terminal import written_json
from index.engines import DEFAULT_LIMITS, Limits, open_engine
from index.errors import UsageError
from indexer.paths import check_paths
from indexer.progress import Progress
from indexer.readers.marks import Mark, named_mark
from indexer.report import Report

DEMO_INDEX = "whoosh:var/demo"
DEMO_QUERY = "grève des transports"


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    callback=lambda _context, _option, paths: tuple(map(_to_path, paths)),
)
@click.option("--strict", "is_strict", is_flag=True, help="Exit with 1 when anything was skipped.")
@click.option(
    "--memory",
    metavar="MIB",
    type=click.IntRange(min=1),
    envvar="BULLETINS_MEMORY",
    default=DEFAULT_LIMITS.memory,
    show_default=True,
    show_envvar=True,
    help="What all processes together may take, in MiB.",
)
@click.option(
    "--processes",
    metavar="N",
    type=click.IntRange(min=0),
    envvar="BULLETINS_PROCESSES",
    default=0,
    show_envvar=True,
    help="How many write at the same time.  [default: one a core]",
)
@click.option(
    "--mark",
    "marks",
    metavar="TEXT",
    multiple=True,
    callback=lambda _context, _option, texts: tuple(map(named_mark, texts)),
    help="What else begins titles in texts, beside ► ▶ ▸ ➤ ‣: a sign, 1. for any number, or CAPITALS.",
)
@click.option("--json", "is_json", is_flag=True, help="Write the report as JSON to standard output.")
@index_option
@click.pass_context
def rebuild(
    context: click.Context,
    paths: tuple[Path, ...],
    index_url: str,
    memory: int,
    processes: int,
    marks: tuple[Mark, ...],
    *,
    is_strict: bool,
    is_json: bool,
) -> None:
    """Build the index anew from files and folders, then switch to it.

    Bulletins are texts (.txt), saved web pages (.html, .htm), JSON Lines (.jsonl, .ndjson, plain or .gz) or
    arrays (.json), tables (.csv, .tsv), RSS or Atom (.xml, .rss, .atom), mails and mailboxes (.eml, .mbox,
    .mhtml), or archives of these (.zip, .tar, .gz, .bz2, .xz).
    Source and date of a bulletin come from its path: <source>/<YYYY-MM-DD>[-name].txt, or
    <source>/2024/11/7 matin.txt and the like.
    """
    show = _show_json if is_json else _show
    report = _rebuild(paths, index_url, Limits(memory, processes), marks, show)
    if is_strict and report.skipped.count:
        context.exit(1)


def _to_path(path: str) -> Path:
    """Return a given path; raises `UsageError` for an empty one, which would be the folder one is in."""
    if not path.strip():
        raise UsageError(
            f"{path!r} is no path, as of an empty variable; give a file or folder, or . for this one"
        )
    return Path(path)


@click.command()
@click.option("--index", "index_url", metavar="URL", default=DEMO_INDEX, show_default=True, help="Where to.")
def demo(index_url: str) -> None:
    """Index the sample bulletins that come with the program, and say what to try."""
    _rebuild((samples_folder(),), index_url)
    place = shlex.quote(index_url)
    click.echo("\nNow try:", err=True)
    click.echo(f"  bulletins search --index {place} {DEMO_QUERY}", err=True)
    click.echo(f"  bulletins serve --index {place}", err=True)


def _show(report: Report) -> None:
    for line in report.lines():
        click.echo(line, err=True)


def _show_json(report: Report) -> None:
    click.echo(written_json(report.to_json(), indent=2))


def _rebuild(
    paths: tuple[Path, ...],
    index_url: str,
    limits: Limits = DEFAULT_LIMITS,
    marks: tuple[Mark, ...] = (),
    show: Callable[[Report], None] = _show,
) -> Report:
    """Rebuild and print the report, even where the rebuild fails."""
    from indexer.pipeline import rebuild  # noqa: PLC0415 - all readers, .4 s, which no search may wait for

    kept = check_paths(paths)
    engine, report = open_engine(index_url), Report()
    try:
        rebuild(engine, kept, report, Progress(sys.stderr), limits, marks)
    finally:
        show(report)
    return report


def samples_folder() -> Path:
    """Return the folder of the sample bulletins: in the installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    installed = here / "samples"
    return installed if installed.is_dir() else here.parent / "samples"


commands: list[click.Command] = [rebuild, demo]
