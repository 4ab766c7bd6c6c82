"""The texts that a cluster gets have the positions that our analysis gave."""

import json

import pytest

from index.archive.stored_document import to_document, to_stored
from index.engines.opensearch.mapping import HOLE, SEPARATOR
from index.engines.opensearch.rows import in_order, rows
from index.french.form_table import FormTable
from index.french.occurrences import occurrences
from tests.index.engines.contract.documents import MIXED


@pytest.mark.parametrize(
    ("places", "texts"),
    [
        ([], []),
        ([(5, "b"), (4, "a")], ["a b"]),
        ([(0, "nord"), (0, "nordcoreen"), (1, "coreen")], ["nord|nordcoreen coreen"]),
        ([(0, "a"), (3, "b")], ["a · · b"]),
        ([(0, "a"), (129, "b"), (130, "c")], ["a", "b c"]),
    ],
)
def test_positions_become_texts(places: list[tuple[int, str]], texts: list[str]) -> None:
    assert in_order(places) == texts


HOSTILE = (
    "Un|deux · a|b x\u2003y\u2028z \u00b7mot\u00b7"
    " l’été|hiver ½ 3\u202f000 ١٢ 東京 e\u0301 ﬁn \u3000 A\u0085B",
    " ".join(f"{chr(code)}|a{chr(code)}b·c" for code in range(0x20, 0x3100)),
)


def test_no_term_holds_what_separates_terms() -> None:
    forms = FormTable()
    occurrences(forms, HOSTILE)
    terms = [*forms.stems, *forms.terms, *forms.beginnings]
    assert len(terms) > 1000
    for term in terms:
        assert term.split() in ([term], []), term
        assert not any(sign in term for sign in (SEPARATOR, HOLE)), term


def test_documents_come_back_as_they_were() -> None:
    forms = FormTable()
    words = occurrences(forms, [text for each in MIXED for text in (each.title, each.body)])
    found = [to_document(json.loads(json.dumps(row["stored"]))) for row in rows(MIXED, words, forms)]
    assert found == [to_document(to_stored(each)) for each in MIXED]
