"""The pages on paper, in Chromium."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.webapp.browsing import BULLETIN, FOUND, ITEM, LONG_ITEM, PUBLIC, RESULTS, visiting
from webapp.addresses import PUBLIC_ADDRESS

pytestmark = pytest.mark.browser

AT = "each => getComputedStyle(each, '::after').content"


@pytest.mark.parametrize("address", FOUND)
def test_on_paper_there_is_nothing_to_act_on_and_no_lone_heading(
    browser: Browser, hard: Flask, address: str
) -> None:
    acting = "input, button, summary, .pages a, .foot a, .steps a, .trail a, .skip, .jump a"
    with visiting(browser, hard) as page:
        page.goto(address)
        page.emulate_media(media="print")
        assert page.locator(acting).locator("visible=true").count() == 0
        for section in page.locator("section, .block:has(h2, h3)").locator("visible=true").all():
            assert section.evaluate("each => each.innerText.trim().split('\\n').length") > 1


def test_the_order_is_said_on_paper(browser: Browser, hard: Flask) -> None:
    with visiting(browser, hard) as page:
        page.goto(f"{RESULTS}&tri=ancien")
        page.emulate_media(media="print")
        order = page.locator(".tools nav.choice").first
        assert order.evaluate("each => getComputedStyle(each, '::before').content") == '"Ordre –"'
        assert order.inner_text().strip() == "plus anciennes"
        assert not page.locator("#filters").is_visible()


@pytest.mark.parametrize("address", [RESULTS, BULLETIN])
def test_each_item_has_its_whole_permanent_address(browser: Browser, hard: Flask, address: str) -> None:
    with visiting(browser, hard) as page:
        page.goto(address)
        heading = page.locator(".hits h2").first
        assert heading.evaluate(AT) == "none"
        page.emulate_media(media="print")
        assert heading.evaluate(AT).startswith(f'"{PUBLIC}/item/')
        assert "?" not in heading.evaluate(AT)


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        (RESULTS, "/?q=grève"),
        (ITEM, "/item/deux-points"),
        (BULLETIN, "/bulletin/soir"),
        ("/jour/2024-03-12", "/jour/2024-03-12"),
    ],
)
def test_a_page_says_its_own_address_on_paper_only(
    browser: Browser, hard: Flask, address: str, printed: str
) -> None:
    with visiting(browser, hard) as page:
        page.goto(address)
        own = page.locator(".print")
        assert not own.is_visible()
        page.emulate_media(media="print")
        assert own.inner_text() == f"{PUBLIC}{printed}"


def test_an_address_of_this_machine_alone_is_not_printed(hard: Flask) -> None:
    shown = hard.test_client().get(RESULTS).text
    hard.config[PUBLIC_ADDRESS] = ""
    try:
        local = hard.test_client().get(f"{RESULTS}+port").text
    finally:
        hard.config[PUBLIC_ADDRESS] = PUBLIC
    assert ("data-at=" in shown, "data-at=" in local) == (True, False)
    assert ('class="print"' in shown, 'class="print"' in local) == (True, False)


@pytest.mark.parametrize("address", [RESULTS, BULLETIN])
def test_what_is_in_the_margin_of_an_item_ends_above_the_next_one(
    browser: Browser, hard: Flask, address: str
) -> None:
    reaches = (
        "each => each.getBoundingClientRect().bottom - each.closest('li').getBoundingClientRect().bottom"
    )
    with visiting(browser, hard) as page:
        page.goto(address)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 673, "height": 1000})  # A4 without its margins
        assert all(margin.evaluate(reaches) <= 0 for margin in page.locator(".hits .margin").all())


def test_results_stay_whole_long_texts_break_and_a_title_stays_with_its_text(
    browser: Browser, hard: Flask
) -> None:
    with visiting(browser, hard) as page:
        page.emulate_media(media="print")
        inside = "each => getComputedStyle(each).breakInside"
        after = "each => getComputedStyle(each).breakAfter"
        page.goto(RESULTS)
        assert page.locator(".hits > li").first.evaluate(inside) == "avoid"
        for address in (LONG_ITEM, BULLETIN):
            page.goto(address)
            assert page.locator(".block").first.evaluate(inside) == "auto"
            for text in page.locator(".text:is(p), .text p").all()[:4]:
                lines = text.evaluate(
                    "each => each.clientHeight / parseFloat(getComputedStyle(each).lineHeight)"
                )
                assert (text.evaluate(inside) == "avoid") or lines > 5
        assert page.locator(".hits > li").first.evaluate(inside) == "auto"
        assert page.locator(".hits h2").first.evaluate(after) == "avoid"
