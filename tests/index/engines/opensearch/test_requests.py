"""How often a cluster is asked: twice by a search, once more for a correction or an explanation."""

import secrets
import threading
from collections.abc import Iterator
from datetime import date

import pytest

from index import Appearance, Engine, open_engine, parse
from index.french.dates import Period
from index.query import Filters
from tests.cluster.nodes import Node
from tests.index.engines.contract.documents import MORNING, item
from tests.index.engines.opensearch.gate import Gate, standing_before

pytestmark = pytest.mark.on_node
SAID = "Le gouvernement répond à la grève des cheminots, dit le ministre"
PLAIN = (
    "gouvernement", "grève cheminots ministre", '"grève des cheminots"', '"ministre grève"~9', "=grève",
    "gouvern*", "gouvern* min* -absent", "titre:nord", "corps:grève", "source:radio", "bulletin:journal",
    "date:2024 grève", "depuis:2024-11", "grève OU (cheminots ET ministre)", "versions:oui grève", "le",
    "corée du nord", "usa", "20 h", "-grève", "", "ab xy zz",
)  # fmt: skip
CORRECTED = ("gouvrenement", "gouvrenement grève", "gouvrenement cheminotz minisrte grêvve", "Edouart Philip",
             "Edouart Philip gouvrenement xyzzyx qwertz", "lagreve unique", "unique grève")  # fmt: skip


@pytest.fixture(scope="module")
def asked(node: Node) -> Iterator[tuple[Gate, Engine]]:
    """A gate, and an engine behind it that has its build open."""
    with node.archive(f"compte-{secrets.token_hex(4)}") as url, standing_before(node.url) as gate:
        engine = open_engine(f"opensearch+{gate.url}/{url.rpartition('/')[2]}")
        day, place = date(2024, 11, 8), (Appearance(MORNING, 1),)
        bodies = [f"{SAID} {number}" for number in range(80)] + ["Édouard Philippe parle à la radio"] * 60
        some = [
            item(str(number), "Corée du Nord", body, source="Radio", date=day, appearances=place)
            for number, body in enumerate([*bodies, "Un mot unique"])
        ]
        engine.rebuild([*some, item("0", "Corée du Nord", "La grève", date=date(2024, 11, 9))])
        engine.search(parse("rép*"))  # the first one opens the build, and reads the names of sources
        yield gate, engine


@pytest.mark.parametrize(
    ("queries", "most"), [(PLAIN, 2), (CORRECTED, 3)], ids=["as they are", "with words to correct"]
)
def test_searches_ask_as_often_as_promised(
    asked: tuple[Gate, Engine], queries: tuple[str, ...], most: int
) -> None:
    gate, engine = asked
    narrow = Filters(period=Period(date(2024, 11, 1), None), sources=("Radio",), bulletin=MORNING.id)
    counted = {}
    for typed in queries:
        for query in (parse(typed), parse(typed).narrowed(narrow)):
            for how in ((10, 0, "relevance"), (10, 20, "newest"), (0, 0, "oldest")):
                gate.asked.clear()
                engine.search(query, *how)
                counted[typed, query.filters, how] = len(gate.asked)
    assert {each: count for each, count in counted.items() if count > most} == {}
    assert max(counted.values()) == most


def test_a_page_far_down_and_explanations_are_a_bounded_number_of_requests(
    asked: tuple[Gate, Engine],
) -> None:
    gate, engine = asked
    gate.asked.clear()
    assert engine.search(parse("grève"), 10, 9_990).total == 80
    assert len(gate.asked) == 2
    with engine.reading() as archive:
        gate.asked.clear()
        results = archive.search(parse("grève"), 50, is_explained=True)
    assert all(hit.explanation for hit in results.hits)
    assert len(gate.asked) == 2  # and one when the build was opened


def test_what_one_thread_opened_another_one_takes(asked: tuple[Gate, Engine]) -> None:
    gate, engine = asked
    for _ in range(2):
        gate.asked.clear()
        thread = threading.Thread(target=lambda: engine.search(parse("gouvern*")))
        thread.start()
        thread.join()
        assert len(gate.asked) == 2
