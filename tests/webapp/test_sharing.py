"""A link to a search says, when it is opened, whether the search finds more or fewer by then, or others."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest

from index import Document, open_engine
from tests.webapp.pages import links, reader
from webapp import sharing
from webapp.app import create_app

LABEL = "Lien daté vers cette recherche"


def zebus(count: int) -> list[Document]:
    return [
        Document(f"z{n}", f"Zébu {n}", f"Un zébu au pré {n}.", "Radio", date(2026, 3, 1 + n))
        for n in range(count)
    ]


@pytest.fixture
def url(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild(zebus(12))
    return url


@pytest.fixture
def given(url, monkeypatch):
    """Return the address of a link that was given on November 12."""
    monkeypatch.setattr(sharing, "today_in_paris", lambda: date(2026, 11, 12))
    (link,) = links(create_app(url).test_client().get("/?q=zébu&source=Radio&tri=ancien").text, LABEL)
    monkeypatch.setattr(sharing, "today_in_paris", lambda: date(2026, 11, 20))
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


def said(url, address):
    """Return the page at an address, and the sentence on what changed; empty where there is none."""
    text = reader(create_app(url).test_client())(address)
    found = re.search(r"<p class=\"soft\">(Depuis .*)</p>", text)
    return text, re.sub(r"<time[^>]*>|</time>", "", found[1]) if found else ""


def test_the_link_carries_the_search_the_day_and_the_number(given):
    search, _, state = given.partition("&etat=")
    assert search == "/?q=z%C3%A9bu&source=Radio&tri=ancien&vu=2026-11-12&total=12"
    assert re.fullmatch("[0-9a-f]{20}", state)


def test_it_is_a_public_address(url):
    client = create_app(url, public_address="https://archive.example").test_client()
    (link,) = links(client.get("/?q=zébu").text, LABEL)
    assert link.startswith("https://archive.example/?q=z%C3%A9bu&vu=")


def test_where_nothing_changed_that_is_said_with_what_to_copy(url, given):
    text, changed = said(url, given)
    assert changed == ""
    plain = re.sub(r"<time[^>]*>|</time>", "", text)
    assert "Ce lien a été donné le 12 novembre 2026, avec 12 brèves : rien n’a changé depuis." in plain
    assert "Cette adresse ne vaut que sur cette machine." in text
    public = reader(create_app(url, public_address="https://archive.example").test_client())(given)
    assert "Pour l’envoyer, copiez l’adresse de cette page." in public


def test_as_many_of_an_archive_that_changed_may_be_others(url, given):
    engine = open_engine(url)
    engine.add(zebus(13))
    engine.remove(["z0"])
    text, changed = said(url, given)
    assert changed == ""
    plain = re.sub(r"<time[^>]*>|</time>", "", text)
    assert (
        "Ce lien a été donné le 12 novembre 2026, avec 12 brèves. L’archive a été mise à jour depuis : "
        "cette recherche en trouve autant, mais peut-être d’autres ; "
        '<a href="/?q=z%C3%A9bu&amp;source=Radio&amp;tri=recent">voir les plus récentes d’abord</a>.'
    ) in plain
    assert "rien n’a changé" not in text


def test_days_that_its_words_count_from_are_other_days_later(url, monkeypatch):
    def on(day, address):
        for module in (sharing.__name__, "index.query.lexer", "webapp.app"):
            monkeypatch.setattr(f"{module}.today_in_paris", lambda: day)
        return create_app(url).test_client().get(address).text

    (link,) = links(on(date(2026, 3, 6), "/?q=zébu date:hier"), LABEL)
    address = link.removeprefix("http://localhost")
    assert "rien n’a changé depuis" in on(date(2026, 3, 6), address)
    assert "mais peut-être d’autres" in on(date(2026, 3, 7), address)


def test_more_are_said_with_a_way_to_the_newest(url, given):
    open_engine(url).rebuild(zebus(15))
    text, sentence = said(url, given)
    assert sentence == (
        "Depuis que ce lien a été donné, le 12 novembre 2026 : 3 brèves de plus ; "
        '<a href="/?q=z%C3%A9bu&amp;source=Radio&amp;tri=recent">voir les plus récentes d’abord</a>.'
    )
    assert "15 brèves" in text


def test_by_date_newest_first_no_other_way_is_offered(url, given):
    open_engine(url).rebuild(zebus(13))
    sentence = said(url, given.replace("ancien", "recent"))[1]
    assert sentence == "Depuis que ce lien a été donné, le 12 novembre 2026 : 1 brève de plus."


@pytest.mark.parametrize(("left", "lost"), [(11, "1 brève"), (1, "11 brèves"), (0, "12 brèves")])
def test_fewer_are_said(url, given, left, lost):
    open_engine(url).rebuild([*zebus(left), Document("autre", "Un okapi", "")])
    assert said(url, given)[1] == f"Depuis que ce lien a été donné, le 12 novembre 2026 : {lost} de moins."


@pytest.mark.parametrize(
    "values",
    [
        *("vu=2026-11-12", "total=3", "vu=&total=3", "vu=2026-11-12&total=", "vu=2026-13-45&total=3"),
        *(
            "vu=hier&total=3",
            "vu=2026-11-12&total=-3",
            "vu=2026-11-12&total=1e3",
            "vu=2026-11-12&total=%D9%A3",
        ),
        *("vu=2999-01-01&total=3", "vu=20261112&total=3", "vu=0000-00-00&total=3", "vu=%00&total=%00"),
        "vu=2026-11-12&total=" + "9" * 5000,
    ],
)
def test_what_no_link_says_is_ignored(url, values):
    text, sentence = said(url, f"/?q=zébu&{values}")
    assert sentence == ""
    assert "sans effet" not in text


def test_a_part_of_the_results_is_compared_with_nothing(url):
    text = create_app(url, budget=1e-9).test_client().get("/?q=zébu&vu=2026-11-12&total=3").text
    assert "au moins" in text
    assert "Depuis que ce lien" not in text
    assert LABEL not in text


def test_no_other_address_of_the_page_carries_the_day_and_the_number(url, given):
    text, _ = said(url, given)
    shared = links(text, LABEL)
    assert shared
    addresses = re.findall(r'(?:href|action)="([^"]*)"', text)
    others = [each for each in addresses if "vu=" in each and "langue=" not in each]
    assert len(others) == len(shared)
    assert 'name="vu"' not in text
    assert 'name="total"' not in text
