"""Readers and running servers take a new index at once, without a gap, and hold on to nothing of old ones."""

import gc
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


@pytest.mark.parametrize(("write", "few", "many", "readers"), [("rebuild", 3, 20, 6), ("add", 3, 1500, 2)])
def test_running_servers_show_a_new_index_at_once_and_never_fail(
    tmp_path: Path, write: str, few: int, many: int, readers: int, is_thorough: bool,
    tell: Callable[[str, str], None],
) -> None:  # fmt: skip
    folder, count = tmp_path / "index", many if is_thorough else few
    fifth = max(1, count // 5)
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
            if generation in (fifth, count - fifth, count):  # by the second, the kept answers fill their room
                held.append(Held.of(its, others))
        ended.set()
        for reader in asking:
            reader.join()
    assert len(seen) > count
    assert {len(found) for found in seen} == {1}  # one generation, never two, never none
    first, then, now = held
    if is_thorough:
        assert now.memory < 1.05 * then.memory
        assert now.files <= first.files + FILES_OF_A_READING
    tell(
        f"{count} times {write} under 2 servers and {readers} readers, {len(seen)} pages",
        "no failed, empty or mixed page; the first page after each switch shows the new index; open files "
        f"after one, four and five fifths {first.files}, {then.files}, {now.files}, memory {first.memory}, "
        f"{then.memory}, {now.memory} MB",
    )


class Held(NamedTuple):
    """What this process and those of servers that answer hold: open files, and memory of their own in MB."""

    files: int
    memory: int

    @classmethod
    def of(cls, *servers: int) -> "Held":
        gc.collect()
        files = sum(len(list(Path(f"/proc/{each}/fd").iterdir())) for each in answering(*servers))
        return cls(files + open_files(), own_memory(*servers) + (memory() >> 20))


def answering(*servers: int) -> list[str]:
    """Return the ids of the processes of servers that answer."""
    return [
        child
        for server in servers
        for child in Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ]


def own_memory(*servers: int) -> int:
    """Return the memory of the processes of servers that answer, see `memory`, in MB."""
    return sum(map(memory, answering(*servers))) >> 20


def open_files() -> int:
    """Count the open files of this process."""
    return len(list(Path("/proc/self/fd").iterdir()))


def memory(process: int | str = "self") -> int:
    """Return the memory of a process in bytes, without the pages of files: those grow with the archive."""
    states = Path(f"/proc/{process}/status").read_text().partition("RssAnon:")[2]
    return int(states.split()[0]) * 1024


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc: open files cannot be counted")
def test_open_files_and_memory_stay_flat_over_many_switches(
    tmp_path: Path, is_thorough: bool, tell: Callable[[str, str], None]
) -> None:
    folder, count = tmp_path / "index", 1000 if is_thorough else 200
    fifth, files = count // 5, list[int]()
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
        files.append(open_files())
        if number == fifth:
            gc.collect()
            before = memory()
    gc.collect()
    grown = memory() - before
    for reader in readers:
        reader.join()
    assert wrong == []
    assert max(files[-fifth:]) <= max(files[:-fifth])  # a switch takes some while threads still hold the last
    assert grown < 8 << 20
    tell(
        f"{count} switches under 3 threads, each searching after each",
        f"open files at most {max(files[:fifth])} in the first fifth and {max(files[-fifth:])} in the "
        f"last, memory {grown / 1e6:+.1f} MB from a fifth of them to the last",
    )
