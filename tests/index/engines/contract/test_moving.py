"""An archive moves from one engine to another and back: `bulletins export | bulletins rebuild -`."""

from datetime import date
from pathlib import Path

import pytest

from index import Appearance, Document, open_engine
from index.archive.document import own_id
from index.errors import RemovedItemError
from tests.index.cli.documents import run
from tests.index.engines.contract.documents import EVENING, MIXED, MORNING, all_ids, ids, item

READ = [each for each in MIXED[:20] if each.date or not each.time]
"""Documents as readers make them: a time is that of a day."""
TITLE, BODY = (
    "Le bac de Royan",
    "Le bac de Royan reste à quai.\n\nLe vent souffle à cent kilomètres à l’heure.",
)
RADIO, TELE = (Document(own_id(each, TITLE, BODY), TITLE, BODY, each) for each in ("Radio", "Télé"))
EDITED = [
    item("quai", "Grève au port", f"Les dockers {said}.", source="Radio", date=date(2024, 11, day))
    for day, said in ((7, "votent"), (8, "ont voté la grève"), (9, "reprennent le travail"))
]
SECRET = [
    item("temoin", "Un témoin", f"Xavière {said}.", date=date(2024, 11, 8), appearances=(place,))
    for said, place in (("se tait", Appearance(MORNING, 70)), ("parle", Appearance(EVENING, 71)))
]


def moved(source: str, target: str) -> str:
    """Pipe the export of an archive into a rebuild of another one; return what went through."""
    exported = run(source, "export")
    done = run(target, "rebuild", "-", "--strict", text=exported.stdout)
    assert (exported.exit_code, done.exit_code) == (0, 0), done.stderr
    return exported.stdout


@pytest.mark.on_node
def test_ids_versions_and_removed_items_move_there_and_back(url: str, tmp_path: Path) -> None:
    here, again = (f"whoosh:{tmp_path}/{name}" for name in ("ici", "encore"))
    archive = open_engine(here)
    archive.rebuild([*READ, RADIO, TELE, *EDITED, *SECRET])
    archive.remove([RADIO.id, "temoin"])
    exported = moved(here, url)
    assert "Xavière" not in exported
    assert moved(url, again) == run(again, "export").stdout == exported
    for place in (url, again):
        engine = open_engine(place)
        assert list(engine.documents()) == list(archive.documents())
        assert engine.latest(9) == archive.latest(9)
        assert [engine.get(each.id).id for each in engine.get("quai").versions] == ["quai"] * 3
        for identifier in ("temoin", RADIO.id):
            with pytest.raises(RemovedItemError):
                engine.get(identifier)
        assert "3 items that were removed" in engine.add([RADIO, *SECRET, *EDITED]).notes[0]
        assert all_ids(engine) == all_ids(archive)
        engine.restore(["temoin"])
        engine.add(SECRET)
        assert ids(engine, "xavière") == ["temoin"]
