"""The bytes that Whoosh has for a term in a document are made again from arrays that hold less."""

import numpy as np
import pytest
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.formats import Existence, Format, Frequency, Positions

from index.engines.whoosh.segment.layout import Kind
from index.engines.whoosh.segment.values import PositionLists, values

TEXT = "mer la mer et la terre mer"


@pytest.mark.parametrize(
    ("kind", "format_"),
    [("existence", Existence()), ("frequencies", Frequency()), ("positions", Positions())],
)
def test_values_are_those_that_whoosh_writes(kind: Kind, format_: Format) -> None:
    words = TEXT.split()
    found = sorted(format_.word_values(TEXT, SpaceSeparatedTokenizer()))
    at = [[place for place, word in enumerate(words) if word == text] for text, *_ in found]
    places = PositionLists(np.array(list(map(len, at))), np.array([place for each in at for place in each]))
    made = list(values(kind, np.array(list(map(len, at)), np.float32), places))
    assert made == [value for *_, value in found]


def test_values_of_their_own_are_kept_as_they_are() -> None:
    kept = [b"abc", b"", b"\x00\xff"]
    places = PositionLists(np.array([3, 0, 2]), np.frombuffer(b"".join(kept), np.uint8))
    assert list(values("values", np.ones(3, np.float32), places)) == kept
