import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from bulletins import main
from webapp.commands import serve
from webapp.listening import FIRST_PORT, PortTakenError, listen_at, listen_nearby, port_of

PROGRAM = "from webapp.commands import serve; serve()"


@contextmanager
def _serving(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_at_the_printed_address_in_silence_until_it_is_told_to_stop(index_url, ending):
    with _serving("--index", index_url, "--port", "0") as process:
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline()).group()
        with urllib.request.urlopen(f"{address}?q=baleine", timeout=20) as response:
            assert response.status == 200
            assert "Server" not in response.headers
        process.send_signal(ending)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


def test_it_starts_without_an_index_and_says_so(empty_folder):
    with _serving("--index", empty_folder, "--port", "0") as process:
        process.stderr.readline()
        assert "bulletins rebuild PATH" in process.stderr.readline()
        assert "Serving nevertheless" in process.stderr.readline()
        process.terminate()
        assert process.wait(20) == 0


def test_a_query_of_a_hundred_thousand_characters_passes_the_server(index_url):
    with _serving("--index", index_url, "--port", "0") as process:
        address = re.search(r"http://\S+/", process.stderr.readline()).group()
        with urllib.request.urlopen(f"{address}?q={'%C3%A9' * 100_000}", timeout=30) as response:
            assert response.status == 200


def test_exposing_the_page_is_explained(index_url):
    with _serving("--index", index_url, "--host", "0.0.0.0", "--port", "0") as process:
        process.stderr.readline()
        assert "no password and no encryption" in process.stderr.readline()
        assert "--trusted-host" in process.stderr.readline()


def test_a_given_port_that_is_taken_is_an_error(index_url):
    with listen_at("127.0.0.1", 0) as taken:
        result = CliRunner().invoke(serve, ["--index", index_url, "--port", str(port_of(taken))])
    assert result.exit_code == 1
    assert "is taken" in result.output


def test_without_a_given_port_the_next_free_one_is_taken():
    with listen_nearby("127.0.0.1") as first, listen_nearby("127.0.0.1") as second:
        assert FIRST_PORT <= port_of(first) < port_of(second)


def test_a_bound_port_is_ours_at_once():
    with listen_at("127.0.0.1", 0) as taken, pytest.raises(PortTakenError):
        listen_at("127.0.0.1", port_of(taken))


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--index", "nope"], 2), (["--host", "no host"], 1), (["--port", "x"], 2)]
)
def test_wrong_arguments_are_a_sentence(arguments, code):
    result = CliRunner().invoke(main, ["serve", *arguments])
    assert result.exit_code == code
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_port_can_be_bound_again_at_once():
    with listen_at("127.0.0.1", 0) as listener:
        port = port_of(listener)
        with socket.create_connection(("127.0.0.1", port)):
            listener.accept()[0].close()
        time.sleep(0.05)
    listen_at("127.0.0.1", port).close()
