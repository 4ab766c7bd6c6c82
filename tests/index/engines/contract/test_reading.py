"""What readers see while another rebuilds."""

import threading
from collections.abc import Callable, Iterator

from index import Appearance, Document, Engine, open_engine, parse
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
    """Ask in four threads during twelve rebuilds of 20 documents; give every answer that is not 20."""
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
    for build in range(1, 13):
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
