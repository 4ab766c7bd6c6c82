"""The page of a source: its numbers, its calendar by year and month, each a link; which sources there are."""

import html
import random
import re
from calendar import monthrange
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from babel.dates import get_month_names

from index import Appearance, Bulletin, Document, open_engine
from index.timeline import Timeline
from tests.webapp.pages import links, reader, total
from webapp.app import create_app
from webapp.calendar import calendar

STYLE = (Path(create_app("whoosh:nowhere").root_path) / "static" / "style.css").read_text("utf-8")
ODD = (
    "..",
    ".",
    "a/../b",
    "/",
    "a//b ",
    "L’Écho « d’ici » & <b>\"'",
    "100 % #1?",
    "é\u00a0ü\\x",
    "tab\tligne\nfin",
)
NORDET = "Agence Nordet"


def _documents() -> list[Document]:
    chance = random.Random(7)
    documents = []
    for number in range(300):
        day = date(
            chance.choice((2015, 2016, 2019, 2020)), chance.choice((1, 2, 5, 12)), chance.randint(1, 28)
        )
        dated = None if number % 50 == 0 else day
        bulletin = Bulletin(f"b{day}", "Journal", NORDET, day)
        documents.append(
            Document(
                f"n{number}",
                f"Brève {number}",
                "",
                NORDET,
                dated,
                appearances=(Appearance(bulletin, number),),
            )
        )
    documents += [
        Document(f"odd{n}", "Une girafe", "", name, date(2024, 5, 1)) for n, name in enumerate((*ODD, ""))
    ]
    reprise = Bulletin("reprise", "La reprise", "Radio Reprise", date(2024, 6, 1))
    documents.append(
        Document("repris", "Un okapi", "", "Télé", date(2024, 5, 1), appearances=(Appearance(reprise, 1),))
    )
    return documents


DOCUMENTS = _documents()
COUNTED = Counter(
    (each.date.year, each.date.month) for each in DOCUMENTS if each.source == NORDET and each.date
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Return a client of an archive of many sources."""
    url = f"whoosh:{tmp_path_factory.mktemp('sources') / 'index'}"
    open_engine(url).rebuild(DOCUMENTS)
    return create_app(url).test_client()


@pytest.fixture(scope="module")
def read(sources):
    """Return a reader of an address of the archive."""
    return reader(sources)


def rows(text: str) -> list[tuple[str, list[str]]]:
    """Return the years of the calendar with their cells."""
    body = re.search(r"<tbody>(.*)</tbody>", text, re.DOTALL)[1]
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', body)
    return [(re.sub("<[^>]*>", "", year), re.findall(r"<td[^>]*>.*?</td>", cells)) for year, cells in found]


def test_a_source_says_how_much_it_has_and_since_when(read):
    text = read("/source/Agence%20Nordet")
    own = [each for each in DOCUMENTS if each.source == NORDET]
    days = [each.date for each in own if each.date] + [each.appearances[0].bulletin.date for each in own]
    assert "<h1><bdi>Agence Nordet</bdi></h1>" in text
    assert f'<dt>Brèves</dt><dd><a href="/?source=Agence+Nordet">{len(own)}</a></dd>' in text
    assert total(read("/?source=Agence+Nordet")) == len(own)
    bulletins = {each.appearances[0].bulletin for each in own}
    assert f"<dt>Bulletins</dt><dd>{len(bulletins)}</dd>" in text
    assert f'<dt>Période</dt><dd><a href="/jour/{min(days)}">' in text
    assert f'– <a href="/jour/{max(days)}">' in text
    assert f"Et {sum(each.date is None for each in own)} brèves sans date." in text
    assert '<link rel="canonical" href="/source/Agence%20Nordet">' in text


def test_each_month_has_its_number_true_for_its_link_and_months_without_anything_are_empty(read):
    text = read("/source/Agence%20Nordet")
    years = [(year, cells) for year, cells in rows(text) if "–" not in year]
    assert [year[:4] for year, _ in years] == ["2020", "2019", "2016", "2015"]
    first, last = min(COUNTED), max(COUNTED)
    for label, cells in years:
        year = int(label[:4])
        assert len(cells) == 12
        for month, cell in enumerate(cells, 1):
            count = COUNTED[year, month]
            if not count:
                is_gap = first < (year, month) < last
                assert cell == ('<td class="lack">rien</td>' if is_gap else "<td></td>")
                continue
            days = f"du={year}-{month:02}-01&amp;au={year}-{month:02}-{monthrange(year, month)[1]}"
            address = f"/?source=Agence+Nordet&amp;{days}"
            assert f'<a href="{address}">{count}</a>' in cell
            assert total(read(html.unescape(address))) == count


def test_each_year_has_its_number_true_for_its_link_and_years_without_anything_are_one_row(read):
    text = read("/source/Agence%20Nordet")
    for year in (2015, 2016, 2019, 2020):
        count = sum(number for (of, _), number in COUNTED.items() if of == year)
        address = f"/?source=Agence+Nordet&amp;du={year}-01-01&amp;au={year}-12-31"
        assert f'<a href="{address}">{year}</a> <span class="count">{count} brèves</span>' in text
        assert total(read(html.unescape(address))) == count
    assert '<th scope="row">2017 – 2018</th><td class="lack" colspan="12">rien</td>' in text


def test_the_highest_month_has_the_highest_bar(read):
    text = read("/source/Agence%20Nordet")
    levels = {
        int(count): int(level) for level, count in re.findall(r'<td class="b(\d+)"><a [^>]*>(\d+)<', text)
    }
    assert levels[max(COUNTED.values())] == 10
    assert min(levels.values()) >= 1
    assert [levels[count] for count in sorted(levels)] == sorted(levels.values())


def test_the_calendar_is_a_table_with_a_caption_and_headings(read):
    text = read("/source/Agence%20Nordet")
    assert "<caption>Brèves par mois</caption>" in text
    assert '<th scope="col">Année</th><th scope="col"><abbr title="janvier">janv.</abbr></th>' in text
    assert text.count('<th scope="col">') == 13
    assert text.count("<h1>") == 1
    assert "style=" not in text


def test_a_search_may_be_made_in_a_source(read):
    text = read("/source/Agence%20Nordet")
    assert '<input type="hidden" name="source" value="Agence Nordet">' in text
    assert 'name="q" type="search"' in text
    assert total(read("/?source=Agence+Nordet&q=br%C3%A8ve")) == 300


@pytest.mark.parametrize("name", ODD)
def test_a_source_of_any_name_has_a_page_that_its_links_lead_to(sources, read, name):
    text = read("/jour/2024-05-01")
    links = {html.unescape(each) for each in re.findall(r'<h2 id="s\d+"><a href="([^"]*)"', text)}
    path = f"/source/{quote(name)}"
    by_parameter = f"/source?nom={urlencode({'n': name}, safe=chr(33) + '$' + chr(39) + '()*,/:;?@')[2:]}"
    assert (path in links) != (by_parameter in links)
    assert (by_parameter in links) == bool(set(name.split("/")) & {".", ".."})
    own = read(path if path in links else by_parameter)
    shown = re.sub("[\u00a0]", " ", html.escape(name).replace("&quot;", "&#34;").replace("&#x27;", "&#39;"))
    assert f"<h1><bdi>{shown}</bdi></h1>" in own
    month = html.unescape(re.search(r'<td class="b10"><a href="([^"]*)">1</a>', own)[1])
    assert total(read(month)) == 1
    assert sources.get("/source", query_string={"nom": name}).status_code == 200


def test_what_came_without_a_source_has_a_page_whose_links_lead_to_it(read):
    assert '<a href="/source?nom=">sans source</a>' in read("/jour/2024-05-01")
    text = read("/source?nom=")
    assert "<h1><bdi>Sans source</bdi></h1>" in text
    month = "/?source=&du=2024-05-01&au=2024-05-31"
    assert links(text, "1") == ["/?source=", month]
    assert '<input type="hidden" name="source" value="">' in text
    found = read(month)
    assert total(found) == total(read("/?source=&q=girafe")) == 1
    assert links(found, "Retirer le filtre sans source ×") == ["/?du=2024-05-01&au=2024-05-31"]
    assert "sans source" in read("/?q=girafe") and "sans source" in read("/comparer?q=girafe&source=")


def test_nothing_without_a_source_is_said(sources):
    text = sources.get("/?source=&source=T%C3%A9l%C3%A9&q=zzzz").text
    assert "Aucune brève <bdi>de Télé ou sans source</bdi> pour" in text
    assert "L’archive n’a pas de source" not in text


def test_a_source_of_bulletins_alone_has_a_page(read):
    text = read("/source/Radio%20Reprise")
    assert "Son bulletin ne contient que des brèves d’autres sources." in text
    assert "<dt>Brève</dt><dd>0</dd>" in text
    assert '<a href="/jour/2024-06-01">' in text


def test_an_unknown_source_is_an_error_that_lists_the_sources_the_nearest_first(sources):
    response = sources.get("/source/agence%20nordett")
    assert response.status_code == 404
    assert "<h1>Cette source n’est pas dans l’archive</h1>" in response.text
    found = re.findall(r'<th scope="row"><a href="([^"]*)">', response.text)
    assert found[0] == "/source/Agence%20Nordet"
    assert len(found) == len(ODD) + 3
    assert "/source?nom=" in found


def test_without_a_name_the_sources_are_listed(sources):
    response = sources.get("/source")
    assert response.status_code == 200
    assert "<h1>Les sources de l’archive</h1>" in response.text
    assert re.findall("Erreur 404|([0-9]+)\u00a0sources</p>", response.text) == [str(len(ODD) + 3)]
    assert "/source/Agence%20Nordet" in response.text


def test_of_many_sources_the_nearest_are_listed_and_the_others_said(tmp_path):
    open_engine(f"whoosh:{tmp_path}").rebuild(Document(f"x{n}", "mot", "", f"Source {n}") for n in range(103))
    response = create_app(f"whoosh:{tmp_path}").test_client().get("/source/source%20102x")
    assert re.findall(r'<th scope="row"><a href="([^"]*)">', response.text)[0] == "/source/Source%20102"
    assert "Et 3\u00a0autres sources." in response.text


def test_a_source_without_dates_has_no_calendar(page):
    text = page("/source?nom=")
    assert "<table" not in text
    assert "Période" not in text
    assert "3 brèves sans date." in text


@pytest.mark.parametrize(
    "name", ["Agence Nordet", "Le Journal de l’Île-d’Oléron, édition du soir", "é" * 300]
)
def test_thirty_years_stay_below_sixty_kilobytes(tmp_path, name):
    months = [(year, month) for year in range(1994, 2026) for month in range(1, 13)]
    counted = {year * 12 + month - 1: 12_345 for year, month in months}
    documents = [Document(f"{year}-{month}", "mot", "", name, date(year, month, 3)) for year, month in months]
    open_engine(f"whoosh:{tmp_path}").rebuild(documents)
    app = create_app(f"whoosh:{tmp_path}")
    response = app.test_client().get("/source", query_string={"nom": name})
    assert response.status_code == 200
    with app.test_request_context():
        wide = app.jinja_env.filters["calendar_rows"](calendar(Timeline.of("month", {name: counted}), name))
        narrow = app.jinja_env.filters["calendar_rows"](
            calendar(Timeline.of("month", {name: dict.fromkeys(counted, 1)}), name)
        )
    assert len(response.data) + len(wide.encode()) - len(narrow.encode()) < 60_000
    years = re.findall(r'<a href="[^"]*">(\d{4})</a>', response.text)
    assert len(years) == (32 if len(name) < 300 else 0)
    is_said = "les mois ne sont pas des liens" in response.text
    assert is_said == (name != "Agence Nordet")


def test_a_mistaken_date_makes_one_row_of_the_years_between(app):
    counted = {"A": {1023 * 12: 1, 2024 * 12: 1}}
    with app.test_request_context():
        years = calendar(Timeline.of("month", counted), "A").years
    assert [(year.first, year.last, year.total) for year in years] == [
        (2024, 2024, 1),
        (1024, 2023, 0),
        (1023, 1023, 1),
    ]


@pytest.mark.parametrize(("style", "locale"), [("months", "fr_FR"), ("months-in-english", "en_GB")])
def test_the_months_of_a_small_screen_are_those_of_the_language(style, locale):
    (symbols,) = re.findall(rf"@counter-style {style} {{ system: fixed; symbols: (.*?) }}", STYLE)
    names = get_month_names("abbreviated", locale=locale)
    assert re.findall('"(.*?)"', symbols) == [names[month] for month in range(1, 13)]
