"""Readers and running servers take a new index at once, without a gap, and hold on to nothing of old ones."""

import gc
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Document, open_engine, parse
from index.archive.builds import IndexFolder

BULLETINS = str(Path(sys.executable).parent / "bulletins")
DOCUMENTS = 30


def rebuild(folder: Path, generation: int) -> None:
    open_engine(f"whoosh:{folder}").rebuild(
        Document(str(number), f"Titre {number}", f"Le corps est de la génération{generation}.")
        for number in range(DOCUMENTS)
    )


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve an index; gives the address."""
    with served_process(folder) as (address, _):
        yield address


@contextmanager
def served_process(folder: Path) -> Iterator[tuple[str, int]]:
    """Serve an index; gives the address, and the id of the process."""
    command = [BULLETINS, "serve", "--port", "0", "--index", f"whoosh:{folder}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        try:
            (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", server.stderr.readline())
            yield address, server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            said = server.stderr.read()
    assert said == ""


def generations(address: str) -> set[int]:
    """Ask for a page of results; gives the generations on it, and nothing for a page without 10 results."""
    with urllib.request.urlopen(f"{address}?q=corps", timeout=10) as answer:
        page = answer.read().decode()
    found = re.findall(r"génération(\d+)", page)
    return set(map(int, found)) if answer.status == 200 and len(found) >= 10 else set()


def test_running_servers_show_a_new_index_at_once_and_never_fail(
    tmp_path: Path, is_thorough: bool, tell: Callable[[str, str], None]
) -> None:
    folder, count = tmp_path / "index", 20 if is_thorough else 5
    rebuild(folder, 0)
    seen: list[set[int]] = []
    ended = threading.Event()

    def ask(address: str) -> None:
        while not ended.is_set():
            seen.append(generations(address))

    with served(folder) as one, served(folder) as other:
        readers = [threading.Thread(target=ask, args=(address,)) for address in (one, other) * 3]
        for reader in readers:
            reader.start()
        for generation in range(1, count + 1):
            rebuild(folder, generation)
            assert generations(one) == generations(other) == {generation}
        ended.set()
        for reader in readers:
            reader.join()
    assert len(seen) > count
    assert {len(found) for found in seen} == {1}  # one generation, never two, never none
    tell(
        f"{count} rebuilds under 2 servers and 6 readers, {len(seen)} pages",
        "no failed, empty or mixed page; the first page after each switch shows the new index",
    )


def open_files() -> int:
    """Count the open files of this process."""
    return len(list(Path("/proc/self/fd").iterdir()))


def memory() -> int:
    """Give the resident memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc: open files cannot be counted")
def test_open_files_and_memory_stay_flat_over_many_switches(
    tmp_path: Path, is_thorough: bool, tell: Callable[[str, str], None]
) -> None:
    folder, count = tmp_path / "index", 1000 if is_thorough else 200
    rebuild(folder, 0)
    rebuild(folder, 1)
    builds = sorted((folder / "builds").iterdir())
    engine, place = open_engine(f"whoosh:{folder}"), IndexFolder(str(folder))
    switched, searched = threading.Barrier(4, timeout=60), threading.Barrier(4, timeout=60)
    wrong: list[str] = []

    def read() -> None:
        for number in range(count):
            switched.wait()
            found = engine.search(parse(f"génération{number % 2}")).total
            if found != DOCUMENTS:
                wrong.append(f"switch {number}: {found} found")
            searched.wait()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(count):
        place.switch(builds[number % 2])
        switched.wait()
        searched.wait()
        if number == count // 5:
            gc.collect()
            files, before = open_files(), memory()
    gc.collect()
    grown = memory() - before
    assert open_files() <= files
    for reader in readers:
        reader.join()
    assert wrong == []
    assert grown < 8 << 20
    tell(
        f"{count} switches under 3 threads, each searching after each",
        f"open files {files} throughout, memory {grown / 1e6:+.1f} MB from a fifth of them to the last",
    )
