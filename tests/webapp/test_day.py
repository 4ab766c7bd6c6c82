"""The page of a day lists what is of that day, and says which days around it have something."""

import html
import random
import re
from datetime import date, timedelta

import pytest

from index import Appearance, Bulletin, Document, open_engine
from tests.webapp.pages import reader
from webapp import day as page_of_a_day
from webapp.app import create_app

FIRST = date(2024, 2, 26)
SOURCES = ("Télé-Onze", "agence Nordet", "École", "", "Radio/..")


def _documents() -> list[Document]:
    """Return items of ten days: some apart, some repeated in a bulletin of a later day."""
    documents = []
    for number in range(60):
        chance = random.Random(number)
        day = FIRST + timedelta(chance.choice((0, 1, 2, 4, 9)))
        source = chance.choice(SOURCES)
        own = Bulletin(f"{source}-{day}", f"Journal du {day.day}", source, day)
        later = day + timedelta(3)
        after = Bulletin(f"{source}-{later}", f"Journal du {later.day}", source, later)
        appearances = [Appearance(own, number)] if number % 3 else []
        appearances += [Appearance(after, number)] if number % 4 == 0 else []
        dated = None if number == 59 else day
        documents.append(Document(f"n{number}", f"Brève {number}", "", source, dated, "", tuple(appearances)))
    return documents


DOCUMENTS = _documents()
DAYS = [FIRST + timedelta(number) for number in range(-2, 16)]


def of_day(day: date) -> set[str]:
    """Return the ids of what is dated a day, or in a bulletin of it."""
    return {
        document.id
        for document in DOCUMENTS
        if document.date == day or any(each.bulletin.date == day for each in document.appearances)
    }


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Return a reader of an address of an archive of ten days: its text, with plain spaces."""
    url = f"whoosh:{tmp_path_factory.mktemp('days') / 'index'}"
    open_engine(url).rebuild(DOCUMENTS)
    return reader(create_app(url).test_client())


def items(text: str) -> list[str]:
    return re.findall(r'<li[^>]*><a href="/item/([^"]*)"', text)


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1].replace(" ", "")) if found else 0


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_lists_all_that_is_dated_it_or_in_a_bulletin_of_it_and_nothing_else(read, day):
    text = read(f"/jour/{day}")
    assert set(items(text)) == of_day(day)
    assert number(r"<h1>[^<]* : ([\d ]+) brève", text) == len(of_day(day))
    bulletins = {
        each.bulletin for item in DOCUMENTS for each in item.appearances if each.bulletin.date == day
    }
    assert number(r"<h1>[^<]* (\d+) bulletins?</h1>", text) == len(bulletins)
    has_others = any(
        each.date == day and day not in {of.bulletin.date for of in each.appearances} for each in DOCUMENTS
    )
    assert (" dans " in re.search("<h1>.*</h1>", text)[0]) == bool(bulletins and not has_others)
    for bulletin in bulletins:
        assert f"<bdi>{bulletin.name}</bdi>" in text


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_number_of_what_is_dated_a_day_is_true_for_its_link(read, day):
    text = read(f"/jour/{day}")
    dated = sum(item.date == day for item in DOCUMENTS)
    assert number(r"Trier ou filtrer les (\d+) brèves datées", text) == dated
    if dated:
        address = html.unescape(re.search(r'<a href="([^"]*)">Trier ou filtrer', text)[1])
        assert address == f"/?du={day}&au={day}"
        assert number(r"<h1>(\d+) brèves", read(address)) == dated
    repeated = number(r"les (\d+) autres, reprises", text) or ("l’autre, reprise" in text)
    assert repeated == (len(of_day(day)) - dated if dated else 0)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_nearest_days_with_something_are_linked(read, day):
    text = read(f"/jour/{day}")
    filled = [each for each in DAYS if of_day(each)]
    before = max((each for each in filled if each < day), default=None)
    after = min((each for each in filled if each > day), default=None)
    for rel, expected in (("prev", before), ("next", after)):
        found = set(re.findall(rf'<a [^>]*href="/jour/([^"]*)" rel="{rel}"', text))
        assert found == ({str(expected)} if expected else set())
        assert (f'<link rel="{rel}" href="/jour/{expected}">' in text) == bool(expected)


def test_sources_stand_by_name_and_those_without_one_last(read):
    text = read(f"/jour/{FIRST}")
    names = re.findall(r'<h2 id="s\d+"><a href="[^"]*">(?:<bdi>)?([^<]*)', text)
    assert names == [
        name for name in ("agence Nordet", "École", "Radio/..", "Télé-Onze", "sans source") if name in names
    ]
    assert len(names) > 2
    assert f'<p class="margin">{len(names)} sources</p>' in text


def test_a_bulletin_lists_its_items_by_place(page):
    text = page("/jour/2024-11-07")
    assert "<h1>Jeudi 7 novembre 2024 : 2 brèves dans 1 bulletin</h1>" in text
    assert '<h3><a href="/bulletin/midi"><bdi>Bulletin de 13 h</bdi></a></h3>' in text
    coree = '<li value="1"><a href="/item/coree">Corée du Nord : des drones aperçus</a></li>'
    greve = '<li value="2"><a href="/item/greve">Grève des aiguilleurs</a></li>'
    assert text.index(coree) < text.index(greve)
    assert "<title>jeudi 7 novembre 2024, 2 brèves dans 1 bulletin – bulletins</title>" in text
    assert '<link rel="canonical" href="/jour/2024-11-07">' in text


def test_a_bulletin_of_items_that_are_dated_otherwise_makes_its_day(page):
    text = page("/jour/2024-11-08")
    assert "<h1>Vendredi 8 novembre 2024 : 2 brèves dans 1 bulletin</h1>" in text
    assert "Les brèves de ses bulletins portent une autre date." in text
    assert 'href="/?du=' not in text


def test_an_item_whose_bulletin_is_of_another_day_stands_apart_with_its_bulletin(page):
    text = page("/jour/2025-05-01")
    assert "<h1>Jeudi 1er mai 2025 : 1 brève</h1>" in text
    assert "1 brève datée de ce jour, dans aucun de ses bulletins" in text
    assert (
        '<a href="/item/premier">Le budget voté</a> <span class="soft">dans <a href="/bulletin/soir#b1">'
        in text
    )
    assert '<a href="/?du=2025-05-01&amp;au=2025-05-01">Voir la brève datée de ce jour</a>' in text


def test_a_day_without_anything_says_which_days_have_something(page):
    text = page("/jour/2024-12-24")
    assert "<h1>Mardi 24 décembre 2024 : aucune brève</h1>" in text
    assert "<title>mardi 24 décembre 2024, aucune brève – bulletins</title>" in text
    assert '<a href="/jour/2024-11-08" rel="prev">' in text
    assert '<a class="after" href="/jour/2025-05-01" rel="next">' in text
    assert '<meta name="robots" content="noindex">' in text
    nearest = re.search(r"<bdi>Agence Nordet</bdi></a></th>(.*?)</tr>", text)[1]
    assert re.findall(r'href="/jour/([\d-]+)"', nearest) == ["2024-11-08", "2025-05-01"]
    assert "<bdi>Mer</bdi></a></th><td>" in text


def test_the_days_between_that_have_nothing_are_said(page):
    text = page("/jour/2024-11-08")
    assert "Rien du 9 novembre 2024 au 30 avril 2025." in text
    assert "Rien" not in page("/jour/2020-01-02")
    assert "Rien du 3 mai 2020 au 6 novembre 2024." in page("/jour/2020-05-02")


@pytest.mark.parametrize("day", ["0001-01-01", "1066-10-14", "9999-12-31"])
def test_days_far_from_the_archive_lead_to_it(page, day):
    text = page(f"/jour/{day}")
    assert "aucune brève</h1>" in text
    assert ('href="/jour/2020-01-01" rel="next"' in text) == (day < "2000")
    assert ('href="/jour/2025-05-01" rel="prev"' in text) == (day > "2000")


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-30",
        "2024-13-01",
        "0000-01-01",
        "20241107",
        "2024-W45-4",
        "x",
        "<b>",
        "2024-11-07/x",
        "٢٠٢٤-١١-٠٧",
    ],
)
def test_what_is_no_day_is_an_error_that_says_how_one_is_written(client, written):
    response = client.get(f"/jour/{written}")
    assert response.status_code == 404
    is_written_well = written in ("2024-02-30", "2024-13-01")
    assert ("Le calendrier n’a pas cette date." in response.text) == is_written_well
    assert ("L’adresse d’un jour s’écrit comme /jour/2024-11-07" in response.text) != is_written_well
    assert f"«\u202f{html.escape(written)}\u202f» n’est pas un jour" in response.text
    assert '<a href="/">Retour à l’accueil</a>' in response.text


@pytest.mark.parametrize(
    ("written", "label", "address"),
    [
        ("2024-11", "Chercher en novembre 2024", "/?du=2024-11-01&amp;au=2024-11-30"),
        ("2024", "Chercher en 2024", "/?du=2024-01-01&amp;au=2024-12-31"),
        ("7-11-2024", "Voir le 7 novembre 2024", "/jour/2024-11-07"),
        ("2024-11-7", "Voir le 7 novembre 2024", "/jour/2024-11-07"),
        ("7 novembre 2024", "Voir le 7 novembre 2024", "/jour/2024-11-07"),
    ],
)
def test_a_month_or_a_day_written_otherwise_is_an_error_that_leads_to_it(client, written, label, address):
    response = client.get(f"/jour/{written}")
    assert response.status_code == 404
    assert f'<a href="{address}">{label}</a>' in response.text.replace("\u00a0", " ")


def test_the_form_of_a_day_leads_to_its_page(client, read):
    assert '<form class="fields" action="/jour">' in read(f"/jour/{FIRST}")
    assert 'name="jour" type="date"' in read(f"/jour/{FIRST}")
    response = client.get("/jour?jour=2024-11-07")
    assert (response.status_code, response.headers["Location"]) == (303, "/jour/2024-11-07")
    assert client.get("/jour?jour=0987-06-05").headers["Location"] == "/jour/0987-06-05"
    for address in ("/jour", "/jour?jour=", "/jour?jour=x", "/jour?jour=2024-11"):
        assert client.get(address).status_code == 404
    assert "<h1>Quel jour\u202f?</h1>" in client.get("/jour").text


def _full_day(count: int, bulletins: int) -> list[Document]:
    day = date(2024, 11, 7)
    made = [Bulletin(f"b{number}", f"Édition {number}", "Agence", day) for number in range(bulletins)]
    return [
        Document(
            f"n{number}",
            f"Une brève dont le titre est aussi long que ceux de tous les jours, la {number}",
            "",
            "Agence",
            day,
            appearances=(Appearance(made[number % bulletins], number),) if made else (),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("bulletins", [0, 1, 600])
def test_a_day_of_thousands_of_items_stays_small_and_leads_to_the_others(tmp_path, bulletins):
    open_engine(f"whoosh:{tmp_path}").rebuild(_full_day(2_400, bulletins))
    client = create_app(f"whoosh:{tmp_path}").test_client()
    text = re.sub("[\u202f\u00a0]|&nbsp;|&#8239;", " ", client.get("/jour/2024-11-07").text)
    assert len(text.encode()) < 80_000
    assert 40 <= len(items(text)) <= 300
    assert "2 400 brèves" in re.search("<h1>.*</h1>", text)[0]
    assert '<a href="/?du=2024-11-07&amp;au=2024-11-07">Trier ou filtrer les 2 400 brèves' in text
    assert ("trop de bulletins pour que tous soient listés" in text) == (bulletins > page_of_a_day.MAX_GROUPS)
    assert "trop de brèves pour que toutes celles qui sont hors bulletin soient comptées" in text
    if bulletins == 0:
        assert "au moins 2 000 brèves datées de ce jour, dans aucun de ses bulletins" in text
        assert (
            '<a href="/?source=Agence&amp;du=2024-11-07&amp;au=2024-11-07">Toutes les brèves de ce jour'
            in text
        )
    if bulletins == 1:
        assert '<a href="/bulletin/b0#b40">Les 2 360 autres brèves</a>' in text
        assert 'id="b40"' in client.get("/bulletin/b0").text
    if bulletins == 600:
        assert '<a href="/bulletin/b0?place=1800#b1800">L’autre brève</a>' in text


def test_an_archive_without_bulletins_is_not_spoken_to_of_them(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("a", "Grève", "", "Radio", date(2024, 5, 1))])
    read = reader(create_app(url).test_client())
    text = read("/jour/2024-05-01")
    assert "1 brève datée de ce jour" in text
    assert "ulletin" not in re.sub("<[^>]*>", "", text.partition("<main")[2].partition("</main>")[0])
    assert "<dt>Bulletin" not in read("/source/Radio")
