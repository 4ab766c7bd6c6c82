"""What is written is waited for, counted and read back before it serves, and what is refused is said."""

import json
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from opensearchpy import OpenSearch

from index import Engine
from index.errors import SearchError
from tests.cluster.nodes import Node
from tests.index.engines.contract.documents import all_ids, ids, item
from tests.index.engines.opensearch.gate import DOCUMENTS, Gate, Instead
from tests.webapp.test_processes import answering, serving, status, until

pytestmark = pytest.mark.on_node


def answering_bulk(*answers: object) -> Callable[[str, str], Instead | None]:
    """Return what answers the first requests that write many documents, and passes on all others."""
    waiting = list(answers)

    def instead(_method: str, address: str) -> Instead | None:
        answer = waiting.pop(0) if waiting and "_bulk" in address else None
        return (429, "{}") if answer == 429 else (200, json.dumps(answer)) if answer else None

    return instead


def item_answered(code: int, **more: object) -> object:
    return {"errors": code >= 300, "items": [{"index": {"status": code, **more}}]}


def test_a_cluster_that_is_too_busy_to_write_is_waited_for(gate: Gate, behind: Engine) -> None:
    gate.instead = answering_bulk(429, item_answered(429))
    behind.rebuild([*DOCUMENTS[:1]])
    assert all_ids(behind) == ["0"]
    gate.open()
    behind.rebuild(DOCUMENTS)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (item_answered(400, error={"type": "mapper_parsing_exception", "reason": "no"}), "refused .*: no"),
        (item_answered(201, result="created"), "holds 0 documents, 1 were written"),
    ],
    ids=["refused", "lost"],
)
def test_a_document_that_the_cluster_does_not_take_is_said_and_the_old_build_serves(
    gate: Gate, behind: Engine, answer: object, said: str
) -> None:
    gate.instead = answering_bulk(answer)
    with pytest.raises(SearchError, match=said):
        behind.rebuild([item("autre")])
    gate.open()
    assert len(ids(behind, "corps")) == len(DOCUMENTS)


def test_a_build_is_sealed_strict_and_says_its_fingerprint(url: str, engine: Engine, node: Node) -> None:
    engine.rebuild([item("1")])
    index = OpenSearch(node.url).indices
    ((_, mapped),) = index.get_mapping(index=url.rpartition("/")[2]).items()
    assert mapped["mappings"]["dynamic"] == "strict"
    assert "analysis" in mapped["mappings"]["_meta"]["fingerprint"]
    (settings,) = index.get_settings(index=url.rpartition("/")[2]).values()
    assert settings["settings"]["index"]["blocks"]["write"] == "true"


def test_several_processes_serve_a_cluster_and_one_that_ends_costs_no_page(url: str, engine: Engine) -> None:
    engine.rebuild([item("1", "Grève", "Une grève au port")])
    with serving(url, processes=3) as (address, server), ThreadPoolExecutor(6) as threads:
        until(lambda: len(answering(server)) == 3)
        assert list(threads.map(status, [address] * 18)) == [200] * 18
        before = answering(server)
        os.kill(min(before), signal.SIGKILL)
        until(lambda: len(answering(server)) == 3 and answering(server) != before)
        assert list(threads.map(status, [address] * 18)) == [200] * 18
