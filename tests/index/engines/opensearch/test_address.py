"""An address names a node and an archive, and never a password."""

import pytest

from index import open_engine
from index.engines.opensearch.address import Address, credentials, read_address, shards
from index.errors import UsageError


@pytest.mark.parametrize(
    ("scheme", "place", "nodes", "name"),
    [
        ("http", "//127.0.0.1:9200/presse", ["http://127.0.0.1:9200"], "presse"),
        ("https", "//Exemple.fr/radio-1", ["https://exemple.fr:9200"], "radio-1"),
        ("http", "//[::1]:9201/a_b", ["http://[::1]:9201"], "a_b"),
        ("https", "//a:9201,b,[::1]:9/x", ["https://a:9201", "https://b:9200", "https://[::1]:9"], "x"),
    ],
)
def test_an_address_is_read(scheme: str, place: str, nodes: list[str], name: str) -> None:
    address = read_address(scheme, place)
    assert address == Address(tuple(nodes), name)
    assert read_address(scheme, str(address).partition(":")[2]) == address


@pytest.mark.parametrize(
    "place",
    [
        *("//h:9200", "//h:9200/", "//h:9200/Presse", "//h:9200/a.b", "//h:9200/a/b", "//h:port/a", "//[/a"),
        *("a/b", "//h:9200/a?x=1", "///a", "//h:9200/_all", "//h:9200/*", "//h:99999/a"),
        *("//a:9200,/x", "//,a/x", "//a b/x", "//a:9200;b:9200/x", "//a,http://b/x"),
    ],
)
def test_what_names_no_archive_is_a_wrong_usage(place: str) -> None:
    with pytest.raises(UsageError):
        open_engine(f"opensearch+http:{place}")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    for hosts in ("marie:tres-secret@h:9200", "a,marie:tres-secret@h:9200", "a?marie:tres-secret@h"):
        with pytest.raises(UsageError) as refused:
            open_engine(f"opensearch+https://{hosts}/presse")
        assert "tres-secret" not in str(refused.value)


def test_user_and_shards_come_from_the_environment() -> None:
    assert credentials({}) is None
    named = {"BULLETINS_OPENSEARCH_USER": "marie", "BULLETINS_OPENSEARCH_PASSWORD": "x"}
    assert credentials(named) == ("marie", "x")
    assert (shards({}), shards({"BULLETINS_OPENSEARCH_SHARDS": "3"})) == (1, 3)
    for typed in ("", "0", "²", "-1", "trois", "1025"):
        with pytest.raises(UsageError):
            shards({"BULLETINS_OPENSEARCH_SHARDS": typed})
