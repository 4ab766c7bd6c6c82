"""What readers see while another rebuilds."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from index import Appearance, Document, Engine, open_engine, parse
from index.engines.reading import Reading
from tests.index.engines.contract.documents import (
    MORNING,
    all_ids,
    ids,
    item,
)


def test_an_open_engine_sees_the_next_rebuild(url: str) -> None:
    reader, writer = open_engine(url), open_engine(url)
    writer.rebuild([item("1")])
    assert all_ids(reader) == ids(reader, "corps") == ["1"]
    writer.rebuild([item("2")])
    assert all_ids(reader) == ids(reader, "corps") == ["2"]


def test_a_hit_gives_its_snippets_after_the_next_rebuilds(engine: Engine) -> None:
    engine.rebuild([item("1", body="ancien corps")])
    (hit,) = engine.search(parse("ancien")).hits
    for _ in range(3):
        engine.rebuild([item("2")])
    assert hit.snippets[0].text == "ancien corps"


def test_reading_all_documents_goes_on_over_a_rebuild_and_a_search(engine: Engine) -> None:
    engine.rebuild(item(f"{n}", body=f"corps {n}") for n in range(20))
    reading = engine.documents()
    seen = [next(reading).id]
    engine.rebuild([item("autre")])
    engine.search(parse("corps"))
    seen += [document.id for document in reading]
    assert len(seen) == 20


def read_while_rebuilding(engine: Engine, ask: Callable[[], set[int]]) -> list[object]:
    """Ask in four threads during six rebuilds of 20 documents; give every answer that is not 20."""
    wrong: list[object] = []
    done = threading.Event()

    def documents(build: int) -> Iterator[Document]:
        return (
            item(f"{n}", body=f"vent {build}", appearances=(Appearance(MORNING, n),)) for n in range(1, 21)
        )

    def read() -> None:
        while not done.is_set():
            try:
                answer = ask()
            except Exception as error:
                wrong.append(error)
            else:
                wrong.extend([answer] if answer != {20} else [])

    engine.rebuild(documents(0))
    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for build in range(1, 7):
        engine.rebuild(documents(build))
    done.set()
    for thread in threads:
        thread.join(30)
    return wrong


def test_searches_in_several_threads_while_another_rebuilds_never_fail_nor_find_nothing(
    engine: Engine,
) -> None:
    def ask() -> set[int]:
        return {engine.search(parse("vent")).total, len(all_ids(engine))}

    assert read_while_rebuilding(engine, ask) == []


def test_bulletins_in_several_threads_while_another_rebuilds_never_fail(engine: Engine) -> None:
    def ask() -> set[int]:
        return {len(engine.bulletin("b1").documents), engine.latest()[0].documents, engine.info().documents}

    assert read_while_rebuilding(engine, ask) == []


def everything(archive: Reading) -> tuple[object, ...]:
    """Read all that one reading can tell, times left out."""
    query, document = parse("corps"), archive.get("1")
    results = archive.search(query, is_explained=True)
    return (
        archive.info,
        results.total,
        results.hits,
        archive.totals([query, parse("ancien")]),
        archive.counts(query),
        archive.explain(query, "1"),
        archive.similar(archive.get("1")),
        archive.complete("cor"),
        list(archive.documents()),
        archive.bulletin("b1"),
        archive.neighbours(document),
        archive.latest(),
    )


def generation(word: str, count: int) -> list[Document]:
    return [
        item(f"{n}", f"Numéro {n}", f"corps {word}", appearances=(Appearance(MORNING, n),))
        for n in range(1, 1 + count)
    ]


@pytest.mark.on_node
def test_what_is_read_in_one_reading_comes_from_one_build_whatever_is_rebuilt_meanwhile(url: str) -> None:
    engine = open_engine(url)
    engine.rebuild(generation("ancien", 3))
    with open_engine(url).reading() as archive:
        expected = everything(archive)
    with engine.reading() as archive:
        for _ in range(2):  # the second one deletes the build that is read
            engine.rebuild(generation("nouveau", 5))
        assert engine.search(parse("nouveau")).total == 5
        assert everything(archive) == expected
    with engine.reading() as archive:
        assert (archive.info.documents, archive.totals([parse("ancien"), parse("nouveau")])) == (5, (0, 5))


def test_the_next_reading_of_every_thread_has_the_new_build(engine: Engine) -> None:
    engine.rebuild(generation("ancien", 1))
    with engine.reading() as archive, ThreadPoolExecutor(1) as thread:
        assert thread.submit(engine.info).result() == archive.info
        engine.rebuild(generation("nouveau", 2))
        assert thread.submit(lambda: engine.info().documents).result() == 2
        assert archive.info.documents == 1
