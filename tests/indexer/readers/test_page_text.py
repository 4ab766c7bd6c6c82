"""What of a page is its text: captions, lists of links, marked lines; what is left out is said."""

import socket
from collections.abc import Callable
from textwrap import fill

import pytest

from indexer.bulletin import Item, Received
from tests.indexer.readers.reading import read

LEAD = "Le conseil municipal a voté jeudi soir la fermeture du pont de l’Iroise, pour deux mois au moins."
MORE = "Les riverains devront passer par Plougastel. Une navette gratuite partira toutes les dix minutes."
REPLY = "Je passe par ce pont tous les matins, et personne ne nous a demandé notre avis avant de voter."


def _read(body: str, marks: tuple[str, ...] = ()) -> Received:
    return read(f"<!DOCTYPE html><html><body>{body}</body></html>", marks=marks)


def _body(body: str) -> str:
    [item] = _read(f"<article><h1>Pont fermé</h1>{body}</article>").items
    return item.body


CAPTION = "Le pont de l’Iroise, mardi. Photo : Anne Le Gall"


@pytest.mark.parametrize(
    "figure",
    [
        f"<figure><img src=pont.jpg><figcaption>{CAPTION}</figcaption></figure>",
        f"<figure><img src=pont.jpg><figcaption><p>{CAPTION}</p></figcaption></figure>",
        f"<div class=wp-caption><img src=pont.jpg><p class=wp-caption-text>{CAPTION}</p></div>",
    ],
)
def test_a_caption_in_the_text_is_text(figure: str) -> None:
    assert _body(f"<p>{LEAD}</p>{figure}<p>{MORE}</p>") == f"{LEAD}\n\n{CAPTION}\n\n{MORE}"


def test_a_table_in_a_figure_keeps_its_rows_and_its_caption() -> None:
    table = "<table><tr><th>Pont</th><th>Jours</th></tr><tr><td>Iroise</td><td>61</td></tr></table>"
    figure = f"<figure>{table}<figcaption>Les fermetures</figcaption></figure>"
    assert _body(f"<p>{LEAD}</p>{figure}<p>{MORE}</p>") == (
        f"{LEAD}\n\nPont Jours\n\nIroise 61\n\nLes fermetures\n\n{MORE}"
    )


LINKS = "<ul><li><a href=/1>Le procès-verbal</a></li><li><a href=/2>Le plan de déviation</a></li></ul>"
LISTED = "Le procès-verbal\n\nLe plan de déviation"


@pytest.mark.parametrize("after", ["", f"<p>{MORE}</p>"])
def test_a_list_of_links_that_the_text_introduces_is_text(after: str) -> None:
    found = _body(f"<p>{LEAD}</p><p>Les documents :</p>{LINKS}{after}")
    assert found == f"{LEAD}\n\nLes documents :\n\n{LISTED}" + (f"\n\n{MORE}" if after else "")


@pytest.mark.parametrize("before", ["", "<h2>À lire aussi</h2>"])
def test_a_list_of_links_that_nothing_introduces_is_none(before: str) -> None:
    assert _body(f"<p>{LEAD}</p><p>{MORE}</p>{before}{LINKS}") == f"{LEAD}\n\n{MORE}"


def test_a_page_of_links_is_text() -> None:
    assert _read(f"<h1>Revue de presse</h1>{LINKS}").items == (Item("Revue de presse", LISTED),)


def test_a_paragraph_between_two_is_text_whatever_its_class() -> None:
    boxed = f"<p>{LEAD}</p><p class=newsletter-promo>{REPLY}</p><p>{MORE}</p>"
    assert _body(boxed) == f"{LEAD}\n\n{REPLY}\n\n{MORE}"


MARKED = {
    "paragraphs": f"<p>► Pont fermé</p><p>{LEAD}</p><p>► Navette</p><p>{MORE}</p>",
    "marks alone": f"<p>►</p><p>Pont fermé</p><p>{LEAD}</p><p>►</p><p>Navette</p><p>{MORE}</p>",
    "bold": f"<p><strong>► Pont fermé</strong></p><p>{LEAD}</p><p><b>►</b> Navette</p><p>{MORE}</p>",
    "line breaks": f"<p>► Pont fermé<br>{LEAD}<br>► Navette<br>{MORE}</p>",
    "lists": f"<ul><li>► Pont fermé</li><li>{LEAD}</li><li>► Navette</li><li>{MORE}</li></ul>",
    "cells": f"<table><tr><td>►</td><td>Pont fermé</td></tr><tr><td colspan=2>{LEAD}</td></tr>"
    f"<tr><td>►</td><td>Navette</td></tr><tr><td colspan=2>{MORE}</td></tr></table>",
    "paragraphs in cells": f"<table><tr><td><p>►</p></td><td><p>Pont fermé</p><p>{LEAD}</p></td></tr>"
    f"<tr><td><p>►</p></td><td><p>Navette</p><p>{MORE}</p></td></tr></table>",
    "preformatted": f"<pre>► Pont fermé\n{LEAD}\n\n► Navette\n{MORE}\n</pre>",
    "preformatted, marks alone": f"<pre>►\nPont fermé\n{LEAD}\n►\nNavette\n{MORE}</pre>",
    "numbers": f"<p>1. ► Pont fermé</p><p>{LEAD}</p><p>2. ► Navette</p><p>{MORE}</p>",
}


@pytest.mark.parametrize("body", MARKED.values(), ids=MARKED.keys())
def test_marked_lines_of_a_page_are_cut_as_those_of_a_text(body: str) -> None:
    assert _read(f"<h1>Le point</h1>{body}").items == (Item("Pont fermé", LEAD), Item("Navette", MORE))


def test_broken_lines_in_preformatted_text_are_paragraphs() -> None:
    text = f"► Pont fermé\n\n{LEAD} {MORE}\n\n► Navette\n\n{MORE} {REPLY}\n"
    broken = "\n".join(fill(line, 72) for line in text.split("\n"))
    items = (Item("Pont fermé", f"{LEAD} {MORE}"), Item("Navette", f"{MORE} {REPLY}"))
    assert _read(f"<h1>Le point</h1><pre>{broken}</pre>").items == items


def test_a_page_has_one_mark_and_others_are_text() -> None:
    played = f"▶️ Le maire : {MORE}"
    body = f"<p>► Pont fermé</p><p>{LEAD}</p><p>{played}</p><p>► Navette</p><p>{MORE}</p>"
    assert _read(body).items == (Item("Pont fermé", f"{LEAD}\n\n{played}"), Item("Navette", MORE))


def test_a_play_sign_in_an_article_begins_no_item() -> None:
    played = f"▶️ {MORE} Le maire n’a rien dit."
    assert _body(f"<p>{LEAD}</p><p>{played}</p><p>{REPLY}</p>") == f"{LEAD}\n\n{played}\n\n{REPLY}"


@pytest.mark.parametrize("sign", ["■", "***"])
def test_a_mark_that_the_user_names_cuts_a_page(sign: str) -> None:
    body = f"<p>{sign} Pont fermé</p><p>{LEAD}</p><p>{sign}</p><p>Navette</p><p>{MORE}</p>"
    assert _read(body, (sign,)).items == (Item("Pont fermé", LEAD), Item("Navette", MORE))
    assert len(_read(body).items) == 1


TITLES = ("Le pont est fermé", "La navette part")


@pytest.mark.parametrize(
    ("form", "is_cut"),
    [
        ("<p><a href=/>► {}</a></p>", True),
        ("<h3><a href=/>{}</a></h3>", True),
        ("<p><b><a href=/>{}</a></b></p>", False),
    ],
    ids=["marked", "headings", "bold"],
)
def test_titles_that_are_links_are_kept_above_their_texts(form: str, is_cut: bool) -> None:
    first, second = map(form.format, TITLES)
    items = _read(f"<h1>Revue de presse</h1>{first}<p>{LEAD}</p>{second}<p>{MORE}</p>").items
    whole = Item("Revue de presse", "\n\n".join((TITLES[0], LEAD, TITLES[1], MORE)))
    assert items == ((Item(TITLES[0], LEAD), Item(TITLES[1], MORE)) if is_cut else (whole,))


@pytest.mark.parametrize("sign", ["", "► "])
def test_a_lead_may_stand_above_three_titles_that_are_links(sign: str) -> None:
    lead = "Bonjour à toutes et à tous, voici la revue de presse de ce mardi, par la documentation."
    texts = (LEAD, MORE, REPLY)
    named = ("Le pont est fermé", "La navette part", "Les riverains protestent")
    linked = (
        f"<p>{sign}<b><a href=/>{title}</a></b></p><p>Ouest, page 3</p><p>{text}</p>"
        for title, text in zip(named, texts, strict=True)
    )
    items = _read(f"<h1>Revue</h1><p>{lead}</p>{''.join(linked)}").items
    assert [item.title for item in items] == (["Revue", *named] if sign else ["Revue"])
    assert all(title in f"{items[0].body}{items[-1].title}" or sign for title in named)


def test_links_between_the_paragraphs_of_an_article_lead_elsewhere() -> None:
    links = [f"<p><a href=/>{title}</a></p>" for title in TITLES]
    assert (
        _body(f"<p>{LEAD}</p>{links[0]}<p>{MORE}</p>{links[1]}<p>{REPLY}</p>")
        == f"{LEAD}\n\n{MORE}\n\n{REPLY}"
    )


COMMENTS = "".join(f"<p>{number}. {REPLY}</p>" for number in range(1, 9))


def test_where_more_is_left_out_than_kept_the_report_says_so(take: Callable) -> None:
    page = f"<h1>Pont fermé</h1><p>{LEAD}</p><p>{MORE}</p><div class=comments>{COMMENTS}</div>"
    taken = take({"pont.html": page})
    assert taken.told == [("Pont fermé", f"{LEAD}\n\n{MORE}", None)]
    assert "of its paragraphs were left out as no text of it" in taken.said


def test_where_little_is_left_out_nothing_is_said() -> None:
    around = f"<nav><p>{REPLY}</p></nav>", f"<footer>{COMMENTS}</footer>"
    assert _read(f"{around[0]}<main><h1>Pont fermé</h1><p>{LEAD}</p></main>{around[1]}").oddities == ()


def test_reading_a_page_asks_nothing_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object) -> None:
        raise AssertionError(f"asked for the network: {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    links = (
        '<link rel="canonical" href="https://radio.example.org/1"><base href="https://radio.example.org/">'
    )
    assert _read(f"{links}<img src=https://radio.example.org/a.png><p>{LEAD}</p>").items[0].body == LEAD


def test_a_list_of_short_links_that_the_text_introduces_is_text() -> None:
    names = "<ul><li><a href=/a>Anne Le Gall</a></li><li><a href=/b>Yann Kerjean</a></li></ul>"
    assert _body(f"<p>{LEAD}</p><p>Ont voté contre :</p>{names}<p>{MORE}</p>") == (
        f"{LEAD}\n\nOnt voté contre :\n\nAnne Le Gall\n\nYann Kerjean\n\n{MORE}"
    )


@pytest.mark.parametrize("name", ["sidebar", "footer", "c-newsletter", "comments"])
@pytest.mark.parametrize("form", ["{0}<div class={1}>{2}</div>", "<div class={1}>{2}</div>{0}"])
def test_a_short_text_is_told_from_longer_surroundings_by_their_name(name: str, form: str) -> None:
    short = "<main><h1>Pont fermé</h1><p>Le pont est fermé lundi.</p></main>"
    [item] = _read(form.format(short, name, f"<p>{REPLY}</p><p>{MORE}</p>")).items
    assert (item.title, item.body) == ("Pont fermé", "Le pont est fermé lundi.")


@pytest.mark.parametrize(
    "notice", ["<a href=/x>Voir ce message en ligne</a>", "Vous êtes abonné. <a href=/y>Se désabonner</a>"]
)
def test_what_a_saved_newsletter_says_of_itself_is_no_text(notice: str) -> None:
    rows = (f"<h2>Le pont</h2><p>{LEAD}</p>", f"<h2>La navette</h2><p>{MORE}</p>", f"<p>{notice}</p>")
    table = "".join(f"<tr><td><table><tr><td>{row}</td></tr></table></td></tr>" for row in rows)
    assert [item.body for item in _read(f"<table>{table}</table>").items] == [LEAD, MORE]


@pytest.mark.parametrize(
    "line",
    [
        "Inscrivez-vous à notre newsletter pour ne rien manquer.",
        "Publicité",
        "<a href=/a>Abonnez-vous</a> pour lire la suite de nos enquêtes.",
        "Suivez-nous sur <a href=/b>nos réseaux</a>.",
        "<b>Read also:</b> <a href=/c>The bridge of Brest</a>",
        "<a href=/d>Mehr zum Thema</a>",
        "Devenez membre du club et profitez d’offres réservées !</p><p><a href=/m>Je m’inscris</a>",
        "Le numéro de novembre est <a href=/n>en kiosque</a> ou par abonnement.",
        "Publicité</p><p>Vu chez <a href=/o>Librairies de Brest, les prix de novembre</a>",
        "Temps de lecture : 4 min",
        "Partager sur Facebook",
        "12 commentaires",
        "Article réservé à nos abonnés",
        "Il vous reste 62,4 % de cet article à lire. La suite est réservée aux abonnés.",
        "© Radio Estuaire 2024",
        "Résultats 1 à 10 sur 19",
        "Ce site utilise des cookies pour mesurer son audience.",
    ],
)
def test_what_a_page_asks_of_its_readers_is_no_text(line: str) -> None:
    assert _body(f"<p>{LEAD}</p><p>{line}</p><p>{MORE}</p>") == f"{LEAD}\n\n{MORE}"


@pytest.mark.parametrize(
    "line",
    [
        "« Abonnez-vous à la piscine », dit le maire aux habitants.",
        "La publicité : un marché en recul de 8 %.",
        "Dans sa newsletter, <a href=/e>la maire</a> annonce la fermeture.",
        "Inscrivez-vous avant lundi sur le <a href=/e>site de la mairie</a>.",
        "Devenez membre, répète le club de voile à ses habitués.",
        "Partager sur dix ans le coût du pont, c’est le vœu du maire.",
        "Douze commentaires ont été rayés du registre.",
        "Le 7 novembre 2024",
    ],
)
def test_what_is_said_of_subscriptions_and_advertising_is_text(line: str) -> None:
    text = line.replace("<a href=/e>", "").replace("</a>", "")
    assert _body(f"<p>{LEAD}</p><p>{line}</p><p>{MORE}</p>") == f"{LEAD}\n\n{text}\n\n{MORE}"


@pytest.mark.parametrize("label", ["<h3>Mots-clés</h3>", "<p>Déjà lu ?</p>"])
def test_what_names_links_that_are_left_out_is_left_out(label: str) -> None:
    links = "<p><a href=/a>Le pont de Recouvrance</a></p><p><a href=/b>Le port de Brest</a></p>"
    assert _body(f"<p>{LEAD}</p><p>{MORE}</p>{label}{links}") == f"{LEAD}\n\n{MORE}"


@pytest.mark.parametrize("line", ["Anne Le Gall", "(AFP)", "Source : Radio Estuaire"])
def test_a_signature_above_links_that_are_left_out_is_text(line: str) -> None:
    links = "<p><a href=/a>Le pont de Recouvrance</a></p><p><a href=/b>Le port de Brest</a></p>"
    assert _body(f"<p>{LEAD}</p><p>{MORE}</p><p>{line}</p>{links}") == f"{LEAD}\n\n{MORE}\n\n{line}"


@pytest.mark.parametrize("credit", ["Photo : Anne Le Gall", "© Ville de Brest", "Crédit : iStock"])
def test_a_caption_above_the_text_is_no_lead(credit: str) -> None:
    head = f"<div><p>Le pont de l’Iroise vu du port, mardi dernier. {credit}</p></div>"
    text = f"<p>{LEAD}</p><p>{MORE}</p>" * 4
    [item] = _read(f"<h1>Pont fermé</h1><div>{head}</div><article><div>{text}</div></article>").items
    assert item.body.startswith(LEAD)


DATELINES = (
    "7 novembre 2024",
    "Publié le jeudi 7 novembre 2024 à 18h30",
    "Posté par Anne Le Gall | 07/11/2024 18:30",
    "Publié le 7 novembre 2024 à 18 h - Mis à jour le 8 novembre 2024 à 9 h",
    "Veröffentlicht am 7. November 2024, 18:30 Uhr",
    "Posted on November 7, 2024",
)


@pytest.mark.parametrize("line", DATELINES)
def test_a_line_above_the_text_that_only_says_its_day_is_no_text(line: str) -> None:
    assert _body(f"<p>{line}</p><p>{LEAD}</p><p>{MORE}</p>") == f"{LEAD}\n\n{MORE}"


def test_the_days_of_a_chronicle_are_text() -> None:
    chronicle = f"<p>7 novembre 2024</p><p>{LEAD}</p><p>8 novembre 2024</p><p>{MORE}</p>"
    assert _body(chronicle) == f"7 novembre 2024\n\n{LEAD}\n\n8 novembre 2024\n\n{MORE}"


def test_a_day_that_begins_the_text_is_text() -> None:
    assert _body(f"<p>Publication du rapport : {LEAD}</p><p>{MORE}</p>").startswith("Publication du rapport")


def test_the_name_of_a_part_of_the_site_above_the_title_is_no_text() -> None:
    head = "<title>Pont fermé - Radio Estuaire</title>"
    [item] = _read(f"{head}<h1>Communiqués</h1><h1>Pont fermé</h1><p>{LEAD}</p><p>{MORE}</p>").items
    assert (item.title, item.body) == ("Pont fermé - Radio Estuaire", f"Pont fermé\n\n{LEAD}\n\n{MORE}")


@pytest.mark.parametrize("attribute", ["id=rightColumn", "id=colonne-droite", "class=encadre-auteur"])
def test_what_stands_in_a_column_or_a_box_beside_the_text_is_none(attribute: str) -> None:
    beside = (
        f"<div {attribute}><h3>Anne Le Gall</h3><p>Elle suit la vie du port depuis dix ans. {REPLY}</p></div>"
    )
    page = f"<div id=main><h1>Pont fermé</h1><p>{LEAD}</p><p>{MORE}</p><p>{LEAD}</p></div>{beside}"
    assert "vie du port" not in _read(page).items[0].body


@pytest.mark.parametrize("name", ["author", "article__auteur-date"])
def test_the_head_of_an_article_may_be_named_for_its_author(name: str) -> None:
    head = f"<div class={name}>Par Anne Le Gall, <time datetime=2024-11-07T18:30>jeudi</time></div>"
    received = _read(f"<article><h1>Pont fermé</h1>{head}<p>{LEAD}</p><p>{MORE}</p></article>")
    assert str(received.bulletin.date) == "2024-11-07"
