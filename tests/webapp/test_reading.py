"""Reading long things in a real browser, without JavaScript: an interview, a bulletin of 1,200 items."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from index import Appearance, Bulletin, Document, open_engine
from tests.webapp.interview import RARE, TITLE, TURNS, body

pytestmark = pytest.mark.browser

BULLETINS = str(Path(sys.executable).parent / "bulletins")
DAY = date(2026, 8, 22)
EVENING = Bulletin("soir", "JT_20H_20260822_a3f", "Télé-Horizon", DAY)
NOON = Bulletin("midi", "JT_13H_20260822_b7e", "Télé-Horizon", DAY)
CALLED = "Bulletin du samedi 22 août 2026, Télé-Horizon, 2e de 2"
SEEN = (7, 9, 51, 523, 1200)
"""Places of the items that tell of a narwhal."""


def documents() -> Iterator[Document]:
    yield Document("entretien", TITLE, body(), "Radio", DAY)
    yield Document("midi", "Un matin", "Rien.", "Télé-Horizon", DAY, "", (Appearance(NOON, 1),))
    for place in range(1, 1201):
        seen = " Un narval a été vu au large." if place in SEEN else ""
        text = f"Le port a compté {place} bateaux à l’heure où le vent a tourné.{seen}"
        yield Document(
            f"n{place}",
            f"Point {place} : le trafic",
            text,
            "Télé-Horizon",
            DAY,
            "",
            (Appearance(EVENING, place),),
        )


@pytest.fixture(scope="module")
def index_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"whoosh:{tmp_path_factory.mktemp('reading')}"
    open_engine(url).rebuild(documents())
    return url


@pytest.fixture(scope="module")
def address(index_url: str) -> Iterator[str]:
    with served(index_url) as address:
        yield address


@contextmanager
def served(index_url: str, *options: str) -> Iterator[str]:
    command = [BULLETINS, "serve", "--index", index_url, "--port", "0", "--processes", "1", *options]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
        assert found
        yield found[0]
    finally:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--accept-lang=fr-FR"]
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, java_script_enabled=False, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def place_of(located: Locator) -> tuple[float, float]:
    """Return the left and the upper edge of what is on the page."""
    box = located.bounding_box()
    assert box
    return box["x"], box["y"]


def is_in_sight(page: Page, located: Locator) -> bool:
    size = page.viewport_size
    assert size
    return 0 <= place_of(located)[1] < size["height"]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_an_interview_shows_its_whole_text_with_the_speakers_in_the_margin(page: Page) -> None:
    page.goto("/item/entretien")
    speakers = page.locator(".jump b")
    pieces = page.locator("p.text")
    assert speakers.count() == TURNS
    assert pieces.count() > TURNS
    shown = page.locator("article .jump b, article p.text").all_text_contents()
    assert plain("".join(shown)) == plain(body())
    assert max(map(len, pieces.all_text_contents())) < 950
    (left, top), (text_left, text_top) = place_of(speakers.nth(1)), place_of(pieces.nth(1))
    assert left + 150 < text_left
    assert abs(top - text_top) < 12


def test_one_jumps_from_mark_to_mark_forth_and_back(page: Page) -> None:
    page.goto("/item/entretien?q=narval+compas")
    assert "4 occurrences dans 3 passages" in plain(
        page.get_by_role("navigation", name="Passages").inner_text()
    )
    page.get_by_role("navigation", name="Passages").get_by_role("link", name="1").click()
    for number in (1, 2, 3):
        passage = page.locator(f"#p{number}")
        assert page.url.endswith(f"#p{number}")
        assert is_in_sight(page, passage)
        assert passage.locator("mark").first.inner_text() in {"narval", "compas"}
        if number < len(RARE):
            page.get_by_role("link", name="suivant").nth(number - 1).click()
    page.get_by_role("link", name="précédent").last.click()
    assert is_in_sight(page, page.locator("#p2"))
    page.get_by_role("link", name="premier").click()
    assert is_in_sight(page, page.locator("#p1"))
    page.get_by_role("link", name="Haut de la page").click()
    assert is_in_sight(page, page.locator("h1"))


def test_a_long_bulletin_is_read_part_by_part_from_its_contents_and_back_up(page: Page) -> None:
    page.goto("/bulletin/soir")
    assert plain(page.locator("h1").inner_text()) == CALLED
    assert page.locator("ol.bulletin > li").count() == 50
    page.get_by_role("link", name="Point 37 : le trafic").first.click()
    assert is_in_sight(page, page.locator("#b37"))
    page.locator("#b37").get_by_role("link", name="Sommaire").click()
    assert is_in_sight(page, page.locator("#contents"))
    page.get_by_role("navigation", name="Parties du bulletin").get_by_role("link", name="51 à 100").click()
    assert page.locator("ol.bulletin > li").first.get_attribute("id") == "b51"
    assert plain(page.locator(".parts [aria-current]").inner_text()) == "51 à 100"


def test_the_words_searched_lead_through_the_parts_of_a_bulletin(page: Page) -> None:
    page.goto("/bulletin/soir?q=narval")
    said = plain(page.locator("nav", has_text="Sommaire").first.inner_text())
    assert "Vos mots sont dans 5 brèves sur 1 200 : 7, 9, 51, 523 et 1 200." in said
    page.get_by_role("link", name="7", exact=True).click()
    for place in SEEN:
        entry = page.locator(f"#b{place}")
        assert is_in_sight(page, entry)
        assert entry.locator("mark").inner_text() == "narval"
        if place != SEEN[-1]:
            entry.get_by_role("link", name="mots marqués après").click()
    page.locator("#b1200").get_by_role("link", name="mots marqués avant").click()
    assert is_in_sight(page, page.locator("#b523"))


def test_an_old_address_of_a_place_points_at_the_part_that_has_it(page: Page) -> None:
    page.goto("/bulletin/soir#b523")
    part = page.locator(".parts a", has=page.locator("#b523"))
    assert is_in_sight(page, part)
    assert part.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    part.click()
    assert page.locator("li#b523").count() == 1


def test_a_result_leads_to_its_place_in_a_long_bulletin(page: Page) -> None:
    page.goto("/?q=narval+point+523")
    page.locator("#r1").get_by_role("link", name="Bulletin du samedi").click()
    assert page.url.endswith("#b523")
    assert is_in_sight(page, page.locator("li#b523"))
    assert page.locator("p.id").inner_text() == EVENING.name


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_long_pages_have_no_fault_that_axe_finds_and_scroll_no_way_but_down(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        base_url=address,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    page = context.new_page()
    for place in (
        "/item/entretien?q=narval",
        "/bulletin/soir?q=narval",
        "/bulletin/soir?place=1200&q=narval",
    ):
        page.goto(place)
        faults = Axe().run(page).response["violations"]
        assert [(place, fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    context.close()


def test_the_speakers_are_printed_and_the_jumps_are_not(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto("/item/entretien?q=narval")
    assert page.locator(".jump b").first.is_visible()
    assert not page.get_by_text("Passage 1 sur 3").is_visible()


def test_the_pages_call_an_item_as_the_archive_wants(browser: Browser, index_url: str) -> None:
    with served(index_url, "--item-word", "article") as address:
        page = browser.new_page(base_url=address, java_script_enabled=False)
        for place in (
            "/",
            "/?q=narval",
            "/?q=introuvable",
            "/bulletin/soir?q=narval",
            "/jour/2026-08-22",
            "/help",
        ):
            page.goto(place)
            text = page.locator("body").inner_text()
            assert "article" in text.lower(), place
            assert "brève" not in text.lower(), place
        page.close()
