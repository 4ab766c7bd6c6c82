"""Searching arrays: what a plain scan finds, in the order and with the scores of a plain ranking."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Appearance, Bulletin, Document, Query, parse
from index.engines.whoosh.search.searcher import IndexSearcher
from index.engines.whoosh.search.segment_reader import open_segments
from index.french.stemming import terms
from index.query import Alternative, Clause
from index.vocabulary.prefixes import expand_prefixes
from tests.index.engines.contract.test_against_a_plain_scan import (
    DAYS,
    DOCUMENTS,
    QUERY,
    WORDS,
    Scanned,
    document,
    together,
)
from tests.index.engines.whoosh.search.plain_ranking import PlainRanking, has_phrase
from tests.index.engines.whoosh.search.segments import segment

CORPUS = st.lists(st.lists(DOCUMENTS, min_size=1, max_size=6), min_size=1, max_size=3)
DELETED = st.sets(st.integers(0, 17), max_size=4)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ; ".join)
NAME = ("coree", "du", "nord")


def appearances(number: int) -> tuple[Appearance, ...]:
    """Put a document into one bulletin, two, or none."""
    names = {f"b{number % 2}", f"b{number % 3}"} if number % 4 else set()
    return tuple(Appearance(Bulletin(name), number + 1) for name in sorted(names))


class Searched:
    """Some segments, with what is deleted of them."""

    def __init__(self, corpus: Sequence[Sequence[Scanned]], deleted: set[int]) -> None:
        self.scanned = [scanned for part in corpus for scanned in part]
        self.documents = [
            replace(document(number, scanned), appearances=appearances(number))
            for number, scanned in enumerate(self.scanned)
        ]
        self.deleted = {number for number in deleted if number < len(self.scanned)}
        segments, base = [], 0
        for part in corpus:
            own = [number - base for number in sorted(self.deleted) if 0 <= number - base < len(part)]
            held = segment(self.documents[base : base + len(part)])
            segments.append((held, np.array(own, dtype=np.uint32)))
            base += len(part)
        self.searcher = IndexSearcher(open_segments(segments))
        self.plain = PlainRanking(self.documents)

    def check(self, query: Query, found: Sequence[int]) -> None:
        """Compare what a query finds with what it must find."""
        expected = {number: self.plain.score(query, number) for number in found if number not in self.deleted}
        total, ranked = self.searcher.best(query, 100)
        assert total == len(expected)
        assert dict(ranked) == pytest.approx(expected, abs=1e-9), query.text
        assert ranked == sorted(
            ranked, key=lambda each: (-each[1], -self.day(each[0]), self.within_day(each[0]))
        )
        for limit in (0, 1, 3):
            assert self.searcher.best(query, limit) == (total, ranked[:limit]), query.text
        self._check_dates(query, list(expected))

    def _check_dates(self, query: Query, found: Sequence[int]) -> None:
        orders = {
            "newest": sorted(found, key=lambda number: (-self.day(number), self.within_day(number))),
            "oldest": sorted(found, key=lambda number: (self.day(number) or 10**7, self.within_day(number))),
        }
        for (order, expected), limit in product(orders.items(), (100, 2, 0)):
            total, ranked = self.searcher.best(query, limit, order)
            assert (total, [number for number, _ in ranked]) == (len(found), expected[:limit])
            for number, score in ranked:
                assert score == pytest.approx(self.plain.score(query, number), abs=1e-9)
        self._check_counts(query, [self.documents[number] for number in found])

    def _check_counts(self, query: Query, found: Sequence[Document]) -> None:
        counts = self.searcher.counts(query)
        assert counts.sources == Counter(each.source for each in found)
        assert counts.days == Counter(each.date for each in found)
        bulletins = (appearance.bulletin.id for each in found for appearance in each.appearances)
        assert counts.bulletins == Counter(bulletins)
        for by in (counts.sources, counts.bulletins):
            assert list(by.items()) == sorted(by.items(), key=lambda each: (-each[1], each[0]))

    def day(self, number: int) -> int:
        return ordinal(self.documents[number])

    def within_day(self, number: int) -> tuple[str, str, str]:
        document = self.documents[number]
        return document.source, document.place_key, document.id


@settings(max_examples=60, deadline=None)
@given(CORPUS, DELETED, st.lists(QUERY, min_size=1, max_size=6))
def test_a_search_finds_what_a_plain_scan_finds(
    corpus: list[list[Scanned]], deleted: set[int], queries: list[list]
) -> None:
    searched = Searched(corpus, deleted)
    for pieces in queries:
        wanted = together(pieces)
        if wanted.typed.isupper():
            continue  # ET and OU would be words
        has = [number for number, scanned in enumerate(searched.scanned) if wanted.has(scanned, "")]
        query = expand_prefixes(parse(wanted.typed), searched.searcher.words_beginning)
        searched.check(query, has)


@settings(max_examples=60, deadline=None)
@given(CORPUS, DELETED, TEXTS, st.booleans())
def test_names_and_other_words_score_where_they_stand(
    corpus: list[list[Scanned]], deleted: set[int], text: str, has_name: bool
) -> None:
    searched = Searched(corpus, deleted)
    name = Alternative("Corée du Nord", tuple(map(terms, ("corée", "du", "nord"))), 0.5)
    word = Alternative("hôpital", (terms("hôpital"),), 0.7)

    def besides(clause: Clause) -> Clause:
        return (
            replace(clause, alternatives=(name, word) if has_name else (word,))
            if not clause.is_stop_word
            else clause
        )

    query = parse(text).with_alternatives(besides)
    has = [number for number in range(len(searched.scanned)) if searched.plain.holds_word(query, number)]
    searched.check(query, has)
    for number in has:
        brought = searched.searcher.explain(query, number)
        assert sum(each.score for each in brought) == pytest.approx(
            searched.plain.score(query, number), abs=1e-9
        )


@settings(max_examples=60, deadline=None)
@given(CORPUS, DELETED)
def test_a_name_required_is_found_as_a_phrase(corpus: list[list[Scanned]], deleted: set[int]) -> None:
    searched = Searched(corpus, deleted)
    has = [number for number, each in enumerate(searched.documents) if has_phrase(each, NAME)]
    searched.check(parse('"Corée du Nord"'), has)
    assert searched.searcher.together("coree", "nord") == sum(
        all(has_phrase(each, [word]) for word in ("coree", "nord"))
        for number, each in enumerate(searched.documents)
        if number not in searched.deleted
    )


@pytest.mark.parametrize("text", ["vent", "vent soir", "soir port vent du", "titre:vent", "vent -port"])
def test_the_first_of_several_segments_are_the_first_of_all(text: str) -> None:
    chance = random.Random(text)
    words = [
        chance.choices(["vent", "soir", "port", "mer", "du"], k=chance.choice([3, 9, 30])) for _ in range(90)
    ]
    documents = [
        Document(f"{number:02}", each[0], " ".join(each), "", chance.choice(DAYS))
        for number, each in enumerate(words)
    ]
    none = np.array([], dtype=np.uint32)
    parts = [documents[:20], documents[20:70], documents[70:]]
    ranking = IndexSearcher(open_segments([(segment(part), none) for part in parts]))
    total, ranked = ranking.best(parse(text), 1_000)
    assert (total, len(ranked)) == (len(ranked), len(set(ranked)))
    assert ranked == sorted(ranked, key=lambda each: (-each[1], -ordinal(documents[each[0]]), each[0]))
    for limit in range(1, 40):
        assert ranking.best(parse(text), limit) == (total, ranked[:limit])


def ordinal(document: Document) -> int:
    return document.date.toordinal() if document.date else 0
