"""Going through long lists of postings: over many blocks, by leaps, past blocks that are not good enough.

(With a limit, Whoosh's DisjunctionMax loses some of the best, on its own codec too: it is left out here.)
"""

import random
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import fields
from whoosh import query as q
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import Matcher, NullMatcherClass, ReadTooFar
from whoosh.searching import Searcher

from index.engines.whoosh.codec.whoosh_index import ArraysIndex

DOCUMENTS = 3_000
BLOCK = 128


def text(number: int) -> str:
    """Make a text: « all » in every one, « odd » in every second, « rare » in few, of changing lengths."""
    chance = random.Random(number)
    words = ["all"] * chance.randint(1, 4) + ["odd"] * (number % 2) * chance.randint(1, 9)
    words += ["rare"] * (number % 701 == 0) + ["of"] * chance.randint(0, 90)
    chance.shuffle(words)
    return " ".join(words)


@pytest.fixture(scope="module")
def searcher() -> Iterator[Searcher]:
    with tempfile.TemporaryDirectory() as folder:
        schema = fields.Schema(body=fields.TEXT(RegexTokenizer()), number=fields.NUMERIC(stored=True))
        index = ArraysIndex.create(FileStorage(folder), schema)
        with index.writer() as writer:
            for number in range(DOCUMENTS):
                writer.add_document(body=text(number), number=number)
        with index.searcher() as opened:
            yield opened


def positions(word: str) -> dict[int, list[int]]:
    found = {n: [at for at, each in enumerate(text(n).split()) if each == word] for n in range(DOCUMENTS)}
    return {number: places for number, places in found.items() if places}


ODD = positions("odd")


def matcher(searcher: Searcher, word: str = "odd") -> Matcher:
    return searcher.postings("body", word)


def test_every_posting_comes_with_its_weight_and_positions(searcher: Searcher) -> None:
    one, found = matcher(searcher), {}
    while one.is_active():
        found[one.id()] = one.value_as("positions")
        assert one.weight() == one.value_as("frequency") == len(found[one.id()])
        one.next()
    assert found == ODD
    assert list(matcher(searcher).all_ids()) == list(ODD)
    with pytest.raises(ReadTooFar):
        one.next()
    with pytest.raises(ReadTooFar):
        one.skip_to(5)
    assert isinstance(one.replace(), NullMatcherClass)
    one.reset()
    assert one.id() == 1


@given(st.lists(st.integers(0, DOCUMENTS + 10), min_size=1, max_size=8))
def test_leaps_end_where_steps_would(searcher: Searcher, targets: list[int]) -> None:
    one, numbers, place = matcher(searcher), list(ODD), 0
    for target in targets:
        if not one.is_active():
            break
        one.skip_to(target)
        place = max(place, next((at for at, n in enumerate(numbers) if n >= target), len(numbers)))
        assert one.is_active() == (place < len(numbers))
        if one.is_active():
            assert (one.id(), one.value_as("positions")) == (numbers[place], ODD[numbers[place]])


def test_next_says_where_a_block_begins(searcher: Searcher) -> None:
    one = matcher(searcher)
    begun = []
    for step in range(1, 300):
        if one.next():
            begun.append(step)
    assert begun == [BLOCK, 2 * BLOCK]


def test_no_posting_is_better_than_its_block_or_its_term(searcher: Searcher) -> None:
    one = matcher(searcher)
    while one.is_active():
        assert one.score() <= one.block_quality() + 1e-12 <= one.max_quality() + 1e-9
        assert one.block_min_length() <= searcher.doc_field_length(one.id(), "body") <= one.block_max_length()
        one.next()


def test_blocks_that_are_not_good_enough_are_left_out(searcher: Searcher) -> None:
    qualities = []
    one = matcher(searcher)
    while one.is_active():
        qualities.append(one.block_quality())
        one.skip_to(one.id() + 2 * BLOCK)
    enough = sorted(qualities)[len(qualities) // 2]
    one.reset()
    skipped = one.skip_to_quality(enough)
    assert skipped == next(at for at, quality in enumerate(qualities) if quality > enough)
    assert one.block_quality() > enough
    one.skip_to_quality(max(qualities))
    assert not one.is_active()


def test_a_copy_goes_its_own_way(searcher: Searcher) -> None:
    one = matcher(searcher)
    one.skip_to(500)
    other = one.copy()
    other.skip_to(2_000)
    assert (one.id(), other.id()) == (501, 2_001)
    assert one.value_as("positions") == ODD[501]


@pytest.mark.parametrize("limit", [1, 10, 100])
@pytest.mark.parametrize(
    "query",
    [
        q.Term("body", "odd"),
        q.Or([q.Term("body", "odd"), q.Term("body", "rare")]),
        q.And([q.Term("body", "odd"), q.Term("body", "all")]),
        q.Phrase("body", ["odd", "all"]),
        q.AndMaybe(q.Term("body", "all"), q.Term("body", "rare")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_best_are_the_first_of_all(searcher: Searcher, query: q.Query, limit: int) -> None:
    best = [hit.score for hit in searcher.search(query, limit=limit)]
    everything = sorted((hit.score for hit in searcher.search(query, limit=None)), reverse=True)
    assert best == pytest.approx(everything[:limit], rel=1e-9)
