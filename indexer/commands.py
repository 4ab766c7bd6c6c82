"""Commands that bring bulletins in: rebuild, demo."""

import shlex
import sys
from pathlib import Path

import click

from index.engines import open_engine
from index.options import index_option
from indexer.paths import check_paths
from indexer.pipeline import rebuild as rebuild_from
from indexer.progress import Progress
from indexer.report import Report

DEMO_INDEX = "whoosh:var/demo"
DEMO_QUERY = "grève des transports"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--strict", "is_strict", is_flag=True, help="Exit with 1 when anything was skipped.")
@index_option
@click.pass_context
def rebuild(context: click.Context, paths: tuple[Path, ...], index_url: str, *, is_strict: bool) -> None:
    """Build the index anew from files and folders, then switch to it.

    Bulletins are texts (.txt), saved web pages (.html, .htm) or JSON Lines (.jsonl, .ndjson, plain or .gz).
    Source and date of a bulletin come from its path: <source>/<YYYY-MM-DD>[-name].txt
    """
    report = _rebuild(paths, index_url)
    if is_strict and report.skipped.count:
        context.exit(1)


@click.command()
@click.option("--index", "index_url", metavar="URL", default=DEMO_INDEX, show_default=True, help="Where to.")
def demo(index_url: str) -> None:
    """Index the sample bulletins that come with the program, and say what to try."""
    _rebuild((samples_folder(),), index_url)
    place = shlex.quote(index_url)
    click.echo("\nNow try:", err=True)
    click.echo(f"  bulletins search --index {place} {DEMO_QUERY}", err=True)
    click.echo(f"  bulletins serve --index {place}", err=True)


def _rebuild(paths: tuple[Path, ...], index_url: str) -> Report:
    """Rebuild and tell the report, even where the rebuild fails."""
    kept = check_paths(paths)
    engine, report = open_engine(index_url), Report()
    try:
        rebuild_from(engine, kept, report, Progress(sys.stderr))
    finally:
        for line in report.lines():
            click.echo(line, err=True)
    return report


def samples_folder() -> Path:
    """Find the sample bulletins: in the installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    installed = here / "samples"
    return installed if installed.is_dir() else here.parent / "samples"


commands: list[click.Command] = [rebuild, demo]
