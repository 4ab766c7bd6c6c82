"""Both engines answer the same: documents, scores, order, totals, counts and words."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Engine, open_engine, parse
from index.engines.reading import Reading
from index.results import Order
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report
from tests.cluster.nodes import Node

SAMPLES = Path(__file__).parents[4] / "samples"
ORDERS: tuple[Order, ...] = ("relevance", "newest", "oldest")
NEAR = 1e-4
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
    cluster = open_engine(f"opensearch+{node.url}/parite")
    machine = open_engine(f"whoosh:{tmp_path_factory.mktemp('machine')}")
    machine.rebuild(Intake([SAMPLES], Report(), Progress(io.StringIO())).documents())
    cluster.rebuild(machine.documents())
    return cluster, machine


def answer(archive: Reading, typed: str, order: Order) -> tuple[object, list[str], list[float]]:
    results = archive.search(parse(typed), 1000, order=order)
    told = results.total, results.query, results.suggestion
    return told, [hit.id for hit in results.hits], [hit.score for hit in results.hits]


@pytest.mark.parametrize("typed", QUERIES)
def test_the_same_documents_in_the_same_order_with_the_same_scores(
    engines: tuple[Engine, Engine], typed: str
) -> None:
    with engines[0].reading() as cluster, engines[1].reading() as machine:
        for order in ORDERS:
            (told, ids, scores), (expected, same_ids, same_scores) = (
                answer(each, typed, order) for each in (cluster, machine)
            )
            assert (told, ids) == (expected, same_ids)
            assert scores == pytest.approx(same_scores, abs=NEAR)
        query = parse(typed)
        assert cluster.counts(query) == machine.counts(query)
        assert cluster.timeline(query) == machine.timeline(query)
        for identifier in ids[:2]:
            explained, same = (each.explain(query, identifier) for each in (cluster, machine))
            assert [(each.wanted, each.frequency, each.doc_freq) for each in explained] == [
                (each.wanted, each.frequency, each.doc_freq) for each in same
            ]
            assert [each.score for each in explained] == pytest.approx(
                [each.score for each in same], abs=NEAR
            )


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
