"""The French cases of `french_cases.tsv`: what a text is found by, and what must not find it.

To add a case, add a line: columns are separated by a tab, several queries by ` | `. A character that cannot
be seen is written {U+00A0}. A line with a reason in the last column is known to be wrong: it must fail until
it is mended, then the reason is taken out.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import Document, Engine, open_engine, parse
from index.highlighting.marks import mark

TABLE = Path(__file__).with_name("french_cases.tsv")


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    written: str
    found_by: tuple[str, ...]
    kept_apart_from: tuple[str, ...]
    known_bug: str


def visible(text: str) -> str:
    """Read {U+00A0} as the character that it names."""
    return re.sub(r"\{U\+([0-9A-F]{4,6})\}", lambda found: chr(int(found[1], 16)), text)


def read_cases() -> Iterator[Case]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("# ")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""):
        cells = {name: visible(cell) for name, cell in row.items()}
        yield Case(
            cells["written"],
            tuple(filter(None, cells["found by"].split(" | "))),
            tuple(filter(None, cells["kept apart from"].split(" | "))),
            cells["known bug"],
        )


CASES = tuple(read_cases())


def known(bug: str) -> pytest.MarkDecorator:
    """Expect the assertion to fail, and nothing else: a crash is no known bug."""
    return pytest.mark.xfail(strict=True, raises=AssertionError, reason=bug)


def pairs(column: str, *, with_bugs: bool = True) -> list[object]:
    """Give every pair of a case and one of its queries, the wrong ones marked."""
    return [
        pytest.param(
            case,
            query,
            id=f"{case.written!a}-{query!a}",
            marks=known(case.known_bug) if case.known_bug else (),
        )
        for case in CASES
        for query in getattr(case, column)
        if with_bugs or not case.known_bug
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """One index with a document for each case; its id is the written text."""
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('index')}")
    engine.rebuild(Document(f"{number}", "", case.written) for number, case in enumerate(CASES))
    return engine


@pytest.mark.parametrize(("case", "query"), pairs("found_by"))
def test_a_written_text_is_found_by_its_query_and_marked_in_whole_words(
    engine: Engine, case: Case, query: str
) -> None:
    results = engine.search(parse(query), limit=len(CASES))
    assert case.written in {hit.document.body for hit in results.hits}
    marked = mark(results.query, case.written)
    assert marked.spans, "found, but nothing is marked"
    for span in marked.spans:
        assert not cuts_a_word(case.written, span.start), case.written[span.start : span.end]
        assert not cuts_a_word(case.written, span.end), case.written[span.start : span.end]


@pytest.mark.parametrize(("case", "query"), pairs("kept_apart_from"))
def test_a_written_text_is_kept_apart_from_a_query(engine: Engine, case: Case, query: str) -> None:
    found = engine.search(parse(query).as_typed, limit=len(CASES)).hits
    assert case.written not in {hit.document.body for hit in found}


def cuts_a_word(text: str, place: int) -> bool:
    """Tell whether a letter or figure is on both sides; ʼ and ʻ are letters to Unicode, apostrophes to us."""
    around = text[max(0, place - 1) : place + 1]
    return (
        len(around) == 2
        and place > 0
        and all((each.isalnum() and each not in "ʼʻ") or "\u0300" <= each <= "\u036f" for each in around)
    )


def test_no_written_text_stands_twice_in_the_table() -> None:
    written = [case.written for case in CASES]
    assert len(written) == len(set(written))
