"""An address names a node and an archive, and never a password."""

import pytest

from index import open_engine
from index.engines.opensearch.address import Address, credentials, read_address, shards
from index.errors import UsageError


@pytest.mark.parametrize(
    ("scheme", "place", "node", "name"),
    [
        ("http", "//127.0.0.1:9200/presse", "http://127.0.0.1:9200", "presse"),
        ("https", "//Exemple.fr/radio-1", "https://exemple.fr:9200", "radio-1"),
        ("http", "//[::1]:9201/a_b", "http://[::1]:9201", "a_b"),
    ],
)
def test_an_address_is_read(scheme: str, place: str, node: str, name: str) -> None:
    assert read_address(scheme, place) == Address(node, name)


@pytest.mark.parametrize(
    "place",
    [
        *("//h:9200", "//h:9200/", "//h:9200/Presse", "//h:9200/a.b", "//h:9200/a/b", "//h:port/a", "//[/a"),
        *("a/b", "//h:9200/a?x=1", "///a", "//h:9200/_all", "//h:9200/*", "//h:99999/a"),
    ],
)
def test_what_names_no_archive_is_a_wrong_usage(place: str) -> None:
    with pytest.raises(UsageError):
        open_engine(f"opensearch+http:{place}")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as refused:
        open_engine("opensearch+https://marie:tres-secret@h:9200/presse")
    assert "tres-secret" not in str(refused.value)


def test_user_and_shards_come_from_the_environment() -> None:
    assert credentials({}) is None
    named = {"BULLETINS_OPENSEARCH_USER": "marie", "BULLETINS_OPENSEARCH_PASSWORD": "x"}
    assert credentials(named) == ("marie", "x")
    assert (shards({}), shards({"BULLETINS_OPENSEARCH_SHARDS": "3"})) == (1, 3)
    for typed in ("", "0", "²", "-1", "trois", "1025"):
        with pytest.raises(UsageError):
            shards({"BULLETINS_OPENSEARCH_SHARDS": typed})
