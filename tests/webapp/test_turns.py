"""Long searches wait for each other, short ones for a few short ones."""

import subprocess
import sys
import threading
from contextlib import ExitStack

import pytest

from index import Document, open_engine
from webapp import app as webapp_app
from webapp.app import create_app
from webapp.turns import Line, TooBusyError, Turns, alone, anonymous_file


def test_a_turn_lasts_as_long_as_its_context() -> None:
    turns = Turns(waiting=1, short=2)
    for _ in range(3):
        with turns.one() as wait:
            wait()


def test_who_does_not_wait_takes_no_turn() -> None:
    turns = Turns(waiting=1, short=2)
    with turns.one() as wait, turns.one():
        wait()


def test_a_search_waits_for_its_turn_and_too_many_are_refused() -> None:
    turns = Turns(waiting=1, short=2)
    has_turn = threading.Event()

    def take() -> None:
        with turns.one() as wait:
            wait()
            has_turn.set()

    with ExitStack() as stack:
        stack.enter_context(turns.one())()
        waiting = threading.Thread(target=take)
        waiting.start()
        while turns._waiting._value:  # until it waits
            threading.Event().wait(0.001)
        with turns.one() as wait, pytest.raises(TooBusyError):
            wait()
        assert not has_turn.is_set()
    waiting.join(timeout=10)
    assert has_turn.is_set()
    with turns.one() as wait:
        wait()


def test_places_go_to_who_has_waited_longest() -> None:
    line, came = Line(1), list[int]()

    def come(number: int) -> None:
        line.enter()
        came.append(number)
        line.leave()

    line.enter()
    threads = [threading.Thread(target=come, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(line._waiting) == number:  # until it waits
            threading.Event().wait(0.001)
    line.leave()
    for thread in threads:
        thread.join(timeout=10)
    assert came == [0, 1, 2, 3, 4]


def test_a_search_that_proves_long_leaves_its_place_to_a_short_one() -> None:
    turns = Turns(waiting=1, short=1)
    for _ in range(2):
        with turns.one() as wait:
            wait()
            with turns.one():
                pass


@pytest.fixture
def url(tmp_path):
    url = f"whoosh:{tmp_path / 'index'}"
    open_engine(url).rebuild(Document(str(n), "La une", "De la mer et de la terre.") for n in range(40))
    return url


def test_a_refused_search_has_a_page_and_says_when_to_try_again(url, monkeypatch):
    monkeypatch.setattr(webapp_app, "WAITING", 0)
    monkeypatch.setattr("index.engines.whoosh.search.segment_search.AT_ONCE", 1)
    client = create_app(url).test_client()
    refused = client.get("/", query_string={"q": '"de la"~5'})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "Trop de longues recherches à la fois" in refused.text
    assert client.get("/", query_string={"q": "mer"}).status_code == 200
    assert client.get("/readyz").status_code == 200


def test_what_was_found_in_time_is_shown(url, monkeypatch):
    monkeypatch.setattr("index.engines.whoosh.search.segment_search.AT_ONCE", 1)
    looks = iter(range(10_000))
    environment = {"waitress.client_disconnected": lambda: next(looks) > 5}
    page = create_app(url).test_client().get("/", query_string={"q": '"de la"~5'}, environ_base=environment)
    assert page.status_code == 200
    assert "au moins" in page.text
    assert "seule une partie de l’archive a été parcourue" in page.text


def test_a_search_that_found_nothing_in_time_says_so(url, monkeypatch):
    monkeypatch.setattr("index.engines.whoosh.search.segment_search.AT_ONCE", 1)
    environment = {"waitress.client_disconnected": lambda: True}
    page = create_app(url).test_client().get("/", query_string={"q": '"de la"~5'}, environ_base=environment)
    assert page.status_code == 504
    assert "La recherche était trop longue" in page.text


def test_an_empty_page_without_time_for_its_counts_says_nothing_wrong(url):
    looks = iter(range(10_000))
    environment = {"waitress.client_disconnected": lambda: next(looks) >= 0}
    page = create_app(url).test_client().get("/", query_string={"q": "mer -terre"}, environ_base=environment)
    assert page.status_code in (200, 504)
    assert "aucun mot à chercher" not in page.text


CROSSING = """
import os, sys, threading, time
from webapp.turns import alone

one, other = map(int, sys.argv[1:])
with alone(other):
    threading.Thread(target=alone(one).__enter__, daemon=True).start()
    time.sleep(0.3)
    print("its other thread waits", flush=True)
    time.sleep(0.3)
os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="one process answers there")
def test_threads_of_two_processes_that_wait_for_one_another_are_no_deadlock():
    one, other = anonymous_file(), anonymous_file()
    command = [sys.executable, "-c", CROSSING, str(one), str(other)]
    with alone(one), subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=(one, other)) as process:
        assert process.stdout.readline()
        with alone(other):
            pass
    assert process.returncode == 0
