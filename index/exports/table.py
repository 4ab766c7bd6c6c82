"""The table of a timeline as CSV: a row a period and source, with its number and its share of the archive."""

from collections.abc import Iterator, Sequence

from index.archive.document import to_iso
from index.exports.comma_separated import csv_line
from index.timeline import Timeline

TABLE_COLUMNS = ("first", "last", "source", "number", "held", "share")


def table(found: Timeline, archive: Timeline, sources: Sequence[str] = ()) -> Iterator[str]:
    """Yield the lines of the table, oldest first; what is undated comes last, without days.

    Args:
        found: Numbers of the matches.
        archive: What it holds in the same periods; a source without documents in a period has no row.
        sources: Names of the sources that have rows; all where there is none.
    """
    yield csv_line(TABLE_COLUMNS)
    named = [source for source in found.sources if not sources or source in sources]
    filled = [place for place, total in enumerate(found.totals(named)) if total] if named else []
    for place in range(filled[0], filled[-1] + 1) if filled else ():
        period = found.periods[place]
        for source in named:
            held = archive.sources[source][place]
            if held:
                yield _line(
                    to_iso(period.first), to_iso(period.last), source, found.sources[source][place], held
                )
    for source in named:
        if number := found.undated[source]:
            yield _line("", "", source, number, archive.undated[source])


def _line(first: str, last: str, source: str, number: int, held: int) -> str:
    return csv_line((first, last, source, str(number), str(held), f"{100 * number / held:.4f}"))
