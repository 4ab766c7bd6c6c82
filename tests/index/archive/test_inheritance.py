"""A new build inherits the ledgers of those before it, as far as they can be believed."""

import pytest
from click.testing import CliRunner

from bulletins import main
from index import open_engine, parse
from tests.index.archive.archives import Archive, ledger_file
from tests.index.archive.test_lasting_ids import move_to_another_source


@pytest.mark.parametrize("content", [None, b"", b'{"ledger": 1}\n', b"\xff"])
def test_check_tells_a_damaged_ledger_and_search_goes_on(archive: Archive, content: bytes | None) -> None:
    file = ledger_file(archive)
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    done = CliRunner().invoke(main, ["check", "--index", f"whoosh:{archive.index}"])
    assert done.exit_code == 1
    assert "ledger.sqlite' is" in done.stderr
    assert "Traceback" not in done.stderr
    assert open_engine(f"whoosh:{archive.index}").search(parse("météo")).total == 1


def test_the_ledger_of_the_build_before_stands_in_for_a_damaged_one(archive: Archive) -> None:
    items, bulletins = archive.ids(), archive.bulletins()
    move_to_another_source(archive)
    archive.rebuild()
    archive.rebuild()
    ledger_file(archive).write_bytes(b"\xff")
    said = archive.rebuild()
    assert "is missing or damaged, and left out" in said
    assert (archive.ids(), archive.bulletins()) == (items, bulletins)


def test_a_rebuild_says_when_no_ledger_is_left(archive: Archive) -> None:
    ledger_file(archive).unlink()
    items = archive.ids()
    assert "no ledger of ids is left" in archive.rebuild()
    assert archive.ids() == items
