"""The word for an item on every kind of page."""

import html
import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from index.errors import UsageError
from webapp.app import create_app
from webapp.commands import serve
from webapp.item_words import WORDS, find
from webapp.languages import FRENCH

ADDRESSES = (
    *(
        "/",
        "/help",
        "/?q=baleine",
        "/?q=baleine&page=99",
        "/?q=girafe+drones+nord",
        "/?q=drones+nord&tri=recent",
    ),
    *("/?q=girafe+drones&mots=tous", "/?q=introuvable", "/?q=-otan", "/?du=2024-11-07&au=2024-11-07"),
    *("/item/coree?q=drones", "/item/n112?q=baleine&rang=2", "/item/titre-seul", "/item/none"),
    *("/bulletin/midi", "/bulletin/midi?q=drones", "/bulletin/midi?q=tapir", "/bulletin/midi?place=9"),
    *("/jour/2024-11-07", "/jour/2024-11-08", "/jour/2020-01-05", "/jour/1990-01-01", "/source/Mer"),
    *("/source/Agence%20Nordet", "/source/none", "/source?nom=", "/comparer?q=drones+baleine"),
    "/comparer?q=drones+baleine&mots=tous",
)


@pytest.fixture(scope="module")
def said(index_url: str) -> Callable[[str], str]:
    """Return what all pages say with a word, without the texts of the archive that say « brève »."""

    def say(word: str) -> str:
        client = create_app(index_url, item_word=word).test_client()
        texts = [re.sub(r"<(?!/?title)[^>]*>", " ", client.get(address).text) for address in ADDRESSES]
        plain = re.sub(r"\s+", " ", html.unescape(" ".join(texts)))
        return plain.replace("Une brève sans titre", "")

    return say


@pytest.mark.parametrize("word", WORDS)
def test_no_page_says_another_word_and_every_word_beside_it_agrees(
    said: Callable[[str], str], word: str
) -> None:
    text = said(word)
    assert word == "brève" or not re.search("brève", text, re.IGNORECASE)
    assert len(re.findall(word, text, re.IGNORECASE)) > 60
    feminine = r"aucune|toutes les|seules les|la|cette|une|premières|celle"
    masculine = r"aucun|tous les|seuls les|le|cet|ce|un|premiers|celui"
    is_feminine = find(word)[FRENCH].is_feminine
    wrong = masculine if is_feminine else feminine
    beside = rf"\b(?:{wrong}) {word}s?\b"
    after = r"(?:trouvé|listé|compté|daté|montré)" + ("s?" if is_feminine else "es?")
    assert re.findall(beside, text, re.IGNORECASE) == []
    assert re.findall(rf"\b{word}s? (?:qui ont tous les mots sont )?{after}\b", text, re.IGNORECASE) == []
    assert re.findall(rf"\b(?:de|le|la|ce) (?=[aeéiou]){word}s?\b", text, re.IGNORECASE) == []
    assert re.findall(rf"\b[01] {word}s\b|\b[2-9]\d* {word}\b(?! sur| \d)", text) == []


@pytest.mark.parametrize(
    ("word", "sentences"),
    [
        (
            "sujet",
            ["Aucun sujet", "Tous les sujets", "Seuls les sujets", "Ce sujet n’a qu’un titre", "123 sujets"],
        ),
        (
            "article",
            ["Cet article ou ce bulletin", "Voir l’article daté", "Nombre d’articles", "aucun article"],
        ),
        (
            "dépêche",
            ["Aucune dépêche", "Voir la dépêche datée", "Dépêches trouvées par", "Toutes les dépêches"],
        ),
        ("information", ["Cette information", "Voir l’information datée", "Nombre d’informations"]),
        ("brève", ["Aucune brève", "Toutes les brèves", "Seules les brèves", "Cette brève n’a qu’un titre"]),
    ],
)
def test_pages_say_it_in_french(said: Callable[[str], str], word: str, sentences: list[str]) -> None:
    text = said(word)
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_an_unknown_word_is_refused_with_those_there_are(index_url: str) -> None:
    with pytest.raises(
        UsageError, match="'truc' is no word for an item; give one of brève, actualité, article"
    ):
        create_app(index_url, item_word="truc")
    assert isinstance(CliRunner().invoke(serve, ["--item-word", "truc"]).exception, UsageError)
    assert isinstance(
        CliRunner().invoke(serve, [], env={"BULLETINS_ITEM_WORD": "truc"}).exception, UsageError
    )


def test_a_word_may_be_typed_with_capitals_and_split_accents() -> None:
    assert find(" Bre\u0300ve")[FRENCH].many == "brèves"


def test_exports_feeds_and_the_api_stay(index_url: str) -> None:
    clients = [create_app(index_url, item_word=word).test_client() for word in ("brève", "sujet")]
    for address in (
        "/resultats.csv?q=baleine",
        "/resultats.jsonl?q=-otan",
        "/feed.atom?du=2020",
        "/api/item/coree",
    ):
        one, other = (client.get(address).data for client in clients)
        assert one == other
