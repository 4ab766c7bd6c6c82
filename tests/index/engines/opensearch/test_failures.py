"""Whatever the cluster answers instead is a sentence, and the page waits for it."""

import socket
import time
from contextlib import ExitStack

import pytest
from opensearchpy import OpenSearch

from index import Engine, open_engine, parse
from index.engines.opensearch.client import SECONDS
from index.errors import (
    EngineUnavailableError,
    IndexDamagedError,
    IndexLockedError,
    IndexOutdatedError,
)
from tests.cluster.nodes import Node, free_ports
from tests.index.engines.contract.documents import all_ids, item
from webapp.app import create_app

pytestmark = pytest.mark.on_node


@pytest.fixture
def client(node: Node) -> OpenSearch:
    return OpenSearch(node.url)


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


def test_a_cluster_that_is_not_there_is_said_in_a_sentence_and_on_a_page() -> None:
    (port,) = free_ports(1)
    url = f"opensearch+http://127.0.0.1:{port}/presse"
    for ask in (lambda engine: engine.search(parse("otan")), lambda engine: engine.rebuild([item("1")])):
        with pytest.raises(EngineUnavailableError, match="cannot be reached"):
            ask(open_engine(url))
    client = create_app(url).test_client()
    for address in ("/?q=otan", "/readyz", "/api/search?q=otan"):
        response = client.get(address)
        assert (response.status_code, "Traceback" in response.text) == (503, False)
    assert "L’index ne répond pas pour l’instant" in client.get("/?q=otan").text


def test_a_host_that_is_not_there_costs_no_search_and_no_command(url: str, node: Node) -> None:
    absent, there = (f"127.0.0.1:{port}" for port in (free_ports(1)[0], node.url.rpartition(":")[2]))
    for hosts in (f"{absent},{there}", f"{there},{absent}"):
        address = f"opensearch+http://{hosts}/{name_of(url)}"
        open_engine(address).rebuild([item("1"), item("2")])
        for _ in range(4):
            assert open_engine(address).search(parse("corps")).total == 2


def test_a_machine_that_answers_nothing_costs_a_search_no_more_than_seconds(url: str, node: Node) -> None:
    there = node.url.rpartition("/")[2]
    with socket.socket() as silent, ExitStack() as stack:
        silent.bind(("127.0.0.1", 0))
        silent.listen(0)
        for _ in range(2):  # its queue is full: it answers as little as a machine that has vanished
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(silent.getsockname())
        absent = f"127.0.0.1:{silent.getsockname()[1]}"
        open_engine(f"opensearch+http://{there}/{name_of(url)}").rebuild([item("1"), item("2")])
        begun = time.monotonic()
        for hosts in (f"{absent},{there}", f"{there},{absent}"):
            assert open_engine(f"opensearch+http://{hosts}/{name_of(url)}").search(parse("corps")).total == 2
        assert time.monotonic() - begun < SECONDS


def test_a_rebuild_that_fails_leaves_the_old_index_and_nothing_else(
    url: str, engine: Engine, client: OpenSearch
) -> None:
    engine.rebuild([item("1")])
    before = set(client.indices.get_alias(index=f"{name_of(url)}.*"))

    def failing():
        yield item("2")
        raise RuntimeError("the source is gone")

    with pytest.raises(RuntimeError):
        engine.rebuild(failing())
    assert set(client.indices.get_alias(index=f"{name_of(url)}.*")) == before
    assert all_ids(engine) == ["1"]


def test_what_a_killed_command_left_is_cleaned_up_by_the_next(
    url: str, engine: Engine, client: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.rebuild([item("1")])
    left = f"{name_of(url)}.20200101t000000.000000-abcdef"
    client.indices.create(index=left)
    client.index(index=f"{name_of(url)}.lock", id="lock", body={"holder": "dead", "renewed": "then"})
    monkeypatch.setattr("index.engines.opensearch.builds.LEFT", 1.0)
    engine.rebuild([item("2")])
    assert not client.indices.exists(index=left)
    assert all_ids(engine) == ["2"]


def test_two_writers_exclude_each_other(url: str, engine: Engine) -> None:
    def documents():
        with pytest.raises(IndexLockedError, match="another command is writing"):
            open_engine(url).rebuild([item("2")])
        yield item("1")

    engine.rebuild(documents())
    assert all_ids(engine) == ["1"]


def test_another_fingerprint_wants_a_rebuild(url: str, engine: Engine, client: OpenSearch) -> None:
    engine.rebuild([item("1")])
    (index,) = client.indices.get_alias(name=name_of(url))
    client.indices.put_mapping(index=index, body={"_meta": {"fingerprint": "of another version"}})
    with pytest.raises(IndexOutdatedError, match="rebuild needed"):
        engine.search(parse("corps"))
    engine.rebuild([item("2")])
    assert all_ids(engine) == ["2"]


def test_an_index_of_something_else_is_left_alone(url: str, engine: Engine, client: OpenSearch) -> None:
    client.indices.create(index=name_of(url))
    for ask in (lambda: engine.search(parse("corps")), lambda: engine.rebuild([item("1")])):
        with pytest.raises(IndexDamagedError, match="something else"):
            ask()
    client.indices.delete(index=name_of(url))


def test_removed_items_leave_no_older_build(url: str, engine: Engine, client: OpenSearch) -> None:
    engine.rebuild([item("1"), item("2", body="Autre")])
    engine.add([item("3", body="Un troisième")])
    assert engine.remove(["2"]) == 1
    builds = {each for each in client.indices.get_alias(index=f"{name_of(url)}.*") if "files" not in each}
    assert len(builds) == 2  # the one that serves, and the lock
    assert all_ids(engine) == ["1", "3"]
