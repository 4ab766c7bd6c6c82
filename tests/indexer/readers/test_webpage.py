import time
from contextlib import suppress
from datetime import date

import pytest

from indexer.bulletin import Item
from indexer.paths import PathMetadata
from indexer.readers.page_tree import PageError
from tests.indexer.readers.reading import read

TEXT = "Les dockers ont voté la grève mardi soir, à une large majorité. Le port restera fermé jusqu’à jeudi."
MORE = "La direction propose une rencontre vendredi matin. Les syndicats demandent des garanties écrites."
ARTICLE = f"<h1>Grève au port</h1><p>{TEXT}</p><p>{MORE}</p>"


def _items(html):
    return read(html).items


def _page(body, head=""):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def test_a_plain_page_is_one_item():
    assert _items(_page(ARTICLE)) == (Item("Grève au port", f"{TEXT}\n\n{MORE}"),)


@pytest.mark.parametrize(
    "around",
    [
        "<nav><ul><li>Accueil</li></ul><p>{}</p></nav>",
        "<header><p>{}</p></header>",
        "<footer><p>{}</p></footer>",
        "<aside><p>{}</p></aside>",
        "<script>var a = '{}';</script>",
        "<style>p {{ content: '{}' }}</style>",
        "<noscript><p>{}</p></noscript>",
        "<iframe>{}</iframe>",
        "<form><p>{}</p><button>Envoyer</button></form>",
        "<div role=navigation><p>{}</p></div>",
        "<div class='share-container'><p>{}</p></div>",
        "<div id=cookieBanner><p>{}</p></div>",
        "<div class='c-pub pub_1'><p>{}</p></div>",
        "<section class='voir-aussi'><p>{}</p></section>",
        "<div class='bloc-lire-aussi'><p>{}</p></div>",
        "<div hidden><p>{}</p></div>",
        "<!-- <p>{}</p> -->",
    ],
)
def test_what_surrounds_the_text_is_left_out(around):
    other = around.format("Inscrivez-vous à notre lettre pour ne rien manquer de la semaine.")
    assert _items(_page(other + ARTICLE + other)) == _items(_page(ARTICLE))


@pytest.mark.parametrize("name", ["page-header", "has-sidebar", "newsletter", "social ad pub"])
def test_a_class_word_does_not_cost_the_article(name):
    assert _items(_page(f"<div class='{name}'>{ARTICLE}</div>")) == _items(_page(ARTICLE))


def test_words_that_only_contain_a_class_word_say_nothing():
    assert "Republique" in _items(_page(f"{ARTICLE}<p class='republique shadow'>Republique.</p>"))[0].body


@pytest.mark.cases("see_also.txt")
def test_a_line_that_leads_elsewhere_is_left_out(row):
    assert _items(_page(f"{ARTICLE}<p>{row[0]}</p><p>{MORE}</p>"))[0].body == f"{TEXT}\n\n{MORE}\n\n{MORE}"


def test_lists_of_links_are_left_out():
    links = "<ul><li><a href=/1>Le budget en débat</a></li><li><a href=/2>La météo</a></li></ul>"
    assert _items(_page(f"<main>{links}{ARTICLE}{links}</main>")) == _items(_page(ARTICLE))


def test_marked_paragraphs_are_items():
    body = (
        f"<h1>Le point du soir</h1><p>► Grève au port</p><p>{TEXT}</p><p><b>►</b> Rencontre</p><p>{MORE}</p>"
    )
    assert _items(_page(body)) == (Item("Grève au port", TEXT), Item("Rencontre", MORE))


def test_text_before_the_first_mark_takes_the_title_of_the_page():
    first, second = _items(_page(f"<h1>Le point</h1><p>{MORE}</p><p>► Grève au port</p><p>{TEXT}</p>"))
    assert (first, second) == (Item("Le point", MORE), Item("Grève au port", TEXT))


def test_repeated_headings_are_items():
    body = f"<h1>Le journal</h1><h2>Grève au port</h2><p>{TEXT}</p><h2>Rencontre</h2><div>{MORE}</div>"
    assert _items(_page(body)) == (Item("Grève au port", TEXT), Item("Rencontre", MORE))


def test_a_single_heading_stays_inside_the_item():
    [item] = _items(_page(f"<h1>Grève au port</h1><p>{TEXT}</p><h2>Et maintenant ?</h2><p>{MORE}</p>"))
    assert item.body == f"{TEXT}\n\nEt maintenant ?\n\n{MORE}"


def test_two_line_breaks_separate_paragraphs_and_one_does_not():
    [item] = _items(_page(f"<h1>T</h1><div>{TEXT}<br><br>{MORE}<br>Fin.</div>"))
    assert item.body == f"{TEXT}\n\n{MORE}\nFin."


def test_words_in_inline_elements_stay_whole():
    [item] = _items(
        _page(
            f"<h1>T</h1><p>l’<b>O</b>TAN\n et <i>Séoul</i>, puis &laquo;&nbsp;Kiev&nbsp;&raquo;. {TEXT}</p>"
        )
    )
    assert item.body.startswith("l’OTAN et Séoul, puis «\u00a0Kiev\u00a0». ")


def test_metadata_say_title_date_source_and_address():
    head = """<meta property="og:title" content="Grève | Radio Estuaire">
    <meta property="og:site_name" content="Radio Estuaire">
    <meta property="article:published_time" content="2024-11-07T23:30:00Z"><link rel="canonical" href="https://x.org/1">"""
    received = read(_page(f"<p>{TEXT}</p><p>{MORE}</p>", head))
    bulletin = received.bulletin
    assert (bulletin.name, bulletin.source) == ("Grève", "Radio Estuaire")
    assert (bulletin.date, bulletin.url) == (date(2024, 11, 8), "https://x.org/1")
    assert received.items[0].title == "Grève"


def test_linked_data_say_date_and_source():
    head = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Grève",
    "datePublished": "2024-11-07", "publisher": {"name": "TF1"}}]}</script>
    <script type="application/ld+json">{broken</script>"""
    bulletin = read(_page(f"<p>{TEXT}</p>", head)).bulletin
    assert (bulletin.name, bulletin.date, bulletin.source) == ("Grève", date(2024, 11, 7), "TF1")


def test_a_publisher_may_be_named_by_its_id():
    head = """<script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": "Grève",
    "publisher": {"@id": "#tf1"}}, {"@type": "Organization", "@id": "#tf1", "name": "TF1"}]}</script>"""
    assert read(_page(f"<p>{TEXT}</p>", head)).bulletin.source == "TF1"


@pytest.mark.parametrize(
    "comment",
    [
        "saved from url=(0026)https://radio.example.org/",
        "\n Page saved with SingleFile\n url: https://radio.example.org/ \n",
    ],
)
def test_a_saved_page_has_the_address_that_it_was_saved_from(comment):
    assert (
        read(f"<!DOCTYPE html>\n<!--{comment}-->{_page(ARTICLE)}").bulletin.url
        == "https://radio.example.org/"
    )
    assert (
        read(f"<!DOCTYPE html><html><!--{comment}--><body>{ARTICLE}").bulletin.url
        == "https://radio.example.org/"
    )


@pytest.mark.parametrize("body", ["<div id=root></div>", "<frameset><frame src=a.html></frameset>"])
def test_a_page_that_shows_no_text_is_said(body):
    assert (
        "shows no text but its title; save its text as .txt" in read(f"<title>Radio</title>{body}").oddities
    )


def test_the_address_of_a_page_may_say_its_day():
    link = "<link rel=canonical href='https://radio.example.org/{}'>"
    assert read(_page(ARTICLE, link.format("2024/11/07/le-pont"))).bulletin.date == date(2024, 11, 7)
    assert read(_page(ARTICLE, link.format("2024-11-07-le-pont.html"))).bulletin.date == date(2024, 11, 7)
    for other in ("2024/11/le-pont", "a/2024/11/071234", "2024/13/07/le-pont"):
        assert read(_page(ARTICLE, link.format(other))).bulletin.date is None


def test_what_a_page_shows_in_a_shadow_tree_is_text():
    assert _items(f"<x-news><template shadowrootmode=open>{ARTICLE}</template></x-news>") == _items(ARTICLE)


def test_a_time_element_says_the_date():
    assert read(_page(f"<time datetime=2024-11-07T20:00>hier</time>{ARTICLE}")).bulletin.date == date(
        2024, 11, 7
    )


def test_a_title_that_is_a_trail_says_the_date():
    received = read(_page(f"<p>{TEXT}</p>", "<title>2014/06/20 &gt; BE France 291 &gt; Une nacre</title>"))
    assert (received.bulletin.date, received.items[0].title) == (date(2014, 6, 20), "Une nacre")


def test_the_path_fills_what_metadata_lack():
    bulletin = read(_page(ARTICLE), PathMetadata("tf1", date(2024, 1, 1), "Soir")).bulletin
    assert (bulletin.name, bulletin.source, bulletin.date) == ("Grève au port", "tf1", date(2024, 1, 1))


def test_only_web_addresses_are_kept():
    assert read(_page(ARTICLE, "<link rel=canonical href='javascript:alert(1)'>")).bulletin.url == ""


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8"])
def test_a_declared_charset_is_read(charset):
    html = _page(ARTICLE, f"<meta http-equiv=content-type content='text/html; charset={charset}'>")
    data = html.encode("cp1252" if charset != "utf-8" else "utf-8")
    assert _items(data) == _items(_page(ARTICLE))


def test_a_wrongly_declared_charset_is_not_believed():
    assert _items(_page(ARTICLE, "<meta charset=iso-8859-1>").encode()) == _items(_page(ARTICLE))


def test_markup_inside_a_text_stays_text():
    [item] = _items(_page(f"<h1>&lt;b&gt;gras</h1><p>{TEXT} &lt;script&gt;</p>"))
    assert (item.title, item.body[-8:]) == ("<b>gras", "<script>")


@pytest.mark.parametrize("tag", ["div", "b", "p><a", "table><tr><td"])
def test_elements_nested_too_deep_are_told(tag):
    with pytest.raises(PageError, match="nested deeper than 250"):
        read(f"<{tag}>" * 20_000 + "x")


@pytest.mark.parametrize(
    "html", ["", "<", "<!--", "<html>", "\x00", "<p>►", "<h1></h1>", "<meta charset=", "<br>" * 9]
)
def test_a_scrap_of_markup_is_read(html):
    assert len(_items(html)) >= 1


HOSTILE = {
    "unclosed attributes": '<p title="',
    "unclosed comments": "<!--",
    "unclosed tags": "<a ",
    "unclosed paragraphs": "<p>",
    "line ends": "a<br><br>",
    "text areas": "<textarea>",
    "instructions": "<?",
    "entities": "&",
    "attributes": "<p a= ",
    "tables": "<table><tr><td>",
    "closed tables": "<table><tr><td>x</table>",
    "comments": "<!-- -->",
    "headings": "<h2>Titre</h2><p>Texte.</p>",
    "nested": f"{'<div>' * 240}{TEXT}{'</div>' * 240}",
    "surroundings": "x<div class=nav>x</div>",
}


@pytest.mark.parametrize("size", [60_000, 2_000_000])
@pytest.mark.parametrize("repeated", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.timeout(60)
def test_a_hostile_page_takes_seconds_or_its_bound_is_told(repeated: str, size: int) -> None:
    """`html.parser` took minutes for some of these: it reads the rest of the page again for each."""
    start = time.process_time()
    with suppress(PageError):
        assert TEXT in _items(f"<p>{TEXT}</p>{repeated * (size // len(repeated))}")[0].body
    assert time.process_time() - start < 20  # all take less than 5


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>x" * 40_000, "has more than 30,000 elements"),
        ("<!-- -->" * 40_000, "has more than 30,000 elements"),
        (
            "<p" + "".join(f' a{n}=">"' for n in range(1001)) + ">x",
            "has an element with over 1,000 attributes",
        ),
        ("<div>" * 400, "has elements nested deeper than 250"),
    ],
)
def test_the_bound_of_a_page_is_told(body: str, said: str) -> None:
    with pytest.raises(PageError, match=f"{said}; save its text as .txt"):
        read(body)


def test_a_script_is_no_element_with_many_attributes():
    words = "i<n " + "mot " * 3000
    head = f"<script>{words}</script><style>{words}</style><!-- <script> -->"
    linked = '<script type="application/ld+json">{"datePublished": "2024-11-07"}</script>'
    received = read(_page(f"{ARTICLE}<script>{words}", head + linked))
    assert (received.bulletin.date, MORE in received.items[0].body) == (date(2024, 11, 7), True)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("before", ["<title><script></title>", "<!--><script>", "<textarea></textarea>"])
def test_many_attributes_are_found_behind_what_looks_like_a_script(before: str) -> None:
    start = time.process_time()
    with suppress(PageError):
        read(f"{before}<p {' '.join(map('a{}=1'.format, range(100_000)))}>x</p>")
    assert time.process_time() - start < 20


@pytest.mark.parametrize("around", ["<header>{}</header>", "<div>{}<header>x</header></div>"])
def test_many_elements_in_deep_ones_take_no_time_by_their_depth(around: str) -> None:
    start = time.process_time()
    read(f"{'<header>' * 200}{around.format('<b>x</b>') * 9000}")
    assert time.process_time() - start < 20


LONG = "Ce site est édité par une société de presse indépendante, et l’on se désabonne de cette lettre ici."


@pytest.mark.parametrize(
    "name", ["newsletter-item", "has-social-share", "menu-semaine", "widget-texte", "sidebar"]
)
def test_several_elements_named_like_surroundings_are_the_text(name: str) -> None:
    body = "".join(f'<div class="{name}"><p>{text}</p></div>' for text in (TEXT, MORE, LONG))
    assert _items(_page(f"<h1>La semaine</h1>{body}"))[0].body == f"{TEXT}\n\n{MORE}\n\n{LONG}"


@pytest.mark.parametrize(
    "tag", ["footer", "nav", "aside", "form", "div role=contentinfo", "div class=footer"]
)
def test_a_short_text_wins_over_what_surrounds_it(tag: str) -> None:
    around = f"<{tag}><p>{LONG}</p></{tag.split(maxsplit=1)[0]}>"
    body = f"<main><h1>Pont fermé</h1><p>Le pont est fermé lundi.</p></main>{around}"
    assert _items(_page(body)) == (Item("Pont fermé", "Le pont est fermé lundi."),)


def test_figures_of_a_table_are_rows():
    table = "<table><tr><td>Brest</td><td>3</td></tr><tr><td>Lens</td><td>0</td></tr></table>"
    assert _items(_page(f"<main>{ARTICLE}{table}</main>"))[0].body.endswith("Brest 3\n\nLens 0")


def test_a_newsletter_in_a_layout_table_is_cut_at_its_headings():
    cells = "".join(
        f'<tr><td class="newsletter-block"><h2>Sujet {number}</h2><p>{text}</p></td></tr>'
        for number, text in enumerate((TEXT, MORE))
    )
    assert _items(_page(f"<table>{cells}</table>")) == (Item("Sujet 0", TEXT), Item("Sujet 1", MORE))


def test_the_next_article_of_an_endless_page_is_an_item_of_its_own():
    articles = f"<article><h1>Un</h1><p>{TEXT}</p></article><article><h1>Deux</h1><p>{MORE}</p></article>"
    assert _items(_page(articles, "<title>Un</title>")) == (Item("Un", TEXT), Item("Deux", MORE))


def test_marked_lines_in_preformatted_text_are_items():
    body = f"<h1>Bulletin</h1><pre>► Un\n{TEXT}\n► Deux\n{MORE}</pre>"
    assert _items(_page(body)) == (Item("Un", TEXT), Item("Deux", MORE))


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "datePublished": "2024-11-07"}}',
        '{"@graph": [{"@type": "Event", "startDate": "2025-03-01"},'
        ' {"@type": "Article", "datePublished": "2024-11-07"}]}',
        '//<![CDATA[\n{"@type": ["NewsArticle"], "datePublished": "2024-11-07",'
        ' "dateModified": "2024-12-01"}\n//]]>',
        '{"@type": "NewsArticle", "description": "deux\nlignes", "datePublished": "2024-11-07"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;datePublished&quot;: &quot;2024-11-07&quot;}",
        '{"@type": "NewsArticle", "datePublished": "2024-11-07", "author": [{"name": "A"},], }',
    ],
)
def test_the_day_of_the_article_is_read_from_any_form_of_linked_data(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert read(_page(ARTICLE, head)).bulletin.date == date(2024, 11, 7)


def test_a_day_of_change_or_of_an_event_is_not_that_of_the_page():
    times = "<time itemprop=dateModified datetime=2024-12-01>1</time>"
    event = (
        "<p>Le salon de la ville ouvre au public le <time datetime=2025-03-01>1er mars</time> prochain.</p>"
    )
    assert read(_page(f"<article>{times}{ARTICLE}{event}</article>")).bulletin.date is None


def test_the_name_of_the_file_beats_a_time_that_says_nothing():
    page = _page(f"<div><time datetime=2026-01-01>lundi</time></div>{ARTICLE}")
    assert read(page, PathMetadata("tf1", date(2024, 11, 7), "")).bulletin.date == date(2024, 11, 7)


@pytest.mark.parametrize("name", ["a.txt", "a"])
@pytest.mark.parametrize("head", ["<head><title>x</title></head><body>", "<!-- x --><body>", "<div>", ""])
def test_what_begins_with_an_element_of_pages_is_a_page(take, name, head):
    assert take({name: f"{head}{ARTICLE}"}).told == [("Grève au port", f"{TEXT}\n\n{MORE}", None)]


def test_a_text_named_as_a_page_is_a_text(take):
    taken = take({"a.html": f"► Grève au port\n{TEXT}\n\n► Prix : 3 < 5\n{MORE}\n"})
    assert taken.titles == ["Grève au port", "Prix : 3 < 5"]
