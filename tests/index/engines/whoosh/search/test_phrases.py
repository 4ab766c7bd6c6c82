"""Words that follow each other, in lists of several blocks and in documents with hundreds of places."""

import random
from collections.abc import Sequence
from contextlib import suppress
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document
from index.engines.whoosh.search.phrases import InOrder, Near, Zone
from index.engines.whoosh.search.segment_reader import SegmentReader
from index.engines.whoosh.segment.container import ContainerError
from tests.index.engines.whoosh.search.segments import segment

WORDS = ("vent", "soir", "port", "mer", "quai")
WEIGHTS = (30, 6, 3, 2, 1)


@cache
def texts() -> list[tuple[list[str], list[str]]]:
    """Give the words of the titles and bodies; some bodies have a word 255 times or more."""
    chance = random.Random(6)
    bodies = [chance.choices(WORDS, WEIGHTS, k=chance.choice([2, 6, 12])) for _ in range(400)]
    for number in (5, 140, 260):
        bodies[number] = chance.choices(WORDS, WEIGHTS, k=400 + number)
    return [(chance.choices(WORDS, k=3), body) for body in bodies]


@cache
def opened() -> SegmentReader:
    documents = [
        Document(f"{number:03}", " ".join(title), " ".join(body))
        for number, (title, body) in enumerate(texts())
    ]
    return SegmentReader(segment(documents), 0, np.array([], dtype=np.uint32))


def in_zone(number: int, zone: Zone) -> list[list[str]]:
    title, body = texts()[number]
    return {"title": [title], "body": [body], None: [title, body]}[zone]


def follow(number: int, words: Sequence[str], zone: Zone) -> bool:
    return any(
        text[place : place + len(words)] == list(words)
        for text in in_zone(number, zone)
        for place in range(len(text))
    )


def near(number: int, words: Sequence[str], slop: int, zone: Zone) -> bool:
    return any(
        all(text[place : place + len(words) + slop].count(word) >= words.count(word) for word in words)
        for text in in_zone(number, zone)
        for place in range(len(text))
    )


PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5)
ZONES = st.sampled_from(["title", "body", None])
ASKED = st.none() | st.lists(st.integers(0, 399), unique=True).map(sorted)


@given(PHRASES, ZONES, ASKED)
def test_words_that_follow_each_other(words: list[str], zone: Zone, asked: list[int] | None) -> None:
    found = InOrder(opened(), [opened().postings("forms", word) for word in words], zone)
    expected = [number for number in range(400) if follow(number, words, zone)]
    if asked is None:
        assert found.numbers.tolist() == expected
        assert len(expected) <= found.max_size
    else:
        is_found = found.among(np.array(asked, dtype=np.uint32))
        assert [number for number, has in zip(asked, is_found, strict=True) if has] == sorted(
            set(asked) & set(expected)
        )


@given(PHRASES, st.integers(0, 3), ZONES)
def test_words_near_each_other(words: list[str], slop: int, zone: Zone) -> None:
    found = Near(opened(), [opened().postings("forms", word) for word in words], slop, zone)
    assert found.numbers.tolist() == [number for number in range(400) if near(number, words, slop, zone)]


@pytest.mark.parametrize("name", ["position_counts", "position_blocks"])
def test_places_that_are_not_all_there_are_an_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = opened().file
    whole = getattr(file, name)
    monkeypatch.setattr(file, name, lambda term: whole(term)[:1])
    fresh = SegmentReader(file, 0, np.array([], dtype=np.uint32))
    with pytest.raises(ContainerError):
        fresh.term_positions(fresh.postings("forms", "vent"))


@given(st.integers(0, 2**32 - 1), PHRASES, ZONES)
def test_damaged_places_do_not_crash(seed: int, words: list[str], zone: Zone) -> None:
    """An error may be raised, or something else be found, but no memory is read that is not theirs."""
    chance = np.random.default_rng(seed)
    file = opened().file
    most = int(chance.choice([300, 2**20, 2**62]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "crowd_counts", chance.integers(-most, most, len(file.crowd)))
        patch.setattr(
            file, "position_counts", lambda term: chance.integers(0, 256, file.doc_freq(term), np.uint8)
        )
        patch.setattr(file, "position_blocks", lambda term: chance.integers(-most, most, 4))
        fresh = SegmentReader(file, 0, np.array([], dtype=np.uint32))
        with suppress(ContainerError, IndexError):
            postings = [fresh.postings("forms", word) for word in words]
            assert set(InOrder(fresh, postings, zone).numbers.tolist()) <= set(range(400))
