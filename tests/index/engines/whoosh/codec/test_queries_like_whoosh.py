"""The standard codec of Whoosh says which documents match; a plain formula says how strongly.

Corpora and queries are made at random. Whoosh's own index is built of the documents that should be left, at
once; ours by adding, replacing, deleting, merging and optimising.
"""

import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh import query as q
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.query import spans
from whoosh.searching import Searcher

from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.ranking import LENGTHS

WORDS = ("alpes", "alpin", "air", "bord", "bora", "bêta", "cerf")
Values = dict[str, object]


def schema() -> fields.Schema:
    """Make a schema of most types of fields; `serial` tells documents apart."""
    return fields.Schema(
        serial=fields.NUMERIC(stored=True),
        id=fields.ID(unique=True, stored=True),
        body=fields.TEXT(RegexTokenizer(), phrase=True),
        marks=fields.TEXT(RegexTokenizer(), chars=True),
        tags=fields.KEYWORD(commas=True),
        grams=fields.NGRAM(2, 3),
        size=fields.NUMERIC(int, signed=True),
        day=fields.DATETIME,
        flag=fields.BOOLEAN,
    )


# --- corpora ---


@dataclass
class Model:
    """What an index should hold.

    Attributes:
        folder: Where the index lies.
        left: The documents that are neither replaced nor deleted, by their serial number.
    """

    folder: str
    left: dict[int, Values] = field(default_factory=dict)
    serial: int = 0

    def write(self, commits: list["Commit"]) -> ArraysIndex:
        """Do the same to an index and to `left`."""
        index = ArraysIndex.create(FileStorage(self.folder), schema())
        for commit in commits:
            with index.writer() as writer:
                for term in commit.deleted:
                    writer.delete_by_term("tags", term)
                    self._drop("tags", term)
                for values, replaces in commit.added:
                    document = values | {"serial": self.serial}
                    (writer.update_document if replaces else writer.add_document)(**document)
                    if replaces:
                        self._drop("id", str(values["id"]))
                    self.left[self.serial] = document
                    self.serial += 1
                writer.merge, writer.optimize = commit.merges, commit.optimizes
        return index

    def _drop(self, name: str, value: str) -> None:
        self.left = {
            serial: document
            for serial, document in self.left.items()
            if value not in str(document[name]).split(",")
        }


@dataclass(frozen=True)
class Commit:
    """What one writer does: documents, each with whether it replaces others; tags that go before."""

    added: list[tuple[Values, bool]]
    deleted: list[str]
    merges: bool
    optimizes: bool


def some(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=most)


DAYS = st.integers(1, 28).map(lambda day: datetime(2024, 2, day))
DOCUMENTS = st.fixed_dictionaries(
    {
        "id": st.sampled_from("abcdefgh"),
        "body": some(0, 12).map(" ".join),
        "marks": some(1, 6).map(" ".join),
        "tags": some(1, 2).map(",".join),
        "grams": some(1, 2).map(" ".join),
        "size": st.integers(-300, 300),
        "day": DAYS,
        "flag": st.booleans(),
    }
)
COMMITS = st.builds(
    Commit,
    st.lists(st.tuples(DOCUMENTS, st.booleans()), max_size=6),
    st.lists(st.sampled_from(WORDS), max_size=1),
    st.booleans(),
    st.sampled_from([False, False, False, True]),
)
CORPORA = st.lists(COMMITS, min_size=1, max_size=5)


@contextmanager
def both(commits: list[Commit]) -> Iterator[tuple[Searcher, Searcher]]:
    """Search our index, and one of Whoosh's with the same documents."""
    with tempfile.TemporaryDirectory() as folder:
        model = Model(folder)
        ours = model.write(commits)
        standard = RamStorage().create_index(schema())
        with standard.writer() as writer:
            for document in model.left.values():
                writer.add_document(**document)
        with ours.searcher() as one, standard.searcher() as other:
            yield one, other


def found(searcher: Searcher, query: q.Query) -> list[int]:
    return sorted(hit["serial"] for hit in searcher.search(query, limit=None))


# --- queries ---

FIELDS = st.sampled_from(["body", "marks"])
ANY_WORD = st.sampled_from(WORDS)
BEGINNINGS = st.sampled_from(["a", "al", "b", "bo", "c", "z", ""])
NUMBERS = st.integers(-300, 300)


def near(name: str, words: list[str], slop: int, ordered: bool) -> q.Query:
    return spans.SpanNear2([q.Term(name, word) for word in words], slop=slop, ordered=ordered)


LEAVES = st.one_of(
    st.builds(q.Term, st.sampled_from(["body", "marks", "tags"]), ANY_WORD),
    st.builds(q.Term, st.just("grams"), st.sampled_from(["al", "alp", "or", "zz"])),
    st.builds(q.Term, st.just("flag"), st.booleans()),
    st.builds(q.Prefix, FIELDS, BEGINNINGS),
    st.builds(q.Wildcard, FIELDS, st.sampled_from(["a*", "*r*", "b?r*", "?", "*"])),
    st.builds(q.FuzzyTerm, FIELDS, ANY_WORD, maxdist=st.integers(1, 2), prefixlength=st.integers(0, 2)),
    st.builds(q.Regex, FIELDS, st.sampled_from(["al.*", "b[oê].+", ".*r$", "x"])),
    st.builds(q.TermRange, FIELDS, ANY_WORD, ANY_WORD, st.booleans(), st.booleans()),
    st.builds(q.NumericRange, st.just("size"), NUMBERS, NUMBERS, st.booleans(), st.booleans()),
    st.builds(q.DateRange, st.just("day"), DAYS, DAYS),
    st.builds(q.Phrase, FIELDS, some(2, 3), slop=st.integers(1, 3)),
    st.builds(q.Every, st.sampled_from([None, "body", "tags"])),
    st.builds(q.Variations, FIELDS, ANY_WORD),
)


def combined(parts: st.SearchStrategy[q.Query]) -> st.SearchStrategy[q.Query]:
    several = st.lists(parts, min_size=1, max_size=4)
    return st.one_of(
        st.builds(q.And, several),
        st.builds(q.Or, several),
        st.builds(q.Or, several, minmatch=st.just(0)),
        st.builds(q.DisjunctionMax, several, tiebreak=st.just(0.1)),
        st.builds(q.AndMaybe, parts, parts),
        st.builds(q.Require, parts, parts),
        st.builds(q.Not, parts).map(lambda each: q.And([q.Every(), each])),
        st.builds(q.ConstantScoreQuery, parts, st.just(2.0)),
    )


WORD = st.builds(q.Term, FIELDS, ANY_WORD)
SPANS = st.one_of(  # which Whoosh lets stand by themselves only
    st.builds(near, FIELDS, some(2, 3), st.integers(1, 3), st.booleans()),
    st.builds(spans.SpanFirst, WORD, limit=st.integers(0, 3)),
    st.builds(spans.SpanOr, st.lists(WORD, min_size=1, max_size=3)),
    st.builds(spans.SpanNot, WORD, WORD),
    st.builds(spans.SpanBefore, WORD, WORD),
    st.builds(spans.SpanContains, WORD, WORD),
    st.builds(spans.SpanCondition, WORD, WORD),
)
QUERIES = st.one_of(st.recursive(LEAVES, combined, max_leaves=6), SPANS)


@settings(max_examples=60, deadline=None)
@given(CORPORA, st.lists(QUERIES, min_size=5, max_size=10))
def test_the_same_documents_match(commits: list[Commit], queries: list[q.Query]) -> None:
    with both(commits) as (ours, standard):
        for query in queries:
            assert found(ours, query) == found(standard, query), query


# --- scores ---


def length(words: list[str]) -> int:
    """Round a length as our byte does."""
    return int(LENGTHS[LENGTHS.searchsorted(len(words), side="right") - 1])


def plain_scores(documents: list[list[str]], wanted: list[str]) -> dict[int, float]:
    """BM25F as Whoosh computes it, with our lengths."""
    average = sum(map(len, documents)) / len(documents) or 1
    scores: dict[int, float] = {}
    for word in wanted:
        holders = [number for number, words in enumerate(documents) if word in words]
        idf = math.log(len(documents) / (len(holders) + 1)) + 1
        for number in holders:
            weight = documents[number].count(word)
            norm = 1.2 * (0.25 + 0.75 * length(documents[number]) / average)
            scores[number] = scores.get(number, 0.0) + idf * weight * 2.2 / (weight + norm)
    return scores


TEXTS = st.lists(some(1, 90), min_size=1, max_size=15)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True), st.integers(1, 9))
def test_scores_are_those_of_the_formula(texts: list[list[str]], wanted: list[str], size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = ArraysIndex.create(FileStorage(folder), schema())
        for first in range(0, len(texts), size):
            with index.writer() as writer:
                for number, words in enumerate(texts[first : first + size], first):
                    writer.add_document(serial=number, body=" ".join(words))
        query = q.Or([q.Term("body", word) for word in wanted])
        with index.searcher() as searcher:
            hits = {hit["serial"]: hit.score for hit in searcher.search(query, limit=None)}
            best = [hit.score for hit in searcher.search(query, limit=3)]
    expected = plain_scores(texts, wanted)
    assert hits == pytest.approx(expected, rel=1e-5)
    assert best == pytest.approx(sorted(expected.values(), reverse=True)[:3], rel=1e-5)
