"""Each thing that a cluster may answer instead is one sentence, and a page that comes back by itself."""

import json
import shutil
import ssl
import subprocess
import time
from pathlib import Path

import pytest
from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from index import Engine, open_engine, parse
from index.budget import Budget, limited
from index.engines.opensearch.address import (
    CA,
    CERTIFICATE,
    KEY,
    PASSWORD,
    SHARDS,
    UNVERIFIED,
    USER,
    read_address,
)
from index.engines.opensearch.refusals import sentences
from index.errors import EngineUnavailableError, SearchError
from tests.cluster.nodes import Node
from tests.index.engines.contract.documents import ids, item
from tests.index.engines.opensearch.gate import DOCUMENTS, Gate, standing_before
from webapp.app import create_app

pytestmark = pytest.mark.on_node
PAGE, PROGRAM = "/?q=corps", "/api/search?q=corps"


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


def sentence(engine: Engine) -> str:
    """Give what a search says, which must be one line, and that of something that may pass."""
    with pytest.raises(EngineUnavailableError) as told:
        engine.search(parse("corps"))
    assert "\n" not in str(told.value)
    return str(told.value)


def statuses(url: str, *addresses: str) -> set[int]:
    client = create_app(url).test_client()
    answers = [client.get(address) for address in addresses or (PAGE, PROGRAM)]
    assert not any("Traceback" in answer.text for answer in answers)
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize(
    ("status", "kind", "reason", "said"),
    [
        (401, "security_exception", "no user", f"check {USER} and {PASSWORD}"),
        (403, "security_exception", "no permissions for [indices:data/read]", "the rights of that user on"),
        (
            503,
            "cluster_block_exception",
            "blocked by: state not recovered / initialized",
            "state not recovered",
        ),
        (503, "search_phase_execution_exception", "all shards failed", "all shards failed"),
        (500, "search_phase_execution_exception", "[node-2][127.0.0.1:9301] disconnected", "disconnected"),
        (500, "null_pointer_exception", "a fault of the cluster", "a fault of the cluster"),
        (429, "circuit_breaking_exception", "Data too large", "Data too large"),
        (502, "", "a proxy without a node", "502"),
        (400, "too_many_clauses", "maxClauseCount is set to 1024", "indices.query.bool.max_clause_count"),
    ],
)
def test_a_refusal_is_one_sentence_and_a_page_that_comes_back(
    archive: tuple[Gate, str], gate: Gate, status: int, kind: str, reason: str, said: str
) -> None:
    client = create_app(archive[1]).test_client()
    gate.shut(status, kind, reason)
    assert said in sentence(open_engine(archive[1]))
    assert [client.get(address).status_code for address in (PAGE, PROGRAM)] == [503, 503]
    gate.open()
    assert [client.get(address).status_code for address in (PAGE, PROGRAM)] == [200, 200]


def test_an_answer_of_shards_is_told_in_words() -> None:
    reason = {"type": "no_node_available_exception", "reason": "unknown node\n[a]"}
    failures = [{"shard": 0, "reason": reason}, {"shard": 1, "reason": reason}]
    answer = TransportError(503, json.dumps(failures), {"_shards": {"failed": 2, "failures": failures}})
    with (
        pytest.raises(EngineUnavailableError, match=r"refused \(503: unknown node \[a\]\)$"),
        sentences(read_address("http", "//a/b")),
    ):
        raise answer


def test_a_password_is_sent_and_never_said(
    archive: tuple[Gate, str], gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USER, "marie")
    monkeypatch.setenv(PASSWORD, "tres-secret")
    engine = open_engine(archive[1])
    assert len(ids(engine, "corps")) == 6
    assert gate.headers["Authorization"].startswith("Basic ")
    gate.shut(401, "security_exception", "no user")
    assert "tres-secret" not in sentence(engine)


def test_what_passes_soon_is_asked_again(gate: Gate, behind: Engine) -> None:
    dying = {"error": {"type": "search_phase_execution_exception", "reason": ""}, "status": 500}
    refused = [(500, json.dumps(dying)), (429, "{}")]

    def instead(method: str, address: str) -> tuple[int, str] | None:
        return refused.pop() if refused and "_search" in address else None

    gate.instead = instead
    assert len(ids(behind, "corps")) == 6
    assert not refused


def test_a_cluster_that_does_not_answer_in_time_is_said(
    archive: tuple[Gate, str], gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def instead(method: str, address: str) -> tuple[int, str]:
        time.sleep(0.3)
        return 200, "{}"

    gate.instead = instead
    monkeypatch.setattr("index.engines.opensearch.client.SECONDS", 0.05)
    assert "does not answer in time" in sentence(open_engine(archive[1]))


def test_the_budget_of_a_query_goes_to_the_cluster(gate: Gate, behind: Engine) -> None:
    with limited(Budget(4)):
        results = behind.search(parse("corps"))
    assert 3000 <= int(json.loads(gate.body)["timeout"].removesuffix("ms")) <= 4000
    assert not results.is_partial
    spent = '{"timed_out": true, "hits": {"total": {"value": 0}, "hits": []}}'
    gate.instead = lambda _method, address: (200, spent) if "_search" in address else None
    with limited(Budget(4)):
        assert behind.search(parse("corps")).is_partial


@pytest.mark.parametrize(
    "version",
    ['{"number": "2.19.1", "distribution": "opensearch"}', '{"number": "9.0.0"}'],
    ids=["an older one", "of another distribution"],
)
def test_a_cluster_of_another_version_is_not_written_to(gate: Gate, behind: Engine, version: str) -> None:
    gate.instead = lambda _method, address: (200, f'{{"version": {version}}}') if address == "/" else None
    with pytest.raises(SearchError, match=r"is of version [29]\.\d+\.\d, no OpenSearch 3 or later"):
        behind.rebuild([item("autre")])
    assert len(ids(behind, "corps")) == 6


def test_a_user_who_may_not_write_is_told_and_nothing_is_changed(gate: Gate, behind: Engine) -> None:
    def instead(method: str, _address: str) -> tuple[int, str] | None:
        return (403, '{"error": {"type": "security_exception"}}') if method == "PUT" else None

    gate.instead = instead
    with pytest.raises(EngineUnavailableError, match="rights of that user"):
        behind.rebuild([item("autre")])
    gate.open()
    assert len(ids(behind, "corps")) == 6


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that nobody has signed, and its key."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is not installed (apt-get install openssl): no cluster speaks https")
    folder = tmp_path_factory.mktemp("certificate")
    made = folder / "certificate.pem", folder / "key.pem"
    subject = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2")
    files = ("-out", str(made[0]), "-keyout", str(made[1]))
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    subprocess.run([openssl, "req", "-x509", *kind, *subject, *files], check=True, capture_output=True)
    return made


def speaking_https(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def test_a_certificate_is_checked_unless_told_otherwise_in_so_many_words(
    node: Node, engine: Engine, url: str, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.rebuild(DOCUMENTS)
    with standing_before(node.url, speaking_https(certificate)) as gate:
        address = f"opensearch+{gate.url}/{name_of(url)}"
        said = sentence(open_engine(address))
        assert "is not trusted" in said
        assert CA in said
        assert statuses(address) == {503}
        assert not gate.asked
        monkeypatch.setenv(UNVERIFIED, "true")
        assert "is not trusted" in sentence(open_engine(address))
        monkeypatch.setenv(UNVERIFIED, "yes")
        assert len(ids(open_engine(address), "corps")) == 6
        monkeypatch.delenv(UNVERIFIED)
        monkeypatch.setenv(CA, str(certificate[0]))
        assert len(ids(open_engine(address), "corps")) == 6
        assert statuses(address) == {200}


def test_who_asks_for_a_certificate_gets_that_of_the_environment(
    node: Node, engine: Engine, url: str, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.rebuild(DOCUMENTS)
    context = speaking_https(certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(certificate[0])
    monkeypatch.setenv(CA, str(certificate[0]))
    with standing_before(node.url, context) as gate:
        address = f"opensearch+{gate.url}/{name_of(url)}"
        said = sentence(open_engine(address))
        assert CERTIFICATE in said
        assert KEY in said
        assert not gate.asked
        monkeypatch.setenv(CERTIFICATE, str(certificate[0]))
        monkeypatch.setenv(KEY, str(certificate[1]))
        assert len(ids(open_engine(address), "corps")) == 6
        assert statuses(address) == {200}


@pytest.fixture
def client(node: Node) -> OpenSearch:
    return OpenSearch(node.url)


@pytest.mark.parametrize("shards", ["1", "3"])
def test_no_answer_is_a_part_of_one_while_a_shard_is_missing(
    node: Node, url: str, client: OpenSearch, monkeypatch: pytest.MonkeyPatch, shards: str
) -> None:
    monkeypatch.setenv(SHARDS, shards)
    engine = open_engine(url)
    engine.rebuild(DOCUMENTS)
    (index,) = client.indices.get_alias(name=name_of(url))
    (described,) = client.indices.get_settings(index=index).values()
    (shard,) = node.home.rglob(f"{described['settings']['index']['uuid']}/0")
    away = shard.rename(shard.with_name("away"))
    place = {"index": index, "shard": 0, "node": "node-0", "allow_primary": True}
    client.cluster.reroute(body={"commands": [{"cancel": place}]})
    assert statuses(url, PAGE, PROGRAM, "/readyz", "/", "/feed.atom?q=corps", "/jour/2024-11-08") == {503}
    sentence(engine)
    away.rename(shard)
    back = {"index": index, "shard": 0, "node": "node-0", "accept_data_loss": True}
    client.cluster.reroute(body={"commands": [{"allocate_stale_primary": back}]})
    client.cluster.health(index=index, params={"wait_for_status": "yellow", "request_timeout": 60})
    assert statuses(url) == {200}
    assert len(ids(engine, "corps")) == 6


def test_an_index_that_was_closed_is_said(url: str, engine: Engine, client: OpenSearch) -> None:
    engine.rebuild(DOCUMENTS)
    (index,) = client.indices.get_alias(name=name_of(url))
    client.indices.close(index=index)
    assert "closed" in sentence(engine)
    assert statuses(url) == {503}
    client.indices.open(index=index)
    assert statuses(url) == {200}


def test_a_full_disk_is_said_and_what_is_there_is_found(url: str, engine: Engine, client: OpenSearch) -> None:
    engine.rebuild(DOCUMENTS)
    block = "index.blocks.read_only_allow_delete"
    client.indices.put_settings(index=f"{name_of(url)}.*", body={block: True})
    for write in (
        lambda: engine.rebuild([item("1")]),
        lambda: engine.add([item("9")]),
        lambda: engine.remove(["1"]),
    ):
        with pytest.raises(SearchError, match="read-only, most often as a disk is full"):
            write()
    assert statuses(url) == {200}
    client.indices.put_settings(index=f"{name_of(url)}.*", body={block: None})
    engine.rebuild([item("neuf", body="Un corps neuf")])
    assert ids(engine, "corps") == ["neuf"]
