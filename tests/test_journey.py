"""From a bulletin file to a marked page in a real browser, by the commands a newcomer types."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
BULLETINS = str(Path(sys.executable).parent / "bulletins")

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Expected:
    """A line of `queries.tsv`."""

    query: str
    title: str
    marks: list[str]


def expectations() -> list[Expected]:
    lines = (DATA / "queries.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Expected(query, title, marks.split(" | ")) for query, title, marks in rows]


@pytest.fixture(scope="module")
def index_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"whoosh:{tmp_path_factory.mktemp('journey') / 'index'}"
    folder = str(DATA / "Agence du Ponant")
    subprocess.run(
        [BULLETINS, "rebuild", folder, "--index", url, "--strict"], check=True, capture_output=True
    )
    return url


@pytest.fixture(scope="module")
def address(index_url: str) -> Iterator[str]:
    server = subprocess.Popen(
        [BULLETINS, "serve", "--index", index_url, "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, f"the server said {line!r}"
        yield found[0]
    finally:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def search(page: Page, query: str) -> None:
    page.goto("/")
    page.get_by_label("Chercher dans les bulletins").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")


@pytest.mark.parametrize("expected", expectations(), ids=lambda expected: expected.query)
def test_the_right_item_comes_first_with_the_right_words_marked(page: Page, expected: Expected) -> None:
    search(page, expected.query)
    first = page.locator("ol.hits > li").first
    assert first.locator("h2").inner_text().startswith(expected.title)
    marks = [mark.inner_text() for mark in first.locator("mark").all()]
    assert set(expected.marks) <= set(marks)


@pytest.mark.parametrize("expected", expectations(), ids=lambda expected: expected.query)
def test_the_terminal_says_the_same(index_url: str, expected: Expected) -> None:
    command = [BULLETINS, "search", "--index", index_url, expected.query]
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    first = done.stdout.split("\n\n")[1]
    assert re.sub(r"[][]", "", first).lstrip(" 1.").startswith(expected.title)
    assert set(expected.marks) <= set(re.findall(r"\[([^]]+)\]", first))


def test_a_reader_goes_from_the_results_to_the_item_to_its_bulletin_and_back(page: Page) -> None:
    search(page, "drones immeuble")
    page.locator("ol.hits h2 a").first.click()
    assert page.locator("h1").inner_text().startswith("Nuit d’alerte")
    assert "immeuble" in [mark.inner_text() for mark in page.locator("mark").all()]
    page.get_by_role("link", name="Bulletin de 13 h").first.click()
    assert page.locator("h1").inner_text() == "Bulletin de 13 h"
    assert page.locator("ol.bulletin > li").count() == 6
    page.go_back()
    page.get_by_role("link", name="retour à la liste").click()
    assert page.get_by_role("searchbox").input_value() == "drones immeuble"


def test_the_keyboard_alone_reaches_the_first_result(page: Page) -> None:
    search(page, "seoul")
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.locator(":focus").inner_text())
        if reached[-1].startswith("Séoul étudie"):
            break
    assert reached[0] == "Aller au contenu"
    assert reached[-1].startswith("Séoul étudie")


def test_markup_in_a_bulletin_is_shown_as_text(page: Page) -> None:
    search(page, "fleurs")
    heading = page.locator("ol.hits h2").first
    assert "<b>fête</b>" in heading.inner_text()
    assert heading.locator("b").count() == 0


def test_a_search_without_answer_says_why_word_by_word(page: Page) -> None:
    search(page, '"corée du sud" drones')
    assert "Aucune brève" in page.locator("h1").inner_text()
    assert "corée du sud" in page.locator("table").inner_text()


PAGES = [
    *("/", "/?q=drones+nord", "/?q=introuvable", "/help", "/item/none"),
    *("/jour/1998-01-01", "/jour/x", "/source/none", "/comparer?q=drones+nord"),
]


def every_page(page: Page) -> list[str]:
    """Every kind of page, an item, its day, its source and its bulletin included."""
    search(page, "drones")
    first = page.locator("ol.hits > li").first
    linked = [link.get_attribute("href") or "" for link in first.locator("h2 a, .meta a").all()]
    assert [re.sub("/(.*?)/.*", r"\1", place) for place in linked] == ["item", "jour", "source", "bulletin"]
    return [*PAGES, *linked]


def test_a_page_asks_nothing_of_anybody_else_and_keeps_nothing(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in every_page(page):
        page.goto(place)
    assert [url for url in asked if not url.startswith(address)] == []
    assert context.cookies() == []
    context.close()
