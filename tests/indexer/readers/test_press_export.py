"""Exports of Europresse and Factiva: each article with its newspaper and its day."""

from collections.abc import Callable
from datetime import date, time

import pytest

ARTICLES = """
<article><header>
<div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Télégramme, no. 24879</span></div>
<span class="DocHeader">Brest, jeudi 7 novembre 2024, p. 3</span>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">Le pont est fermé</p></div>
<div class="sm-margin-bottomNews">Anne Le Gall</div></header>
<section><div class="docOcurrContainer">
<p>Il est <mark>fermé</mark> depuis lundi.</p><p>Il rouvre en mai.</p></div></section>
<footer><div class="publiC-lblNodoc">news·20241107·TL·12345</div><small>© 2024.</small></footer>
</article>
<article><header><span class="DocPublicationName">Ouest-France (site web)</span>
<span class="DocHeader">Social</span><div class="titreArticle">La navette part</div></header>
<div class="DocText">Elle part.</div>
<footer><div class="publiC-lblNodoc">news·20241108·OF·54321</div></footer></article>
"""
PAGE = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{ARTICLES}</body></html>"


def test_each_article_of_an_export_has_its_newspaper_and_its_day(take: Callable) -> None:
    taken = take({"europresse/biblio.HTML": PAGE})
    assert taken.told == [
        ("Le pont est fermé", "Il est fermé depuis lundi.\n\nIl rouvre en mai.", date(2024, 11, 7)),
        ("La navette part", "Elle part.", date(2024, 11, 8)),
    ]
    assert [each.source for each in taken.documents] == ["Le Télégramme", "Ouest-France (site web)"]


def test_hundreds_of_articles_are_more_than_a_page_may_hold(take: Callable) -> None:
    long = ARTICLES.replace("<p>Il rouvre en mai.</p>", "<p>Il <b>rouvre</b> en mai.</p>" * 60)
    assert len(take({"tout.html": PAGE.replace(ARTICLES, long * 300)}).documents) == 600


def test_the_time_of_an_article_is_that_of_paris(take: Callable) -> None:
    at = "une, jeudi 7 novembre 2024 - 17:30 UTC +0000 850 mots"
    dated = PAGE.replace("Brest, jeudi 7 novembre 2024, p. 3", at)
    assert take({"biblio.html": dated}).documents[0].time == time(18, 30)


SAID = ("Il est fermé.", "Jusqu’en mai.")


def _factiva(*lines: str) -> str:
    head = "<div id='hd'><span class='frHeadline'>Le pont est fermé</span></div>"
    text = "".join(
        f"<p class='articleParagraph frarticleParagraph'>{line}</p>"
        for line in ("Il est fermé.", "Jusqu’en mai.")
    )
    said = "".join(f"<div>{line}</div>" for line in lines)
    return f"<div class='article frArticle'>{head}{said}{text}<p>Document TL0020241107ekb70001</p></div>"


ROW = "<tr><td class='index'><b>{}</b>&nbsp;</td><td>{}</td></tr>"
TABLE = "".join(
    ROW.format(label, text)
    for label, text in (
        ("HD", "<span class='frHeadline'>Le pont est fermé</span>"),
        ("WC", "412 mots"), ("PD", "7 novembre 2024"), ("ET", "18:30"), ("SN", "Le Télégramme"),
        ("LP", "<p class='articleParagraph'>Il est fermé.</p>"),
        ("TD", "<p class='articleParagraph'>Jusqu’en mai.</p>"),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("article", "at"),
    [
        (
            _factiva(
                "Anne Le Gall", "412 mots", "7 novembre 2024", "18:30", "Le Télégramme", "TL", "Français"
            ),
            time(18, 30),
        ),
        (_factiva("412 words", "7 November 2024", "Le Télégramme", "TL"), None),
        (f"<div class='article frArticle'><table>{TABLE}</table></div>", time(18, 30)),
    ],
    ids=["lines", "in English", "a table"],
)
def test_each_article_of_factiva_has_its_newspaper_its_day_and_its_time(
    take: Callable, article: str, at: time | None
) -> None:
    taken = take({"factiva.html": f"<!DOCTYPE html><html><body><div>{article}{article}</div></body></html>"})
    assert taken.told == [("Le pont est fermé", "Il est fermé.\n\nJusqu’en mai.", date(2024, 11, 7))] * 2
    assert [(each.source, each.time) for each in taken.documents] == [("Le Télégramme", at)] * 2
