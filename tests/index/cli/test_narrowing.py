"""`search`, `batch` and `count` narrow and order as the page does; `count` counts all matches."""

import csv
import io
import json
import random
from collections import Counter
from datetime import date

import pytest

from index import Appearance, Bulletin, Document, open_engine
from tests.index.cli.documents import run
from webapp.app import create_app

EVENING = Bulletin("soir", "Le journal du soir", "Radio", date(2022, 3, 5))
MORNING = Bulletin("matin", "Le journal du matin", "Radio", date(2022, 3, 6))
SOURCES = ("Radio", "Agence Nordet", "=Télé")


def _document(number: int) -> Document:
    chance = random.Random(number)
    day = date(2020 + chance.randrange(4), chance.randint(1, 12), chance.randint(1, 28))
    appearances = (Appearance(EVENING, number), Appearance(MORNING, number)) if number % 10 == 0 else ()
    title = f"{chance.choice(['Une grève au port', 'Le port', 'La grève finit'])} {number}"
    return Document(
        f"n-{number:03}",
        title,
        "Un texte.",
        chance.choice(SOURCES),
        None if number % 9 == 0 else day,
        "",
        appearances,
        date_origin=("given", "path", "weekday")[number % 3],
    )


DOCUMENTS = [_document(number) for number in range(1, 121)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"whoosh:{tmp_path_factory.mktemp('narrowing') / 'index'}"
    open_engine(url).rebuild(DOCUMENTS)
    return url


def rows(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written)))


OPTIONS = [
    ("", []),
    ("&tri=recent", ["--sort", "newest"]),
    (
        "&tri=ancien&source=Radio&source=%3DT%C3%A9l%C3%A9",
        ["--sort", "oldest", "--source", "Radio", "--source", "=Télé"],
    ),
    ("&du=2021&au=2022-06", ["--since", "2021", "--until", "2022-06"]),
    ("&du=2022-06&au=2021-03", ["--since", "2022-06", "--until", "2021-03"]),
    ("&mots=tous&du=1er+mars+2021", ["--all-words", "--since", "1er mars 2021"]),
    ("&date_de=supposee&date_de=aucune", ["--date-origin", "weekday", "--date-origin", "none"]),
    ("&bulletin=soir&tri=recent&telquel=1", ["--bulletin", "soir", "--sort", "newest", "--as-typed"]),
]


@pytest.mark.parametrize(("address", "options"), OPTIONS)
def test_search_finds_what_the_page_takes_away_in_the_same_order(
    archive: str, address: str, options: list[str]
) -> None:
    page = create_app(archive).test_client().get(f"/resultats.csv?q=gr%C3%A8ve+port{address}").text
    done = run(archive, "search", "grève", "port", "--csv", "--site", "http://localhost/", *options)
    assert done.stdout == page.removeprefix("\ufeff")
    assert len(rows(done.stdout)) > 1
    answer = json.loads(run(archive, "search", "grève port", "--json", "--limit", "10000", *options).stdout)
    assert [hit["id"] for hit in answer["hits"]] == [row["id"] for row in rows(done.stdout)]
    batch = run(
        archive, "batch", "-", "--format", "csv", "--limit", "10000", *options, text="grève port\n"
    ).stdout
    assert [row["id"] for row in rows(batch)] == [row["id"] for row in rows(done.stdout)]


def test_by_date_only_what_has_all_words_is_listed_and_said(archive: str) -> None:
    said = "Seules les brèves qui ont tous les mots sont listées par date."
    assert said in run(archive, "search", "grève port", "--sort", "newest").stdout
    assert said in run(archive, "search", "grève port", "--sort", "newest", "--csv").stderr
    assert said not in run(archive, "search", "grève", "--sort", "newest").stdout
    assert said not in run(archive, "search", "grève port").stdout


def test_csv_says_how_many_are_left_out(archive: str) -> None:
    done = run(archive, "search", "grève port", "--csv", "--limit", "7")
    assert (len(rows(done.stdout)), done.stderr) == (7, "7 of 120 items are written.\n")


def test_dates_in_the_wrong_order_are_exchanged_and_that_is_said(archive: str) -> None:
    said = "les deux dates sont échangées"
    assert said in run(archive, "search", "port", "--since", "2022", "--until", "2021").stdout


def test_filters_alone_list_what_they_leave(archive: str) -> None:
    found = rows(run(archive, "search", "--source", "Radio", "--csv").stdout)
    assert len(found) == sum(each.source == "Radio" for each in DOCUMENTS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "port", "--since", "2022-02-30"], ["search", "port", "--sort", "best"], ["count"],
        ["search", "port", "--csv", "--json"], ["search", "port", "--csv", "--explain"],
        ["count", "port", "--by", "hour"], ["count", "port", "--by", "day,month,year"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_options_that_cannot_be_are_said(archive: str, arguments: list[str]) -> None:
    done = run(archive, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def _values(document: Document) -> dict[str, list[str]]:
    day = document.date.isoformat() if document.date else ""
    bulletins = [each.bulletin.id for each in document.appearances] or [""]
    return {
        "day": [day],
        "month": [day[:7]],
        "year": [day[:4]],
        "source": [document.source],
        "bulletin": bulletins,
    }


DIMENSIONS = ("day", "month", "year", "source", "bulletin")


@pytest.mark.parametrize("first", DIMENSIONS)
@pytest.mark.parametrize("second", DIMENSIONS)
def test_count_is_exact_for_each_pair(archive: str, first: str, second: str) -> None:
    by = tuple(dict.fromkeys((first, second)))
    expected = Counter(
        tuple(dict(zip(by, key, strict=True)).values())
        for document in DOCUMENTS
        if "port" in document.title and document.source != "Radio"
        for key in _keys(document, by)
    )
    narrowed = ["--source", "Agence Nordet", "--source", "=Télé"]
    answer = json.loads(run(archive, "count", "port", "--by", ",".join(by), *narrowed, "--json").stdout)
    assert {tuple(row[name] for name in by): row["count"] for row in answer["counts"]} == expected
    assert answer["total"] == sum("port" in each.title and each.source != "Radio" for each in DOCUMENTS)
    assert tuple(answer)[3:] == ("total", "total_is_exact", "by", "counts", "counts_are_exact")


def _keys(document: Document, by: tuple[str, ...]) -> list[tuple[str, ...]]:
    values = _values(document)
    keys: list[tuple[str, ...]] = [()]
    for name in by:
        keys = [(*key, value) for key in keys for value in values[name]]
    return keys


def test_count_says_the_total_first_then_periods_as_they_rise(archive: str) -> None:
    total, _, *table = run(archive, "count", "port", "--by", "year").stdout.splitlines()
    assert total == f"{sum('port' in each.title for each in DOCUMENTS)} brèves pour « port »"
    assert [line.split(maxsplit=1)[1] for line in table] == ["2020", "2021", "2022", "2023", "sans date"]


def test_count_writes_csv_with_a_head_and_no_formula(archive: str) -> None:
    done = run(archive, "count", "port", "--by", "source,year", "--csv")
    assert done.stdout.splitlines()[0] == "source,year,count"
    assert {row["source"] for row in rows(done.stdout)} == {"Radio", "Agence Nordet", "'=Télé"}
    assert "brèves pour « port »" in done.stderr


def test_count_alone_says_the_total(archive: str) -> None:
    assert len(run(archive, "count", "port").stdout.splitlines()) == 2


def test_filters_alone_are_counted_without_a_query_to_name(archive: str) -> None:
    count = sum(each.source == "Radio" for each in DOCUMENTS)
    first = run(archive, "count", "--source", "Radio").stdout.splitlines()[0]
    assert first == f"{count} brève{'s' if count > 1 else ''}"
