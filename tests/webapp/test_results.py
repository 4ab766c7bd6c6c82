import html
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Document, open_engine
from webapp.app import create_app


def test_only_white_space_is_the_first_page(page):
    blank, first = (each.partition("<footer")[0] for each in (page("/", q=" \t\u00a0"), page("/")))
    assert blank == first


def test_the_count_the_range_and_the_reading_of_the_query_are_said(page):
    text = page("/", q="baleine")
    assert "123 brèves pour" in text
    assert "Brèves 1 à 10" in text
    assert 'Requête comprise comme : <bdi class="words">baleine</bdi>' in text


def test_a_hit_shows_its_title_marked_its_date_its_source_and_its_first_bulletin(page):
    text = page("/", q="coree du nord")
    assert "<mark>Corée du Nord</mark> : des drones aperçus" in text
    assert '<a href="/jour/2024-11-07"><time datetime="2024-11-07">7 novembre 2024</time></a>' in text
    assert '<a href="/source/Agence%20Nordet"><bdi>Agence Nordet</bdi></a>' in text
    assert '<a href="/bulletin/midi?q=coree+du+nord&amp;rang=1#b1"><bdi>Bulletin de 13 h</bdi></a>' in text
    assert "et 1 autre bulletin<" in text
    assert "L’<mark>OTAN</mark>" in page("/", q="otan")


def test_a_hit_without_title_and_date_is_linked_by_its_beginning(page):
    text = page("/", q="zèbre")
    assert (
        '<a href="/item?id=..&amp;q=z%C3%A8bre&amp;rang=1">Une brève sans titre parle longuement d’un <mark>'
        in text
    )
    assert "sans date" in text


def test_notes_on_the_query_are_said(page):
    assert "est ignoré" in page("/", q='baleine "')


def test_notes_that_only_the_index_can_tell_are_said(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("x", "", " ".join(f"abc{number}" for number in range(600)))])
    text = create_app(url).test_client().get("/?q=abc*").text
    assert "600 mots commencent par abc" in text


def test_the_whole_language_is_understood_on_the_page(page):
    text = page("/", q='titre:(corée OU grève) date:"novembre 2024" source:nordet -budget')
    assert "2 brèves pour" in text
    assert "dans le titre" in text
    assert "en novembre 2024" in text
    assert "<mark>Grève</mark> des aiguilleurs" in text


def test_the_box_keeps_the_query_as_typed(page):
    typed = "  \"Baleine  <b> l'été "
    assert f'value="{html.escape(typed).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")}"' in page(
        "/", q=typed
    )


def test_nothing_of_a_document_or_a_query_becomes_markup(page):
    for text in (page("/", q="girafe"), page("/", q="<script>alert(1)</script> girafe")):
        assert "<script>" not in text
        assert "<img" not in text
        assert "<b>" not in text
    assert "&lt;script&gt;alert(&#39;titre&#39;)&lt;/script&gt; <mark>girafe</mark>" in page("/", q="girafe")


def test_pages_lead_to_each_other_and_to_the_items(page):
    text = page("/", q="baleine", page="2")
    assert "Brèves 11 à 20" in text
    assert "Page 2 sur 13" in text
    assert '<link rel="canonical" href="/?q=baleine&amp;page=2">' in text
    assert '<link rel="prev" href="/?q=baleine">' in text
    assert '<link rel="next" href="/?q=baleine&amp;page=3">' in text
    assert 'href="/item/n112?q=baleine&amp;rang=11"' in text


@pytest.mark.parametrize("number", ["14", "1001", "0", "-1", "1e9", "١", "", "x", "9" * 400])
def test_a_page_that_does_not_exist_leads_to_the_last_one(client, number):
    response = client.get("/", query_string={"q": "baleine", "page": number})
    assert response.status_code == 404
    assert 'href="/?q=baleine&amp;page=13"' in response.text


def test_of_repeated_parameters_the_first_counts(page):
    assert "123\u0020brèves" in page("/?q=baleine&q=otan&page=1&page=99")


@pytest.mark.parametrize(
    "query",
    [
        "%ED%A0%80",
        "%00",
        "%E2%80%AEabc",
        "%F0%9F%90%8B",
        "%FF%FE",
        "%22%22",
        "-",
        "%C2%AB",
        "a" * 100_000,
        "%22" * 9_999,
    ],
)
def test_odd_queries_are_answered(client, query):
    assert client.get(f"/?q={query}").status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_a_query(client, text):
    response = client.get("/", query_string={"q": text})
    assert response.status_code == 200
    assert 'role="search"' in response.text


def test_a_long_query_is_cut_in_links_but_kept_in_the_box(page):
    text = page("/", q="baleine " * 1000)
    assert 'value="' + "baleine " * 1000 in text
    assert "trop longue" in text
    assert len(text) < 140_000


def test_results_too_deep_to_be_shown_are_said(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild(Document(f"n{n}", "Une baleine", "") for n in range(10_011))
    client = create_app(url).test_client()
    last = client.get("/?q=baleine&page=1000")
    assert "Seules les 10\u202f000 premières brèves sont montrées" in last.text
    assert 'rel="next"' not in last.text
    beyond = client.get("/?q=baleine&page=1001")
    assert beyond.status_code == 404
    assert 'href="/?q=baleine&amp;page=1000"' in beyond.text


def test_a_misspelt_query_is_corrected_and_can_be_searched_as_typed(tmp_path):
    url = f"whoosh:{tmp_path / 'index'}"
    open_engine(url).rebuild(Document(str(n), "Canicule", "La canicule dure.") for n in range(3))
    client = create_app(url).test_client()
    page = client.get("/?q=caniccule").text
    assert "Résultats aussi pour" in page
    assert 'href="/?q=canicule"' in page
    assert 'href="/?q=caniccule&amp;telquel=1"' in page
    assert "<mark>canicule</mark>" in page
    assert 'href="/item/0?q=caniccule&amp;rang=1"' in page
    assert "<mark>canicule</mark>" in client.get("/item/0?q=caniccule").text
    typed = client.get("/?q=caniccule&telquel=1").text
    assert "Aucune brève" in typed
    assert "Résultats aussi pour" not in typed


def test_an_empty_page_says_what_was_probably_meant(tmp_path):
    url = f"whoosh:{tmp_path / 'index'}"
    open_engine(url).rebuild(Document(str(n), "Canicule", "La canicule dure.") for n in range(3))
    page = create_app(url).test_client().get("/?q=caniccule+ET+absente").text
    assert "Aucune brève" in page
    assert "Cherché aussi comme" in page
    assert "(aussi canicule)" in page


def test_the_parts_of_a_compound_are_offered_where_they_find_more(tmp_path):
    engine = open_engine(f"whoosh:{tmp_path}")
    bodies = ("Le porte-avions appareille.", "Un avion se pose.", "La porte grince.")
    engine.rebuild(Document(str(number), "", body) for number, body in enumerate(bodies))
    client = create_app(f"whoosh:{tmp_path}").test_client()
    text = client.get("/", query_string={"q": "porte-avions"}).text
    assert '<a href="/?q=porte+avions">chercher aussi leurs mots séparés</a>, 3\u00a0brèves' in text
    assert "mots séparés" not in client.get("/", query_string={"q": "avion"}).text


def test_a_date_among_the_words_is_offered_as_a_filter(tmp_path):
    engine = open_engine(f"whoosh:{tmp_path}")
    days = (date(2015, 1, 7), date(2015, 11, 13), date(2016, 7, 14))
    engine.rebuild(Document(str(day), "Attentat", "Un attentat.", date=day) for day in days)
    client = create_app(f"whoosh:{tmp_path}").test_client()
    text = client.get("/", query_string={"q": "attentat 2015"}).text
    assert '<a class="offer" href="/?q=attentat&amp;du=2015-01-01&amp;au=2015-12-31">' in text
    assert "Seulement en 2015&nbsp;: 2\u00a0brèves" in text
    for typed in ("attentat", "attentat 2014", "attentat date:2015"):
        assert "Seulement" not in client.get("/", query_string={"q": typed}).text


def test_a_source_of_several_words_needs_no_quotes(tmp_path):
    engine = open_engine(f"whoosh:{tmp_path}")
    sources = ("Le Monde", "Le Monde", "France Info")
    engine.rebuild(Document(str(n), "Grève", "Une grève.", source=source) for n, source in enumerate(sources))
    client = create_app(f"whoosh:{tmp_path}").test_client()
    text = client.get("/", query_string={"q": "source:le monde grève"}).text
    assert "2\u00a0brèves pour" in text
    assert 'source «\u202f<bdi class="words">le monde</bdi>\u202f»' in text


@pytest.mark.parametrize("address", ["/?q=a%00b", "/?q=baleine&source=a%00b", "/item/a%00b", "/jour/a%00b"])
def test_no_page_holds_a_raw_nul(client, address):
    assert "\0" not in client.get(address).text
