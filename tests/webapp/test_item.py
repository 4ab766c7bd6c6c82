import html
import re
from datetime import date
from urllib.parse import quote

import pytest

from index import Appearance, Bulletin, Document, open_engine
from index.engines.whoosh.reader import Reader
from tests.webapp.pages import links, reader
from webapp.app import create_app


def test_an_item_shows_all_of_its_text_and_where_it_appeared(page):
    text = page("/item/coree")
    assert "<h1>Corée du Nord : des drones aperçus</h1>" in text
    assert text.count('<p class="text"') == 3
    assert '<a href="/jour/2024-11-07"><time datetime="2024-11-07">jeudi 7 novembre 2024</time></a>' in text
    assert text.count('<a href="/source/Agence%20Nordet"><bdi>Agence Nordet</bdi></a>') == 2
    assert '<a href="/jour/2024-11-08"><time datetime="2024-11-08">' in text
    assert '<a href="/bulletin/midi#b1"><bdi>Bulletin de 13 h</bdi></a>' in text
    assert "brève 1 sur 2" in text
    assert (
        '<a href="/bulletin/soir#b2"><bdi>Bulletin du vendredi 8 novembre 2024, Agence Nordet</bdi></a>'
        in text
    )
    assert '<link rel="canonical" href="/item/coree">' in text
    assert "<mark>" not in text


def test_words_searched_are_marked_with_jumps_and_a_way_back(page):
    text = page("/item/coree", q="drones otan")
    assert "des <mark>drones</mark> aperçus</h1>" in text
    assert "L’<mark>OTAN</mark>" in text
    assert "3 occurrences dans 2 passages" not in text
    assert "2 occurrences dans 2 passages" in text
    assert "Passage 1 sur 2" in text
    assert text.count('<a href="#p2">') == 2
    assert text.count('<a href="#p1">') == 2
    assert 'id="p2"' in text
    assert '<a href="/?q=drones+otan">Retour à la recherche, qui trouve 1 brève</a>' in text
    address = "/item/coree?q=drones+otan"
    assert f'<a href="{address}&amp;marques=non">Lire sans les mots marqués</a>' in text
    bare = page("/item/coree", q="drones otan", marques="non")
    assert "<mark>" not in bare
    assert f'<a href="{address}">Lire avec les mots marqués</a>' in bare
    assert "Retour à la recherche" in bare


def test_one_reads_from_result_to_result_and_back(page):
    listed = page("/", q="baleine", tri="ancien", page="2")
    ids = re.findall(r'id="(r\d+)"><article', listed)
    assert ids == [f"r{rank}" for rank in range(11, 21)]
    (address,) = re.findall(r'<a href="(/item/n10\?[^"]*)"', listed)
    read = [html.unescape(address)]
    while len(read) < 12:
        text = page(read[-1])
        rank = 10 + len(read)
        assert f"Résultat {rank} sur 123, " in text
        back = html.unescape(re.findall(r'<a href="([^"]*)">retour à la liste</a>', text)[0])
        assert back.endswith(f"#r{rank}")
        assert f'id="r{rank}"><article' in page(back.partition("#")[0])
        previous, following = re.findall(r'<a href="([^"]*)" rel="(?:prev|next)">(?:précédent|suivant)', text)
        if len(read) > 1:
            assert html.unescape(previous) == read[-2]
        read.append(html.unescape(following))
    assert [re.findall(r"/item/(n\d+)", each)[0] for each in read] == [f"n{n}" for n in range(10, 22)]


def test_the_first_and_the_last_result_have_one_neighbour(page):
    first = page("/item/n0", q="baleine", tri="ancien", rang="1")
    last = page("/item/n122", q="baleine", tri="ancien", rang="123")
    assert ("précédent" in first, "suivant" in first) == (False, True)
    assert ("précédent" in last, "suivant" in last) == (True, False)
    only = page("/item/coree", q="drones otan", rang="1")
    assert "Résultat 1 sur 1, " in only
    assert 'rel="prev"' not in only
    assert "suivant</a></span>" not in only


@pytest.mark.parametrize("rank", ["2", "0", "x", "99999", "10001", "-1", ""])
def test_a_rank_that_is_not_that_of_the_item_is_not_shown(page, rank):
    text = page("/item/n112", q="baleine", tri="ancien", rang=rank)
    at = "#r2" if rank == "2" else ""
    assert f'<a href="/?q=baleine&amp;tri=ancien{at}">Retour aux 123 brèves</a>' in text
    assert "Résultat" not in text


def test_the_search_goes_along_to_the_bulletin_and_from_there(page):
    text = page("/item/coree", q="drones otan", rang="1")
    address = html.unescape(re.findall(r'<a href="(/bulletin/midi[^"]*)"', text)[0])
    assert address == "/bulletin/midi?q=drones+otan&rang=1#b1"
    assert 'href="/bulletin/soir?q=drones+otan&amp;rang=1#b2"' in text
    bulletin = page(address.partition("#")[0])
    assert "<mark>drones</mark> aperçus" in bulletin
    assert "L’<mark>OTAN</mark>" in bulletin
    assert '<a href="/?q=drones+otan#r1">Retour à la recherche</a>' in bulletin
    assert '<a href="/item/greve?q=drones+otan&amp;rang=1">' in bulletin
    assert "<mark>" not in page("/bulletin/midi")
    assert "Retour" not in page("/bulletin/midi")


def test_the_way_back_from_a_bulletin_and_its_other_items_is_the_result_that_was_opened(tmp_path):
    source = Bulletin("long", "Le fil du jour", "Radio", date(2024, 3, 1))
    items = [
        Document(f"n{n}", f"Grève {n}", "Un port.", "Radio", source.date, "", (Appearance(source, n),))
        for n in range(1, 121)
    ]
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild(items)
    read = reader(create_app(url).test_client())
    (item,) = links(read("/?q=grève&tri=ancien&page=6"), "Grève 57")
    assert item.endswith("&rang=57")
    (bulletin,) = links(read(item), "Le fil du jour")
    (neighbour,) = links(read(item), "Avant Grève 56")
    (part,) = links(read(bulletin), "101 à 120")[:1]
    for address, label in (
        (bulletin, "Retour à la recherche"),
        (part, "Retour à la recherche"),
        (neighbour, "Retour aux 120 brèves"),
    ):
        (back,) = links(read(address), label)
        assert back.endswith("#r57")
        assert 'id="r57"><article' in read(back)


def test_neighbours_are_those_of_the_first_bulletin(page):
    text = page("/item/coree")
    assert 'href="/item/greve" rel="next"' in text
    assert 'rel="prev"' not in text
    assert 'href="/item/coree" rel="prev"' in page("/item/greve")
    assert 'href="/item/greve?q=drone&amp;tri=ancien" rel="next"' in page("/item/coree?q=drone&tri=ancien")


def test_a_citation_holds_what_is_known(page):
    text = page("/item/coree")
    assert (
        "</bdi> », <bdi>Agence Nordet</bdi>, <i>Bulletin de 13 h</i>, jeudi 7 novembre 2024, brève 1. "
        in text
    )
    assert "http://localhost/item/coree</p>" in text
    assert "</bdi> », sans date. http://localhost/item?id=..</p>" in page("/item", id="..")


def test_only_web_addresses_become_links(page):
    assert 'href="https://nordet.example/coree?a=1&amp;b=2" rel="external' in page("/item/coree")
    text = page("/item/" + quote('é/ü//a b?c#d%20e&"<i>'))
    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text


def test_nothing_of_an_item_becomes_markup(page):
    text = page("/item/" + quote('é/ü//a b?c#d%20e&"<i>'), q="girafe lion")
    assert "&lt;b&gt;<mark>lion</mark>&lt;/b&gt;\nseconde ligne" in text
    assert text.count("<script>") == 0
    assert text.count('<script type="application/ld+json">') == 1
    for tag in ("<img", "<b>"):
        assert tag not in text


@pytest.mark.parametrize("document_id", ["..", "a/../b", 'é/ü//a b?c#d%20e&"<i>'])
def test_any_id_has_an_address_that_leads_to_it(app, client, document_id):
    with app.test_request_context():
        from webapp.addresses import item_address  # noqa: PLC0415

        address = item_address(document_id)
    assert ".." not in address.partition("?")[0]
    assert client.get(address).status_code == 200
    assert f'<link rel="canonical" href="{address}">' in client.get(address).text


def test_a_title_alone_is_said_to_be_all(page):
    assert "Cette brève n’a qu’un titre." in page("/item/titre-seul")


@pytest.mark.parametrize(
    "address", ["/item/none", "/item/", "/item", "/item//", "/item/%00", "/item/%FF", "/item/a%0Ab"]
)
def test_an_unknown_item_is_a_page_of_our_own(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert 'role="search"' in response.text


def test_a_removed_item_is_gone_and_a_sentence_says_so(tmp_path):
    engine = open_engine(f"whoosh:{tmp_path}")
    engine.rebuild([Document("a", "Grève", "Un texte."), Document("b", "Vent", "Un autre.")])
    engine.remove(["a"])
    client = create_app(f"whoosh:{tmp_path}", item_word="sujet").test_client()
    page = client.get("/item/a")
    assert (page.status_code, "Ce sujet n’est plus dans l’archive" in page.text) == (410, True)
    told = client.get("/api/item/a")
    assert (told.status_code, "removed for good" in told.json["detail"]) == (410, True)
    assert client.get("/item/b").status_code == 200


def test_similar_items_are_linked_most_alike_first(tmp_path):
    texts = {
        "a": ("Grève des aiguilleurs", "Les aiguilleurs du ciel font grève à Bordeaux."),
        "b": ("Les aiguilleurs toujours en grève", "La grève des aiguilleurs continue à Bordeaux."),
        "c": ("Fin de la grève", "Les aiguilleurs reprennent."),
        "d": ("Une baleine", "Elle remonte l’estuaire."),
    }
    open_engine(f"whoosh:{tmp_path}").rebuild(Document(id, *each) for id, each in texts.items())
    client = create_app(f"whoosh:{tmp_path}").test_client()
    found = client.get("/item/a").text.partition("Brèves semblables")[2]
    assert re.findall(r'<a href="/item/(\w)"', found) == ["b", "c"]
    with_search = client.get("/item/a?q=mot&rang=1").text.partition("Brèves semblables")[2]
    assert re.findall(r'href="/item/\w+(\?q=mot)"', with_search)
    assert "Brèves semblables" not in client.get("/item/d").text


def test_the_item_itself_is_fetched_once(client, monkeypatch):
    fetched = []
    get = Reader.get
    monkeypatch.setattr(Reader, "get", lambda reader, id: fetched.append(id) or get(reader, id))
    assert client.get("/item/coree?q=aucune+autre+page").status_code == 200  # no answer that was kept
    assert fetched.count("coree") == 1


def test_an_interview_names_its_speakers_beside_what_they_say(tmp_path):
    body = (
        "Inès Carval : Que faisait le bac ? Yann Le Bras : Rien. Le bac attendait.\n\n"
        "Inès Carval : <i>Rien</i> ?"
    )
    open_engine(f"whoosh:{tmp_path}").rebuild([Document("a", "Le bac", body)])
    text = create_app(f"whoosh:{tmp_path}").test_client().get("/item/a?q=bac+Yann").text
    margins = re.findall(r'<p class="margin jump"><b>(.*?)</b>', text)
    assert margins == [
        'Inès Carval<span class="hidden"> : </span>',
        '<mark>Yann</mark> Le Bras<span class="hidden"> : </span>',
        'Inès Carval<span class="hidden"> : </span>',
    ]
    text = re.sub('<span class="tied">(.*?)</span>', r"\1", text)
    assert '<p class="text" id="p1">Que faisait le <mark>bac</mark> ? </p>' in text
    assert '<p class="text" id="p2">Rien. Le <mark>bac</mark> attendait.</p>' in text
    assert '<p class="text">&lt;i&gt;Rien&lt;/i&gt; ?</p>' in text
