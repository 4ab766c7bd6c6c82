import re
from datetime import date
from html import escape

import pytest

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
HEAD = f'<rss version="2.0" {NAMESPACES}><channel><title>Le Flux</title><link>https://x.fr/</link>'
END = "</channel></rss>"
DAY = date(2024, 11, 7)
SENT = "Thu, 07 Nov 2024 17:00:00 GMT"


def _item(title="Un", body="Un texte.", **more):
    fields = {"title": title, "description": body, **more}
    return (
        "<item>"
        + "".join(f"<{key}>{value}</{key}>" for key, value in fields.items() if value is not None)
        + "</item>"
    )


def _feed(*items):
    return HEAD + "".join(items) + END


def _paragraphs(body):
    return "".join(f"<p>{escape(part)}</p>" for part in body.split("\n\n"))


def _rss(samples):
    return _feed(
        *(
            _item(
                escape(escape(one.title)),
                f"<![CDATA[{_paragraphs(one.body)}]]>",
                pubDate=f"{one.date}T08:00:00Z",
            )
            for one in samples
        )
    )


def _atom(samples):
    entries = "".join(
        f"<entry><title>{escape(one.title)}</title><id>urn:{number}</id>"
        f"<published>{one.date}T08:00:00Z</published><updated>2025-05-05T08:00:00Z</updated>"
        f'<content type="html">{escape(_paragraphs(one.body))}</content></entry>'
        for number, one in enumerate(samples)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Flux</title>{entries}</feed>'


@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a.atom", "a.txt", "a"])
@pytest.mark.parametrize("made", [_rss, _atom])
def test_a_bulletin_comes_back_item_for_item(take, samples, made, name):
    taken = take({f"Radio/{name}": made(samples)})
    assert taken.told == list(samples)
    assert {document.source for document in taken.documents} == {"Le Flux"}
    assert (taken.report.notes.count, taken.report.undated.count) == (0, 0)


def test_other_xml_is_counted_and_not_read(take):
    taken = take(
        {"plan.xml": "<sitemap/>", "plan.txt": "<?xml version='1.0'?><sitemap/>", "a.txt": "► Un\nA."}
    )
    assert taken.titles == ["Un"]
    assert "plan.txt: is XML of a kind that is not read; save its text as .txt" in taken.said
    assert ".xml (1; save its text as .txt)" in taken.said


@pytest.mark.parametrize("start", ["", "\n \t", "\ufeff", '\n<?xml version="1.0"?>', "<!-- un flux -->"])
def test_what_stands_before_a_feed_does_not_stop_it(take, start):
    assert take({"a.xml": start + _feed(_item())}).titles == ["Un"]


def test_bytes_that_are_utf_8_win_over_a_declaration_that_lies(take):
    declared = '<?xml version="1.0" encoding="iso-8859-1"?>'
    assert take({"a.xml": declared + _feed(_item("L’été"))}).titles == ["L’été"]


@pytest.mark.parametrize("charset", ["windows-1252", "utf-16"])
def test_a_declared_charset_is_obeyed(take, charset):
    declared = f'<?xml version="1.0" encoding="{charset}"?>'
    assert take({"a.xml": (declared + _feed(_item("Cœur, 10 €"))).encode(charset)}).titles == ["Cœur, 10 €"]


def test_a_feed_of_two_encodings_is_decoded_item_by_item(take):
    halves = [
        HEAD.encode(),
        _item("L’été à Orléans").encode(),
        _item("L’école à Nîmes").encode("cp1252"),
        END.encode(),
    ]
    taken = take({"a.xml": b"".join(halves)})
    assert taken.titles == ["L’été à Orléans", "L’école à Nîmes"]
    assert "UTF-8 mixed with windows-1252" in taken.said


def test_entities_of_html_do_not_stop_a_feed(take):
    [document] = take(
        {"a.xml": _feed(_item("L&rsquo;&eacute;t&eacute; & nous", "Un &inconnu; texte"))}
    ).documents
    assert (document.title, document.body) == ("L’été & nous", "Un &inconnu; texte")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&lt;p&gt;Un&lt;/p&gt;", "Un"),
        ("&amp;lt;p&amp;gt;L&amp;#8217;an&amp;lt;/p&amp;gt;", "L’an"),
        ("<![CDATA[<p>Écrire &lt;b&gt; en HTML</p>]]>", "Écrire <b> en HTML"),
        ("<![CDATA[AT&amp;T]]>", "AT&T"),
        ("<p>Un <b>texte</b></p>", "Un texte"),
        ("3 &lt; 5", "3 < 5"),
    ],
)
def test_html_is_decoded_once_and_again_where_it_was_encoded_twice(take, written, text):
    assert take({"a.xml": _feed(_item(body=written))}).documents[0].body == text


def test_a_text_of_atom_is_no_html(take):
    title, summary = "a &lt;b&gt; c", "x &lt;p&gt; &amp;amp;"
    entry = f'<entry><title type="text">{title}</title><summary type="text">{summary}</summary></entry>'
    [document] = take({"a": f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'}).documents
    assert (document.title, document.body) == ("a <b> c", "x <p> &amp;")


def test_the_content_comes_before_the_description(take):
    item = _item(body="Court.", **{"content:encoded": "<![CDATA[<p>Long.</p><p>Et plus.</p>]]>"})
    assert take({"a.xml": _feed(item)}).documents[0].body == "Long.\n\nEt plus."


@pytest.mark.parametrize(
    ("key", "written", "day"),
    [
        ("pubDate", "jeu., 07 nov. 2024 17:00:00 +0100", DAY),
        ("pubDate", "jeudi 7 novembre 2024 17:00:00 Z", DAY),
        ("pubDate", "Thu, 07 Nov 2024 23:30:00 GMT", date(2024, 11, 8)),
        ("dc:date", "2024-11-07 17:00:00 Z", DAY),
        ("dc:date", "2024-11-07", DAY),
        ("pubDate", "bientôt", None),
    ],
)
def test_the_day_of_an_item(take, key, written, day):
    taken = take({"a.xml": _feed(_item(**{key: written}))})
    assert taken.documents[0].date == day
    assert ("cannot be read" in taken.said) == (day is None)


def test_a_date_in_the_future_is_noted(take):
    assert (
        "is dated 2099-11-05, in the future"
        in take({"a.xml": _feed(_item(pubDate="Thu, 05 Nov 2099 17:00:00 GMT"))}).said
    )


@pytest.mark.parametrize("key", ["guid", "link"])
def test_an_item_with_a_new_title_is_one_with_the_newest_text(take, key):
    old = _item("Ancien titre", "Le conseil vote.", pubDate=SENT, **{key: "https://x.fr/1"})
    new = _item(
        "Nouveau titre", "Les pompiers arrivent.", pubDate=SENT.replace("17", "18"), **{key: "https://x.fr/1"}
    )
    for items in ([old, new], [new, old]):
        taken = take({"a.xml": _feed(*items)})
        assert taken.told == [("Nouveau titre", "Les pompiers arrivent.", DAY)]
        assert "has 1 item twice; the newest text of each is kept" in taken.said


@pytest.mark.parametrize("guid", [None, "", "0", "https://x.fr/"])
def test_a_guid_that_tells_nothing_parts_no_items_and_joins_none(take, guid):
    items = [
        _item(f"Titre {n}", f"Le texte numéro {n}.", guid=guid, link=f"https://x.fr/{n}") for n in range(3)
    ]
    assert take({"a.xml": _feed(*items)}).titles == ["Titre 0", "Titre 1", "Titre 2"]


def test_an_address_with_a_changing_token_is_known_by_title_and_date(take):
    items = [_item(link=f"https://x.fr/1?jeton={n}", guid=f"x{n}", pubDate=SENT) for n in range(2)]
    assert take({"a.xml": _feed(*items)}).titles == ["Un"]


def test_two_reports_of_one_title_stay_two(take):
    items = [
        _item("Météo", body, pubDate=SENT) for body in ("Pluie sur la Bretagne.", "Soleil en Corse demain.")
    ]
    assert len(take({"a.xml": _feed(*items)}).documents) == 2


def test_of_a_feed_that_was_cut_off_nothing_is_lost(take):
    whole = _feed(_item(), _item("Deux", "<![CDATA[<p>Un texte coupé"))
    taken = take({"a.xml": whole[: whole.rindex("coupé") + 5]})
    assert [(document.title, document.body) for document in taken.documents][1] == ("Deux", "Un texte coupé")


def test_entities_that_a_feed_declares_are_not_read(take):
    declared = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa">]>'
    taken = take({"a.xml": declared + _feed(_item(body="Ici : &f;, &a;."))})
    assert taken.documents[0].body == "Ici : &f;, &a;."


def test_a_path_in_a_feed_is_not_opened(take):
    assert take({"a.rss": "/etc/passwd", "b.txt": "► Un\nA."}).titles == ["Un"]


def test_what_a_failing_program_wrote_before_a_feed_is_said_and_not_read(take):
    taken = take({"a.xml": f"<br />\n<b>Warning</b>: in x.php\n{_feed(_item())}"})
    assert taken.titles == ["Un"]
    assert "characters before its beginning, which are not read" in taken.said


def test_a_guid_is_the_same_however_its_ampersands_are_written(take):
    guids = ("https://x.fr/?a=1&amp;p=2", "https://x.fr/?a=1&#038;p=2", "https://x.fr/?a=1&amp;#038;p=2")
    assert len(take({"a.xml": _feed(*(_item(guid=guid) for guid in guids))}).documents) == 1


@pytest.mark.parametrize("name", ["a.xml", "a.txt"])
def test_names_of_elements_may_be_in_capitals(take, name):
    written = re.sub(r"</?\w+", lambda tag: tag[0].upper(), _feed(_item(pubDate=SENT)))
    assert take({name: written}).told == [("Un", "Un texte.", DAY)]


def test_of_an_export_of_wordpress_what_was_published_is_read(take):
    body = '<![CDATA[<!-- wp:paragraph --><p>[caption id="a"]Le pont[/caption]</p>]]>'
    kinds = (("post", "publish"), ("page", "publish"), ("attachment", "inherit"), ("post", "draft"))
    items = (
        _item(f"{kind} {status}", "", **{"content:encoded": body, "wp:post_type": kind, "wp:status": status})
        for kind, status in kinds
    )
    namespace = 'xmlns:wp="http://wordpress.org/export/1.2/"'
    taken = take({"a.xml": _feed(*items).replace(NAMESPACES, f"{NAMESPACES} {namespace}")})
    assert taken.told == [("post publish", "Le pont", None), ("page publish", "Le pont", None)]
    assert "2 drafts, pictures or menus of WordPress, which are left out" in taken.said
