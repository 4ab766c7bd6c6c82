from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from index.archive.document import Bulletin, digest
from indexer.bulletin import Item, Received, bulletin_id, to_document, to_documents

DAY = date(2024, 11, 7)
BULLETIN = Bulletin("b", "Journal de 20 h", "TF1", DAY, "https://x.org/b")


def test_an_id_is_made_of_source_title_and_body():
    assert to_document(Item("Titre", "Texte."), BULLETIN).id == digest(("TF1", "Titre", "Texte."))


def test_an_id_does_not_change_with_the_day_or_the_place():
    other = Bulletin("c", "Édition de nuit", "TF1", None)
    assert (
        to_document(Item("Titre", "Texte."), BULLETIN).id == to_document(Item("Titre", "Texte."), other, 9).id
    )


def test_a_given_id_is_kept():
    assert to_document(Item("Titre", "Texte.", id="tv1"), BULLETIN).id == "tv1"


def test_what_an_item_lacks_its_bulletin_says():
    document = to_document(Item("Titre", "Texte."), BULLETIN)
    assert (document.source, document.date, document.url) == ("TF1", DAY, "https://x.org/b")


def test_what_an_item_says_counts_first():
    item = Item("Titre", "Texte.", source="AFP", date=date(2024, 1, 1), url="https://x.org/i")
    document = to_document(item, BULLETIN)
    assert (document.source, document.date, document.url) == ("AFP", date(2024, 1, 1), "https://x.org/i")


def test_places_are_counted_from_1_and_items_without_a_letter_take_none():
    items = (Item("", "…"), Item("Un", ""), Item("", "—"), Item("", "2"))
    documents = list(to_documents(Received(BULLETIN, items, "UTF-8")))
    assert [(document.title, document.appearances[0].place) for document in documents] == [("Un", 1), ("", 2)]


def test_a_bulletin_keeps_its_id_at_every_rebuild():
    assert bulletin_id("TF1", DAY, "Soir") == digest(("TF1", "2024-11-07", "Soir"))
    assert bulletin_id("", None, "notes", "folder") == digest(("", "", "notes", "folder"))


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_two_texts_have_two_ids(first, second):
    ids = {to_document(Item(*texts), None).id for texts in (first, second)}
    assert len(ids) == len({first, second})
