from index import Document, open_engine
from webapp.app import create_app


def test_the_first_page_says_what_the_archive_holds(page):
    text = page("/")
    assert "<dd>130</dd>" in text
    assert '<time datetime="2020-01-01">1er janvier 2020</time> – <time datetime="2025-05-01">' in text
    assert '<bdi>Agence Nordet</bdi></th><td class="year">2024</td><td class="num">3</td>' in text
    assert "sans source" in text


def test_the_latest_bulletins_come_newest_first(page):
    text = page("/")
    latest = text[text.index("Derniers bulletins") :]
    assert (
        latest.index("Bulletin du 8 novembre 2024")
        < latest.index("Bulletin de 13 h")
        < latest.index("alert(")
    )
    assert "&lt;script&gt;" in latest


def test_an_archive_without_dates_and_bulletins_has_a_first_page(tmp_path):
    open_engine(f"whoosh:{tmp_path}").rebuild([Document("x", "", "mot")])
    text = create_app(f"whoosh:{tmp_path}").test_client().get("/").text
    assert "Période" not in text
    assert "Derniers bulletins" not in text
    assert "<dt>Brève</dt><dd>1</dd>" in text


def test_many_sources_are_cut_and_said(tmp_path):
    open_engine(f"whoosh:{tmp_path}").rebuild(Document(f"x{n}", "", "mot", f"Source {n}") for n in range(22))
    text = create_app(f"whoosh:{tmp_path}").test_client().get("/").text
    assert "Et 2&nbsp;autres sources." in text


def test_the_help_shows_examples_that_run(page):
    text = page("/help")
    assert '<a href="/?q=otan"><code>otan</code></a>' in text
    assert "<h1>Aide à la recherche</h1>" in text
