"""What readers look for comes first: the judged queries of `queries.tsv` on the sample bulletins.

To add a query, add a line to that file; its head says how. The figures are printed by
`pytest tests/relevance -s`.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import Document, Engine, open_engine, parse
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report

TABLE = Path(__file__).with_name("queries.tsv")
SAMPLES = Path(__file__).parents[2] / "samples"
DEPTH = 10
"""Results that a reader looks at."""

FLOOR = 0.945
"""Mean nDCG@10 of the queries without a mark; measured .959."""
FIRST = 0.97
"""Share of them that have a relevant item first; measured .985."""

GOOD = 0.75
"""nDCG@10 of a list in which nothing important is missing or late."""


@dataclass(frozen=True)
class Judged:
    """A line of the table.

    Attributes:
        query: As typed.
        missing: What is still missing to answer it; empty where nothing is.
        grades: Of each title as the table writes it: 2 was looked for, 1 is of use too.
    """

    query: str
    missing: str
    grades: dict[str, int]


def read_judged() -> tuple[Judged, ...]:
    lines = TABLE.read_text("utf-8").splitlines()
    return tuple(read_line(line) for line in lines if line and not line.startswith("#"))


def read_line(line: str) -> Judged:
    query, *cells = line.split("\t")
    missing = cells.pop(0).strip("[]") if cells and cells[0].startswith("[") else ""
    grades = {}
    for cell in cells:
        grade, _, title = cell.partition(" ")
        assert grade in ("1", "2") and title, f"{line!r}: {cell!r} is no 1 or 2 with the beginning of a title"
        grades[title] = int(grade)
    assert 2 in grades.values(), f"{line!r}: no item is what was looked for"
    return Judged(query, missing, grades)


def ndcg(gains: Sequence[int], ideal: Sequence[int]) -> float:
    """How good a list is, from 0 to 1: the gains of its items, each divided by how far down a reader looks.

    A place counts 1 / log2(1 + place): the second .63, the tenth .29 of the first. The sum is divided by that
    of the best list there is.
    """

    def sum_of(gains: Sequence[int]) -> float:
        return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains[:DEPTH], 1))

    return sum_of(gains) / sum_of(sorted(ideal, reverse=True))


JUDGED = read_judged()
EXPECTED = [judged for judged in JUDGED if not judged.missing]
MARKED = [judged for judged in JUDGED if judged.missing]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    class Quiet:
        def isatty(self) -> bool:
            return False

    return list(Intake([SAMPLES], Report(), Progress(Quiet())).documents())


@pytest.fixture(scope="module")
def engine(documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('samples') / 'index'}")
    engine.rebuild(documents)
    return engine


class Archive:
    """The samples, their items found by the beginnings of their titles."""

    def __init__(self, engine: Engine, documents: list[Document]) -> None:
        self.engine = engine
        self.titles = {document.id: plain(document.title) for document in documents}
        self.days = {document.id: str(document.date) for document in documents}

    def id_of(self, title: str) -> str:
        """Find the one item that a title, or its beginning, or a title with a date (in brackets) names."""
        dated = re.fullmatch(r"(.*) \((\d{4}-\d\d-\d\d)\)", title)
        name, day = plain(dated[1] if dated else title), dated[2] if dated else ""
        found = [each for each in self.titles if self.titles[each] == name and day in self.days[each]]
        found = found or [each for each in self.titles if not day and self.titles[each].startswith(name)]
        assert len(found) == 1, (
            f"{title!r} is the beginning of {len(found)} titles: write more of it, or its date"
        )
        return found[0]

    def gains(self, judged: Judged) -> list[int]:
        """Give the grades of the first results of a query."""
        grades = {self.id_of(title): grade for title, grade in judged.grades.items()}
        return [grades.get(hit.id, 0) for hit in self.engine.search(parse(judged.query), DEPTH).hits]

    def score(self, judged: Judged) -> float:
        return ndcg(self.gains(judged), list(judged.grades.values()))


def plain(title: str) -> str:
    """Take away what cannot be told apart on a screen."""
    return title.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def archive(engine: Engine, documents: list[Document]) -> Archive:
    return Archive(engine, documents)


def test_every_judged_title_is_that_of_one_item(archive: Archive) -> None:
    for judged in JUDGED:
        ids = [archive.id_of(title) for title in judged.grades]
        assert len(set(ids)) == len(ids), f"{judged.query!r} names an item twice"


def test_there_are_many_queries_and_none_twice() -> None:
    queries = [judged.query for judged in JUDGED]
    assert len(EXPECTED) >= 100
    assert len(set(queries)) == len(queries)


def test_what_was_looked_for_comes_early(archive: Archive) -> None:
    scores = {judged.query: archive.score(judged) for judged in EXPECTED}
    mean = sum(scores.values()) / len(scores)
    worst = sorted(scores, key=scores.__getitem__)[:15]
    print(f"\nmean nDCG@{DEPTH} of {len(scores)} queries: {mean:.3f}; the worst:")
    print(*(f"  {scores[query]:.2f} {query}" for query in worst), sep="\n")
    assert mean >= FLOOR


def test_something_relevant_comes_first(archive: Archive) -> None:
    missed = [judged.query for judged in EXPECTED if not (archive.gains(judged) or [0])[0]]
    share = 1 - len(missed) / len(EXPECTED)
    print(f"\na relevant item comes first for {share:.3f} of the queries, not for: {', '.join(missed)}")
    assert share >= FIRST


def missing(what: str) -> pytest.MarkDecorator:
    """Expect a score that is too low, and no other failure."""
    return pytest.mark.xfail(strict=True, raises=AssertionError, reason=what)


@pytest.mark.parametrize(
    "judged",
    [pytest.param(judged, id=judged.query, marks=missing(judged.missing)) for judged in MARKED],
)
def test_a_query_that_is_still_answered_badly(archive: Archive, judged: Judged) -> None:
    """It is to be mended: then its list is good, and its mark goes."""
    score = archive.score(judged)
    print(f"{score:.2f} {judged.query}: {judged.missing}")
    assert score >= GOOD


def test_the_best_list_has_1_and_an_empty_one_0() -> None:
    assert ndcg([2, 1, 0], [1, 2]) == 1
    assert ndcg([], [2]) == 0


def test_a_list_is_worse_the_further_down_its_items_are() -> None:
    assert 1 > ndcg([1, 2], [2, 1]) > ndcg([0, 2, 1], [2, 1]) > ndcg([0, 2], [2, 1]) > 0


def test_what_comes_after_the_tenth_does_not_count() -> None:
    assert ndcg([0] * DEPTH + [2], [2]) == 0
