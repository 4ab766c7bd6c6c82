"""Suggestions while typing, in a real browser: by keyboard, by pointer, by ear, and where there are none."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.webapp.test_processes import serving
from webapp.addresses import STATIC

pytestmark = pytest.mark.browser

SUGGESTED = ["budget", "Le budget voté"]
"""For what begins with « bud »."""
PLACES = [
    "/",
    "/?q=baleine",
    "/?q=licorne",
    "/item/coree?q=drones",
    "/bulletin/midi",
    "/jour/2024-11-07",
    "/help",
]


@pytest.fixture(scope="module")
def address(index_url: str) -> Iterator[str]:
    with serving(index_url, 1) as (address, _):
        yield address


@contextmanager
def reading(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """Open a page whose scripts run as it allows; nothing that it forbids is asked for."""
    context = browser.new_context(base_url=address, **options)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert [text for text in said if "Failed to load" not in text] == []
    context.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with reading(browser, address) as page:
        yield page


def box(page: Page):
    return page.get_by_role("combobox", name="Chercher dans les bulletins")


def type_in(page: Page, text: str = "bud", place: str = "/") -> None:
    page.goto(place)
    box(page).fill("")
    box(page).press_sequentially(text)


def stopped(page: Page) -> list[str]:
    """Open a page whose clock stands still, and return what suggestions will be asked of."""
    asked: list[str] = []
    page.on("request", lambda request: asked.extend(re.findall(r"/suggestions\?q=(.*)", request.url)))
    page.clock.install(time=0)
    page.goto("/")
    page.clock.pause_at(3600)
    return asked


def expect_open(page: Page, chosen: str = "", typed: str = "bud") -> None:
    """Expect the suggestions with one of them chosen, the text as it was typed, and the focus in the box."""
    expect(page.get_by_role("option").locator("bdi")).to_have_text(SUGGESTED)
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(box(page)).to_have_value(typed)
    expect(box(page)).to_be_focused()
    selected = page.get_by_role("option", selected=True)
    expect(selected.locator("bdi")).to_have_text([chosen] if chosen else [])
    active = box(page).get_attribute("aria-activedescendant")
    assert active == (selected.get_attribute("id") if chosen else "")


def expect_closed(page: Page, typed: str = "bud") -> None:
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("")
    expect(box(page)).to_have_value(typed)


def expect_searched(page: Page, query: str) -> None:
    page.wait_for_url("**/?q=*")
    expect(box(page)).to_have_value(query)


def test_a_screen_reader_is_told_of_a_list_and_how_long_it_is(page: Page) -> None:
    page.goto("/?q=baleine")
    expect_closed(page, "baleine")
    assert box(page).get_attribute("aria-autocomplete") == "list"
    type_in(page)
    expect_open(page)
    listbox = page.get_by_role("listbox", name="Suggestions")
    assert box(page).get_attribute("aria-controls") == listbox.get_attribute("id")
    expect(page.get_by_role("status")).to_have_text("2 suggestions")
    expect(box(page)).to_have_accessible_description("↑ ↓ choisir, Entrée chercher, Échap fermer")
    expect(page.get_by_role("option", name="budget mot, 1 brève", exact=True)).to_be_visible()
    box(page).fill("balein")
    expect(page.get_by_role("status")).to_have_text("1 suggestion")
    box(page).fill("balzac")
    expect_closed(page, "balzac")


def test_arrows_choose_and_the_text_typed_is_one_of_the_places(page: Page) -> None:
    type_in(page)
    expect_open(page)
    for key, chosen in (
        ("ArrowDown", SUGGESTED[0]),
        ("ArrowDown", SUGGESTED[1]),
        ("ArrowDown", ""),
        ("ArrowUp", SUGGESTED[1]),
        ("ArrowUp", SUGGESTED[0]),
        ("Home", ""),
    ):
        page.keyboard.press(key)
        expect_open(page, chosen)


@pytest.mark.parametrize(("keys", "searched"), [([], "bud"), (["ArrowDown", "ArrowDown"], SUGGESTED[1])])
def test_enter_searches_what_is_chosen_or_else_what_was_typed(
    page: Page, keys: list[str], searched: str
) -> None:
    type_in(page)
    expect_open(page)
    for key in [*keys, "Enter"]:
        page.keyboard.press(key)
    expect_searched(page, searched)
    expect_closed(page, searched)


def test_escape_closes_the_list_and_keeps_the_text(page: Page) -> None:
    type_in(page)
    expect_open(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect_closed(page)
    page.keyboard.press("ArrowDown")
    expect_open(page)


def test_tab_leaves_with_the_text_typed(page: Page) -> None:
    type_in(page)
    expect_open(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect_closed(page)
    expect(page.get_by_role("button", name="Chercher")).to_be_focused()


def test_a_pointer_chooses(page: Page) -> None:
    type_in(page)
    expect_open(page)
    page.get_by_role("option").nth(1).click()
    expect_searched(page, SUGGESTED[1])


def test_a_click_elsewhere_closes_the_list(page: Page) -> None:
    type_in(page)
    expect_open(page)
    page.get_by_role("contentinfo").click(position={"x": 2, "y": 2})
    expect_closed(page)


POSITIONS = """() => [[scrollX, scrollY, document.documentElement.scrollHeight],
    ...[...document.body.querySelectorAll("*:not(.combo > :not(input), .combo > * *)")].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [element.tagName, x, y, width, height];
    })]"""


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_neither_for_the_script_nor_for_the_list(
    browser: Browser, address: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    with (
        reading(browser, address, viewport=size) as page,
        reading(browser, address, viewport=size, java_script_enabled=False) as plain,
    ):
        for place in PLACES:
            plain.goto(place)
            page.goto(place)
            expect(box(page)).to_be_visible()
            before = page.evaluate(POSITIONS)
            assert plain.evaluate(POSITIONS) == before
            box(page).evaluate("input => { input.value = ''; input.focus({ preventScroll: true }) }")
            page.keyboard.type("bud")
            expect_open(page)
            page.keyboard.press("ArrowDown")
            assert page.evaluate(POSITIONS) == before, place


def test_without_scripts_the_box_is_a_plain_one(browser: Browser, address: str) -> None:
    with reading(browser, address, java_script_enabled=False) as page:
        page.goto("/")
        plain = page.get_by_role("searchbox", name="Chercher dans les bulletins")
        plain.press_sequentially("budget")
        expect(page.locator(".combo > *")).to_have_count(1)
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=budget")


@pytest.mark.parametrize("answer", [None, (503, "<h1>"), (200, "{}"), (200, "[1]"), (404, "")])
def test_where_no_suggestions_come_the_box_is_a_plain_one(page: Page, answer: tuple[int, str] | None) -> None:
    def fulfil(route: Route) -> None:
        if answer is None:
            route.abort()
        else:
            route.fulfill(status=answer[0], body=answer[1])

    page.route("**/suggestions?*", fulfil)
    with page.expect_event("requestfailed" if answer is None else "requestfinished"):
        type_in(page)
    expect_closed(page)
    page.keyboard.press("Enter")
    expect_searched(page, "bud")


def test_they_are_asked_for_after_a_pause_and_given_up_when_late(page: Page) -> None:
    page.route("**/suggestions?*", lambda route: None)  # never answered
    asked = stopped(page)
    box(page).press_sequentially("bud")
    page.clock.run_for(149)
    assert asked == []
    with page.expect_request("**/suggestions?q=bud"):
        page.clock.run_for(1)
    with page.expect_event("requestfailed"):
        page.clock.run_for(1500)
    expect_closed(page)


def test_a_request_is_given_up_for_the_next_one(page: Page) -> None:
    page.route("**/suggestions?q=b", lambda route: None)  # never answered
    with page.expect_request("**/suggestions?q=b"):
        type_in(page, "b")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("?q=b")):
        page.keyboard.type("ud")
    expect_open(page)


def test_nothing_is_asked_of_an_empty_a_blank_or_a_very_long_text(page: Page) -> None:
    asked = stopped(page)
    for text in (" ", "", "   ", "a" * 201, "bud"):
        box(page).fill(text)
        page.clock.run_for(1000)
    expect_open(page)
    assert asked == ["bud"]


def test_nothing_is_asked_while_a_text_is_composed(page: Page) -> None:
    asked = stopped(page)
    box(page).focus()
    keyboard = page.context.new_cdp_session(page)
    for text in ("b", "bu"):
        keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
        page.clock.run_for(1000)
    expect_closed(page, "bu")
    assert asked == []
    keyboard.send("Input.insertText", {"text": "bud"})
    page.clock.run_for(1000)
    expect_open(page)
    assert asked == ["bud"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_fault_in_the_open_list(browser: Browser, address: str, scheme: str, width: int) -> None:
    size = {"width": width, "height": 800}
    with reading(browser, address, color_scheme=scheme, viewport=size, bypass_csp=True) as page:
        type_in(page)
        expect_open(page)
        page.keyboard.press("ArrowDown")
        faults = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_chosen_is_seen_in_forced_colours(browser: Browser, address: str) -> None:
    with reading(browser, address, forced_colors="active") as page:
        type_in(page)
        expect_open(page)
        page.keyboard.press("ArrowDown")
        colours = [
            option.evaluate(
                "option => getComputedStyle(option).outlineColor + getComputedStyle(option).outlineStyle"
            )
            for option in page.get_by_role("option").all()
        ]
        assert "solid" in colours[0]
        assert "rgba(0, 0, 0, 0)" not in colours[0]
        assert "none" in colours[1]


def test_the_list_ends_within_the_window_and_shows_what_is_chosen(browser: Browser, address: str) -> None:
    with reading(browser, address, viewport={"width": 320, "height": 380}) as page:
        type_in(page, "numéro 1", "/help")
        options = page.get_by_role("option")
        expect(options.first).to_be_visible()
        for _ in range(options.count()):
            page.keyboard.press("ArrowDown")
        expect(options.last).to_be_in_viewport(ratio=1)
        assert page.evaluate("scrollY") == 0


def test_the_script_weighs_under_four_kilobytes() -> None:
    assert Path(STATIC / "suggestions.js").stat().st_size < 4000
