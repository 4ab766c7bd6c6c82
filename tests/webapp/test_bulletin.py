import re
from urllib.parse import quote


def test_a_bulletin_shows_its_items_in_order_each_with_its_anchor(page):
    text = page("/bulletin/midi")
    assert "<h1>Bulletin de 13 h</h1>" in text
    assert '<li value="1"><a href="#b1">Corée du Nord : des drones aperçus</a></li>' in text
    assert text.index('<li id="b1">') < text.index('<li id="b2">')
    assert '<a href="/item/greve">Grève des aiguilleurs</a>' in text
    assert "2 brèves" in text
    assert '<link rel="canonical" href="/bulletin/midi">' in text


def test_an_item_of_two_bulletins_stands_in_both(page):
    assert 'href="/item/coree"' in page("/bulletin/midi")
    assert 'href="/item/coree"' in page("/bulletin/soir")


def test_the_day_and_the_source_in_the_margin_are_links(page):
    margin = re.search(r'<p class="margin meta.*?</p>', page("/bulletin/midi"), re.DOTALL)[0]
    assert '<a href="/jour/2024-11-07"><time datetime="2024-11-07">jeudi 7 novembre 2024</time></a>' in margin
    assert '<a href="/source/Agence%20Nordet"><bdi>Agence Nordet</bdi></a>' in margin
    undated = re.search(r'<p class="margin meta.*?</p>', page("/bulletin", id="l’été/../b?#%41"), re.DOTALL)[
        0
    ]
    assert "<span>sans date</span>" in undated
    assert '<a href="/source/%3Cb%3ESource%3C/b%3E%20%26%20Cie"><bdi>&lt;b&gt;Source' in undated


def test_neighbours_are_bulletins_of_the_same_source(page):
    assert 'href="/bulletin/soir" rel="next"' in page("/bulletin/midi")
    assert 'href="/bulletin/midi" rel="prev"' in page("/bulletin/soir")


def test_nothing_of_a_bulletin_becomes_markup_or_an_unsafe_link(page):
    text = page("/bulletin", id="l’été/../b?#%41")
    assert "&lt;script&gt;alert(&#34;nom&#34;)&lt;/script&gt;</h1>" in text
    assert "&lt;b&gt;Source&lt;/b&gt; &amp; Cie" in text
    assert "<script>" not in text
    assert 'href="javascript' not in text
    assert "sans date" in text


def test_a_bulletin_with_dots_in_its_id_is_linked_by_parameter(client, page):
    item = page("/item/" + quote('é/ü//a b?c#d%20e&"<i>'))
    address = re.search(r'href="(/bulletin[^"]*)#b1"', item).group(1)
    assert address.startswith("/bulletin?id=l%E2%80%99%C3%A9t%C3%A9")
    assert client.get(address).status_code == 200


def test_an_unknown_bulletin_is_a_page_of_our_own(client):
    response = client.get("/bulletin/none")
    assert response.status_code == 404
    assert 'role="search"' in response.text
