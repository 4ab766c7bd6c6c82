"""Each format gives every value back, and a hostile one does nothing in it."""

import csv
import io
import json
import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.exports import bibtex, comma_separated, json_lines, ris
from index.exports.row import Row, one_line, remark


@pytest.fixture(autouse=True, scope="module")
def long_fields():
    """Let the csv module read long fields here; its limit is one for the whole process."""
    before = csv.field_size_limit(10_000_000)
    yield
    csv.field_size_limit(before)


PLAIN = Row(
    date(2024, 11, 7),
    "Radio Estuaire",
    "Journal de 8 h",
    3,
    "L’OTAN recule",
    "Le sommet s’achève.",
    "https://archive.example/item/otan",
    "https://exemple.fr/1",
    "otan",
    time(8),
    "path",
)
HOSTILE = (
    '"; DROP', "a,b;c\td", "deux\nlignes", "\r\nER  - \r\nTY  - NEWS", "{", "}}", "a { b } c", "100 %",
    "\\end{x}", "#$_^~&", "@misc{x,", "שלום עולם", "\u202egauche\u2066", "\ud800", "\x00\x1b[31m", "\u2028",
    "x" * 1_000_000, "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "\t=1", "\r=1", "\x1b=1", "＝1+1",
    "a;=1", 'a;"=1', ";;+1",
)  # fmt: skip
hostile = pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))


def row(text: str, identifier: str = "otan") -> Row:
    return Row(None, text, text, None, text, text, "https://a.example/item/x", text, identifier)


def cells(written: str, delimiter: str = ",") -> list[str]:
    (found,) = csv.reader(io.StringIO(written), delimiter=delimiter)
    return found


def values(entry: str) -> dict[str, str]:
    """Return the fields of a BibTeX entry; braces must pair up."""
    depth = 0
    for sign in entry:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    return dict(re.findall(r"^  (\w+) = \{(.*)\},?$", entry, re.MULTILINE))


def test_csv_has_the_columns_in_order() -> None:
    assert comma_separated.entry(PLAIN) == (
        "2024-11-07,Radio Estuaire,Journal de 8 h,3,L’OTAN recule,Le sommet s’achève.,"
        "https://archive.example/item/otan,https://exemple.fr/1,otan,08:00,path\n"
    )


def test_json_lines_have_the_columns_as_keys() -> None:
    assert json.loads(json_lines.entry(PLAIN)) == {
        "date": "2024-11-07", "source": "Radio Estuaire", "bulletin": "Journal de 8 h", "place": 3,
        "title": "L’OTAN recule", "passage": "Le sommet s’achève.",
        "address": "https://archive.example/item/otan", "url": "https://exemple.fr/1", "id": "otan",
        "time": "08:00", "date_origin": "path",
    }  # fmt: skip
    assert tuple(json.loads(json_lines.entry(PLAIN))) == comma_separated.COLUMNS


def test_ris_is_an_entry_of_tags() -> None:
    assert ris.entry(PLAIN) == "\r\n".join(
        [
            "TY  - NEWS", "TI  - L’OTAN recule", "T2  - Radio Estuaire", "SE  - Journal de 8 h", "SP  - 3",
            "DA  - 2024/11/07", "PY  - 2024", "UR  - https://archive.example/item/otan",
            "LK  - https://exemple.fr/1", "AB  - Le sommet s’achève.", "ID  - otan", "ER  - ", "", "",
        ]
    )  # fmt: skip


def test_bibtex_is_an_entry_of_fields() -> None:
    assert bibtex.entry(PLAIN) == (
        "@misc{b:otan,\n  title = {{L’OTAN recule}},\n  organization = {Radio Estuaire},\n"
        "  howpublished = {Journal de 8 h},\n  pages = {3},\n  date = {2024-11-07},\n  year = {2024},\n"
        "  month = {11},\n  url = {https://archive.example/item/otan},\n  note = {https://exemple.fr/1},\n"
        "  abstract = {Le sommet s’achève.},\n  identifier = {otan}\n}\n\n"
    )


@hostile
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_no_cell_of_a_csv_is_a_formula_whichever_sign_parts_the_cells(text: str, delimiter: str) -> None:
    written = comma_separated.entry(row(text, text))
    assert written.count("\n") == 1
    for cell in cells(written, delimiter):
        assert not re.match("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]", cell)


@given(st.text(st.sampled_from('=+-@;" ,\t\r\n\x1b1a\u202e')))
def test_no_text_becomes_a_formula(text: str) -> None:
    for delimiter in ",;":
        for cell in cells(comma_separated.csv_line((text, text)), delimiter):
            assert re.match("[+-]?[0-9]+(,|$)", cell) or not cell.lstrip('"').startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    "cell", ["2024-11-07", "-5", "+3,2", "12.5", "0", "L’été", 'dit "oui", puis non', "a; b", "-"]
)
def test_numbers_days_and_texts_stay_as_they_are(cell: str) -> None:
    assert cells(comma_separated.csv_line((cell,))) == ["'-" if cell == "-" else cell]


@hostile
def test_json_lines_keep_every_character_on_one_line(text: str) -> None:
    written = json_lines.entry(row(text, text))
    assert written.count("\n") == 1
    assert len(written.splitlines()) == 1
    assert (json.loads(written)["title"], json.loads(written)["id"]) == (text, text)


@hostile
def test_no_value_of_a_ris_entry_begins_a_line(text: str) -> None:
    lines = ris.entry(row(text, text)).split("\r\n")
    assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in lines[:-2])
    assert [lines[0], *lines[-3:]] == ["TY  - NEWS", "ER  - ", "", ""]
    assert len(lines) < 12


@hostile
def test_a_bibtex_entry_has_its_fields_whatever_stands_in_them(text: str) -> None:
    found = values(bibtex.entry(row(text, text)))
    assert set(found) <= {"title", "organization", "howpublished", "url", "note", "abstract", "identifier"}
    for sign in "%&#$_":
        assert not re.search(rf"(?<!\\){re.escape(sign)}", found.get("title", ""))
    assert len(found) == len(re.findall("^  ", bibtex.entry(row(text, text)), re.MULTILINE))


def test_tex_reads_the_signs_of_a_title_as_they_were_written() -> None:
    found = values(bibtex.entry(row("50 % de {x} & \\y_1^2~")))
    braces = r"{\textbraceleft}x{\textbraceright}"
    assert found["title"] == (
        rf"{{50 \% de {braces} \& {{\textbackslash}}y\_1{{\textasciicircum}}2{{\textasciitilde}}}}"
    )


@given(st.lists(st.text(max_size=4), unique=True, min_size=2, max_size=9))
def test_keys_of_bibtex_are_plain_and_differ_also_without_capitals(identifiers: list[str]) -> None:
    keys = [bibtex.key(each) for each in (*identifiers, "Ab", "ab", "é", "a b")]
    assert len({key.lower() for key in keys}) == len({*identifiers, "Ab", "ab", "é", "a b"})
    assert all(re.fullmatch("[bd]:[0-9a-z-]+", key) for key in keys)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "nulle part", ""])
def test_what_is_no_address_of_the_web_is_no_link_of_a_reference(url: str) -> None:
    other = Row(*(getattr(PLAIN, name) for name in comma_separated.COLUMNS[:7]), url, "otan")
    assert "LK" not in ris.entry(other)
    assert "note" not in values(bibtex.entry(other))
    assert cells(comma_separated.entry(other))[7] == url


def test_what_is_missing_is_left_out_or_empty() -> None:
    empty = remark("La suite manque")
    assert cells(comma_separated.entry(empty)) == ["", "", "", "", "La suite manque", "", "", "", "", "", ""]
    assert ris.entry(empty) == "TY  - NEWS\r\nTI  - La suite manque\r\nER  - \r\n\r\n"
    assert values(bibtex.entry(empty)) == {"title": "{La suite manque}"}


def test_a_supposed_date_is_said_to_be_one() -> None:
    supposed = PLAIN._replace(date_origin="weekday")
    assert "\r\nN1  - date supposée\r\n" in ris.entry(supposed)
    assert values(bibtex.entry(supposed))["addendum"] == "date supposée"


def test_a_year_before_1000_has_four_figures() -> None:
    early = Row(date(987, 7, 3), "", "", None, "", "", "", "", "a")
    assert "DA  - 0987/07/03\r\nPY  - 0987" in ris.entry(early)


@given(st.text())
def test_one_line_is_one(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
