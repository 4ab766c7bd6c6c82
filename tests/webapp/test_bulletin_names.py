"""How bulletins are called."""

import re
from datetime import date
from pathlib import Path

import pytest

from index import Appearance, Bulletin, Document, open_engine
from tests.webapp.pages import reader
from webapp.app import create_app
from webapp.bulletin_names import is_identifier

LINES = Path(__file__).with_name("bulletin_names.tsv").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize("line", LINES)
def test_what_is_made_for_programs_is_no_name(line: str) -> None:
    kind, name = line.split("\t")
    assert is_identifier(name) == (kind == "identifier")


DAY = date(2026, 8, 22)
NAMELESS = [
    Bulletin("b", "JT_20H_20260822_a3f", "France 2", DAY),
    Bulletin("a", "JT_13H_20260822_b7c", "France 2", DAY),
    Bulletin("c", "389326c498794cc4", "France 3", DAY),
    Bulletin("d", "", "France 3", date(2026, 8, 1)),
    Bulletin("e", "20260822", "", None),
    Bulletin("f", "Journal de 20 h", "Arte", DAY),
]
CALLED = {
    "a": "Bulletin du samedi 22 août 2026, France 2, 1er de 2",
    "b": "Bulletin du samedi 22 août 2026, France 2, 2e de 2",
    "c": "Bulletin du samedi 22 août 2026, France 3",
    "d": "Bulletin du samedi 1er août 2026, France 3",
    "e": "Bulletin sans date",
    "f": "Journal de 20 h",
}


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    url = f"whoosh:{tmp_path_factory.mktemp('names')}"
    open_engine(url).rebuild(
        Document(f"i{each.id}", f"Girafe {each.id}", "", each.source, each.date, "", (Appearance(each, 1),))
        for each in NAMELESS
    )
    return reader(create_app(url).test_client())


@pytest.mark.parametrize("bulletin", NAMELESS, ids=lambda bulletin: bulletin.name)
def test_a_bulletin_is_called_so_on_every_page(read, bulletin: Bulletin) -> None:
    called = CALLED[bulletin.id]
    own = read(f"/bulletin/{bulletin.id}")
    assert f"<h1>{called}</h1>" in own
    assert f"<title>{called}" in own
    day = [f"/jour/{bulletin.date}"] if bulletin.date else []
    for address in ("/?q=girafe", f"/item/i{bulletin.id}", f"/?q=girafe&bulletin={bulletin.id}", *day):
        text = read(address)
        assert called in re.sub('<span class="hidden">|</span>', "", text)
        assert re.search(r"JT_|389326|20260822(?!\D*\")", text.partition("<main")[2]) is None


def test_the_identifier_stands_small_on_its_own_page(read) -> None:
    assert '<p class="id">JT_20H_20260822_a3f</p>' in read("/bulletin/b")
    assert 'class="id"' not in read("/bulletin/d")
    assert 'class="id"' not in read("/bulletin/f")


def test_beside_its_day_and_source_they_are_not_repeated_to_those_who_see_them(read) -> None:
    short = 'Bulletin<span class="hidden"> du samedi 22 août 2026, France 2</span>, 2e de 2</bdi>'
    assert short in read("/?q=girafe&tri=ancien") and short in read("/item/ib")
    assert '<span class="hidden">' not in read("/bulletin/b").partition("<h1>")[2].partition("</h1>")[0]


def test_neighbours_and_the_latest_are_called_so_too(read) -> None:
    assert f"</span> <bdi>{CALLED['b']}</bdi>" in read("/bulletin/a")
    home = read("/")
    assert all(called in home for bulletin, called in CALLED.items() if bulletin != "e")
