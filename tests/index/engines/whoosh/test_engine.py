"""An engine that stays open while its index is damaged, mended and rebuilt."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import Document, open_engine, parse
from index.archive import stamp
from index.archive.holdings import Info
from index.errors import (
    IndexDamagedError,
)
from tests.index.archive.folders import rebuild, serving


def test_a_check_between_two_rebuilds_tells_of_the_build_that_it_read(folder: Path) -> None:
    engine, ended, checked = open_engine(f"whoosh:{folder}"), threading.Event(), list[Info]()

    def check() -> None:
        while not ended.is_set():
            checked.append(engine.check())

    thread = threading.Thread(target=check)
    thread.start()
    for number in range(10):
        open_engine(f"whoosh:{folder}").rebuild(Document(str(n), "Titre", "Corps") for n in range(1 + number))
    ended.set()
    thread.join()
    assert len({each.build for each in checked}) > 1
    assert len({(each.build, each.documents) for each in checked}) == len({each.build for each in checked})


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", [".arrays", ".toc", "catalogue.sqlite", "build.json"])
def test_a_running_engine_tells_a_damage_and_recovers_when_it_is_mended(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "EVERY", 0)
    engine = open_engine(f"whoosh:{folder}")
    assert engine.search(parse("premier")).total == 1
    (file,) = [file for file in serving(folder).iterdir() if file.name.endswith(name)]
    content = file.read_bytes()
    for damaged in (b"", content[: len(content) // 2], content[:-1] + bytes([content[-1] ^ 1]), None):
        file.unlink() if damaged is None else file.write_bytes(damaged)
        for _ in range(2):
            with pytest.raises(IndexDamagedError):
                engine.search(parse("premier"))
        file.write_bytes(content)
        assert engine.search(parse("premier")).total == 1


def test_a_segment_that_is_cut_off_is_told_before_the_next_look_at_all_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "EVERY", 3600)
    engine = open_engine(f"whoosh:{folder}")
    assert engine.search(parse("premier")).total == 1
    (file,) = serving(folder).glob("*.arrays")
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(IndexDamagedError):
        engine.search(parse("premier"))
    file.write_bytes(content)
    assert engine.search(parse("premier")).total == 1


def test_what_one_thread_has_opened_is_read_by_the_next_one_but_by_one_at_a_time(folder: Path) -> None:
    engine = open_engine(f"whoosh:{folder}")

    def searcher() -> object:
        with engine.reading() as archive:
            return archive.searcher

    with ThreadPoolExecutor(1) as thread, engine.reading() as archive:
        assert thread.submit(searcher).result() is not archive.searcher
    assert searcher() is archive.searcher
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(searcher).result() is archive.searcher


def test_idle_threads_do_not_hold_on_to_deleted_builds(folder: Path) -> None:
    engine = open_engine(f"whoosh:{folder}")
    asked, ended = threading.Barrier(5), threading.Event()

    def ask_once_and_wait() -> None:
        engine.search(parse("premier"))
        asked.wait()
        ended.wait(30)

    threads = [threading.Thread(target=ask_once_and_wait) for _ in range(4)]
    for thread in threads:
        thread.start()
    asked.wait()
    for body in ("deuxième", "troisième", "quatrième"):
        rebuild(folder, body)
        engine.search(parse(body))
    gc.collect()
    held = [
        line
        for line in Path("/proc/self/maps").read_text().splitlines()
        if str(folder) in line and "deleted" in line
    ]
    ended.set()
    for thread in threads:
        thread.join()
    assert held == []
