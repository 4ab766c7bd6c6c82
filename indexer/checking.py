"""The command that says whether an index is whole, and whether it equals its sources."""

import sys
from pathlib import Path

import click

from index.archive.comparison import Comparison
from index.as_json import JSONValue, printable
from index.cli.options import index_option
from index.cli.terminal import written_json
from index.engines import Engine, open_engine
from indexer.paths import check_paths
from indexer.progress import Progress
from indexer.readers.marks import Mark
from indexer.reading_options import marks_option, paths_argument
from indexer.report import Report


@click.command()
@paths_argument(is_required=False)
@click.option("--deep", "is_deep", is_flag=True, help="Compare with what the files and folders PATH give.")
@marks_option
@click.option("--json", "is_json", is_flag=True, help="Write JSON for programs.")
@index_option
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[Path, ...],
    marks: tuple[Mark, ...],
    index_url: str,
    *,
    is_deep: bool,
    is_json: bool,
) -> None:
    """Read the whole index and say whether it is as it was written; with --deep, whether it is its sources.

    Every difference is a line: its kind, the id and the title of the item. Exit code 1 where there is one.
    """
    if is_deep != bool(paths):
        raise click.UsageError("--deep and PATH go together")
    engine = open_engine(index_url)
    found = engine.check()
    whole = f"The index is whole: {found.documents} items, {found.bulletins} bulletins, build {found.build}."
    if not is_deep:
        click.echo(written_json({"is_whole": True, "build": found.build}) if is_json else whole)
        return
    comparison = _compared(engine, paths, marks)
    if is_json:
        click.echo(written_json(_to_json(comparison), indent=2))
    else:
        click.echo(whole)
        _show(comparison)
    if comparison.differences:
        context.exit(1)


def _compared(engine: Engine, paths: tuple[Path, ...], marks: tuple[Mark, ...]) -> Comparison:
    from indexer.pipeline import compare  # noqa: PLC0415 - all readers, .4 s, which no other check waits for

    return compare(engine, check_paths(paths), Report(), Progress(sys.stderr), marks=marks)


def _show(comparison: Comparison) -> None:
    for each in comparison.differences:
        click.echo(f"{each.kind}: {printable(each.id)} {printable(each.title)}".rstrip())
    for identifier in comparison.with_past:
        click.echo(f"keeps earlier versions that its sources no longer hold: {printable(identifier)}")
    for identifier in comparison.removed:
        click.echo(f"removed for good, and left out: {printable(identifier)}")
    count = len(comparison.differences)
    said = f"{count} differences from" if count > 1 else "1 difference from" if count else "It equals"
    click.echo(f"{said} its sources, which give {comparison.documents} items.")


def _to_json(comparison: Comparison) -> JSONValue:
    differences: list[JSONValue] = [
        {"kind": each.kind, "id": each.id, "title": each.title} for each in comparison.differences
    ]
    return {
        "is_whole": True,
        "items": comparison.documents,
        "differences": differences,
        "with_past": list(comparison.with_past),
        "removed": list(comparison.removed),
    }
