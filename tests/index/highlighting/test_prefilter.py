"""The pieces of a text that are analysed: they hold all that may match, and little else."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from index.highlighting.prefilter import ContextWindow, WrittenPrefix, candidate_regions

TEXTS = st.lists(
    st.sampled_from(["Nord", "l’OTAN", "30", "000", "—", "", "est-ce", "?", "\n\n", "partie", "½"])
).map(" ".join)


def pieces(text: str, *prefixes: WrittenPrefix) -> list[str]:
    return [text[start:end] for start, end in candidate_regions(text, prefixes, ContextWindow(1, 1))]


def test_a_piece_is_what_stands_between_spaces() -> None:
    assert pieces("À Paris, «\u00a0l’OTAN\u00a0» et l'Otanie.", WrittenPrefix(b"otan")) == [
        "l’OTAN",
        "l'Otanie.",
    ]


def test_a_beginning_within_a_word_is_none() -> None:
    assert pieces("une partie d’art", WrittenPrefix(b"art")) == ["d’art"]


def test_words_around_are_taken_in_with_what_stands_between() -> None:
    text = "Hier la Corée — du Nord, et la Corée du Sud."
    assert pieces(text, WrittenPrefix(b"nord", ContextWindow(2, 0))) == ["Corée — du Nord,"]


def test_a_number_with_its_thousands_is_one_word_around() -> None:
    assert pieces("les 1 600 compagnons", WrittenPrefix(b"compagnon", ContextWindow(1, 0))) == [
        "1 600 compagnons"
    ]


def test_a_character_that_is_normalised_otherwise_makes_a_piece_with_the_words_around() -> None:
    assert pieces("un deux tr\u00adois quatre cinq", WrittenPrefix(b"trois")) == ["deux tr\u00adois quatre"]


def test_a_text_without_what_is_looked_for_has_no_piece() -> None:
    assert pieces("Rien ne va plus ? Si, presque tout.", WrittenPrefix(b"otan")) == []


@given(TEXTS, st.sampled_from([b"nord", b"30 000", b"art", b"estce"]), st.integers(0, 3), st.integers(0, 3))
def test_pieces_lie_apart_in_order_between_spaces(
    text: str, beginning: bytes, before: int, after: int
) -> None:
    found = candidate_regions(
        text, [WrittenPrefix(beginning, ContextWindow(before, after))], ContextWindow(before, after)
    )
    assert all(one[1] < other[0] for one, other in itertools.pairwise(found))
    assert all(not text[:start] or text[start - 1].isspace() for start, _ in found)
    assert all(end == len(text) or text[end].isspace() for _, end in found)
