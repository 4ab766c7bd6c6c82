"""Commands that ask an index, or take out of it: search, count, batch, info, export, remove, merge."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import click

from index.as_json import document_to_json, info_to_json, printable, removal_to_json, to_json
from index.cli.narrowing import Narrowing, narrowing_options
from index.cli.options import index_option, names_option, site_option
from index.cli.run_files import CSV_HEADER, FORMATS, read_queries
from index.cli.terminal import count_lines, heading, lines, written_json
from index.counting import DIMENSIONS, count_by, count_to_json, read_dimensions, table_cells
from index.engines import Engine, open_engine
from index.errors import UsageError
from index.exports.addresses import item_path
from index.exports.comma_separated import csv_line
from index.exports.formats import FORMATS as EXPORTS
from index.exports.formats import MAX_ROWS, written
from index.exports.row import Address
from index.query import Query, parse, plain
from index.results import Order

_plain_option = click.option(
    "--plain", "is_plain", is_flag=True, help="Take the text as words only, without operators."
)

_as_typed_option = click.option(
    "--as-typed", "is_as_typed", is_flag=True, help="Correct no spelling, and look for no other names."
)


def _as_utf8(typed: str) -> str:
    """Return what was typed, its bytes read as UTF-8 where the locale says another encoding and they fit."""
    try:
        read = os.fsencode(typed).decode("utf-8")
    except UnicodeError:
        return typed
    if read != typed:
        click.echo(
            "The locale of this terminal is not UTF-8; the query is read as UTF-8 all the same.", err=True
        )
    return read


def _dimensions(text: str) -> tuple[str, ...]:
    """Read what is counted by."""
    try:
        return read_dimensions(text)
    except UsageError as error:
        raise click.BadParameter(str(error)) from error


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option(
    "--limit", type=click.IntRange(1, MAX_ROWS), help=f"Hits to show.  [default: 10, with --csv {MAX_ROWS}]"
)
@narrowing_options
@click.option("--json", "is_json", is_flag=True, help="Write JSON for programs.")
@click.option("--csv", "is_csv", is_flag=True, help="Write CSV, the columns of the exports of the page.")
@site_option
@click.option("--explain", "is_explained", is_flag=True, help="Say what each word brings to each score.")
@_plain_option
@_as_typed_option
@names_option
@index_option
def search(
    words: tuple[str, ...],
    limit: int | None,
    narrowing: Narrowing,
    site: str,
    index_url: str,
    own_names: Path | None,
    *,
    is_json: bool,
    is_csv: bool,
    is_explained: bool,
    is_plain: bool,
    is_as_typed: bool,
) -> None:
    """Show the items that match QUERY, best first, with their passages."""
    query = _asked(words, narrowing, is_plain=is_plain, is_as_typed=is_as_typed)
    if is_csv and (is_json or is_explained):
        raise click.UsageError("--csv goes with neither --json nor --explain")
    engine = open_engine(index_url, own_names)
    if is_csv:
        _write_csv(engine, query, limit or MAX_ROWS, narrowing.order, _addresses(site))
        return
    with engine.reading() as archive:
        results = archive.search(query, limit or 10, order=narrowing.order, is_explained=is_explained)
    if is_json:
        click.echo(written_json(to_json(query, results, _addresses(site)), indent=2))
        return
    for line in lines(query, results, is_coloured=_is_coloured()):
        click.echo(line, color=True)


def _write_csv(engine: Engine, query: Query, limit: int, order: Order, address: Address) -> None:
    """Write the results as CSV while they are read, and what is to be said of them to standard error."""
    with engine.reading() as archive:
        found = archive.stream(query, limit, order)
        for note in found.query.warnings:
            click.echo(printable(note.sentence), err=True)
        if found.total > limit:
            click.echo(f"{limit} of {found.total} items are written.", err=True)
        for text in written(EXPORTS["csv"], found.hits, address, is_partial=found.is_partial):
            click.echo(text, nl=False)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option(
    "--by",
    type=_dimensions,
    default="",
    metavar="NAMES",
    help=f"Count by one or two of {', '.join(DIMENSIONS)}, such as year,source.",
)
@narrowing_options
@click.option("--json", "is_json", is_flag=True, help="Write JSON for programs.")
@click.option("--csv", "is_csv", is_flag=True, help="Write CSV.")
@_plain_option
@_as_typed_option
@names_option
@index_option
def count(
    words: tuple[str, ...],
    by: tuple[str, ...],
    narrowing: Narrowing,
    index_url: str,
    own_names: Path | None,
    *,
    is_json: bool,
    is_csv: bool,
    is_plain: bool,
    is_as_typed: bool,
) -> None:
    """Count the items that match QUERY: all of them, and by day, month, year, source or bulletin."""
    query = _asked(words, narrowing, is_plain=is_plain, is_as_typed=is_as_typed)
    with open_engine(index_url, own_names).reading() as archive:
        results, table = archive.search(query, 0), count_by(archive, query, by)
    if is_json:
        click.echo(written_json(count_to_json(query, results, table), indent=2))
    elif is_csv:
        for text in heading(query, results):
            click.echo(text, err=True)
        for cells in table_cells(table):
            click.echo(csv_line(cells), nl=False)
    else:
        for text in (*heading(query, results), *count_lines(table)):
            click.echo(text)


@click.command()
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"))
@click.option(
    "--format",
    "--to",
    "name",
    type=click.Choice(list(FORMATS)),
    default="jsonl",
    show_default=True,
    help="Format.",
)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Hits for each query."
)
@narrowing_options
@site_option
@_plain_option
@_as_typed_option
@names_option
@index_option
def batch(
    file: TextIO,
    name: str,
    limit: int,
    narrowing: Narrowing,
    site: str,
    index_url: str,
    own_names: Path | None,
    *,
    is_plain: bool,
    is_as_typed: bool,
) -> None:
    """Run the queries of FILE (- is standard input), one a line, as text or as JSON {"id", "text"}."""
    engine = open_engine(index_url, own_names)
    parser = _parser(is_plain=is_plain, is_as_typed=is_as_typed)
    if name == "csv":
        click.echo(CSV_HEADER, nl=False)
    for request in read_queries(file, lambda text: narrowing.of(parser(text))):
        results = engine.search(request.query, limit, order=narrowing.order)
        click.echo(FORMATS[name](request, results, _addresses(site)), nl=False)


@click.command()
@click.option("--json", "is_json", is_flag=True, help="Write JSON for programs.")
@index_option
def info(index_url: str, *, is_json: bool) -> None:
    """Say what is in the index, and what searches it."""
    found = open_engine(index_url).info()
    if is_json:
        click.echo(written_json(info_to_json(found), indent=2))
        return
    period = f"{found.first_day} to {found.last_day}" if found.first_day else "undated"
    click.echo(f"{found.documents} items in {found.bulletins} bulletins, {period}")
    for source in found.sources:
        since = f", since {source.first_year}" if source.first_year else ""
        click.echo(f"  {printable(source.source) or '(no source)'}: {source.documents} items{since}")
    click.echo(f"build {found.build} of {found.built}, {found.size / 1e6:.1f} MB")
    click.echo(f"search: {found.search}")
    if found.advice:
        click.echo(f"  {found.advice}")


@click.command()
@index_option
def export(index_url: str) -> None:
    """Write every item as JSON Lines, which `rebuild` takes back with the same ids and links.

    What was removed for good follows, a line each, so that it stays away from the other archive, too.
    """
    with open_engine(index_url).reading() as archive:
        for document in archive.documents():
            click.echo(written_json(document_to_json(document)))
        for removal in archive.removals.all:
            click.echo(written_json(removal_to_json(removal)))


@click.command()
@click.argument("identifiers", nargs=-1, required=True, metavar="ID...")
@index_option
def remove(identifiers: tuple[str, ...], index_url: str) -> None:
    """Remove items for good: no byte of them stays, and what is read later leaves them out."""
    count = open_engine(index_url).remove(identifiers)
    items = "1 item is" if count == 1 else f"{count} items are"
    click.echo(f"{items} removed, from the build before, too; restore takes that back.")


@click.command()
@click.argument("identifiers", nargs=-1, required=True, metavar="ID...")
@index_option
def restore(identifiers: tuple[str, ...], index_url: str) -> None:
    """Let removed items come back with the next add or rebuild of files that hold them."""
    open_engine(index_url).restore(identifiers)
    click.echo("They come back with the next add or rebuild of files that hold them.")


@click.command()
@index_option
def merge(index_url: str) -> None:
    """Make one part of all that was added since the last rebuild; searches find the same."""
    found = open_engine(index_url).merge()
    click.echo(f"The index has one part: {found.documents} items, build {found.build}.")


commands: list[click.Command] = [search, count, batch, info, export, remove, restore, merge]


def _asked(words: tuple[str, ...], narrowing: Narrowing, *, is_plain: bool, is_as_typed: bool) -> Query:
    """Return the query that the arguments and options ask for; raises `UsageError` where they ask nothing."""
    if not (words or narrowing.filters.narrow):
        raise click.UsageError("Missing argument 'QUERY'.")
    return narrowing.of(_parser(is_plain=is_plain, is_as_typed=is_as_typed)(_as_utf8(" ".join(words))))


def _addresses(site: str) -> Address:
    """Return what makes the address of an item on the page, or below it where it is not known."""
    return lambda identifier: f"{site.rstrip('/')}{item_path(identifier)}"


def _parser(*, is_plain: bool, is_as_typed: bool) -> Callable[[str], Query]:
    """Return the parser that the options ask for."""
    read = plain if is_plain else parse
    return (lambda text: read(text).as_typed) if is_as_typed else read


def _is_coloured() -> bool:
    """Return whether to write colours; see https://no-color.org and https://force-color.org."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
