"""The forms of words with their counts, against a plain scan of the documents and what a search finds."""

import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Engine, parse
from tests.index.engines.contract.documents import Indexed, item

WORDS = re.findall(
    r"\w+",
    """
    grève grèves greve GRÈVE Grèves GREVE élection élections ÉLECTIONS elections électeur électrices
    infirmier infirmière infirmiers infirmieres Infirmières manifester manifesté manifestent manifestation
    MANIFESTATIONS marché marche marchés marcher marchait curé cure curés CURÉ cures pêche péché peche pêcheur
    pécher voir vu vue vus voit verra verrons œil oeil yeux cheval chevaux CHEVAL influenceur influenceuse
    influenceuses INFLUENCEURS agriculteur agricultrices mer mers Mer an ans loi lois Macron Otan OTAN
    président présidente présidents president été étés vol voler volé vols franc française Français beau belle
    beaux Séoul seoul Poutine maïs sûr sûre nouvel nouveaux pris prise prend journal journaux nationales
    """,
)
CORPUS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=1, max_size=12)


def folded(word: str) -> str:
    return word.lower().replace("œ", "oe")


@pytest.fixture(scope="module")
def alone(archive_of: Callable[[Iterable[Document]], Engine]) -> Engine:
    """An archive with a document of its own for each form, which is its id."""
    return archive_of(item(form, "", form) for form in sorted(set(map(folded, WORDS))))


@pytest.fixture(scope="module")
def found_by(alone: Engine) -> Callable[[str], set[str]]:
    """Return the forms that a query finds, as typed."""
    return lambda typed: {hit.id for hit in alone.search(parse(typed).as_typed, 1_000).hits}


@settings(max_examples=12)
@given(CORPUS, st.lists(st.sampled_from(WORDS), min_size=5, max_size=12, unique_by=str.lower))
def test_a_word_has_the_forms_that_it_finds_counted_as_a_plain_scan_counts_them(
    indexed: Indexed,
    found_by: Callable[[str], set[str]],
    corpus: list[list[str]],
    asked: list[str],
) -> None:
    documents = (item(str(n), words[0], " ".join(words[1:])) for n, words in enumerate(corpus))
    held = [set(map(folded, words)) for words in corpus]
    with indexed(documents) as engine:
        for typed in (*asked, *(f"={word}" for word in asked)):
            expected = {form: sum(form in each for each in held) for form in found_by(typed)}
            (found,) = engine.word_forms(parse(typed).as_typed)
            forms = [(form.text, form.items) for form in found.forms]
            assert dict(forms) == {form: items for form, items in expected.items() if items}, typed
            assert forms == sorted(forms, key=lambda form: (-form[1], form[0]))
            assert all(folded(form.written) == form.text for form in found.forms)


@settings(max_examples=12)
@given(CORPUS, st.sampled_from(WORDS))
def test_the_form_typed_is_held_where_a_search_for_it_alone_finds_something(
    indexed: Indexed, corpus: list[list[str]], typed: str
) -> None:
    with indexed(item(str(n), "", " ".join(words)) for n, words in enumerate(corpus)) as engine:
        (found,) = engine.word_forms(parse(typed))
        assert found.is_held_as_typed == bool(engine.search(parse(f"={typed}").as_typed).total)


def test_the_words_come_as_they_were_searched(archive_of: Callable[[Iterable[Document]], Engine]) -> None:
    engine = archive_of([item("1", "", "La canicule"), item("2", "", "Une canicule"), item("3", "", "Séoul")])
    searched = engine.search(parse("caniccule seoul")).query
    misspelt, name = engine.word_forms(searched)
    assert (misspelt.word.text, misspelt.forms, misspelt.is_held_as_typed) == ("caniccule", (), False)
    assert [(form.written, form.items) for form in name.forms] == [("Séoul", 1)]
