"""Exports of Europresse: each article with its newspaper and its day."""

from collections.abc import Callable
from datetime import date

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
