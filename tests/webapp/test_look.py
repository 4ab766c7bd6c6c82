"""How the page looks in Chromium: its marks, lines, words and links."""

import re
from contextlib import ExitStack
from itertools import groupby, pairwise
from operator import itemgetter

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.webapp.browsing import (
    BEFORE_A_COLON,
    BULLETIN,
    FOUND,
    ITEM,
    LONG_ITEM,
    PUBLIC,
    RESULTS,
    WORD,
    visiting,
)
from webapp.addresses import STATIC

pytestmark = pytest.mark.browser

WORDS = """node => {
  const words = [], range = document.createRange();
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest('.hidden')) continue;
    for (const {0: word, index} of text.data.matchAll(/[^\\s-]+-?|-/gu)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const boxes = [...range.getClientRects()].filter(box => box.width > 1);
      if (boxes.length) words.push([word, Math.round(boxes[0].bottom), Math.round(boxes.at(-1).bottom)]);
    }
  }
  return words;
}"""
"""What spaces and hyphens separate in a text as seen, and the heights at which each begins and ends."""


def words(page: Page, selector: str) -> list[list[tuple[str, int, int]]]:
    """Return the words of each text that is seen."""
    seen = f"nodes => nodes.filter(node => node.checkVisibility()).map({WORDS})"
    found: list[list[tuple[str, int, int]]] = page.locator(selector).evaluate_all(seen)
    return found


def lines(page: Page, selector: str) -> list[list[str]]:
    """Return the lines of each text."""
    return [
        [" ".join(word for word, *_ in line) for _, line in groupby(text, itemgetter(1))]
        for text in words(page, selector)
    ]


def style(page: Page, selector: str, name: str) -> str:
    """Return a computed style of the first of some elements."""
    return str(page.locator(selector).first.evaluate(f"each => getComputedStyle(each)[{name!r}]"))


@pytest.mark.parametrize("address", [RESULTS, ITEM])
def test_a_mark_is_underlined_in_all_fonts_colours_and_on_paper(
    browser: Browser, hard: Flask, address: str
) -> None:
    ruled = "marks => [...new Set(marks.map(each => getComputedStyle(each).textDecorationLine))]"
    with visiting(browser, hard) as page:
        page.goto(address)
        for seen in ({"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"}):
            page.emulate_media(**seen)  # type: ignore[arg-type]
            assert page.locator("mark").evaluate_all(ruled) == ["underline"]


def test_a_mark_in_forced_colours_has_those_of_a_mark(browser: Browser, hard: Flask) -> None:
    with visiting(browser, hard, forced_colors="active") as page:
        page.goto(ITEM)
        assert style(page, ".text mark", "backgroundColor") != style(page, "body", "backgroundColor")


@pytest.mark.parametrize(("address", "target"), [(f"{BULLETIN}#b12", "#b12"), (f"{RESULTS}#r9", "#r9")])
def test_a_deep_link_is_there_at_once_and_its_target_is_shown(
    browser: Browser, hard: Flask, address: str, target: str
) -> None:
    with visiting(browser, hard, reduced_motion="no-preference") as page:
        page.goto(address)
        before = page.evaluate("scrollY")
        assert before > 0
        assert page.evaluate(f"document.querySelector({target!r}).getBoundingClientRect().top") < 720
        assert style(page, target, "boxShadow") != "none"
        page.evaluate("scrollTo(0, 0)")
        there = page.evaluate(f"location.hash = ''; location.hash = {target!r}; scrollY")
        assert there == before


def test_on_a_small_screen_a_word_breaks_only_where_it_is_alone_on_its_line(
    browser: Browser, hard: Flask
) -> None:
    with visiting(browser, hard, viewport={"width": 320, "height": 800}) as page:
        for address in FOUND:
            page.goto(address)
            for text in words(page, "h1, h2, h3, p, li > a, th, dt, dd"):
                for before, (word, begins, ends) in pairwise([("", 0, 0), *text]):
                    is_broken = begins != ends and not re.search(r"[/’'.…]", word)
                    assert not is_broken or before[2] != begins, (address, text)


def test_the_page_after_stands_on_the_edge_and_the_numbers_on_one_line(browser: Browser, hard: Flask) -> None:
    with visiting(browser, hard, viewport={"width": 320, "height": 800}) as page:
        page.goto(RESULTS)
        boxes = [each.bounding_box() for each in page.locator(".pages li").all()]
        assert len({box["y"] for box in boxes if box}) == 1
        page.goto(f"{RESULTS}&page=2")
        assert len({each.bounding_box()["y"] for each in page.locator(".turn a").all()}) == 1  # type: ignore[index]


@pytest.mark.parametrize("size", ["100%", "200%", "300%"])
def test_name_and_help_stand_apart_above_the_search_box(browser: Browser, hard: Flask, size: str) -> None:
    with visiting(browser, hard) as page:
        page.goto(RESULTS)
        page.evaluate("size => document.documentElement.style.fontSize = size", size)
        for width in (320, 480, 767):
            page.set_viewport_size({"width": width, "height": 800})
            name, way, box = (
                page.locator(f".head {each}").bounding_box() for each in (".brand", ".search > a", "#q")
            )
            assert name and way and box
            is_beside = name["x"] + name["width"] + 7 <= way["x"]
            assert is_beside or name["y"] + name["height"] <= way["y"]
            assert max(each["y"] + each["height"] for each in (name, way)) <= box["y"]


@pytest.mark.parametrize("address", [RESULTS, LONG_ITEM, BULLETIN])
def test_a_line_has_some_75_characters_at_most(browser: Browser, hard: Flask, address: str) -> None:
    with visiting(browser, hard) as page:
        page.goto(address)
        for width in (640, 700, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            full = [len(line) for text in lines(page, ".text p, p.text") for line in text[:-1]]
            assert sum(full) / len(full) <= 75
            assert max(full) <= 82


@pytest.mark.parametrize("address", [RESULTS, ITEM, BULLETIN, "/jour/2024-03-12"])
def test_no_line_begins_with_a_colon_nor_is_a_lone_ellipsis(
    browser: Browser, hard: Flask, address: str
) -> None:
    with visiting(browser, hard) as page:
        page.goto(address)
        for width in range(320, 800, 60):
            page.set_viewport_size({"width": width, "height": 800})
            for text in lines(page, "h1, h2, .text p, p.text, li > a"):
                assert not [line for line in text if re.match("[:;!?»%]|…$|«$", line)], text


def test_a_tied_sign_stays_in_its_line_beside_the_word_for_the_direction(
    browser: Browser, hard: Flask
) -> None:
    with visiting(browser, hard) as page:
        page.goto(LONG_ITEM)
        assert style(page, ".steps .tied", "display") == "inline"
        assert style(page, ".steps a > span", "display") == "block"


def test_what_is_stored_keeps_its_spaces(hard: Flask) -> None:
    assert f'"title": "{BEFORE_A_COLON}"' in hard.test_client().get("/api/item/deux-points").text


@pytest.mark.parametrize("width", [320, 1280])
def test_a_long_title_is_larger_than_the_text(browser: Browser, hard: Flask, width: int) -> None:
    with visiting(browser, hard, viewport={"width": width, "height": 800}) as page:
        for address, title in (
            ("/item/titre", "h1"),
            ("/?q=grève+terminaux", "h2.long"),
            (BULLETIN, ".hit h2"),
        ):
            page.goto(address)
            size = float(style(page, title, "fontSize").removesuffix("px"))
            assert size > float(style(page, ".text", "fontSize").removesuffix("px"))


def test_small_letters_are_of_one_height_in_all_fonts(browser: Browser, hard: Flask) -> None:
    with visiting(browser, hard) as page:
        page.goto(ITEM)
        assert style(page, "body", "fontSizeAdjust") == "0.53"
        assert style(page, ".text", "fontSizeAdjust") == "0.48"


def test_a_word_as_long_as_a_line_is_whole_on_a_large_screen(browser: Browser, hard: Flask) -> None:
    with visiting(browser, hard) as page:
        page.goto(ITEM)
        assert any(WORD in line for text in lines(page, ".text") for line in text)


def test_the_sheet_uses_no_variable_that_it_does_not_set() -> None:
    sheet = (STATIC / "style.css").read_text("utf-8")
    assert set(re.findall(r"var\((--[\w-]+)\)", sheet)) <= set(re.findall(r"(--[\w-]+):", sheet))


def test_a_page_of_results_weighs_little_with_all_that_it_needs(hard: Flask) -> None:
    client = hard.test_client()
    page = client.get(RESULTS, base_url=PUBLIC).text
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(assets) == 3
    with ExitStack() as stack:
        answers = [stack.enter_context(client.get(each, base_url=PUBLIC)) for each in assets]
        assert len(page.encode()) + sum(len(answer.data) for answer in answers) < 60_000
