"""Numbers of all matches of a query by one or two of day, month, year, source and bulletin."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from index.as_json import JSONValue
from index.budget import current
from index.engines.reading import Reading
from index.errors import UsageError
from index.query import Query, note
from index.results import Results

DIMENSIONS = ("day", "month", "year", "source", "bulletin")
DATES = {"day": 10, "month": 7, "year": 4}
"""Characters of an ISO date that name a period."""
Key = tuple[str, ...]
_PARTIAL = note("limited", "Le décompte, trop long, a été arrêté : ses nombres sont des minimums.")


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers of documents.

    Attributes:
        by: What they are counted by.
        rows: Key and number: periods rise, undated ones last; sources and bulletins come most first.
        is_partial: The budget was spent before all documents were counted.
    """

    by: tuple[str, ...]
    rows: tuple[tuple[Key, int], ...]
    is_partial: bool = False


def read_dimensions(text: str) -> tuple[str, ...]:
    """Read the names of one or two `DIMENSIONS`, such as year,source; raises `UsageError`."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if len(names) > 2 or not set(names) <= set(DIMENSIONS):
        raise UsageError(f"{text!r} is not one or two of {', '.join(DIMENSIONS)}")
    return names


def count_by(archive: Reading, query: Query, by: tuple[str, ...]) -> Table:
    """Count the matches of a query by some `DIMENSIONS`; an item counts in each of its bulletins."""
    if not by:
        return Table((), ())
    counted = _counted(archive, query, by)
    ranks = [_ranks(name, number, counted) for number, name in enumerate(by)]
    rows = sorted(
        counted.items(), key=lambda row: [rank[each] for rank, each in zip(ranks, row[0], strict=True)]
    )
    return Table(by, tuple(rows), current().was_spent)


def table_cells(table: Table) -> Iterator[Key]:
    """Yield the head of a table, then its rows."""
    yield (*table.by, "count")
    for key, number in table.rows:
        yield (*key, str(number))


def count_to_json(query: Query, results: Results, table: Table) -> dict[str, JSONValue]:
    """Return the total of a query as JSON, and its table."""
    rows: list[JSONValue] = [
        {**dict(zip(table.by, key, strict=True)), "count": number} for key, number in table.rows
    ]
    is_stopped_later = table.is_partial and not results.is_partial
    notes = (*results.query.notes, *([_PARTIAL] if is_stopped_later else ()))
    return {
        "query": query.text,
        "understood": results.query.description.text,
        "notes": [note.sentence for note in notes],
        "total": results.total,
        "total_is_exact": not results.is_partial,
        "by": list(table.by),
        "counts": rows,
        "counts_are_exact": not table.is_partial,
    }


def _counted(archive: Reading, query: Query, by: tuple[str, ...]) -> Counter[Key]:
    """Count by some dimensions; the index counts bulletins, sources and days, and reads no document."""
    if "bulletin" in by:
        tally = archive.bulletin_tally(query)
    else:
        tally = {("", *key): number for key, number in archive.tally(query).items()}
    counted = Counter[Key]()
    for (bulletin, source, day), number in tally.items():
        values = {"bulletin": bulletin, "source": source}
        counted[tuple(values[name] if name in values else _period(name, day) for name in by)] += number
    return counted


def _period(name: str, day: date | None) -> str:
    return day.isoformat()[: DATES[name]] if day else ""


def _ranks(name: str, number: int, counted: Mapping[Key, int]) -> dict[str, int]:
    """Return the place of each value of one dimension."""
    totals = Counter[str]()
    for key, count in counted.items():
        totals[key[number]] += count
    order: Callable[[str], tuple[bool | int, str]] = (
        (lambda value: (not value, value)) if name in DATES else (lambda value: (-totals[value], value))
    )
    return {value: place for place, value in enumerate(sorted(totals, key=order))}
