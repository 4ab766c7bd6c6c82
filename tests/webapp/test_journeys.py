"""What readers do with the samples, in Chromium, with scripts and without: each step is a click or a text."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page

from index import Document, open_engine
from tests.webapp.browsing import PUBLIC, visiting
from webapp.app import create_app

pytestmark = pytest.mark.browser

QUERY = "grève des infirmières"


@pytest.fixture(scope="module")
def app(samples_url: str) -> Flask:
    return create_app(samples_url, public_address=PUBLIC)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(browser: Browser, app: Flask, request: pytest.FixtureRequest) -> Iterator[Page]:
    with visiting(browser, app, java_script_enabled=request.param) as page:
        yield page


# --- what is done and seen ---


def search(page: Page, text: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill(text)
    page.get_by_role("button", name="Chercher").first.click()
    page.wait_for_url("**/?q=*")


def go(page: Page, link: Locator) -> None:
    """Click a link, and wait for its page."""
    with page.expect_navigation():
        link.click()


def link(page: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("link", name=name).first


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def heading(page: Page) -> str:
    return plain(page.locator("h1").inner_text())


def total(page: Page) -> int:
    """Return the number of items that the heading says."""
    return number(heading(page)) if not heading(page).startswith("Aucune") else 0


def number(text: str) -> int:
    found = re.search(r"\d[\d ]*", plain(text))
    assert found, text
    return int(found[0].replace(" ", ""))


def days(page: Page) -> list[str]:
    """Return the days of the hits, as ISO writes them."""
    return [str(each.get_attribute("datetime")) for each in page.locator(".hits article time").all()]


def downloaded(page: Page, link: Locator) -> str:
    with page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_text("utf-8-sig")


# --- to narrow, order, count ---


def test_all_words_then_the_rest(page: Page) -> None:
    search(page, QUERY)
    every = total(page)
    with_all = link(page, re.compile("avec tous les mots"))
    said = number(with_all.inner_text())
    go(page, with_all)
    assert 0 < total(page) == said < every
    go(page, link(page, f"voir les {every} brèves qui en ont au moins un"))
    assert total(page) == every


@pytest.mark.parametrize(("name", "is_newest"), [("plus récentes", True), ("plus anciennes", False)])
def test_in_order_of_date(page: Page, name: str, is_newest: bool) -> None:
    search(page, "infirmières")
    every = total(page)
    go(page, link(page.get_by_role("navigation", name="Ordre"), name))
    assert total(page) == every
    assert len(days(page)) > 3
    assert days(page) == sorted(days(page), reverse=is_newest)


def test_a_period_and_a_source_are_chosen_shown_as_chips_and_taken_off(page: Page) -> None:
    search(page, QUERY)
    every = total(page)
    page.locator("summary", has_text="Période et sources").click()
    page.get_by_label("Du", exact=True).fill("2025-01-01")
    page.get_by_label("Au", exact=True).fill("2025-12-31")
    box = page.get_by_role("checkbox", name=re.compile("Radio Estuaire"))
    box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Appliquer").click()
    assert 0 < total(page) < every
    assert all(day.startswith("2025") for day in days(page))
    chips = page.locator(".chips a")
    assert chips.count() >= 2
    while page.locator(".chips a").count():
        go(page, page.locator(".chips a").first)
    assert total(page) == every


def test_a_quick_period_leads_to_its_days_and_a_source_may_be_chosen_besides(page: Page) -> None:
    search(page, "port")
    page.locator("summary", has_text="Période et sources").click()
    go(page, link(page.get_by_role("navigation", name="Périodes toutes faites"), "2025"))
    of_year = total(page)
    assert {day[:4] for day in days(page)} == {"2025"}
    page.locator("summary", has_text="Période et sources").click()
    page.get_by_role("checkbox", name=re.compile("La Lettre du Littoral")).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Appliquer").click()
    assert 0 < total(page) < of_year
    assert {day[:4] for day in days(page)} == {"2025"}


def test_a_bar_of_the_timeline_narrows_to_its_period(page: Page) -> None:
    search(page, QUERY)
    bars = page.locator("svg a")
    assert bars.count() > 1
    said = bars.first.get_attribute("aria-label") or bars.first.text_content() or ""
    go(page, bars.first)
    assert total(page) == number(said.rpartition(":")[2])


def test_share_and_unit_of_the_timeline_and_its_table(page: Page) -> None:
    search(page, QUERY)
    go(page, link(page, "par an"))
    go(page, link(page, "part de l’archive"))
    page.locator("summary", has_text="Voir le tableau").click()
    rows = page.get_by_role("table").locator("tbody tr")
    assert rows.count() == 3
    with_total = plain(rows.first.inner_text())
    assert re.search(r"^2025 .* [\d,]+ %$", with_total)
    text = downloaded(page, link(page, "Emporter le tableau (CSV)"))
    totals = [int(row["number"]) for row in csv.DictReader(text.splitlines())]
    assert sum(totals) == total(page)


def test_two_sources_are_compared_cell_by_cell(page: Page) -> None:
    search(page, "grève")
    page.locator("summary", has_text="Période et sources").click()
    for name in ("Radio Estuaire", "La Lettre du Littoral"):
        page.get_by_role("checkbox", name=re.compile(name)).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Comparer les sources cochées").click()
    assert "dans 2 sources" in heading(page)
    go(page, link(page, "par an"))
    cell = page.get_by_role("table").locator("td a").first
    said = number(cell.inner_text())
    go(page, cell)
    assert total(page) == said > 0


def test_what_a_source_said_on_a_day_and_the_days_around(page: Page) -> None:
    search(page, QUERY)
    go(page, page.locator(".hits article time").first)
    first = heading(page)
    go(page, link(page.get_by_role("navigation", name="Jours voisins"), re.compile("Avant")))
    assert heading(page) != first
    go(page, link(page.get_by_role("navigation", name="Jours voisins"), re.compile("Après")))
    assert heading(page) == first


def test_a_day_without_any_leads_to_the_nearest(page: Page) -> None:
    page.goto("/jour/2025-11-06")
    assert "aucune brève" in heading(page)
    go(page, link(page.get_by_role("navigation", name="Jours voisins"), re.compile("Après")))
    assert heading(page).startswith("Dimanche 9 novembre 2025")
    assert "aucune" not in heading(page)


def test_each_month_of_a_source_leads_to_as_many_as_it_says(page: Page) -> None:
    search(page, QUERY)
    go(page, page.locator(".hits article").get_by_role("link", name="Radio Estuaire").first)
    cells = page.locator(".calendar td a")
    assert cells.count() > 3
    said = number(cells.first.inner_text())
    go(page, cells.first)
    assert total(page) == said


# --- what was understood ---


def test_a_word_is_switched_to_one_form_and_back(page: Page) -> None:
    search(page, QUERY)
    every = total(page)
    page.locator("summary", has_text="Formes des mots").click()
    go(page, link(page, re.compile("seulement « infirmières »")))
    assert 0 < total(page) < every
    page.locator("summary", has_text="Formes des mots").click()
    go(page, link(page, re.compile("toutes (l|s)es formes")))
    assert total(page) == every


def test_a_correction_is_said_and_undone(page: Page) -> None:
    search(page, "inondasions")
    assert total(page)
    assert "inondations" in page.locator("main").inner_text()
    go(page, link(page, re.compile("inondasions")))
    assert total(page) == 0


def test_a_date_among_the_words_is_offered_as_a_limit(page: Page) -> None:
    search(page, "grève mars 2024")
    offer = link(page, re.compile("Seulement en mars 2024"))
    said = plain(offer.inner_text())
    go(page, offer)
    assert total(page) == number(said.rpartition(":")[2]) > 0
    assert all(day.startswith("2024-03") for day in days(page))


def test_where_there_is_nothing_what_is_wider_leads_to_as_many_as_it_says(page: Page) -> None:
    search(page, "grève source:Radio date:2020")
    assert total(page) == 0
    wider = page.locator("#loosen ~ ul li", has_text="trouve").first
    said = number(plain(wider.inner_text()).rpartition("trouve")[2])
    go(page, wider.get_by_role("link"))
    assert total(page) == said > 0


# --- to take away ---


@pytest.mark.parametrize(
    ("name", "records"),
    [
        ("Excel en français (CSV)", lambda text: len(list(csv.reader(text.splitlines(), delimiter=";"))) - 1),
        ("Tableur (CSV)", lambda text: len(list(csv.reader(text.splitlines()))) - 1),
        ("JSON Lines", lambda text: len([json.loads(line) for line in text.splitlines()])),
        ("RIS", lambda text: len(re.findall("^ER  -", text, re.MULTILINE))),
        ("BibTeX", lambda text: len(re.findall("^@", text, re.MULTILINE))),
    ],
)
def test_all_results_are_taken_away(page: Page, name: str, records) -> None:
    search(page, QUERY)
    every = total(page)
    assert records(downloaded(page, link(page, name))) == every


def test_a_search_is_followed(page: Page) -> None:
    search(page, "infirmières")
    address = link(page, re.compile("Suivre cette recherche")).get_attribute("href")
    assert address
    offered = page.locator("link[rel=alternate][type='application/atom+xml']").get_attribute("href")
    assert offered == address
    answer = page.goto(address)
    assert answer
    assert answer.headers["content-type"].startswith("application/atom+xml")
    titles = re.findall("<entry>.*?<title>(.*?)</title>", answer.text(), re.DOTALL)
    search(page, "infirmières")
    go(page, link(page.get_by_role("navigation", name="Ordre"), "plus récentes"))
    assert len(titles) == total(page)


def test_a_dated_link_says_what_came_since(browser: Browser, tmp_path: Path) -> None:
    url = f"whoosh:{tmp_path}"
    engine = open_engine(url)
    engine.rebuild([Document("un", "Le phare d’Eckmühl", "Le phare est rallumé.")])
    with visiting(browser, create_app(url, public_address=PUBLIC)) as page:
        search(page, "phare")
        go(page, link(page, "Lien daté vers cette recherche"))
        given = page.url
        assert "rien n’a changé depuis" in page.locator("main").inner_text()
        engine.add([Document("deux", "Le phare de Cordouan", "Le phare est classé.")])
        page.goto(given)
        assert "1 brève de plus" in plain(page.locator("main").inner_text())
        engine.remove(["un"])
        page.goto(given)
        assert "mais peut-être d’autres" in page.locator("main").inner_text()


# --- to read and to cite ---


def test_a_result_is_read_the_next_one_too_and_the_way_back_is_there(page: Page) -> None:
    search(page, QUERY)
    every = total(page)
    go(page, page.locator(".hits article h2 a").nth(2))
    assert f"résultat 3 sur {every}" in plain(page.locator("main").inner_text()).lower()
    assert page.locator("article mark").count()
    go(page, link(page, re.compile("suivant")))
    assert f"résultat 4 sur {every}" in plain(page.locator("main").inner_text()).lower()
    go(page, link(page, re.compile("retour à la liste")))
    assert page.url.endswith("#r4")
    assert total(page) == every


def test_an_item_is_cited_and_its_neighbours_are_read(page: Page) -> None:
    search(page, QUERY)
    go(page, page.locator(".hits article h2 a").first)
    title = heading(page)
    described = json.loads(page.locator("script[type='application/ld+json']").first.text_content() or "")
    assert plain(described["headline"]) == title
    assert page.locator("meta[name=citation_title]").get_attribute("content")
    record = downloaded(page, link(page, "RIS"))
    assert f"UR  - {PUBLIC}/item/" in record
    assert downloaded(page, link(page, "BibTeX")).startswith("@")
    go(
        page,
        page.locator("article, main").get_by_role("link", name=re.compile("Matinale|Journal|Lettre")).first,
    )
    assert page.locator("mark").count()


def test_a_program_in_the_browser_is_answered_what_the_page_shows(browser: Browser, app: Flask) -> None:
    with visiting(browser, app) as page:
        search(page, QUERY)
        asked = "async q => (await fetch('/api/search?q=' + encodeURIComponent(q))).json()"
        answer = page.evaluate(asked, QUERY)
        assert answer["total"] == total(page)
        shown = page.locator(".hits article h2").all_inner_texts()
        assert [plain(hit["title"]) for hit in answer["hits"]] == [plain(each) for each in shown]


def test_a_new_query_keeps_the_filters_until_they_are_taken_off(page: Page) -> None:
    search(page, "port")
    page.locator("summary", has_text="Période et sources").click()
    go(page, link(page.get_by_role("navigation", name="Périodes toutes faites"), "2024"))
    page.get_by_role("combobox").or_(page.get_by_role("searchbox")).first.fill("grève")
    with page.expect_navigation():
        page.get_by_role("button", name="Chercher").first.click()
    assert "grève" in heading(page)
    assert {day[:4] for day in days(page)} == {"2024"}
    go(page, page.locator(".chips a").first)
    assert {day[:4] for day in days(page)} > {"2024"}


def test_a_sentence_is_offered_as_a_quotation(page: Page) -> None:
    search(page, "Un cochon. Il a été adopté")
    offer = link(page, re.compile("Exactement"))
    said = number(plain(offer.inner_text()).rpartition(":")[2])
    go(page, offer)
    assert total(page) == said == 1


def test_marks_are_taken_off_and_the_search_stays(page: Page) -> None:
    search(page, QUERY)
    go(page, page.locator(".hits article h2 a").first)
    assert page.locator("article mark").count()
    go(page, link(page, "Lire sans les mots marqués"))
    assert not page.locator("article mark").count()
    assert "résultat 1 sur" in plain(page.locator("main").inner_text()).lower()
    go(page, link(page, "Lire avec les mots marqués"))
    assert page.locator("article mark").count()
    go(page, link(page, re.compile("retour à la liste")))
    assert page.url.endswith("#r1")


def test_what_is_followed_has_all_the_words_and_says_so(page: Page) -> None:
    search(page, QUERY)
    follow = link(page, re.compile("^Suivre les"))
    assert number(follow.inner_text()) == 2
    answer = page.goto(str(follow.get_attribute("href")))
    assert answer
    assert len(re.findall("<entry>", answer.text())) == 2
    search(page, "infirmière licorne")
    answer = page.goto(str(link(page, "Suivre cette recherche (Atom)").get_attribute("href")))
    assert answer
    assert "<entry>" in answer.text()
