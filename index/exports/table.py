"""The table of a timeline as CSV: a row a period and source, with its number and its share of the archive."""

from collections.abc import Iterator, Sequence
from functools import partial

from index.archive.document import to_iso
from index.exports.comma_separated import STANDARD, Dialect, csv_line, head
from index.timeline import Timeline

TABLE_COLUMNS = ("first", "last", "source", "number", "held", "share")


def table(
    found: Timeline, archive: Timeline, sources: Sequence[str] = (), dialect: Dialect = STANDARD
) -> Iterator[str]:
    """Yield the lines of the table, oldest first; what is undated comes last, without days.

    Args:
        found: Numbers of the matches.
        archive: What it holds in the same periods; a source without documents in a period has no row.
        sources: Names of the sources that have rows; all where there is none.
        dialect: How it is written.
    """
    line = partial(_line, dialect)
    yield head(TABLE_COLUMNS, dialect)
    named = [source for source in found.sources if not sources or source in sources]
    filled = [place for place, total in enumerate(found.totals(named)) if total] if named else []
    for place in range(filled[0], filled[-1] + 1) if filled else ():
        period = found.periods[place]
        for source in named:
            held = archive.sources[source][place]
            if held:
                yield line(
                    to_iso(period.first), to_iso(period.last), source, found.sources[source][place], held
                )
    for source in named:
        if number := found.undated[source]:
            yield line("", "", source, number, archive.undated[source])


def _line(dialect: Dialect, first: str, last: str, source: str, number: int, held: int) -> str:
    share = f"{100 * number / held:.4f}".replace(".", dialect.decimal)
    return csv_line((first, last, source, str(number), str(held), share), dialect)
