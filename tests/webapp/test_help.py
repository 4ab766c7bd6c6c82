"""The page that explains the query language: what it shows finds something in the sample bulletins."""

import html
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from index import Engine, open_engine, parse
from webapp.app import create_app
from webapp.help import text

ROOT = Path(__file__).parent.parent.parent
CLIENT = create_app("whoosh:nowhere").test_client()
LINKED = re.compile(r'<a href="([^"]+)"><code(?: lang="fr")?>(.*?)</code></a>')
EXAMPLES = re.findall("`([^`]+)`", text("fr"))
A_DAY = date(2025, 11, 13)
"""The day after the last samples: examples that count from today find them."""


@pytest.fixture(scope="module")
def samples(samples_url: str) -> Engine:
    return open_engine(samples_url)


SIGNS = [
    *("« ", '"~', "*", "=", " ET ", " OU ", " -", ' -"', " -(", "(", "titre:", "corps:", "source:"),
    *("bulletin:", "date:", "..", "depuis:", "avant:", "après:"),
]


@pytest.mark.parametrize("sign", SIGNS)
def test_there_is_an_example_for_each_sign(sign: str) -> None:
    assert any(sign in example for example in EXAMPLES)


def test_the_examples_of_the_readme_are_among_them() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("## What can be typed")[2].partition("\n## ")[0]
    shown = [each for each in re.findall("`([^`]+)`", section) if "/" not in each]
    assert len(shown) > 10
    assert set(shown) <= set(EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_finds_something_and_is_searched_as_typed(samples: Engine, example: str) -> None:
    query = parse(example, A_DAY)
    assert query.notes == ()
    assert samples.search(query).total


def test_the_example_of_the_page_for_programs_finds_something(samples_url: str) -> None:
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    (address,) = re.findall(r"curl 'http://127\.0\.0\.1:8000([^']+)'", page)
    answer = create_app(samples_url).test_client().get(address)
    assert answer.status_code == 200
    assert answer.get_json()["hits"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_example_is_a_link_to_its_results(language: str) -> None:
    page = CLIENT.get("/help", headers={"Accept-Language": language}).text
    linked = [(html.unescape(address), html.unescape(query)) for address, query in LINKED.findall(page)]
    assert [query for _, query in linked] == EXAMPLES
    assert page.count("<code") == len(EXAMPLES)
    for address, query in linked:
        assert parse_qs(urlsplit(address).query) == {"q": [query]}


def test_the_help_is_the_same_in_both_languages() -> None:
    french, english = text("fr"), text("en")
    assert re.findall("`([^`]+)`", english) == EXAMPLES
    french_signs, english_signs = (re.findall(r"^(#+ |\|)", each, re.MULTILINE) for each in (french, english))
    assert french_signs == english_signs
