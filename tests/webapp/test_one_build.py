"""A request is answered from one build, though the next one comes to serve in the middle of it."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from index import Appearance, Bulletin, Document, open_engine
from webapp.app import create_app

NOON = Bulletin("midi", "Journal", "Radio", date(2024, 11, 7))


def rebuild(url: str, word: str, count: int) -> None:
    open_engine(url).rebuild(
        Document(f"{n}", f"Titre {word} {n}", f"Un texte {word}.", appearances=(Appearance(NOON, n),))
        for n in range(1, 1 + count)
    )


def fetch(url: str, address: str) -> str:
    return create_app(url).test_client().get(address).text


@pytest.mark.parametrize("address", ["/?q=texte", "/item/2?q=texte", "/?q=texte+-titre"])
def test_a_page_shows_one_build_though_it_is_rebuilt_while_the_page_is_made(
    tmp_path: Path, address: str
) -> None:
    url, names = f"whoosh:{tmp_path / 'index'}", tmp_path / "names.txt"
    rebuild(url, "ancien", 3)
    before = fetch(url, address)
    os.mkfifo(names)  # a reader's file of names: the search waits until it is written
    client = create_app(url, own_names=names).test_client()
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(client.get, address)
        with names.open("w"):  # waits until the search reads it
            for _ in range(2):  # the second one deletes the build that is read
                rebuild(url, "nouveau", 5)
        assert asked.result().text == before
    assert client.get(address).text == fetch(url, address) != before
