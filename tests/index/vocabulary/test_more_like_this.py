"""What tells what an item is about."""

from collections.abc import Callable, Sequence

import pytest

from index.archive.document import Document
from index.vocabulary.more_like_this import TERMS, significant_terms
from index.vocabulary.vocabulary import Vocabulary

Write = Callable[[Sequence[Document]], Vocabulary]


def stems(document: Document, vocabulary: Vocabulary) -> list[str]:
    return [term.stem for term in significant_terms(document, vocabulary)]


def archive(*bodies: str) -> list[Document]:
    return [Document(str(number), "", body) for number, body in enumerate(bodies)]


def test_rarer_words_tell_more(write: Write) -> None:
    documents = archive("vent drone", "vent drone", "vent", "vent", "vent")
    assert stems(documents[0], write(documents)) == ["drone", "vent"]


def test_repeated_words_tell_more(write: Write) -> None:
    documents = archive("pluie vent vent", "vent pluie", "soleil")
    assert stems(documents[0], write(documents)) == ["vent", "pluie"]


def test_words_of_the_title_tell_more(write: Write) -> None:
    documents = [Document("0", "Vent", "pluie"), Document("1", "", "vent pluie"), Document("2", "", "soleil")]
    assert stems(documents[0], write(documents)) == ["vent", "pluie"]


def test_a_word_that_no_other_item_has_tells_nothing(write: Write) -> None:
    documents = archive("vent zéphyr", "vent")
    assert stems(documents[0], write(documents)) == ["vent"]


def test_small_words_tell_nothing(write: Write) -> None:
    documents = archive("le vent de la mer", "le vent de la mer")
    assert stems(documents[0], write(documents)) == ["mer", "vent"]


def test_inflections_of_a_word_tell_as_one(write: Write) -> None:
    documents = archive("élection", "élections élection")
    assert stems(documents[1], write(documents)) == ["election"]


def test_the_first_term_has_the_weight_of_one_and_no_other_has_more(write: Write) -> None:
    documents = archive("vent drone pluie", "vent drone pluie", "vent pluie", "vent")
    weights = [term.weight for term in significant_terms(documents[0], write(documents))]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1
    assert weights[-1] > 0


def test_there_are_at_most_so_many_terms(write: Write) -> None:
    documents = archive(*[" ".join(f"mot{number}" for number in range(100))] * 2)
    assert len(stems(documents[0], write(documents))) == TERMS


@pytest.mark.parametrize("body", ["", "le de la", "!?", "\x00😀"])
def test_an_item_without_telling_words_has_none(write: Write, body: str) -> None:
    documents = archive(body, body)
    assert stems(documents[0], write(documents)) == []


def test_the_only_item_of_an_archive_has_none(write: Write) -> None:
    documents = archive("vent drone")
    assert stems(documents[0], write(documents)) == []
