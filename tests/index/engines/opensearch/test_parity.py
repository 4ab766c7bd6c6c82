"""Both engines answer the same: documents, scores, order, totals, counts and words."""

import io
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Engine, open_engine
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report
from tests.cluster.nodes import Node
from tests.index.engines.opensearch.sameness import assert_same_answers

pytestmark = pytest.mark.on_node
SAMPLES = Path(__file__).parents[4] / "samples"
QUERIES = (
    "otan", "elections legislatives", "éléctions", "corée du nord", "grève des transports", "le",
    "de la pluie", '"en mer"', '"la pluie et"', '"vent mer"~12', '"de de"~40', '"la la la"~50', "=marché",
    "=marche", "gouv*", "pro* -gouvernement", "titre:otan", "corps:otan -titre:otan", 'titre:"du nord"',
    "source:radio", "bulletin:8", "source:ra* pluie", "bulletin:jour*", "depuis:2024-11-08",
    "date:2024 otan", "avant:2024-11-08 -otan", "(grève OU pluie) ET (le OU mer)", "nord-coréens",
    "nord coréens", "porte-parole", "20 h", "F-16", "49.3", "usa", "ukraine russie paix", "e*", "", "-otan",
    "zzzz", "minitsre", "goubernement", "l’été", "œuvre cœur",
)  # fmt: skip


@pytest.fixture(scope="module")
def engines(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """One archive of the samples on a cluster and on this machine."""
    machine = open_engine(f"whoosh:{tmp_path_factory.mktemp('machine')}")
    machine.rebuild(Intake([SAMPLES], Report(), Progress(io.StringIO())).documents())
    with node.archive(f"parite-{secrets.token_hex(4)}") as url:
        cluster = open_engine(url)
        cluster.rebuild(machine.documents())
        yield cluster, machine


@pytest.mark.parametrize("typed", QUERIES)
def test_the_same_documents_in_the_same_order_with_the_same_scores(
    engines: tuple[Engine, Engine], typed: str
) -> None:
    assert_same_answers(engines, typed)


def test_everything_else_is_the_same(engines: tuple[Engine, Engine]) -> None:
    with engines[0].reading() as cluster, engines[1].reading() as machine:
        documents = list(machine.documents())
        assert list(cluster.documents()) == documents
        assert cluster.latest(50) == machine.latest(50)
        assert cluster.info.sources == machine.info.sources
        for document in documents[::5]:
            assert cluster.similar(document) == machine.similar(document)
            assert cluster.neighbours(document) == machine.neighbours(document)
        for typed in ("g", "gouv", "le mini", "ot"):
            assert cluster.complete(typed) == machine.complete(typed)
        for each in machine.latest(3):
            assert cluster.bulletin(each.bulletin.id) == machine.bulletin(each.bulletin.id)
