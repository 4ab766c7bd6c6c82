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
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from index import Document, open_engine, parse
from index.archive.builds import IndexFolder

BULLETINS = str(Path(sys.executable).parent / "bulletins")
DOCUMENTS = 30
FILES_OF_A_READING = 40
"""Files that the threads of two servers may have open of a build, or of two while they change to another."""


def documents(generation: int) -> Iterator[Document]:
    """Yield the bulletin of a day: another one each generation."""
    day = date(2001, 1, 1) + timedelta(generation)
    for number in range(DOCUMENTS):
        id_, body = f"{generation}-{number}", f"Le corps est de la génération{generation}."
        yield Document(id_, f"Titre {number}", body, date=day)


def rebuild(folder: Path, generation: int) -> None:
    open_engine(f"whoosh:{folder}").rebuild(documents(generation))


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
    """Ask for the newest results; gives the generations on it, and nothing for a page without 10 results."""
    with urllib.request.urlopen(f"{address}?q=corps&tri=recent", timeout=60) as answer:
        page = answer.read().decode()
    found = re.findall(r"génération(\d+)", page)
    return set(map(int, found)) if answer.status == 200 and len(found) >= 10 else set()


@pytest.mark.parametrize(("write", "few", "many", "readers"), [("rebuild", 3, 20, 6), ("add", 3, 1000, 2)])
def test_running_servers_show_a_new_index_at_once_and_never_fail(
    tmp_path: Path, write: str, few: int, many: int, readers: int, is_thorough: bool,
    tell: Callable[[str, str], None],
) -> None:  # fmt: skip
    folder, count = tmp_path / "index", many if is_thorough else few
    engine = open_engine(f"whoosh:{folder}")
    engine.rebuild(documents(0))
    seen: list[set[int]] = []
    held: list[Held] = []
    ended = threading.Event()

    def ask(address: str) -> None:
        while not ended.is_set():
            seen.append(generations(address))

    with served_process(folder) as (one, its), served_process(folder) as (other, others):
        asking = [threading.Thread(target=ask, args=(address,)) for address in (one, other) * (readers // 2)]
        for reader in asking:
            reader.start()
        for generation in range(1, count + 1):
            getattr(engine, write)(documents(generation))
            assert generations(one) == generations(other) == {generation}
            if generation in (max(1, count // 5), count):
                held.append(Held.of(its, others))
        ended.set()
        for reader in asking:
            reader.join()
    assert len(seen) > count
    assert {len(found) for found in seen} == {1}  # one generation, never two, never none
    then, now = held
    if is_thorough:
        assert now.memory < 1.2 * then.memory
        assert now.files <= then.files + FILES_OF_A_READING
    tell(
        f"{count} times {write} under 2 servers and {readers} readers, {len(seen)} pages",
        "no failed, empty or mixed page; the first page after each switch shows the new index; from a fifth "
        f"of them to the last open files {then.files} → {now.files}, memory {then.memory} → {now.memory} MB",
    )


class Held(NamedTuple):
    """What this process and those of servers that answer hold: open files, and resident memory in MB."""

    files: int
    memory: int

    @classmethod
    def of(cls, *servers: int) -> "Held":
        gc.collect()
        files = sum(len(list(Path(f"/proc/{each}/fd").iterdir())) for each in answering(*servers))
        return cls(files + open_files(), sum(map(resident, servers)) + (memory() >> 20))


def answering(*servers: int) -> list[str]:
    """Return the ids of the processes of servers that answer."""
    return [
        child
        for server in servers
        for child in Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ]


def resident(server: int) -> int:
    """Return the resident memory of the processes of a server that answer, in MB."""
    statuses = (Path(f"/proc/{child}/status").read_text() for child in answering(server))
    lines = [line for status in statuses for line in status.splitlines()]
    return sum(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


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
