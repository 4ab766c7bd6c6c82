"""The pages in French and in English: which is chosen, that it stays, and that nothing is left out."""

import html
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask.testing import FlaskClient

from index.french.dates import Period
from index.timeline import number_of, period_of
from webapp import dates, languages
from webapp.present import number, percent

ROOT = Path(__file__).parent.parent.parent
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9,fr;q=0.5"}
PAGES = (
    *("/", "/?q=baleine", "/?q=baleine&page=99", "/?q=girafe+drones+nord", "/?q=drones+nord&tri=recent"),
    *("/?q=introuvable+-otan", "/?q=-otan&du=2024-11-01&source=Mer&source=", "/?q=baleines&barres=part"),
    *("/?q=titree:otan+co*+(&tri=x", "/item/coree?q=drones&rang=1", "/item/titre-seul", "/item/none"),
    *("/bulletin/midi?q=drones", "/bulletin/soir", "/bulletin/midi?place=9", "/jour/2024-11-07"),
    *("/jour/1990-01-01", "/jour/hier", "/jour", "/source/Mer", "/source/none", "/source?nom="),
    *("/comparer?q=drones+baleine", "/help", "/rien", "/resultats.csv", "/?q=baleine&vu=2024-11-07&total=3"),
)
"""Pages of every kind."""
FRENCH = re.compile(r"[àâçéèêëîïôùûœ«»]", re.IGNORECASE)


def test_every_text_has_an_english_one_and_none_is_left_over(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    gathered = tmp_path / "texts.pot"
    CommandLineInterface().run(["pybabel", "--quiet", "extract", "--output-file", str(gathered)])
    with gathered.open("rb") as file, (ROOT / "webapp/english.po").open("rb") as english:
        texts, said = read_po(file), [message for message in read_po(english, "en") if message.id]
    strings = ((each, each.string if each.pluralizable else (each.string,)) for each in said)
    assert [each.id for each, string in strings if not all(string) or each.fuzzy] == []
    assert {message.id for message in texts if message.id} == {message.id for message in said}
    values = re.compile(r"%\(\w+\)s|{\w+}")
    for message in said:
        assert set(values.findall(str(message.string))) <= set(values.findall(str(message.id)))


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fr"),
        ("en", "en"),
        ("en-US,en;q=0.9,fr;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("fr,en", "fr"),
        ("de-DE,de;q=0.9,en;q=0.5", "en"),
        ("de", "fr"),
        ("*", "fr"),
        ("en;q=0.5,*;q=0.5", "fr"),
        ("en;q=0.1,fr;q=0", "en"),
        ("en;q=x,;;,", "fr"),
    ],
)
def test_a_page_is_in_english_where_the_browser_prefers_it(client, accepted, language):
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_says_nothing_in_french_that_is_not_marked_so(client, address):
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code != 500
    text = answer.text
    shown = re.sub("<title>.*</title>|<script.*</script>", "", text)
    main = re.sub(r'<(\w+)[^>]* lang="fr".*?</\1>', "", shown, flags=re.DOTALL)
    told = re.sub(r'(?:href|value|content|data-at|action)="[^"]*"', "", main)
    found = [line.strip() for line in html.unescape(told).splitlines() if FRENCH.search(line)]
    assert found == []


def links(text: str) -> list[str]:
    return list(map(html.unescape, re.findall(r'<a [^>]*?href="([^"#]+)', text)))


def test_the_language_that_was_chosen_goes_along(client):
    french = client.get("/?q=drones")
    (address,) = [each for each in links(french.text) if "langue=en" in each]
    english = client.get(f"/{address}")
    assert '<html lang="en">' in english.text
    own = [each for each in links(english.text) if each.startswith("/") and "." not in each.partition("?")[0]]
    assert own
    assert [each for each in own if "langue=en" not in each] == []
    assert english.text.count('name="langue" value="en"') == english.text.count("<form")
    assert [each for each in links(english.text) if each.startswith("?") and "langue" not in each] == [
        "?q=drones"
    ]


def test_a_language_that_the_browser_wishes_needs_no_name_in_the_address(client):
    english = client.get("/?q=drones&langue=fr", headers=ENGLISH)
    assert '<html lang="fr">' in english.text
    assert "?q=drones" in links(english.text)
    assert "langue=" not in client.get("/item/coree?q=drones", headers=ENGLISH).text.replace("langue=fr", "")


def test_permanent_addresses_files_and_feeds_name_no_language(hard):
    client = hard.test_client()
    permanent = re.findall(r'https://archive.ponant.example[^"<]*', client.get("/item/titre?langue=en").text)
    assert permanent
    assert [each for each in permanent if "langue" in each] == []
    feeds = (client.get("/feed.atom?q=grève", headers=headers).data for headers in ({}, ENGLISH))
    assert len(set(feeds)) == 1
    text = client.get("/?q=grève&langue=en").text
    files = [each for each in links(text) if re.search(r"\.(?:csv|ris|bib|jsonl|atom)\?", each)]
    assert files
    assert [each for each in files if "langue" in each] == []


@pytest.mark.parametrize("address", ["/", "/?q=drones", "/item/coree"])
def test_an_answer_in_one_language_is_never_given_for_the_other(client: FlaskClient, address: str) -> None:
    french, english = client.get(address), client.get(address, headers=ENGLISH)
    assert french.headers["ETag"] != english.headers["ETag"]
    for headers, answer in (({}, french), (ENGLISH, english)):
        assert client.get(address, headers=headers).text == answer.text
        known = {**headers, "If-None-Match": answer.headers["ETag"]}
        assert client.get(address, headers=known).status_code == 304
    other = client.get(address, headers={**ENGLISH, "If-None-Match": french.headers["ETag"]})
    assert (other.status_code, other.text) == (200, english.text)


@pytest.mark.parametrize(
    ("query", "described"),
    [
        ("grève avocats le", "grève or avocats, in any form; le counts little."),
        ("grève ET titre:otan", "grève and otan in the title, in any form."),
        (
            '"corée du nord"~5 -"deux mots" -otan',
            "“corée du nord” within 5 words; without “deux mots” or otan.",
        ),
        ("=marché gouvern*", "the form “marché” and a word that begins with gouvern."),
        ("date:2024-03", "all items; in March 2024."),
        ("-date:2024-03-13", "all items; except on 13 March 2024."),
        ("depuis:2024 source:mer", "all items; since 1 January 2024; source mer."),
    ],
)
def test_what_is_searched_is_said_in_english(app: Flask, query: str, described: str) -> None:
    text = app.test_client().get("/", query_string={"q": query}, headers=ENGLISH).text
    said = re.search(r'<p class="soft">Query understood as: (.*?)</p>', text)
    assert said
    assert html.unescape(re.sub("<[^>]+>", "", said[1])).replace("\u00a0", " ") == described


@pytest.mark.parametrize("spoken", languages.LANGUAGES.values(), ids=lambda spoken: spoken.code)
def test_numbers_and_days_are_written_as_babel_writes_them(spoken: languages.Language) -> None:
    days = [date(2024, 1, 1) + timedelta(n) for n in range(366)]
    patterns = {"quarter": "QQQQ y", "month": "MMMM y", "year": "y"}
    with languages.speaking(spoken):
        for value in (0, 7, 999, 1000, 48212, 1234567):
            assert number(value) == format_decimal(value, locale=spoken.locale)
        pattern = str(Locale.parse(spoken.locale).percent_formats[None].pattern)
        for value, decimals in (
            (12.345, ".0"),
            (0.5, ".00"),
            (0.00312, ".000"),
            (0, ""),
            (100.0, ""),
            (99.96, ".0"),
        ):
            written = format_percent(value / 100, pattern.replace("#0", f"#0{decimals}"), spoken.locale)
            assert plain(percent(value)) == plain(written)
        for each in days:
            written = format_date(each, "EEEE d MMMM y", spoken.locale)
            if spoken is languages.FRENCH:
                written = re.sub(r"\b1 (?=\D)", "1er ", written)
            assert plain(dates.weekday(each)) == written
            for unit, pattern in patterns.items():
                names = dates.names_of(unit, period_of(unit, number_of(unit, each)))
                assert names.full == format_date(each, pattern, spoken.locale)
                short = pattern.replace("MMMM", "MMM").replace("QQQQ", "QQQ")
                assert names.short == format_date(each, short, spoken.locale)


@pytest.mark.parametrize(
    ("first", "last", "full", "short"),
    [
        ("2024-11-01", "2024-11-07", "1er – 7 novembre 2024", "1er – 7 nov. 2024"),
        ("2024-10-15", "2024-11-07", "15 octobre – 7 novembre 2024", "15 oct. – 7 nov. 2024"),
        ("2024-11-07", "2024-11-07", "7 novembre 2024", "7 nov. 2024"),
        ("2024-10-01", "2024-12-31", "4e trimestre 2024", "T4 2024"),
    ],
)
def test_a_part_of_a_period_is_named_by_its_days(first: str, last: str, full: str, short: str) -> None:
    part = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert dates.names_of("quarter", part) == (full, short)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
