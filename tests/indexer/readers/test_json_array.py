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


LIST = '[{"title": "Le pont", "body": "Fermé."}, {"title": "La navette", "body": "Elle part."}]'


@pytest.mark.parametrize(
    "wrapper",
    [
        '{"items": %s}',
        '{"status": "ok", "total": 2, "tags": [{"name": "pont"}], "articles": %s, "page": 1}',
        '{\n "description": "Un fil", "response": {"numFound": 2, "docs": %s}, "next": null\n}',
        '{"comments": [{"body": "Bravo"}], "results": %s}',
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.txt", "a"])
def test_items_in_an_object_are_read_whatever_the_list_is_called(take, wrapper, name):
    taken = take({name: wrapper % LIST})
    assert taken.titles == ["Le pont", "La navette"]
    assert not taken.report.skipped.count


def test_all_lists_of_an_object_are_read_in_pieces_too(take, monkeypatch):
    monkeypatch.setattr(json_array, "_PIECE", 100)
    more = [{"titre": "Météo", "texte": "Pluie."}]
    taken = take({"a.json": json.dumps({"une": json.loads(LIST), "n": 1, "breves": more})})
    assert taken.titles == ["Le pont", "La navette", "Météo"]


def test_an_item_with_a_list_in_it_is_one_item(take):
    item = '{"title": "Le pont", "content": "Fermé.", "replies": [{"content": "Bravo"}]}'
    assert take({"a.json": item}).titles == ["Le pont"]


FOREIGN = {
    "French": '{"titre": "Le pont", "texte": "Fermé.", "date": "07/11/2024 18:30", "média": "Radio"}',
    "a news API": '{"headline": "Le pont", "content": "<p>Fermé.</p>", "publishedAt": "2024-11-07T17:30:00Z",'
    ' "source": {"id": null, "name": "Radio"}}',
    "JSON Feed": '{"title": "Le pont", "content_html": "<p>Fermé.</p>", "source": "Radio",'
    ' "date_published": "2024-11-07T18:30:00+01:00"}',
    "WordPress": '{"title": {"rendered": "Le pont"}, "content": {"rendered": "<p>Fermé.</p>"},'
    ' "date": "2024-11-07T18:30:00", "source": "Radio"}',
    "OpenSearch": '{"_index": "a", "_source": {"title": "Le pont", "body": "Fermé.", "date": "2024-11-07",'
    ' "time": "18:30", "source": "Radio"}}',
    "schema.org": '{"headline": "Le pont", "articleBody": "Fermé.", "datePublished": "7 novembre 2024 18h30",'
    ' "publisher": {"@type": "Organization", "name": "Radio"}}',
    "an empty text": '{"title": "Le pont", "description": "Fermé.", "content": null, "source": "Radio",'
    ' "publishedAt": "2024-11-07T17:30:00Z"}',
    "ActivityStreams": '{"type": "Create", "object": {"title": "Le pont", "content": "<p>Fermé.</p>",'
    ' "published": "2024-11-07T17:30:00Z", "site": "Radio"}}',
    "JSON:API": '{"id": "1", "attributes": {"title": "Le pont", "body": {"value": "<p>Fermé.</p>"},'
    ' "created": "2024-11-07T18:30:00+01:00", "site": "Radio"}}',
    "MongoDB": '{"_id": {"$oid": "a"}, "title": "Le pont", "content": "Fermé.", "source": "Radio",'
    ' "date": {"$date": {"$numberLong": "1731000600000"}}}',
    "a scraper": '{"title": ["Le pont"], "content": ["Fermé."], "date": ["7 novembre 2024 18h30"],'
    ' "source": ["Radio"]}',
    "a messenger": '{"title": "Le pont", "text": ["Fer", {"type": "bold", "text": "mé."}],'
    ' "date": "2024-11-07T18:30:00", "channel": "Radio"}',
}


@pytest.mark.parametrize("written", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.parametrize("form", ["[%s]", "%s\n"])
def test_objects_of_other_programs_are_read_by_the_names_of_their_keys(take, written, form):
    [document] = take({"a.json" if form == "[%s]" else "a.jsonl": form % written}).documents
    assert (document.title, document.body, document.source) == ("Le pont", "Fermé.", "Radio")
    assert f"{document.date} {document.time:%H:%M}" == "2024-11-07 18:30"


def test_the_title_of_a_json_feed_is_the_source_of_its_items(take):
    items = '[{"content_text": "Fermé."}, {"content_html": "<p>Elle part.</p>", "site": "Brest"}]'
    version = '"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1"'
    head = f'{{{version}, "title": "L\\u2019\\u00c9t\\u00e9", "items": '
    taken = take({"Radio/feed.json": f"{head}{items}}}"})
    assert [each.source for each in taken.documents] == ["L’Été", "Brest"]


def test_a_list_of_texts_is_one_of_paragraphs_and_one_of_numbers_a_date(take):
    item = '{"title": "Le pont", "text": ["Fermé.", "Et puis."], "issued": {"date-parts": [[2024, 11, 7]]}}'
    [document] = take({"a.json": f"[{item}]"}).documents
    assert (document.body, str(document.date)) == ("Fermé.\n\nEt puis.", "2024-11-07")


@pytest.mark.parametrize("name", ["2024-11-07.json", "2024-11-07.jsonl"])
def test_what_an_object_of_another_program_lacks_its_path_says(take, name):
    written = '{"titre": "L&#8217;&eacute;t&eacute;", "texte": "Le prix : 3 &euro;."}\n'
    ours = '{"title": "Le pont", "body": "Il coûte 3 &euro;."}\n'
    foreign, own = take({f"Radio/{name}": written + ours}).documents
    assert (foreign.title, foreign.body, foreign.source) == ("L’été", "Le prix : 3 €.", "Radio")
    assert f"{foreign.date} {foreign.origin}" == "2024-11-07 path"
    assert (own.body, own.source, own.date) == ("Il coûte 3 &euro;.", "", None)


def test_a_date_of_another_program_that_cannot_be_read_is_said(take):
    taken = take({"a.json": '[{"titre": "Le pont", "texte": "Fermé.", "date": "hier"}]'})
    assert taken.told == [("Le pont", "Fermé.", None)]
    assert "has the date 'hier', which cannot be read" in taken.said


def test_a_time_of_another_program_without_a_date_is_said(take):
    taken = take({"a.json": '[{"titre": "Le pont", "texte": "Fermé.", "heure": "18:30"}]'})
    assert taken.told == [("Le pont", "Fermé.", None)]
    assert "has the time '18:30' and no date, without which it is not kept" in taken.said


def test_objects_on_several_lines_named_json_lines_are_read(take, samples):
    written = "\n".join(json.dumps(each, indent=2) for each in _objects(samples))
    assert take({"a.jsonl": written}).told == list(samples)


@pytest.mark.parametrize("name", ["a.txt", "a", "a.jsonl"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_json_lines_are_known_by_their_content_and_end_as_they_like(take, samples, name, end):
    assert take({name: end.join(map(json.dumps, _objects(samples)))}).told == list(samples)
