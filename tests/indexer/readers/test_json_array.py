import json

import pytest

from indexer.readers import json_array


def _objects(samples):
    return [{"title": one.title, "body": one.body, "date": str(one.date)} for one in samples]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt", "a"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_bulletin_comes_back_item_for_item(take, samples, indent, name, charset):
    written = json.dumps(_objects(samples), indent=indent, ensure_ascii=False).encode(charset)
    assert take({name: written}).told == list(samples)


def test_values_longer_than_a_piece_come_back(take, samples, monkeypatch):
    monkeypatch.setattr(json_array, "_PIECE", 7)
    assert take({"a.json": json.dumps(_objects(samples), ensure_ascii=False)}).told == list(samples)


def test_lines_named_json_and_one_object_are_read(take):
    taken = take({"a.json": '{"body": "A"}\n{"body": "B"}\n', "b.json": '{\n "body": "C"\n}'})
    assert [document.body for document in taken.documents] == ["A", "B", "C"]


def test_bytes_that_are_not_utf_8_are_windows_1252(take):
    assert take({"a.json": '[{"body": "L’été"}]'.encode("cp1252")}).documents[0].body == "L’été"


def test_what_is_no_item_is_skipped_with_its_reason(take):
    taken = take({"a.json": '[{"body": "A"}, 3, "x", {"titre": "B"}, {"body": "C"}]'})
    assert [document.body for document in taken.documents] == ["A", "C"]
    assert [line.partition(", ")[2] for line in taken.report.skipped.lines] == [
        "item 2: the line is a number, not an object",
        "item 3: the line is a text, not an object",
        "item 4: has no body",
    ]


@pytest.mark.parametrize("end", ["", ", {", ', {"body": "B"', "}", ', {"body": oui}]'])
def test_of_a_broken_array_what_came_before_is_kept(take, end):
    taken = take({"a.json": '[{"body": "A"}' + end})
    assert [document.body for document in taken.documents] == ["A"]
    assert "is not JSON" in taken.said


@pytest.mark.parametrize("written", ["", "[]", "[" * 100_000])
def test_a_file_without_an_item_gives_none(take, written):
    taken = take({"a.json": written, "b.txt": "► Un"})
    assert taken.titles == ["Un"]
    assert taken.report.skipped.count == 1


def test_a_number_as_id_has_no_point(take):
    taken = take(
        {"a.json": '[{"id": 1239, "body": "A"}, {"id": 1240.0, "body": "B"}, {"id": 1.5, "body": "C"}]'}
    )
    assert [document.id for document in taken.documents] == ["1239", "1240", "1.5"]
