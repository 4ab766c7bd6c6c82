"""WCAG 2.2 AA on every kind of page by axe, and what axe cannot tell: width, large text, keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, Response
from playwright.sync_api import Browser, Page

from index.engines.reading import Reading
from tests.webapp.browsing import (
    BULLETIN,
    FAULTS,
    FOUND,
    ITEM,
    PUBLIC,
    RESULTS,
    UNKNOWN_NAME,
    open_details,
    visiting,
    width,
)
from webapp import results
from webapp.app import create_app
from webapp.turns import TooBusyError

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ADDRESSES = (*FOUND, *FAULTS, UNKNOWN_NAME, "/?q=grève&langue=en", "/help?langue=en")


def faults(page: Page, rules: list[str]) -> list[tuple[str, str, str]]:
    """Return what axe finds with all details open: where, against which rule, in what."""
    open_details(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)
    return [(page.url, fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]


def enlarge(page: Page, size: str) -> None:
    """Set the size of plain text; empty for that of the browser."""
    page.evaluate("size => document.documentElement.style.fontSize = size", size)


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_no_fault_light_and_dark_large_and_small(
    browser: Browser, hard: Flask, address: str
) -> None:
    with visiting(browser, hard) as page:
        page.goto(address)
        for wide in (1280, 320):
            page.set_viewport_size({"width": wide, "height": 800})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                assert (wide, theme, faults(page, RULES)) == (wide, theme, [])
            enlarge(page, "200%")
            assert (wide, "200%", faults(page, RULES)) == (wide, "200%", [])
            enlarge(page, "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_no_fault_in_forced_colours_nor_without_scripts(
    browser: Browser, hard: Flask, address: str
) -> None:
    with visiting(browser, hard, forced_colors="active") as page:
        page.route("**/*.js*", lambda route: route.abort())
        page.goto(address)
        assert faults(page, RULES) == []
        page.set_viewport_size({"width": 320, "height": 800})
        page.emulate_media(forced_colors="none")
        assert faults(page, RULES) == []


def test_axe_finds_no_fault_where_there_is_no_index(browser: Browser, empty_folder: str) -> None:
    with visiting(browser, create_app(empty_folder, public_address=PUBLIC)) as page:
        assert_faultless(page, RESULTS, 503)


def assert_faultless(page: Page, address: str, status: int) -> None:
    """Assert that a page has a status, and that axe finds no fault in it in either theme."""
    answer = page.goto(address)
    assert answer
    assert answer.status == status
    for theme, wide in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": wide, "height": 800})
        assert faults(page, RULES) == []


@pytest.mark.parametrize(("address", "status"), [(RESULTS, 200), ("/?q=numéro+syndicat", 504)])
def test_axe_finds_no_fault_where_time_is_spent(
    browser: Browser, hard_url: str, address: str, status: int
) -> None:
    with visiting(browser, create_app(hard_url, public_address=PUBLIC, budget=1e-9)) as page:
        assert_faultless(page, address, status)


@pytest.mark.parametrize(("error", "status"), [(TooBusyError(), 503), (ValueError("fault"), 500)])
def test_axe_finds_no_fault_where_no_answer_can_be_made(
    browser: Browser, hard_url: str, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(_archive: Reading) -> Response:
        raise error

    monkeypatch.setattr(results, "show", fail)
    with visiting(browser, create_app(hard_url, public_address=PUBLIC)) as page:
        assert_faultless(page, RESULTS, status)


def test_no_page_scrolls_sideways_be_its_text_twice_as_large(browser: Browser, hard: Flask) -> None:
    with visiting(browser, hard) as page:
        for address in ADDRESSES:
            page.goto(address)
            open_details(page)
            for large, wide in (("", 320), ("", 640), ("", 768), ("200%", 320), ("200%", 1280)):
                page.set_viewport_size({"width": wide, "height": 800})
                enlarge(page, large)
                assert (address, large, width(page)) == (address, large, wide)


def focused(page: Page) -> str:
    """Return the text, or else the name, of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.name || ''")).strip()


def press_tab_until(page: Page, wanted: str) -> list[str]:
    """Press the tab key until something wanted has the focus, and return all that had it."""
    reached: list[str] = []
    while not reached or (wanted not in reached[-1] and len(reached) < 60):
        page.keyboard.press("Tab")
        reached.append(focused(page))
    return reached


def test_by_keyboard_alone_a_reader_searches_reads_and_comes_back(browser: Browser, hard: Flask) -> None:
    with visiting(browser, hard) as page:
        page.goto("/")
        press_tab_until(page, "q")
        page.keyboard.type("grève aiguilleurs")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=*")
        reached = press_tab_until(page, "Grève des aiguilleurs")
        assert reached[:5] == ["Aller au contenu", "bulletins", "q", "Chercher", "Aide"]
        page.keyboard.press("Enter")
        page.wait_for_url("**/item/deux-points?*")
        press_tab_until(page, "retour à la liste")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=*#r1")
        assert "Grève des aiguilleurs" in press_tab_until(page, "Grève des aiguilleurs")[0]


def test_the_first_link_skips_to_the_content(browser: Browser, hard: Flask) -> None:
    with visiting(browser, hard) as page:
        page.goto(RESULTS)
        page.keyboard.press("Tab")
        assert page.locator(":focus").bounding_box()["y"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator("main :focus").count() == 1


@pytest.mark.parametrize("address", ["/", RESULTS, ITEM, BULLETIN, "/jour/2024-03-12", "/help"])
def test_what_has_the_focus_is_seen_and_ringed(browser: Browser, hard: Flask, address: str) -> None:
    ring = "each => getComputedStyle(each).outlineStyle + ' ' + getComputedStyle(each).outlineWidth"
    with visiting(browser, hard, viewport={"width": 320, "height": 600}) as page:
        page.goto(address)
        for _ in range(25):
            page.keyboard.press("Tab")
            at = page.locator(":focus")
            if not at.count():
                break
            assert at.evaluate(ring) == "solid 3px"
            box = at.bounding_box()
            assert box
            assert -box["height"] < box["y"] < 600
