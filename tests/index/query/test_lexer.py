"""What the pieces of a typed query are."""

import pytest

from tests.index.query.examples import (
    asked,
)


@pytest.mark.parametrize("typed", ["titre : otan", "Date : 2024", "titre\u202f: otan", "guerre titre : otan"])
def test_a_field_with_a_space_before_its_colon_is_text_and_that_is_said(typed: str) -> None:
    query = asked(typed)
    assert all(clause.is_plain for clause in query.clauses)
    assert "sans espace avant" in query.notes[0].sentence
    assert asked("le titre du journal : otan").notes == ()
