"""The page that explains the query language: what it shows finds something in the sample bulletins."""

import html
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletins import main
from index import Engine, open_engine, parse
from webapp.app import create_app

SAMPLES = Path(__file__).parent.parent.parent / "samples"
PAGE = create_app("whoosh:nowhere").test_client().get("/help").text.replace("&#8239;", " ")
EXAMPLES = list(map(html.unescape, re.findall(r"<dt><a [^>]+><code>(.*?)</code></a></dt>", PAGE)))
CODES = list(map(html.unescape, re.findall(r"<code>(.*?)</code>", PAGE)))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    url = f"whoosh:{tmp_path_factory.mktemp('samples')}"
    done = CliRunner().invoke(main, ["rebuild", str(SAMPLES), "--index", url])
    assert done.exit_code == 0, done.output
    return open_engine(url)


SIGNS = ["« ", '"~', "*", "=", " ET ", " OU ", " -", ' -"', "(", "titre:", "source:", "bulletin:", "date:"]


@pytest.mark.parametrize("sign", SIGNS)
def test_there_is_an_example_for_each_sign(sign: str) -> None:
    assert any(sign in example for example in EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_finds_something_and_is_searched_as_typed(samples: Engine, example: str) -> None:
    assert parse(example).notes == ()
    assert samples.search(parse(example)).total


@pytest.mark.parametrize("code", [code for code in CODES if code not in EXAMPLES])
def test_what_is_only_named_is_understood(code: str) -> None:
    value = {"corps:": "otan", "après:": "2024"}.get(code, "")
    assert parse(code + value).notes == ()
