"""Documents on their way into an index: gathered by id, given back in order, then gone from the disk."""

from datetime import date
from pathlib import Path

import pytest

from index import Appearance, Bulletin, Document
from index.archive.document import sort_name
from index.archive.holdings import Refusal
from index.archive.settled_documents import SettledDocuments
from index.archive.sizing import Sizing
from index.archive.spool import Spool

MORNING = Bulletin("b1", "Journal de 8 h", "Radio", date(2024, 11, 8))
DAYS = {"a": None, "c": date(2024, 1, 1), "b": date(2024, 1, 1), "d": date(2025, 1, 1), "0": None}


def test_documents_come_back_newest_first_then_undated_then_by_id(tmp_path: Path) -> None:
    documents = {name: Document(name, f"Titre {name}", "Corps", "Radio", day) for name, day in DAYS.items()}
    with Spool(tmp_path) as spool:
        assert [spool.add(document) for document in documents.values()] == [None] * 5
        spool.settle()
        found = list(SettledDocuments(tmp_path).read(range(5)))
        assert found == [documents[name] for name in "dbc0a"]
        assert list(SettledDocuments(tmp_path).read(range(1, 3))) == found[1:3]


@pytest.mark.parametrize("most", [1, 25, 10**6])
def test_runs_follow_each_other_within_their_bounds(tmp_path: Path, most: int) -> None:
    sizes = [10, 10, 50, 1, 1, 1, 20]
    with Spool(tmp_path) as spool:
        for number, size in enumerate(sizes):
            spool.add(Document(str(number), "", "x" * size))
        spool.settle()
        runs = list(spool.runs(most))
        assert spool.largest() == 50
    assert [place for run in runs for place in run] == list(range(len(sizes)))
    assert all(len(run) == 1 or sum(sizes[run.start : run.stop]) <= most for run in runs)


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    sizing = Sizing(lambda document: len(document.body), 10, 25, "it has the size {}".format)
    bulletin = Bulletin("b", "Journal")
    with Spool(tmp_path, sizing) as spool:
        assert spool.add(Document("1", "", "x" * 26)) == Refusal("1", "", "it has the size 26")
        shown = [
            spool.add(Document("2", "", "x" * 5, appearances=(Appearance(bulletin, place),)))
            for place in range(4)
        ]
        assert shown == [None, None, None, Refusal("2", "", "it has the size 35")]
        assert (spool.count(), spool.largest(), len(list(spool.places()))) == (1, 25, 3)


def test_nothing_gathered_is_no_run(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        spool.settle()
        assert (list(spool.runs(10)), spool.count()) == ([], 0)


@pytest.mark.parametrize(
    "document",
    [
        Document("\ud800", "Titre", "Corps"),
        Document("1", "Titre \ud800", "Corps"),
        Document("1", "Titre", "Corps", url="\ud800"),
        Document("1", "Titre", "Corps", appearances=(Appearance(Bulletin("b", "\ud800"), 1),)),
    ],
    ids=["id", "title", "url", "bulletin"],
)
def test_half_a_character_is_refused_wherever_it_stands(tmp_path: Path, document: Document) -> None:
    with Spool(tmp_path) as spool:
        refusal = spool.add(document)
        assert refusal and "half a character" in refusal.reason
        assert (spool.count(), list(spool.bulletins())) == (0, [])


def test_a_place_that_is_told_twice_is_counted_once(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        for place in (2, 2, 1):
            spool.add(Document("1", "Titre", "Corps", appearances=(Appearance(MORNING, place),)))
        assert [(each.bulletin, each.documents) for each in spool.bulletins()] == [(MORNING, 2)]
        assert list(spool.places()) == [("b1", 1, "1"), ("b1", 2, "1")]


def test_nothing_stays_on_the_disk_even_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), Spool(tmp_path) as spool:
        spool.add(Document("1", "Titre", "Corps"))
        assert list(tmp_path.iterdir())
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_names_sort_as_a_reader_counts() -> None:
    names = ["Journal de 108 h", "Journal de 18 h", "journal de 13 h", "Journal de 8 h"]
    assert sorted(names, key=sort_name) == names[::-1]
