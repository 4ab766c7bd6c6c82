"""Batch search: a file of queries in, a run file out: TREC for evaluation, CSV or JSON Lines."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from index.as_json import to_json
from index.cli.terminal import written_json
from index.errors import SearchError
from index.exports.comma_separated import COLUMNS, cells_of, csv_line
from index.exports.row import Address, to_row
from index.query import Query
from index.results import Results

RUN_NAME = "bulletins"


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


def trec(request: BatchQuery, results: Results, _address: Address) -> str:
    """Return a line `query Q0 document rank score run` for each hit; white space in an id becomes _."""
    return "".join(
        f"{_one_word(request.id)} Q0 {_one_word(hit.id)} {hit.rank} {hit.score:.6f} {RUN_NAME}\n"
        for hit in results.hits
    )


def comma_separated(request: BatchQuery, results: Results, address: Address) -> str:
    """Return a row for each hit, see `CSV_HEADER`; a cell that a spreadsheet would run gets a ' before it."""
    return "".join(
        csv_line(
            (
                request.id,
                request.query.text,
                str(hit.rank),
                f"{hit.score:.6f}",
                *cells_of(to_row(hit, address)),
            )
        )
        for hit in results.hits
    )


def json_lines(request: BatchQuery, results: Results, address: Address) -> str:
    """Return one line: the JSON of `search --json`, with the query's id."""
    return written_json({"id": request.id, **to_json(request.query, results, address)}) + "\n"


CSV_HEADER = csv_line(("query_id", "query", "rank", "score", *COLUMNS))
FORMATS: dict[str, Callable[[BatchQuery, Results, Address], str]] = {
    "trec": trec,
    "csv": comma_separated,
    "jsonl": json_lines,
}


def _one_word(text: str) -> str:
    return "_".join(text.split()) or "_"
