"""Every field of a query is looked up in fields that an index has."""

from datetime import date
from typing import get_args

from index import Appearance, Bulletin, Document
from index.fields import invert
from index.french.form_table import FormTable
from index.french.occurrences import occurrences
from index.query.keywords import Field
from index.query.lookups import EXACT_FIELDS, LOOKUPS

BULLETIN = Bulletin("b1", "Journal", "Radio", date(2024, 11, 8))
DOCUMENT = Document("1", "Titre", "Corps", "Radio", BULLETIN.date, appearances=(Appearance(BULLETIN, 1),))


def test_every_field_is_looked_up_in_fields_that_are_written() -> None:
    forms = FormTable()
    words = occurrences(forms, (DOCUMENT.title, DOCUMENT.body))
    fields = {field.name: field for field in invert([DOCUMENT], words, forms)}
    for lookup in LOOKUPS.values():
        assert {lookup.exact, lookup.stems, lookup.not_stems} - {""} <= set(fields)
        assert fields[lookup.exact].has_positions


def test_every_field_that_can_be_typed_has_a_lookup() -> None:
    assert set(LOOKUPS) == {None, *get_args(Field)}
    assert set(EXACT_FIELDS) == {lookup.exact for lookup in LOOKUPS.values()}
