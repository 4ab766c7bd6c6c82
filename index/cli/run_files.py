"""Many queries in, run files out: TREC for evaluation, CSV for spreadsheets, JSON Lines for programs."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from index.archive.document import to_iso
from index.as_json import json_text, printable, to_json
from index.errors import SearchError
from index.query import Query
from index.results import Hit, Results

RUN_NAME = "bulletins"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class BatchQuery:
    """One query of a batch.

    Attributes:
        id: As given, or the number of its line, from 1.
        query: What to search.
    """

    id: str
    query: Query


def read_queries(lines: Iterable[str], parse: Callable[[str], Query]) -> Iterator[BatchQuery]:
    """Read queries, one a line, as JSON `{"id", "text"}` or as text; empty lines count and are passed over.

    Raises:
        SearchError: A line that begins with { is no such JSON.
    """
    for number, line in enumerate(lines, 1):
        text = line.strip().removeprefix("\ufeff")
        if text.startswith("{"):
            yield _from_json(text, number, parse)
        elif text:
            yield BatchQuery(str(number), parse(text))


def _from_json(line: str, number: int, parse: Callable[[str], Query]) -> BatchQuery:
    try:
        values = json.loads(line)
        text = values["text"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SearchError(f'line {number}: {line[:80]!r} is not JSON with "text" ({error!r})') from error
    if not isinstance(text, str):
        raise SearchError(f'line {number}: "text" is {text!r}; write it as a text in quotes')
    return BatchQuery(str(values.get("id", number)), parse(text))


def trec(asked: BatchQuery, results: Results) -> str:
    """Write `query Q0 document rank score run` lines; white space within an id becomes _."""
    return "".join(
        f"{_one_word(asked.id)} Q0 {_one_word(hit.id)} {hit.rank} {hit.score:.6f} {RUN_NAME}\n"
        for hit in results.hits
    )


def comma_separated(asked: BatchQuery, results: Results) -> str:
    """Write a row for each hit, see `CSV_HEADER`; a cell that a spreadsheet would run begins with '."""
    return _row_lines(_row(asked, hit) for hit in results.hits)


def json_lines(asked: BatchQuery, results: Results) -> str:
    """Write one line, what `search --json` gives and the query's id."""
    return json_text({"id": asked.id, **to_json(asked.query, results)}) + "\n"


CSV_HEADER = "query_id,query,rank,id,score,date,source,title\n"
FORMATS: dict[str, Callable[[BatchQuery, Results], str]] = {
    "trec": trec,
    "csv": comma_separated,
    "jsonl": json_lines,
}


def _row(asked: BatchQuery, hit: Hit) -> list[str]:
    day = to_iso(hit.document.date)
    cells = (asked.id, asked.query.text, str(hit.rank), hit.id, f"{hit.score:.6f}", day)
    return [_guarded(cell) for cell in (*cells, hit.document.source, hit.title)]


def _row_lines(rows: Iterable[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _guarded(cell: str) -> str:
    return printable(f"'{cell}" if cell.startswith(_FORMULA) else cell)


def _one_word(text: str) -> str:
    return "_".join(text.split()) or "_"
