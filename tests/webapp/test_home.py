import html
import re

import pytest

from index import Document, open_engine
from webapp.app import create_app


def test_the_first_page_says_what_the_archive_holds(page):
    text = page("/")
    assert "<dd>130</dd>" in text
    first = '<a href="/jour/2020-01-01"><time datetime="2020-01-01">1er janvier 2020</time></a>'
    assert f'{first} – <a href="/jour/2025-05-01"><time datetime="2025-05-01">' in text
    assert '<bdi>Agence Nordet</bdi></a></th><td class="year">2024</td><td class="num">3</td>' in text
    assert "sans source" in text


def test_sources_and_the_days_and_sources_of_the_latest_bulletins_are_links(page):
    text = page("/")
    assert '<th scope="row"><a href="/source/Agence%20Nordet"><bdi>Agence Nordet</bdi></a></th>' in text
    assert '<th scope="row"><a href="/source?nom=">sans source</a></th>' in text
    latest = text[text.index("Derniers bulletins") :]
    source = '<a href="/source/Agence%20Nordet"><bdi>Agence Nordet</bdi></a>'
    day = '<a href="/jour/2024-11-08"><time datetime="2024-11-08">vendredi 8 novembre 2024</time></a>'
    assert f'<span class="soft">{source}, {day}, 2 brèves</span>' in latest


def test_the_latest_bulletins_come_newest_first(page):
    text = page("/")
    latest = text[text.index("Derniers bulletins") :]
    assert (
        latest.index("Bulletin du vendredi 8 novembre 2024, Agence Nordet")
        < latest.index("Bulletin de 13 h")
        < latest.index("alert(")
    )
    assert "&lt;script&gt;" in latest


def test_a_day_is_opened_from_the_first_page(page, client):
    text = page("/")
    assert '<form class="fields screen" action="/jour">' in text
    assert 'name="jour" type="date" value="2025-05-01" required>' in text
    assert client.get("/jour?jour=2024-11-07").headers["Location"] == "/jour/2024-11-07"


def test_an_archive_without_dates_and_bulletins_has_a_first_page(tmp_path):
    open_engine(f"whoosh:{tmp_path}").rebuild([Document("x", "", "mot")])
    text = create_app(f"whoosh:{tmp_path}").test_client().get("/").text
    assert "Période" not in text
    assert "Derniers bulletins" not in text
    assert 'name="jour"' not in text
    assert "<dt>Brève</dt><dd>1</dd>" in text


def test_many_sources_are_cut_and_said(tmp_path):
    open_engine(f"whoosh:{tmp_path}").rebuild(Document(f"x{n}", "", "mot", f"Source {n}") for n in range(22))
    text = create_app(f"whoosh:{tmp_path}").test_client().get("/").text
    assert '<a href="/source">Et 2\u00a0autres sources</a>' in text
    assert "Bulletin</dt>" not in text


def test_the_help_shows_examples_that_run(page):
    text = page("/help")
    assert '<a href="/?q=otan"><code>otan</code></a>' in text
    assert "<h1>Aide à la recherche</h1>" in text


TITLES = (
    "Grève des aiguilleurs : le préfet Jean Martin temporise",
    "Grève au port de Lorient",
    "Sécheresse dans le Larzac, les éleveurs écrivent au préfet",
    "<b>Crue</b> de la Loire & de l’Allier, grève des écluses",
    "",
    "Le",
)


def test_each_example_finds_something_in_whatever_archive(tmp_path):
    url = f"whoosh:{tmp_path}"
    client = create_app(url).test_client()
    for count in range(1, len(TITLES) + 1):
        open_engine(url).rebuild(
            Document(f"{n}", title, "Le texte.") for n, title in enumerate(TITLES[:count])
        )
        offered = re.findall(r'<li><a href="(/\?q=[^"]*)">', client.get("/").text)
        assert len(offered) >= 2
        for address in offered:
            assert 'class="hits"' in client.get(html.unescape(address)).text, address
    assert any("%C2%AB%E2%80%AFJean+Martin" in address for address in offered)
    assert any("+-" in address for address in offered)


@pytest.mark.parametrize("title", ["", "le la", "\x00", "123", "« »", "e" * 300])
def test_without_telling_titles_there_are_no_examples(tmp_path, title):
    open_engine(f"whoosh:{tmp_path}").rebuild([Document("x", title, "corps")])
    assert "Par exemple" not in create_app(f"whoosh:{tmp_path}").test_client().get("/").text
