"""What a reader may type, what is said of it and what it finds: the examples stand in `queries.tsv`."""

from datetime import date

import pytest

from index import Engine
from index.query.query import written
from tests.index.query.examples import DOCUMENTS, ROWS, TYPED, asked, meanings, one_width


@pytest.mark.parametrize("row", ROWS, ids=TYPED)
def test_what_was_understood_is_said(row: dict[str, str]) -> None:
    assert one_width(asked(row["typed"]).description.text) == row["understood"]


@pytest.mark.parametrize("row", ROWS, ids=TYPED)
def test_what_is_not_searched_as_typed_is_said(row: dict[str, str]) -> None:
    assert one_width(" ".join(note.sentence for note in asked(row["typed"]).notes)) == row["notes"]


@pytest.mark.parametrize("row", ROWS, ids=TYPED)
def test_what_is_typed_finds(archive: Engine, row: dict[str, str]) -> None:
    found = {hit.id for hit in archive.search(asked(row["typed"]), 100).hits}
    names = [each["id"] for each in DOCUMENTS]
    assert " ".join(name for name in names if name in found) == row["matches"].replace("all", " ".join(names))


@pytest.mark.parametrize("typed", TYPED)
def test_an_example_printed_is_read_back_the_same(typed: str) -> None:
    query = asked(typed)
    assert meanings(asked(written(query.root))) == meanings(query)


def test_there_are_examples_enough() -> None:
    assert len(ROWS) > 250


def test_a_filter_alone_lists_the_newest_first(archive: Engine) -> None:
    hits = archive.search(asked("-otan"), 100).hits
    days = [hit.document.date or date.min for hit in hits]
    assert days == sorted(days, reverse=True)


def test_words_with_a_sign_bring_those_that_have_the_others_first(archive: Engine) -> None:
    hits = archive.search(asked("titre:(grève OU manifestation) infirmières")).hits
    assert [hit.id for hit in hits] == ["infirmières", "grève"]
