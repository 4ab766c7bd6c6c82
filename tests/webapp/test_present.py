import html
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, MarkedText, Snippet, Span
from webapp import dates, present


@st.composite
def marked_texts(draw: st.DrawFn) -> MarkedText:
    text = draw(st.text(alphabet=st.characters() | st.sampled_from("<>&\"'/ :;«»"), max_size=40))
    places = sorted(draw(st.sets(st.integers(0, len(text)))))
    return MarkedText(text, tuple(Span(*pair) for pair in zip(places[::2], places[1::2], strict=False)))


@given(marked_texts())
def test_a_marked_text_without_its_tags_is_the_text(text):
    markup = str(present.marked(text))
    shown = re.sub('</?mark>|<span class="tied">|</span>', "", markup)
    assert shown.count("<") == 0
    assert html.unescape(shown) == html.unescape(html.escape(text.text))
    assert markup.count("<mark>") == len(text.spans)


def test_each_span_is_escaped_inside_its_mark():
    assert present.marked(MarkedText("a<b>c", (Span(1, 4),))) == "a<mark>&lt;b&gt;</mark>c"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Grève : la suite", "Grèv[e :] la suite"),
        ("Qui  ?", "Qu[i  ?]"),
        ("« oui » !", "[« o]u[i » !]"),
        ("12 % de 3 €, à 4 °C", "1[2 %] de [3 €], à [4 °]C"),
        ("à 12:30, a:b", "à 12:30, a:b"),
        ("un\n: deux", "un\n: deux"),
        ("<b> : & ! « '", "&lt;b[&gt; :] [&amp; !] [« &#39;]"),
        ("Vie & mort ; <b>", "Vie &amp; mor[t ;] &lt;b&gt;"),
    ],
)
def test_a_sign_is_tied_to_its_word_and_no_character_is_changed(stored, shown):
    html = shown.replace("[", '<span class="tied">').replace("]", "</span>")
    assert present.tied(stored) == html
    assert present.marked(MarkedText(stored, ())) == html


def test_a_sign_is_tied_to_a_mark_before_it():
    marked = present.marked(MarkedText("Corée du Nord : rien", (Span(9, 13),)))
    assert marked == 'Corée du <span class="tied"><mark>Nord</mark> :</span> rien'


def test_an_ellipsis_stands_where_a_snippet_was_cut():
    cut = Snippet("la <Corée>", (Span(3, 10),), is_cut_before=True)
    assert present.passage(cut) == '<span class="cut">…</span>\u00a0la <mark>&lt;Corée&gt;</mark>'
    assert present.passage(Snippet("fin", (), is_cut_after=True)) == 'fin\u00a0<span class="cut">…</span>'


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0\u00a0brève"), (1, "1\u00a0brève"), (2, "2\u00a0brèves"), (48212, "48\u202f212\u00a0brèves")],
)
def test_nothing_and_one_are_singular_and_thousands_are_set_apart(value, written):
    assert present.counted(value, "brève", "brèves") == written


def test_days_are_written_in_french():
    assert dates.weekday(date(2024, 11, 7)) == "jeudi 7\u00a0novembre\u00a02024"
    assert dates.day(date(2025, 5, 1)) == "1er\u00a0mai\u00a02025"
    assert dates.day(date(2025, 8, 11)) == "11\u00a0août\u00a02025"


def test_a_document_without_a_title_is_called_by_its_beginning():
    assert present.heading(Document("x", "", "Court.\n\nSuite.")) == "Court. Suite."
    assert present.heading(Document("x", " ", " \n")) == "Sans titre"


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_is_a_beginning_and_never_longer(text, limit):
    short = present.shortened(text, limit)
    assert short == text if len(text) <= limit else short.endswith("…")
    assert text.startswith(short.removesuffix("…"))
    assert len(short) <= limit + 1


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("un deux", 7, "un deux"),
        ("un deux trois quatre", 13, "un deux trois…"),
        ("mot " * 50, 90, ("mot " * 22).rstrip() + "…"),
        ("abcdef ghijk lmnop", 10, "abcdef…"),
        ("un deux  trois", 9, "un deux…"),
        ("abcde fghijk lmnop", 10, "abcde fghi…"),  # a word that takes half of the line
    ],
)
def test_a_text_is_shortened_between_words_and_a_long_word_inside(text, limit, short):
    assert present.shortened(text, limit) == short


def test_a_title_of_160_characters_is_long():
    assert (present.is_long("a" * 159), present.is_long("a" * 160)) == (False, True)


def test_what_was_understood_has_its_words_set_apart():
    described = present.described(MarkedText("<b>, toutes formes.", (Span(0, 3),)))
    assert described == '<bdi class="words">&lt;b&gt;</bdi>, toutes formes.'


def test_an_address_of_the_web_is_a_safe_link():
    assert present.is_safe_link("https://a.example/x?y")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://a.example/\u0000",
        "https://a.example/\n",
        "http:x",
        "http://evil.example\\@a.example/",
        "https://a.example\\b",
        "https://me:secret@a.example/",
        "https://a.example@evil.example/",
        "https://a.example/\u202egpj.exe",
        "https://a.example/\u200b",
        "https://a.example/\u00a0b",
        "https://a.example/\ue000",
        "//a.example/",
        "https:///a",
    ],
)
def test_an_address_that_could_harm_is_none(url: str) -> None:
    assert not present.is_safe_link(url)
