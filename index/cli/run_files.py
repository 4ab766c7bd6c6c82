"""Batch search: a file of queries in, a run file out: TREC for evaluation, CSV or JSON Lines."""

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
        id: The given id, or the number of the line, from 1.
        query: The query as typed.
    """

    id: str
    query: Query


def read_queries(lines: Iterable[str], parse: Callable[[str], Query]) -> Iterator[BatchQuery]:
    """Yield the query of each line, JSON `{"id", "text"}` or text; empty lines are skipped, and numbered.

    Raises:
        SearchError: A line begins with { and is not such JSON.
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


def trec(request: BatchQuery, results: Results) -> str:
    """Return a line `query Q0 document rank score run` for each hit; white space in an id becomes _."""
    return "".join(
        f"{_one_word(request.id)} Q0 {_one_word(hit.id)} {hit.rank} {hit.score:.6f} {RUN_NAME}\n"
        for hit in results.hits
    )


def comma_separated(request: BatchQuery, results: Results) -> str:
    """Return a row for each hit, see `CSV_HEADER`; a cell that a spreadsheet would run gets a ' before it."""
    return _row_lines(_row(request, hit) for hit in results.hits)


def json_lines(request: BatchQuery, results: Results) -> str:
    """Return one line: the JSON of `search --json`, with the query's id."""
    return json_text({"id": request.id, **to_json(request.query, results)}) + "\n"


CSV_HEADER = "query_id,query,rank,id,score,date,source,title\n"
FORMATS: dict[str, Callable[[BatchQuery, Results], str]] = {
    "trec": trec,
    "csv": comma_separated,
    "jsonl": json_lines,
}


def _row(request: BatchQuery, hit: Hit) -> list[str]:
    day = to_iso(hit.document.date)
    cells = (request.id, request.query.text, str(hit.rank), hit.id, f"{hit.score:.6f}", day)
    return [_guarded(cell) for cell in (*cells, hit.document.source, hit.title)]


def _row_lines(rows: Iterable[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _guarded(cell: str) -> str:
    return printable(f"'{cell}" if cell.startswith(_FORMULA) else cell)


def _one_word(text: str) -> str:
    return "_".join(text.split()) or "_"
