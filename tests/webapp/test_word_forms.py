"""The page of results lists the forms of each word, and switches the word between all of them and one."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from index import Document, open_engine, parse
from index.query import Clause
from tests.webapp.pages import links, reader, total
from webapp.app import create_app
from webapp.word_forms import MAX_LISTED

TEXTS = (
    "La grève du port",
    "Une Grève au port",
    "Grève des ports",
    "Les grèves de mai",
    "la greve, en bref",
    "Le marché et la marche",
    "Un sous-marin et deux sous-marins",
    "Manifestation : manifester, manifesté, manifestés, manifestée, manifestons, manifestez, manifestent, "
    "manifestait, manifestant, manifesta",
    "<b>balise</b> & balises",
)
SOURCE = "Radio & Cie"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    url = f"whoosh:{tmp_path_factory.mktemp('forms') / 'index'}"
    open_engine(url).rebuild(
        Document(str(number), "", text, SOURCE, date(2024, 5, number + 1))
        for number, text in enumerate(TEXTS)
    )
    return create_app(url)


@pytest.fixture(scope="module")
def read(app: Flask) -> Callable[[str], str]:
    return reader(app.test_client())


def rows(text: str) -> dict[str, str]:
    """Return the forms that a page lists of each word, as text."""
    found = re.findall(r'<p><bdi class="words">(.*?)</bdi> : (.*?)</p>', text)
    return {plain(word): plain(forms) for word, forms in found}


def plain(markup: str) -> str:
    return re.sub(r"<[^>]*>", "", markup).strip()


def test_each_word_has_its_forms_with_their_numbers_in_the_whole_archive(read):
    expected = {"grève": "Grève 3, greve 1, grèves 1", "port": "port 2, ports 1"}
    assert rows(read("/?q=grève+du+port")) == expected
    assert rows(read("/?q=grève+port&du=2024-05-02&au=2024-05-02")) == expected


def test_many_forms_are_counted(read):
    (forms,) = rows(read("/?q=manifester")).values()
    assert forms.count(" 1") == 8
    assert forms.endswith(" et 2 autres")


def test_the_other_words_stay_as_they_were_typed(read):
    text = read("/?q=grève+24/02/2022,+port")
    assert "/?q=%3Dgr%C3%A8ve+24/02/2022,+port" in links(text, "seulement « grève »")
    assert '"/?q=port+24/02/2022+-mai"' in read("/?q==port+24/02/2022+-mai")


def test_a_word_that_the_archive_lacks_has_no_forms_and_no_way_to_ask_for_one(read):
    text = read("/?q=port+xylophone+marchés")
    assert rows(text)["xylophone"] == "aucune dans l’archive"
    assert "seulement « xylophone »" not in plain(text)
    assert "marchés" not in rows(text)["marchés"]
    assert "seulement « marchés »" not in plain(text)


@pytest.mark.parametrize(
    ("typed", "label", "leads_to", "finds"),
    [
        ("grève", "seulement « grève »", "=grève", 3),
        ("greve", "seulement « greve »", "=greve", 4),
        ("grève port", "seulement « grève »", "=grève port", 3),
        ("grève port", "seulement « port »", "grève =port", 2),
        ("grève ET port", "seulement « port »", "grève ET =port", 2),
        ("(grève OU marche) -port", "seulement « grève »", "(=grève OU marche) -port", 1),
        ("corps:grèves", "seulement « grèves »", "corps:=grèves", 1),
        ("sous-marins", "seulement « sous-marins »", "=sous-marins", 1),
        ("=grève", "toutes les formes de « grève »", "grève", 5),
        ("=grève ET port", "toutes les formes de « grève »", "grève ET port", 3),
        ("GRÈVE PORT", "seulement « GRÈVE »", "=GRÈVE PORT", 3),
    ],
)
def test_a_link_leads_to_the_same_query_with_the_word_switched(read, typed, label, leads_to, finds):
    (address,) = links(read(f"/?q={typed}"), label)
    assert parse_qs(urlsplit(address).query)["q"] == [leads_to]
    switched = read(address)
    word = re.findall("« (.*) »", label)[0]
    back = f"toutes les formes de « {word} »" if label.startswith("seul") else f"seulement « {word} »"
    assert links(switched, back)
    assert total(switched) == finds


def test_a_link_keeps_filters_order_and_all_else_but_the_page(read):
    kept = "mots=tous&source=Radio+%26+Cie&tri=recent&telquel=1&du=2024-05-01&au=2024-05-31&barres=part"
    (address,) = links(read(f"/?q=grève&{kept}&page=1"), "seulement « grève »")
    assert parse_qs(urlsplit(address).query) == parse_qs(f"q=%3Dgr%C3%A8ve&{kept}")
    (back,) = links(read(address), "toutes les formes de « grève »")
    assert parse_qs(urlsplit(back).query) == parse_qs(f"q=gr%C3%A8ve&{kept}")


@pytest.mark.parametrize("typed", ['"la grève"', "grèv*", "port -grève", "grève 2024"])
def test_only_words_alone_are_switched(read, typed):
    text = plain(read(f"/?q={typed}"))
    assert ("seulement « grève »" in text) == (typed == "grève 2024")
    assert ("« 2024 »" in text) is False


def test_what_was_typed_is_escaped(read):
    text = read("/?q=<b>balise</b>+%26+balises")
    assert "seulement « <bdi>balise</bdi> »" in text
    assert "<b>" not in text


def test_only_the_first_words_are_listed_and_that_is_said(read):
    many = "+".join(f"{first}{second}a" for first in "bcdfg" for second in "hjklm")
    text = read(f"/?q=port+{many}")
    assert len(rows(text)) == MAX_LISTED
    assert f"Seuls les {MAX_LISTED} premiers mots sont listés ici." in text
    assert "premiers mots sont listés" not in read("/?q=port")


PIECES = st.sampled_from(
    [
        *(
            "grève",
            "Grève",
            "GREVE",
            "=grève",
            "port",
            "=ports",
            "sous-marins",
            "=sous-marin",
            "l'été",
            "d'or",
        ),
        *("O.T.A.N.", "S. N. C. F.", "AT&T", "aujourd'hui", "30", "000", "20h30", "49.3", "COVID-19", "N°5"),
        *(
            "ET",
            "OU",
            "SAUF",
            "-",
            "(",
            ")",
            '"',
            "«",
            "titre:",
            "source:",
            "corps:",
            "=",
            "*",
            "grèv*",
            "#port",
        ),
        *(
            "titre",
            ":",
            ",",
            "et",
            "du",
            "dit-il",
            "e.g",
            "étudiant·e·s",
            "œuvre",
            "l’",
            "<b>",
            "&",
            "’",
            "Saint",
        ),
    ]
)


@settings(max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=7), st.sampled_from(["", " "]))
@example(["S. N. C. F.", "-", "S. N. C. F."], " ")
def test_whatever_was_typed_a_link_changes_one_word_and_nothing_else(app, pieces, between):
    typed = between.join((*pieces, " port"))
    text = reader(app.test_client())(f"/?q={quote(typed)}")
    query = parse(typed)
    for start, is_exact in (("seulement", False), ("toutes les formes de", True)):
        for word in {clause.text for clause in query.scored}:
            for address in links(text, f"{start} « {escape(word)} »"):

                def switched(clause: Clause, word: str = word, is_exact: bool = is_exact) -> Clause:
                    is_it = clause.text == word and clause.kind == ("form" if is_exact else "word")
                    return replace(clause, kind="word" if is_exact else "form") if is_it else clause

                expected = query.changed(switched, is_all=False)
                assert parse(parse_qs(urlsplit(address).query)["q"][0]).root == expected.root
