"""WCAG 2.2 AA on every kind of page by axe, and what axe cannot tell: width, large text, keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

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
from webapp.app import create_app

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


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_no_fault_light_and_dark_large_and_small(
    browser: Browser, hard: Flask, address: str
) -> None:
    with visiting(browser, hard, viewport={"width": 1280, "height": 800}) as page:
        page.goto(address)
        assert faults(page, RULES) == []
        page.set_viewport_size({"width": 320, "height": 800})
        page.emulate_media(color_scheme="dark")
        assert faults(page, RULES) == []


@pytest.mark.parametrize("address", [RESULTS, ITEM, *FAULTS[:1]])
def test_axe_finds_no_fault_in_forced_colours_nor_without_scripts(
    browser: Browser, hard: Flask, address: str
) -> None:
    with visiting(browser, hard, forced_colors="active") as page:
        page.route("**/*.js*", lambda route: route.abort())
        page.goto(address)
        assert faults(page, RULES) == []


def test_axe_finds_no_fault_where_there_is_no_index(browser: Browser, empty_folder: str) -> None:
    with visiting(browser, create_app(empty_folder, public_address=PUBLIC)) as page:
        page.goto(RESULTS)
        assert "503" in page.content()
        assert faults(page, RULES) == []


def test_no_page_scrolls_sideways_be_its_text_twice_as_large(browser: Browser, hard: Flask) -> None:
    with visiting(browser, hard) as page:
        for address in ADDRESSES:
            page.goto(address)
            open_details(page)
            for large, wide in (("", 320), ("", 640), ("", 768), ("200%", 320), ("200%", 1280)):
                page.set_viewport_size({"width": wide, "height": 800})
                page.evaluate("size => document.documentElement.style.fontSize = size", large)
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
