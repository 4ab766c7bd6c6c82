"""An index that is damaged is told as such, in a sentence of ours, by whatever is asked."""

from pathlib import Path

import pytest

from index import Appearance, Engine, open_engine, parse
from index.errors import SearchError
from tests.index.engines.contract.documents import MORNING, item


def ask_everything(engine: Engine) -> list[object]:
    """Ask each reading method; give what it answered, or the error of ours that it raised."""
    query = parse("corps")
    answers: list[object] = []
    for ask in (
        lambda: [hit.id for hit in engine.search(query).hits],
        lambda: engine.explain(query, "1"),
        lambda: engine.totals([query]),
        lambda: engine.counts(query),
        lambda: engine.get("1"),
        lambda: engine.similar("1"),
        lambda: engine.complete("cor"),
        lambda: list(engine.documents()),
        lambda: engine.bulletin("b1"),
        lambda: engine.neighbours(item("1", appearances=(Appearance(MORNING, 1),))),
        engine.latest,
        engine.info,
        engine.check,
    ):
        try:
            answers.append(ask())
        except SearchError as error:
            answers.append(error)
    return answers


def test_every_file_that_is_emptied_cut_or_gone_is_told_or_changes_no_answer(
    url: str, tmp_path: Path
) -> None:
    open_engine(url).rebuild(item(f"{n}", appearances=(Appearance(MORNING, n),)) for n in range(1, 4))
    whole = ask_everything(open_engine(url))
    assert not any(isinstance(answer, SearchError) for answer in whole)
    for file in [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size]:
        content = file.read_bytes()
        for damaged in (b"", content[: len(content) // 2], None):
            file.unlink() if damaged is None else file.write_bytes(damaged)
            answers = ask_everything(open_engine(url))
            assert isinstance(answers[-1], SearchError), "the check passes"
            for answer, expected in zip(answers, whole, strict=True):
                assert isinstance(answer, SearchError) or answer == expected
            file.write_bytes(content)
    assert ask_everything(open_engine(url)) == whole


@pytest.mark.parametrize("command", ["check", "info", "latest"])
def test_a_rebuild_mends_what_was_damaged(url: str, tmp_path: Path, command: str) -> None:
    engine = open_engine(url)
    engine.rebuild([item("1")])
    for file in [path for path in tmp_path.rglob("*") if path.is_file()]:
        file.write_bytes(b"")
    engine.rebuild([item("2")])
    assert [document.id for document in engine.documents()] == ["2"]
    getattr(engine, command)()
