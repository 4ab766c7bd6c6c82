"""The day that a page shows, of pages whose metadata say none."""

import pytest

from tests.indexer.readers.reading import NOTHING, read

PAGE = """<!doctype html><title>Grève des bacs</title><nav><p>Publié le 3 mai 2021</p></nav>
<article><h1>Grève des bacs</h1>{above}
<p>Les bacs de Loire sont restés à quai toute la journée, faute de personnel pour les conduire.</p>
<p>La préfecture annonce une reprise demain à l’aube, si le personnel revient et si le brouillard se lève.</p>
{below}</article><aside><p>Publié le 4 mai 2022</p></aside>
<div class="related"><p>Publié le 5 mai 2023</p></div>"""


def told(above: str, below: str = "") -> str:
    """Return the day, the time and the origin of a page with lines above and below its text."""
    bulletin = read(PAGE.format(above=above, below=below)).bulletin
    at = bulletin.time.isoformat("minutes") if bulletin.time else ""
    return " ".join(filter(None, [str(bulletin.date), at, bulletin.date and bulletin.date_origin]))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Publié le 7 novembre 2024 à 18h30", "2024-11-07 18:30 page"),
        ("Publié le 07/11/2024 18h30 - Mis à jour le 09/11/2024", "2024-11-07 18:30 page"),
        ("Publié le 7 nov. 2024 à 18 h 30, mis à jour le 9 novembre 2024 à 10 h", "2024-11-07 18:30 page"),
        ("Mis à jour le 9 novembre 2024 à 8h00 — Publié le 7 novembre 2024 à 18h30", "2024-11-07 18:30 page"),
        ("Publié le jeudi 7 novembre 2024 | 18:30 | modifié le 8 novembre 2024", "2024-11-07 18:30 page"),
        ("Par Jeanne Le Goff, publié le 7 novembre 2024", "2024-11-07 page"),
        ("Publié par Jeanne Le Goff, le 7 novembre 2024", "2024-11-07 page"),
        ("Écrit par Jeanne Le Goff le 7 novembre 2024", "2024-11-07 page"),
        ("Société | Publié le 7 novembre 2024", "2024-11-07 page"),
        ("Article publié le : 07/11/2024 - 18:30", "2024-11-07 18:30 page"),
        ("Mise en ligne : 07.11.2024", "2024-11-07 page"),
        ("Diffusé le 07/11/24 à 20h", "2024-11-07 20:00 page"),
        ("Créé le 7 novembre 2024 (mis à jour le 9 novembre 2024)", "2024-11-07 page"),
        ("Jeudi 7 novembre 2024 - 18:30", "2024-11-07 18:30 text"),
        ("Par Jeanne Le Goff | 7 novembre 2024", "2024-11-07 text"),
        ("Nantes, le 7 novembre 2024", "2024-11-07 text"),
        ("Mis à jour le 9 novembre 2024", "None"),
        ("Publié hier à 18h", "None"),
        ("Le livre, publié le 7 novembre 2024, raconte le port.", "None"),
        ("Publié le 31 novembre 2024", "None"),
    ],
)
@pytest.mark.parametrize("shape", ['<p class="pub">{}</p>', '<div class="author"><span>{}</span></div>'])
def test_a_line_above_the_text_dates_the_page(line: str, said: str, shape: str) -> None:
    assert told(shape.format(line)) == said


def test_a_line_below_the_text_dates_the_page_where_it_says_that_it_was_published() -> None:
    assert told("", "<p>Publié le 7 novembre 2024</p>") == "2024-11-07 page"
    assert told("", "<p>7 novembre 2024</p>") == "None"
    assert told("", '<div class="comments"><p>Posté le 8 novembre 2024</p></div>') == "None"


def test_the_day_may_stand_in_the_footer_above_an_article_or_in_an_abbreviation() -> None:
    above = "<article><footer>Soumis par alegall le mar 07/11/2023 - 18:30</footer>"
    assert told(above, "</article>") == "2023-11-07 18:30 page"
    assert (
        told('<abbr class="published" title="2023-11-07T17:30:00Z">mardi</abbr>') == "2023-11-07 18:30 page"
    )


def test_two_days_above_the_text_date_nothing_and_are_said() -> None:
    received = read(PAGE.format(above="<p>7 novembre 2024</p><p>8 novembre 2024</p>", below=""), NOTHING)
    assert received.bulletin.date is None
    assert any("names several days" in oddity for oddity in received.oddities)


def test_metadata_may_say_the_day_in_french() -> None:
    page = PAGE.format(above="<p>Publié le 9 novembre 2024</p>", below="")
    dated = page.replace("<title>", '<meta name="date" content="jeudi 7 novembre 2024 à 18h30"><title>')
    bulletin = read(dated).bulletin
    assert (str(bulletin.date), str(bulletin.time)) == ("2024-11-07", "18:30:00")
    assert bulletin.date_origin == "page"
