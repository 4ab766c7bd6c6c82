"""Results are taken away as the page lists them, in four formats; and the table of the timeline."""

import csv
import html
import io
import json
import random
import re
from datetime import date
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Appearance, Bulletin, Document, open_engine
from index.budget import current
from index.exports import formats
from index.exports.formats import FORMATS
from index.query.keywords import ORIGIN_WORDS
from tests.index.cli.documents import run
from webapp import exports
from webapp.app import create_app

EVENING = Bulletin("soir", "Le journal du soir", "Radio Estuaire", date(2022, 3, 5))
TEXTS = ("Une grève au port", "Le port ferme", "La grève finit", "Port et grève, la suite")
SOURCES = ("Radio Estuaire", "Agence Nordet", "=Télé-Onze")


def _document(number: int) -> Document:
    chance = random.Random(number)
    day = date(2020 + chance.randrange(4), chance.randint(1, 12), chance.randint(1, 28))
    appearances = (Appearance(EVENING, number),) if number % 10 == 0 else ()
    title = f"{chance.choice(TEXTS)} {number}"
    body = f"Au port, une grève de {number} jours.\n\nLe reste.\x1b[31m"
    source = chance.choice(SOURCES)
    return Document(
        f"n-{number:03}", title, body, source, None if number % 9 == 0 else day, f"https://a.example/{number}",
        appearances,
    )  # fmt: skip


DOCUMENTS = [_document(number) for number in range(1, 121)]


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    url = f"whoosh:{tmp_path_factory.mktemp('exports') / 'index'}"
    open_engine(url).rebuild(DOCUMENTS)
    return url


@pytest.fixture(scope="module")
def client(url):
    return create_app(url).test_client()


def ids(text: str, suffix: str) -> list[str]:
    match suffix:
        case "csv" | "excel.csv":
            delimiter, name = (",", "id") if suffix == "csv" else (";", "identifiant")
            rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
            return [row[name] for row in rows]
        case "jsonl":
            return [json.loads(line)["id"] for line in text.splitlines()]
        case "ris":
            return re.findall(r"^ID  - (.*?)\r$", text, re.MULTILINE)
        case _:
            return re.findall(r"^  identifier = \{(.*)\}$", text, re.MULTILINE)


def ids_of_pages(client, parameters) -> list[str]:
    text = client.get("/?" + urlencode(parameters)).text
    found = re.findall(r'<h2><a href="/item/([^"?]*)', text)
    following = re.search(r'<link rel="next" href="([^"]*)"', text)
    while following:
        text = client.get(html.unescape(following[1])).text
        found += re.findall(r'<h2><a href="/item/([^"?]*)', text)
        following = re.search(r'<link rel="next" href="([^"]*)"', text)
    return found


SELECTIONS = st.fixed_dictionaries(
    {"q": st.sampled_from(["grève", "grève port", "port -suite", '"au port"', "jours grève port"])},
    optional={
        "tri": st.sampled_from(["recent", "ancien"]),
        "mots": st.just("tous"),
        "source": st.lists(st.sampled_from(SOURCES), unique=True, max_size=2),
        "du": st.sampled_from(["2021", "2022-03-05", "2023-01-01"]),
        "au": st.sampled_from(["2021", "2022-12-31", "2020-02-01"]),
        "bulletin": st.just("soir"),
        "telquel": st.just("1"),
    },
)
OPTIONS = {"recent": "newest", "ancien": "oldest"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SELECTIONS)
def test_files_pages_and_the_command_list_the_same_items_in_the_same_order(url, client, selection):
    parameters = [
        (name, value)
        for name, values in selection.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    listed = ids_of_pages(client, parameters)
    for suffix in FORMATS:
        assert ids(client.get(f"/resultats.{suffix}?" + urlencode(parameters)).text, suffix) == listed
    answer = json.loads(run(url, "search", *_arguments(selection), "--json", "--limit", "1000").stdout)
    assert [hit["id"] for hit in answer["hits"]] == listed


def _arguments(selection) -> list[str]:
    """Return a selection as arguments of `bulletins search`."""
    named = {"du": "--since", "au": "--until", "bulletin": "--bulletin", "tri": "--sort"}
    arguments = [each for name in named if name in selection for each in (named[name], selection[name])]
    arguments = [OPTIONS.get(each, each) for each in arguments]
    arguments += [each for source in selection.get("source", ()) for each in ("--source", source)]
    arguments += [
        option for name, option in (("mots", "--all-words"), ("telquel", "--as-typed")) if name in selection
    ]
    return [selection["q"], *arguments]


def test_the_rows_say_where_each_item_comes_from_and_where_it_is(client):
    text = client.get("/resultats.csv?q=gr%C3%A8ve&bulletin=soir&tri=recent").get_data(as_text=True)
    assert text.startswith("\ufeffdate,source,bulletin,place,title,passage,address,url,id,time,date_origin\n")
    row = next(
        each for each in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))) if each["id"] == "n-010"
    )
    document = DOCUMENTS[9]
    assert row == {
        "date": str(document.date), "source": document.source.replace("=", "'="),
        "bulletin": "Le journal du soir", "place": "10", "title": document.title,
        "passage": "Au port, une grève de 10 jours.", "address": "http://localhost/item/n-010",
        "url": "https://a.example/10", "id": "n-010", "time": "", "date_origin": "given",
    }  # fmt: skip
    assert client.get(row["address"]).status_code == 200


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_is_saved_and_never_run(client, suffix):
    response = client.get(f"/resultats.{suffix}?q=gr%C3%A8ve+%22au+port%22")
    assert response.headers["Content-Type"] == f"{FORMATS[suffix].media_type}; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="bulletins-greve-au-port.{suffix}"; '
        f"filename*=UTF-8''bulletins-gr%C3%A8ve-au-port.{suffix}"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "text", ['"\r\nX-Evil: 1', "../../etc/passwd", "\u202efdp.exe", "a" * 3_000, "שלום", "\ud800", ";"]
)
def test_the_name_of_a_file_is_harmless_whatever_was_typed(client, text):
    response = client.get("/resultats.csv?q=" + quote(text, errors="surrogatepass"))
    name = re.fullmatch(
        r"attachment; filename=\"(bulletins[\w-]*\.csv)\"; filename\*=UTF-8''([\w%.-]+)",
        response.headers["Content-Disposition"],
        re.ASCII,
    )
    assert name
    assert len(name[1]) < 90
    assert "X-Evil" not in response.headers


@pytest.mark.parametrize("path", ["/resultats.csv", "/resultats.bib", "/resultats/tableau.csv"])
def test_head_answers_as_get_without_the_rows_and_gives_its_turn_back(client, path):
    for _ in range(3):
        head, get = client.head(f"{path}?q=port"), client.get(f"{path}?q=port")
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers == get.headers
        get.close()


def test_nothing_asked_is_no_file(client):
    for path in ("/resultats.csv", "/resultats.jsonl?q=+", "/resultats/tableau.csv"):
        response = client.get(path)
        assert (response.status_code, response.mimetype) == (400, "text/html")
    assert client.get("/resultats.xls?q=port").status_code == 404
    assert client.post("/resultats.csv?q=port").status_code == 405


def test_no_result_is_a_file_without_rows(client):
    assert client.get("/resultats.csv?q=girafe").text.count("\n") == 1
    assert client.get("/resultats.ris?q=girafe").data == b""


def test_the_page_leads_to_its_files_and_its_table(client):
    asked = "q=gr%C3%A8ve+port&mots=tous&source=Agence+Nordet&tri=recent&du=2020-01-01"
    text = client.get(f"/?{asked}").text
    links = {
        name: html.unescape(address)
        for address, name in re.findall(r'<a href="([^"]*)">([^<]*)</a>', text)
        if address.startswith("/resultats")
    }
    assert links == {
        **{form.name: f"/resultats.{suffix}?{asked}" for suffix, form in FORMATS.items()},
        "Emporter le tableau (CSV)": f"/resultats/tableau.csv?{asked}",
        "Emporter le tableau pour Excel en français (CSV)": f"/resultats/tableau.excel.csv?{asked}",
    }
    assert "premières brèves au plus" not in text


def test_a_part_of_the_results_says_so_on_the_page_and_in_the_name(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild(Document(f"n{n}", "Une baleine", "") for n in range(10_011))
    client = create_app(url).test_client()
    assert "Les 10&#8239;000 premières" in client.get("/?q=baleine").text.replace("\u202f", "&#8239;")
    response = client.get("/resultats.jsonl?q=baleine")
    assert len(response.text.splitlines()) == formats.MAX_ROWS
    assert "bulletins-baleine-10000-premieres-sur-10011.jsonl" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_export_that_is_cut_off_says_so_in_its_last_row(client, suffix, monkeypatch):
    made_of = formats.to_row

    def to_row(hit, address):
        if hit.rank == 50:  # its passage takes all the time that is left
            current().end = 1
        return made_of(hit, address)

    monkeypatch.setattr(formats, "to_row", to_row)
    text = client.get(f"/resultats.{suffix}?q=gr%C3%A8ve+port").text
    monkeypatch.undo()
    whole = client.get(f"/resultats.{suffix}?q=gr%C3%A8ve+port").text
    *rows, remark = ids(text, suffix) if suffix not in ("ris", "bib") else [*ids(text, suffix), ""]
    assert rows == ids(whole, suffix)[:49]
    assert not remark
    assert formats.STOPPED in text[-200:]
    assert formats.STOPPED not in whole


def test_a_rebuild_in_the_middle_changes_nothing_in_an_export(tmp_path):
    url = f"whoosh:{tmp_path / 'index'}"
    engine = open_engine(url)
    engine.rebuild(Document(f"n{n:04}", f"Une baleine {n}", "Avant.") for n in range(1_000))
    app = create_app(url)
    whole = app.test_client().get("/resultats.csv?q=baleine").text
    parts = iter(app.test_client().get("/resultats.csv?q=baleine", buffered=False).response)
    read = [next(parts), next(parts)]
    for _ in range(2):  # the second one deletes the build that is read
        engine.rebuild(Document(f"m{n}", f"Une baleine {n}", "Après.") for n in range(5))
    # The thread that sends the file reads the new build meanwhile, as only a test can do.
    assert "5&nbsp;brèves" in app.test_client().get("/?q=baleine").text.replace("\u00a0", "&nbsp;")
    assert b"".join([*read, *parts]).decode() == whole
    assert len(app.test_client().get("/resultats.jsonl?q=baleine").text.splitlines()) == 5


def test_an_export_that_nobody_reads_to_its_end_gives_its_turn_back(client):
    for _ in range(3):
        response = client.get("/resultats.csv?q=port", buffered=False)
        next(iter(response.response))
        response.close()
    assert client.get("/resultats.csv?q=port").status_code == 200


def test_rows_are_made_while_they_are_sent(client, monkeypatch):
    made = []
    made_of = formats.to_row
    monkeypatch.setattr(exports, "AT_ONCE", 1_000)
    monkeypatch.setattr(
        formats, "to_row", lambda hit, address: made.append(hit.rank) or made_of(hit, address)
    )
    parts = iter(client.get("/resultats.csv?q=port+gr%C3%A8ve", buffered=False).response)
    next(parts)
    assert 0 < len(made) < 120
    assert sum(1 for _ in parts)
    assert len(made) == 120


def test_the_table_says_the_number_and_the_share_of_each_period_and_source(client):
    text = client.get("/resultats/tableau.csv?q=finit").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == ["first", "last", "source", "number", "held", "share"]
    found = [each for each in DOCUMENTS if "finit" in each.title]
    assert sum(int(row["number"]) for row in rows) == len(found)
    for row in rows:
        source = row["source"].removeprefix("'")
        for documents, number in ((found, row["number"]), (DOCUMENTS, row["held"])):
            days = [each.date for each in documents if each.source == source]
            inside = [
                day for day in days if (row["first"] <= str(day) <= row["last"] if day else not row["first"])
            ]
            assert len(inside) == int(number)
        assert float(row["share"]) == pytest.approx(100 * int(row["number"]) / int(row["held"]), abs=1e-4)


HEADS = {
    "/resultats{}?q=gr%C3%A8ve&tri=recent": [
        "date", "source", "bulletin", "rang", "titre", "passage", "adresse permanente", "adresse d’origine",
        "identifiant", "heure", "provenance de la date",
    ],
    "/resultats/tableau{}?q=gr%C3%A8ve": ["du", "au", "source", "nombre", "archive", "part (%)"],
}  # fmt: skip


def test_excel_in_french_reads_semicolons_decimal_commas_and_french_names(client):
    for path, head in HEADS.items():
        written = {
            delimiter: list(
                csv.reader(io.StringIO(client.get(path.format(suffix)).text), delimiter=delimiter)
            )
            for suffix, delimiter in ((".csv", ","), (".excel.csv", ";"))
        }
        if "tableau" in path:
            for row in written[","][1:]:
                row[-1] = row[-1].replace(".", ",")
        else:
            for row in written[","][1:]:
                row[-1] = ORIGIN_WORDS[row[-1]]
        assert written[";"][0] == [f"\ufeff{head[0]}", *head[1:]]
        assert written[";"][1:] == written[","][1:]
        assert len(written[";"]) > 10


def test_the_table_keeps_to_the_sources_of_the_page(client):
    text = client.get("/resultats/tableau.csv?q=port&source=Agence+Nordet").text.removeprefix("\ufeff")
    assert {row["source"] for row in csv.DictReader(io.StringIO(text))} == {"Agence Nordet"}


@pytest.mark.parametrize("name", ["resultats.csv", "resultats.jsonl", "resultats/tableau.csv"])
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("du=2022-02-30", "le calendrier n’a pas cette date"),
        ("au=demain", "une date s’écrit"),
        ("tri=foo", "les ordres sont"),
        ("date_de=foo", "les provenances sont"),
    ],
)
def test_a_file_is_refused_where_a_filter_is_none(client, name, wrong, said):
    answer = client.get(f"/{name}?q=grève&{wrong}")
    assert answer.status_code == 400
    assert said in answer.text
