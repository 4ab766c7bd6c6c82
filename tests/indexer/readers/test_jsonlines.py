import gzip
import json
from collections import Counter
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.document import Appearance, Bulletin, Document, digest
from index.archive.removals import Removal
from indexer.bulletin import LONGEST_ITEM
from indexer.paths import FileType, InputFile
from indexer.readers import jsonlines
from indexer.readers.json_fields import LineError, read_fields
from indexer.readers.jsonlines import read_lines
from indexer.report import Noted, Skipped

FULL = {
    "id": "tv1",
    "title": "Séoul n’exclut rien",
    "body": "Premier paragraphe.\n\nSecond.",
    "date": "2024-11-07",
    "source": "TF1",
    "bulletin": "Journal de 20 h",
    "url": "https://example.org/1",
}


def _events(path):
    with path.open("rb") as stream:
        return list(read_lines(InputFile(path, path, FileType.LINES, 0), stream, Counter()))


@pytest.fixture
def read(write):
    def read(*lines):
        return _events(write("x.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines)))

    return read


def _reason(line):
    with pytest.raises(LineError) as error:
        read_fields(line)
    return str(error.value)


def test_every_field_comes_through(read):
    [document] = read(FULL)
    day = date(2024, 11, 7)
    bulletin = Bulletin(digest(("TF1", "2024-11-07", "Journal de 20 h")), "Journal de 20 h", "TF1", day)
    assert document == Document(
        "tv1", FULL["title"], FULL["body"], "TF1", day, FULL["url"], (Appearance(bulletin, 1),)
    )


def test_a_removal_of_an_export_is_read_and_anything_else_of_that_name_is_no_removal(read):
    told = {"id": digest(["1"]), "text": digest(["", "x"]), "item": digest(["1"])}
    assert read({"removed": told}) == [Removal(**told)]
    for wrong in ({}, told | {"id": "1"}, True):
        assert [type(each) for each in read({"removed": wrong})] == [Skipped]
    assert [type(each) for each in read({"removed": told, "body": "x"})] == [Document, Noted]


def test_the_body_alone_is_enough(read):
    assert read({"body": "Texte."}) == [Document(digest(("", "", "Texte.")), "", "Texte.")]


def test_null_is_the_same_as_missing(read):
    assert read({**dict.fromkeys(FULL), "body": "Texte."}) == read({"body": "Texte."})


def test_a_title_without_a_text_is_kept(read):
    assert [document.title for document in read({"title": "Un titre", "body": ""})] == ["Un titre"]


def test_places_follow_the_order_of_the_lines(read):
    lines = [{"body": "a", "bulletin": "B"}, {"body": "b", "bulletin": "C"}, {"body": "c", "bulletin": "B"}]
    assert [document.appearances[0].place for document in read(*lines)] == [1, 1, 2]


def test_two_ids_with_one_text_are_two_documents(read):
    assert [document.id for document in read({"id": "1", "body": "x"}, {"id": "2", "body": "x"})] == [
        "1",
        "2",
    ]


@pytest.mark.parametrize(("given_id", "id"), [(12, "12"), (1.5, "1.5"), ("a/b:c é", "a/b:c é")])
def test_a_given_id_is_kept_and_a_number_becomes_text(read, given_id, id):
    assert [document.id for document in read({"id": given_id, "body": "x"})] == [id]


def test_appearances_win_and_keep_their_bulletins(read):
    appearances = [
        {
            "place": 3,
            "bulletin": {"id": "b1", "name": "Soir", "source": "TF1", "date": "2024-11-07", "url": ""},
        },
        {"place": 1, "bulletin": {"id": "b2", "name": "Nuit", "source": "TF1", "date": None, "url": ""}},
    ]
    (document,) = read({**FULL, "appearances": appearances})
    assert document.appearances == (
        Appearance(Bulletin("b1", "Soir", "TF1", date(2024, 11, 7)), 3),
        Appearance(Bulletin("b2", "Nuit", "TF1"), 1),
    )


def test_no_appearances_leave_the_bulletin_to_be_named(read):
    assert read({**FULL, "appearances": []}) == read(FULL)


def test_a_bad_line_is_skipped_and_the_rest_is_read(write):
    events = _events(write("x.jsonl", '{"body": "a"}\n\n{oops\n{"body": "b"}'))
    assert [type(event) for event in events] == [Document, Skipped, Document]
    assert events[1].where == "line 3"
    assert events[1].reason.startswith("is not JSON")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "the line is a list, not an object"),
        ('"x"', "the line is a text, not an object"),
        ("{}", "has no body"),
        ('{"body": null}', "body is null, not a text"),
        ('{"body": 12}', "body is a number, not a text"),
        ('{"body": "x", "title": ["a"]}', "title is a list, not a text"),
        ('{"body": "x", "date": "2024-13-45"}', "date '2024-13-45' is no date; write it as 2024-11-07"),
        ('{"body": "x", "date": 2024}', "date is a number, not a text"),
        ('{"body": "x", "id": true}', "id is true or false, not a text or number"),
        ('{"body": "x", "id": "a\\u0000b"}', "id 'a\\x00b' has control characters"),
        (
            '{"body": "x", "id": "a/../b"}',
            'id \'a/../b\' has "." or ".." as a part, which no address can hold',
        ),
        ('{"body": "x", "id": "."}', 'id \'.\' has "." or ".." as a part, which no address can hold'),
        ('{"body": "x", "appearances": {}}', "appearances is an object, not a list"),
        (
            '{"body": "x", "appearances": [{"place": 0, "bulletin": {}}]}',
            "place 0 of an appearance is no number from 1",
        ),
        (
            '{"body": "x", "appearances": [{"place": 1}]}',
            "the bulletin of an appearance is null, not an object",
        ),
    ],
)
def test_a_wrong_field_is_told(line, reason):
    assert _reason(line) == reason


def test_an_id_that_is_too_long_is_told():
    assert _reason(json.dumps({"body": "x", "id": "i" * 501})) == "id is longer than 500 characters"


@pytest.mark.parametrize("line", ["[" * 100_000, '{"body": NaN}', '{"id": ' + "1" * 5000 + "}"])
def test_hostile_json_is_told(line):
    assert _reason(line).startswith("is not JSON")


def test_a_line_without_a_letter_is_skipped(read):
    assert [event.reason for event in read({"body": " … "})] == ["holds no letter or digit"]


def test_only_web_addresses_are_kept(read):
    urls = ["javascript:alert(1)", "ftp://x.org", "https://x.org/é", "//x.org", "http://[", "http://a b"]
    assert [document.url for document in read(*({"body": "x", "url": url} for url in urls))] == [
        "", "", "https://x.org/é", "", "", "",
    ]  # fmt: skip


def test_a_date_and_time_is_the_day_in_paris(read):
    days = [document.date for document in read({"body": "x", "date": "2024-07-01T23:30:00Z"})]
    assert days == [date(2024, 7, 2)]


def test_an_impossible_moment_is_skipped(read):
    assert [type(event) for event in read({"body": "x", "date": "0001-01-01T00:30:00+12:00"})] == [Skipped]


def test_control_characters_are_taken_out_and_said(read):
    document, noted = sorted(read({"body": "a\u0000b\ud800"}), key=lambda event: type(event).__name__)
    assert (document.body, noted.reason) == ("a b", "2 control characters taken out")


def test_single_line_ends_inside_a_paragraph_stay(read):
    assert [document.body for document in read({"body": "un\r\ndeux\n\n\ntrois"})] == ["un\ndeux\n\ntrois"]


def test_keys_that_are_not_read_are_said(read):
    assert [event.reason for event in read({"body": "x", "order": 1}) if isinstance(event, Noted)] == [
        "has keys that are not read: order"
    ]


def test_a_line_in_windows_1252_is_read_and_said(write):
    document, noted = sorted(
        _events(write("x.jsonl", '{"body": "l’été"}'.encode("cp1252"))),
        key=lambda event: type(event).__name__,
    )
    assert (document.body, noted.reason) == ("l’été", "is not UTF-8 but windows-1252")


def test_a_byte_order_mark_is_passed_over(write):
    assert len(_events(write("x.jsonl", '\ufeff{"body": "x"}'))) == 1


def test_compressed_lines_are_read(write):
    path = write("x.JSONL.GZ", gzip.compress(b'{"body": "a"}\n{"body": "b"}\n'))
    assert [document.body for document in _events(path)] == ["a", "b"]


@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) // 2], lambda data: data[:-1] + b"x" + data[-1:]]
)
def test_broken_compression_keeps_what_came_before(write, damage):
    lines = "".join(json.dumps({"body": f"{digest([str(number)])}"}) + "\n" for number in range(3000))
    events = _events(write("x.jsonl.gz", damage(gzip.compress(lines.encode()))))
    assert isinstance(events[0], Document)
    assert isinstance(events[-1], Skipped)
    assert "what came before is kept" in events[-1].reason


def test_a_file_that_only_says_it_is_compressed_is_skipped(write):
    [skipped] = _events(write("x.jsonl.gz", b'{"body": "a"}\n'))
    assert isinstance(skipped, Skipped)


def test_a_line_that_is_too_long_is_skipped(write, monkeypatch):
    monkeypatch.setattr(jsonlines, "LONGEST_LINE", 20)
    events = _events(write("x.jsonl", '{"body": "a"}\n' + " " * 3_000_000 + '\n{"body": "b"}\n'))
    assert [type(event) for event in events] == [Document, Skipped, Document]


@pytest.mark.parametrize("key", ["body", "title"])
def test_a_text_that_is_too_long_is_told(key):
    line = json.dumps({"body": "x", key: "a" * (LONGEST_ITEM + 1)})
    assert _reason(line) == (
        "has an item of 2,000,001 characters, and one may have 2,000,000; cut it into several"
    )


def _bound(path, kept):
    *documents, skipped = _events(path)
    assert [document.body for document in documents] == kept
    assert skipped.reason.endswith("; what came before is kept")
    return f"{skipped.where} {skipped.reason}"


@pytest.mark.parametrize("name", ["x.jsonl", "x.jsonl.gz"])
@pytest.mark.parametrize("line", ["\n", "[]\n"])
def test_lines_without_end_that_give_no_item_are_told(write, monkeypatch, name, line):
    monkeypatch.setattr(jsonlines, "MOST_LINES_WITHOUT_ITEM", 100)
    given = f'{line * 99}{{"body": "a"}}\n{line * 99}{{"body": "b"}}\n{line * 200}{{"body": "c"}}\n'.encode()
    path = write(name, gzip.compress(given) if name.endswith("z") else given)
    events = [
        event
        for event in _events(path)
        if getattr(event, "reason", "x") != "the line is a list, not an object"
    ]
    *documents, skipped = events
    assert [document.body for document in documents] == ["a", "b"]
    assert skipped.where == "after line 300"
    assert skipped.reason.startswith("has 100 lines without an item; take them out")


def test_a_line_without_end_is_told(write, monkeypatch):
    monkeypatch.setattr(jsonlines, "MOST_BYTES_WITHOUT_ITEM", 20 << 20)
    path = write("x.jsonl", b'{"body": "a"}\n' + b"x" * (21 << 20))
    assert _bound(path, ["a"]).startswith("after line 1 has 20 MiB without an item")


@pytest.mark.parametrize("inflated", [b"\0", b"\n", b'{"body": "a"}\n'])
def test_what_inflates_without_end_is_told(write, monkeypatch, inflated):
    monkeypatch.setattr(jsonlines, "FREELY_INFLATED", 1 << 20)
    monkeypatch.setattr(jsonlines, "MOST_LINES_WITHOUT_ITEM", 1 << 30)
    given = b'{"body": "a"}\n' + inflated * ((4 << 20) // len(inflated))
    *documents, skipped = _events(write("x.jsonl.gz", gzip.compress(given)))
    assert documents
    assert len(documents) < 200_000
    assert "inflates to more than 200 times its size" in skipped.reason


def test_news_inflate_as_far_as_they_go(write, monkeypatch):
    monkeypatch.setattr(jsonlines, "FREELY_INFLATED", 1 << 10)
    lines = "".join(
        json.dumps({"body": f"Grève du port, {digest([str(n)])[:6]}"}) + "\n" for n in range(3000)
    )
    assert len(_events(write("x.jsonl.gz", gzip.compress(lines.encode())))) == 3000


@given(st.text())
def test_any_line_is_read_or_told(line):
    with suppress(LineError):
        read_fields(line)


@given(
    st.dictionaries(
        st.sampled_from([*FULL, "appearances"]), st.none() | st.text() | st.integers() | st.lists(st.text())
    )
)
def test_any_object_is_read_or_told(fields):
    with suppress(LineError):
        read_fields(json.dumps(fields))
