"""The page orders, narrows and counts: by links and one form, all of it in the address."""

import html
import random
import re
from datetime import date, time, timedelta
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest

from index import Appearance, Bulletin, Document, open_engine
from index.french.dates import written
from index.french.months import MONTHS
from tests.webapp.pages import links, reader, total
from webapp.app import create_app
from webapp.bars import MOST_BARS

EVENING = Bulletin("soir", "Le journal du soir", "Radio Estuaire", date(2022, 3, 5))
BAR = r'<a href="([^"]*)" tabindex="-1"><title>([^<]*) : (\d+) brèves? sur (\d+), ([\d,]+) %'
"""A bar of a timeline: its address, its name, how many match, of how many, and the share."""
TEXTS = ("Une grève au port", "Le port ferme", "La grève finit", "Port et grève, la suite")


def _document(number: int) -> Document:
    chance = random.Random(number)
    day = (
        None
        if number % 9 == 0
        else date(2020 + chance.randrange(4), chance.randint(1, 12), chance.randint(1, 28))
    )
    source = chance.choice(["Radio Estuaire", "Agence Nordet", "Télé-Onze"])
    appearances = (Appearance(EVENING, number),) if number % 10 == 0 else ()
    title = f"{chance.choice(TEXTS)} {number}"
    at, origin = (time(20, 5), "weekday") if number % 7 == 0 else (None, "given")
    return Document(f"{number:03}", title, "", source, day, "", appearances, at, origin)


DOCUMENTS = [_document(number) for number in range(1, 121)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Return a client of a small archive."""
    url = f"whoosh:{tmp_path_factory.mktemp('narrowing') / 'index'}"
    open_engine(url).rebuild(DOCUMENTS)
    return create_app(url).test_client()


@pytest.fixture(scope="module")
def read(archive):
    """Return a reader of an address of the archive: its text, with plain spaces."""
    return reader(archive)


def dates(text: str) -> list[str]:
    return re.findall(r'<time datetime="([\d-]+)"', text)


def test_the_heading_says_how_many_have_all_words_and_leads_to_them(read):
    text = read("/?q=gr%C3%A8ve+port")
    both = sum("rève" in document.title and "ort" in document.title for document in DOCUMENTS)
    assert (
        f'120 brèves, dont <a href="/?q=gr%C3%A8ve+port&amp;mots=tous">{both} avec tous les mots</a>' in text
    )
    strict = read("/?q=gr%C3%A8ve+port&mots=tous")
    assert total(strict) == both
    assert links(strict, "Retirer le filtre avec tous les mots ×") == ["/?q=gr%C3%A8ve+port"]
    assert links(strict, "voir les 120 brèves qui en ont au moins un") == ["/?q=gr%C3%A8ve+port"]


@pytest.mark.parametrize(("order", "is_reverse"), [("recent", True), ("ancien", False)])
def test_by_date_only_what_has_all_words_is_listed_and_said(read, order, is_reverse):
    text = read(f"/?q=gr%C3%A8ve+port&tri={order}")
    assert dates(text) == sorted(dates(text), reverse=is_reverse)
    assert "Seules les brèves qui ont tous les mots sont listées par date" in text
    assert '<bdi class="words">grève</bdi> et <bdi class="words">port</bdi>' in text
    assert total(text) < 120
    assert links(text, "voir les 120 brèves qui en ont au moins un") == ["/?q=gr%C3%A8ve+port"]
    assert links(text, "pertinence") == ["/?q=gr%C3%A8ve+port"]
    assert f"tri={order}" in links(text, "Page 2")[0]
    assert f"tri={order}&amp;page=2" in text


def test_a_period_is_read_as_people_write_it(read):
    numbers = [
        total(read(f"/?q=gr%C3%A8ve&{period}"))
        for period in ("du=2021-01-01&au=2021-12-31", "du=2021&au=2021", "du=1er+janvier+2021&au=31/12/2021")
    ]
    expected = sum(
        1
        for document in DOCUMENTS
        if document.date and document.date.year == 2021 and "rève" in document.title
    )
    assert numbers == [expected] * 3


def test_a_day_that_is_none_is_said_and_has_no_effect(read):
    text = read("/?q=gr%C3%A8ve&du=2022-02-30")
    assert "« du=2022-02-30 » est sans effet : le calendrier n’a pas cette date." in text
    assert "« au=7 » est sans effet : une date s’écrit « 2024-11-07 »." in read("/?q=gr%C3%A8ve&au=7")
    assert total(text) == total(read("/?q=gr%C3%A8ve"))
    assert "« tri=hasard » est sans effet" in read("/?q=gr%C3%A8ve&tri=hasard")


def test_dates_in_the_wrong_order_are_exchanged_and_that_is_said(read):
    text = read("/?q=gr%C3%A8ve&du=2022-12-31&au=2021-01-01")
    assert "les deux dates sont échangées" in text
    assert total(text) == total(read("/?q=gr%C3%A8ve&du=2021-01-01&au=2022-12-31"))


def test_each_filter_in_force_goes_with_one_click_and_all_with_another(read):
    sources = "source=Agence+Nordet&source=T%C3%A9l%C3%A9-Onze"
    text = read(f"/?q=gr%C3%A8ve&{sources}&du=2020-01-01&au=2022-12-31")
    assert links(text, "Retirer le filtre Agence Nordet ×") == [
        "/?q=gr%C3%A8ve&source=T%C3%A9l%C3%A9-Onze&du=2020-01-01&au=2022-12-31"
    ]
    assert links(text, "Retirer le filtre Du 1er janvier 2020 au 31 décembre 2022 ×") == [
        "/?q=gr%C3%A8ve&source=Agence+Nordet&source=T%C3%A9l%C3%A9-Onze"
    ]
    assert links(text, "Tout effacer") == ["/?q=gr%C3%A8ve"]
    assert "Le journal du soir" in read("/?q=gr%C3%A8ve+port&bulletin=soir")


def test_the_sources_of_the_form_say_what_each_has_whatever_is_ticked(read):
    counts = {
        source: sum("rève" in each.title for each in DOCUMENTS if each.source == source)
        for source in ("Radio Estuaire", "Agence Nordet", "Télé-Onze")
    }
    for address in ("/?q=gr%C3%A8ve", "/?q=gr%C3%A8ve&source=Agence+Nordet"):
        text = read(address)
        for source, count in counts.items():
            assert re.search(rf'value="{source}"[^>]*> <bdi>{source}</bdi> <span[^>]*>{count}<', text)
    assert 'value="Agence Nordet" checked>' in text
    assert total(text) == counts["Agence Nordet"]


def test_a_filter_alone_lists_what_it_leaves(read):
    text = read("/?source=Agence+Nordet")
    assert total(text) == sum(document.source == "Agence Nordet" for document in DOCUMENTS)
    assert dates(text) == sorted(dates(text), reverse=True)
    assert "<title>Toutes les brèves," in text


def test_every_bar_and_row_of_the_timeline_leads_to_as_many_as_it_says(read):
    text = read("/?q=gr%C3%A8ve&source=Agence+Nordet&tri=recent")
    bars = re.findall(BAR, text)
    assert len(bars) > 3
    undated = sum(
        not each.date for each in DOCUMENTS if each.source == "Agence Nordet" and "rève" in each.title
    )
    assert sum(int(count) for _, _, count, *_ in bars) == total(text) - undated
    for address, name, count, *_ in bars:
        assert total(read(html.unescape(address))) == int(count), name
        assert parse_qs(urlsplit(html.unescape(address)).query)["tri"] == ["recent"]
    rows = re.findall(r'<tr><th scope="row"><a href="([^"]*)">', text)
    assert rows == [address for address, *_ in reversed(bars)]


def test_the_timeline_shows_the_share_of_the_archive(read):
    text = read("/?q=gr%C3%A8ve&barres=part")
    bars = re.findall(BAR, text)
    assert bars
    for _, name, count, of, share in bars:
        year, month = int(name.split()[-1]), name.split()[0]
        held = [
            each
            for each in DOCUMENTS
            if each.date and each.date.year == year and month in _names_of(each.date)
        ]
        assert int(of) == len(held)
        assert float(share.replace(",", ".")) == pytest.approx(100 * int(count) / len(held), abs=0.06)
    assert links(text, "nombre") == ["/?q=gr%C3%A8ve"]
    assert links(read("/?q=gr%C3%A8ve"), "part de l’archive") == ["/?q=gr%C3%A8ve&barres=part"]


def test_the_timeline_may_have_a_coarser_unit_which_its_measure_and_its_table_keep(read):
    text = read("/?q=gr%C3%A8ve&tri=recent")
    assert '<h2 class="label" id="timeline">Par trimestre</h2>' in text
    assert links(text, "par mois") == links(text, "par trimestre") == []
    (by_year,) = links(text, "par an")
    assert by_year == "/?q=gr%C3%A8ve&tri=recent&unite=an"
    yearly = read(by_year)
    counts = re.findall(r"<title>(\d{4}) : (\d+) brèves? sur", yearly)
    assert [year for year, _ in counts] == ["2020", "2021", "2022", "2023"]
    for year, count in counts:
        assert int(count) == sum(
            "rève" in each.title and each.date is not None and str(each.date.year) == year
            for each in DOCUMENTS
        )
    assert links(yearly, "par trimestre") == ["/?q=gr%C3%A8ve&tri=recent"]
    (by_share,) = links(yearly, "part de l’archive")
    assert by_share == "/?q=gr%C3%A8ve&tri=recent&barres=part&unite=an"
    assert links(read(by_share), "par trimestre") == ["/?q=gr%C3%A8ve&tri=recent&barres=part"]
    (table,) = links(yearly, "Emporter le tableau (CSV)")
    assert "\n2021-01-01,2021-12-31,Agence Nordet," in read(table)


def test_all_links_to_results_keep_how_the_timeline_is_shown(read):
    view = "barres=part&unite=an"
    text = read(f"/?q=gr%C3%A8ve&source=Agence+Nordet&{view}")
    led = re.findall(r'<a[^>]* href="(/\?[^"]*)"', text.split("<main")[1])
    assert len(led) > 10
    for address in map(html.unescape, led):
        own = parse_qs(urlsplit(address).query)
        if address != "/?q=gr%C3%A8ve&source=Agence+Nordet&unite=an":  # numbers
            assert own["barres"] == ["part"], address
    kept = re.findall(r'<input type="hidden" name="(barres|unite)" value="(\w+)">', text)
    assert kept == [("barres", "part"), ("unite", "an")]


def test_a_unit_that_leaves_but_one_period_gives_way_to_the_finest(read):
    within = "/?q=gr%C3%A8ve&du=2021-01-01&au=2021-12-31"
    text = read(f"{within}&unite=an&barres=part")
    names = re.findall(r"<title>([^<:]*) :", text)
    assert names == re.findall(r"<title>([^<:]*) :", read(within))
    assert len(names) > 1
    assert links(text, "nombre") == [within]


def test_the_links_beside_the_timeline_lead_to_all_words_and_to_the_comparison(read):
    text = read("/?q=gr%C3%A8ve+port&barres=part&unite=an")
    (strict,) = links(text, "Ne compter que les brèves qui ont tous les mots")
    assert strict == "/?q=gr%C3%A8ve+port&mots=tous&barres=part&unite=an"
    assert "Ne compter que" not in read(strict)
    assert links(text, "Comparer les sources") == ["/comparer?q=gr%C3%A8ve+port&unite=an"]
    one, two = "source=Agence+Nordet", "source=Radio+Estuaire"
    assert links(read(f"/?q=port&{one}"), "Comparer les sources") == ["/comparer?q=port"]
    assert links(read(f"/?q=port&{one}&{two}"), "Comparer les sources") == [f"/comparer?q=port&{one}&{two}"]
    by_date = read("/?q=gr%C3%A8ve+port&tri=recent")
    assert links(by_date, "Comparer les sources") == ["/comparer?q=gr%C3%A8ve+port&mots=tous"]


def test_the_sources_that_are_ticked_may_be_compared(read):
    text = read("/?q=gr%C3%A8ve+port&tri=recent")
    assert '<button class="quiet" formaction="/comparer">Comparer les sources cochées</button>' in text
    sent = "q=gr%C3%A8ve+port&tri=recent&du=&au=&source=Radio+Estuaire&source=Agence+Nordet"
    compared = read(f"/comparer?{sent}")
    assert total(read(f"/?{sent}")) == total(compared)
    assert re.findall(r"<h2 class=\"label\"><bdi>(.*?)</bdi>", compared) == [
        "Radio Estuaire",
        "Agence Nordet",
    ]


@pytest.mark.parametrize("unit", ["jour", "mois", "siècle", ""])
def test_a_unit_too_fine_or_unknown_changes_nothing(read, unit):
    text = read(f"/?q=gr%C3%A8ve&unite={unit}")
    assert '<h2 class="label" id="timeline">Par trimestre</h2>' in text
    assert links(text, "par an") == ["/?q=gr%C3%A8ve&unite=an"]
    assert links(text, "par trimestre") == []


def _names_of(day: date) -> set[str]:
    quarter = (day.month - 1) // 3 + 1
    return {f"{quarter}{'er' if quarter == 1 else 'e'}", MONTHS[day.month - 1]}


@pytest.mark.parametrize("page", ["/?q=gr%C3%A8ve+port", "/comparer?q=gr%C3%A8ve"])
@pytest.mark.parametrize("unit", ["mois", "trimestre", "an"])
def test_the_bars_of_a_period_that_begins_and_ends_within_months_are_of_its_days(read, page, unit):
    first, last = date(2020, 11, 10), date(2022, 2, 20)
    text = read(f"{page}&du={first}&au={last}&unite={unit}")
    found = re.findall(BAR, text)
    assert len(found) > 1
    for written_address, _, number, held, _ in found:
        address = html.unescape(written_address)
        asked = parse_qs(urlsplit(address).query)
        begin, end = (date.fromisoformat(asked[name][0]) for name in ("du", "au"))
        assert first <= begin <= end <= last
        assert total(read(address)) == int(number)
        sources = asked.get("source", {each.source for each in DOCUMENTS})
        of_days = [each for each in DOCUMENTS if each.date and begin <= each.date <= end]
        assert sum(each.source in sources for each in of_days) == int(held)
    names = [name for _, name, *_ in found]
    assert names[0] in (
        "10 – 30 novembre 2020",
        "10 novembre – 31 décembre 2020",
        "1er décembre 2020",
        "décembre 2020",
    )


def test_a_long_period_may_be_broken_between_its_dates(archive):
    text = archive.get("/?q=gr%C3%A8ve&du=2020-11-01&au=2022-06-30").text
    assert "<bdi>Du\u00a01er\u00a0novembre\u00a02020 au\u00a030\u00a0juin\u00a02022</bdi>" in text


def test_an_item_keeps_the_filters_and_the_order_of_the_search_that_led_to_it(read):
    text = read("/?q=gr%C3%A8ve&source=Agence+Nordet&tri=ancien&du=2020-01-01&au=2022-12-31")
    (first, *_) = re.findall(r'<h2><a href="([^"]*)"', text)
    back = re.search(r'Résultat 1 sur (\d+), <a href="([^"]*)">retour à la liste', read(html.unescape(first)))
    assert int(back[1]) == total(text)
    assert html.unescape(back[2]) == (
        "/?q=gr%C3%A8ve&source=Agence+Nordet&tri=ancien&du=2020-01-01&au=2022-12-31#r1"
    )


def test_nothing_that_meets_the_filters_is_said_with_what_is_wider(read):
    text = read("/?q=gr%C3%A8ve&source=Agence+Nordet&du=1999-01-01&au=1999-12-31")
    assert "Aucune brève <bdi>d’Agence Nordet en 1999</bdi> pour" in text
    found = re.findall(r'Chercher à toutes les dates : <a href="([^"]*)">[^<]*</a> trouve (\d+) brèves', text)
    ((address, count),) = found
    assert total(read(html.unescape(address))) == int(count) > 0


def test_a_date_and_a_source_among_the_words_that_have_nothing_are_said_with_the_days_around(read):
    first = min(each.date for each in DOCUMENTS if each.date)
    text = read(f"/?q=zèbre+Radio+Estuaire+{first:%d/%m/%Y}+grève")
    said = re.search(r"Aucune brève <bdi>de Radio Estuaire le (.*?)</bdi> pour « <bdi>(.*?)</bdi>", text)
    assert said and said[2] == "zèbre grève"
    assert links(text, "Voir ce jour et les plus proches") == [f"/jour/{first}"]
    assert "Aucune brève" not in read("/?q=zèbre+grève+24/02/1999")


@pytest.mark.parametrize("typed", ["la semaine dernière", "hier", "le mois dernier"])
def test_days_of_late_that_an_archive_has_not_are_said_with_its_last_day(read, typed):
    last = max(each.date for each in DOCUMENTS if each.date)
    text = read(f"/?q=gr%C3%A8ve+{quote_plus(typed)}")
    said = re.search(
        r"Aucune brève <bdi>(.*?)</bdi> pour « <bdi>grève</bdi> » ; "
        r"la dernière date de l’archive est le (.*?)\.",
        text,
    )
    assert said and said[2].replace("\u00a0", " ") == written(last)
    english = read(f"/?q=gr%C3%A8ve+{quote_plus(typed)}&langue=en")
    assert f"; the last day in the archive is {last.day}" in english


@pytest.mark.parametrize(
    "typed",
    [
        "mardi gras", "le journal du dimanche", "fièvre du samedi soir", "procès 13 novembre",
        "présidentielle avril 2099", "neutralité carbone en 2050", "les jeunes aujourd'hui", "mai 68",
    ],
)  # fmt: skip
def test_a_day_that_is_a_name_or_far_away_is_not_missed(read, monkeypatch, typed):
    monkeypatch.setattr("webapp.offers.today_in_paris", lambda: date(2026, 11, 27))  # a Friday
    assert "Aucune brève <bdi>" not in read(f"/?q=gr%C3%A8ve+{quote_plus(typed)}")


def test_without_a_word_to_find_there_is_no_relevance_to_order_by(read):
    for address in ("/?source=Agence+Nordet", "/?q=-grève&du=2020-01-01"):
        orders = re.search(r'aria-label="Ordre">(.*?)</nav>', read(address), re.DOTALL)[1]
        assert "pertinence" not in orders
        assert 'aria-current="true">plus récentes</a>' in orders


def test_the_last_days_of_an_archive_that_has_ended_are_called_so(read):
    last = max(each.date for each in DOCUMENTS if each.date)
    (week,) = links(read("/?q=gr%C3%A8ve"), "7 derniers jours de l’archive")
    assert week == f"/?q=gr%C3%A8ve&du={last - timedelta(6)}&au={last}"


def test_a_query_in_quotation_marks_is_not_put_in_others(read):
    assert "pour <strong><bdi>« grève au port »</bdi></strong>" in read("/?q=«+grève+au+port+»")
    assert "pour <strong>« <bdi>«grève» «port»</bdi> »</strong>" in read("/?q=«grève»+«port»")


def test_the_last_days_end_today_where_a_date_is_far_ahead(tmp_path, monkeypatch):
    monkeypatch.setattr("webapp.narrowing.today_in_paris", lambda: date(2024, 5, 7))
    days = [date(2024, 5, 1), date(2042, 5, 1)]
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild(Document(str(n), "Grève", "", "TF1", day) for n, day in enumerate(days))
    text = reader(create_app(url).test_client())("/?q=gr%C3%A8ve")
    assert links(text, "7 derniers jours") == ["/?q=gr%C3%A8ve&du=2024-05-01&au=2024-05-07"]
    periods = re.search(r'aria-label="Périodes toutes faites">(.*?)</nav>', text, re.DOTALL)[1]
    assert links(periods, "2024") and not links(periods, "2042")


def test_a_source_that_the_archive_does_not_have_is_said_with_those_it_has_the_nearest_first(read):
    text = read("/?q=gr%C3%A8ve&source=agence+norde&du=2020-01-01")
    assert "L’archive n’a pas de source « <bdi>agence norde</bdi> »" in text
    assert links(text, "Agence Nordet") == ["/?q=gr%C3%A8ve&source=Agence+Nordet&du=2020-01-01"]
    assert text.index(">Agence Nordet<") < text.index(">Radio Estuaire<")
    assert total(read(links(text, "Agence Nordet")[0])) > 0
    assert text.count("n’a pas de source") == 1


def test_a_source_that_the_archive_does_not_have_is_said_beside_the_results_of_another(read):
    text = read("/?q=gr%C3%A8ve&source=agence+norde&source=Agence+Nordet")
    assert "L’archive n’a pas de source « agence norde ». Elle a : Agence Nordet, " in text
    assert total(text) > 0


def test_a_long_query_is_folded_in_the_heading(read):
    typed = " ".join(["grève", "port"] * 20)
    text = read(f"/?q={typed}")
    (heading,) = re.findall(r"<h1>(.*?)</h1>", text)
    assert "…" in heading and len(re.sub("<[^>]*>", "", heading)) < 160
    assert f"<details><summary>Requête entière</summary><p>« <bdi>{typed}</bdi> »</p></details>" in text
    assert "Requête entière" not in read("/?q=gr%C3%A8ve")


def test_one_wrong_date_does_not_make_the_timeline_a_thousand_years(tmp_path):
    days = [date(1023, 5, 1), *(date(2020 + number % 4, 3, 1) for number in range(8))]
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild(Document(str(n), "Grève", "", "TF1", day) for n, day in enumerate(days))
    text = create_app(url).test_client().get("/?q=gr%C3%A8ve").text
    assert len(re.findall("<rect class=", text)) == MOST_BARS
    assert "Et 1\u00a0brève d’avant 1924." in text


def test_a_supposed_date_is_shown_as_one_with_its_time_and_can_be_filtered(read):
    supposed = {each.id for each in DOCUMENTS if each.origin == "weekday"}
    text = read("/?date_de=supposee")
    assert total(text) == len(supposed)
    assert text.count(
        'title="date supposée, d’après le jour de la semaine dans le texte">date supposée</span>'
    ) == min(len(supposed), 10)
    assert '<span class="soft">20 h 05</span>' in text
    assert links(text, "Retirer le filtre date supposée ×") == ["/"]
    assert total(read("/?date_de=aucune&date_de=supposee")) == len(supposed) + sum(
        not each.date for each in DOCUMENTS
    )
    assert "« date_de=hier » est sans effet" in read("/?q=gr%C3%A8ve&date_de=hier")
    item = read(f"/item/{min(supposed)}")
    assert '<span class="soft">date supposée, d’après le jour de la semaine dans le texte</span>' in item
    assert "(date supposée)" in item.partition('class="cite"')[2]
    assert "date supposée" not in read("/?date_de=donnee").partition('<ol class="hits"')[2]


def test_the_form_offers_where_dates_are_from(read):
    text = read("/?q=gr%C3%A8ve&date_de=donnee&date_de=aucune")
    ticks = re.findall(r'name="date_de" value="(\w+)"( checked)?> ([^<]*)<', text)
    assert ticks == [
        ("donnee", " checked", "date donnée"),
        ("page", "", "date de la page"),
        ("chemin", "", "date du chemin"),
        ("texte", "", "date du texte"),
        ("supposee", "", "date supposée"),
        ("aucune", " checked", "sans date"),
    ]
    form = text.partition('class="panel"')[2]
    assert 'type="hidden" name="date_de"' not in form


@pytest.mark.parametrize("sources", [("Agence Nordet",), ("Agence Nordet", "Télé-Onze")])
def test_a_listing_of_sources_alone_counts_all_that_each_has(read, sources):
    asked = "&".join(f"source={quote_plus(each)}" for each in sources)
    text = read(f"/?{asked}")
    held = {name: sum(each.source == name for each in DOCUMENTS) for name in {d.source for d in DOCUMENTS}}
    assert total(text) == sum(held[name] for name in sources)
    ticks = dict(
        re.findall(r'name="source" value="([^"]*)"[^>]*>.*?<span class="num soft">(\d+)</span>', text)
    )
    assert {name: int(count) for name, count in ticks.items()} == held
    bars = sum(int(found[2]) for found in re.findall(BAR, text))
    assert bars == sum(each.source in sources and each.date is not None for each in DOCUMENTS)
    rows = read(f"/resultats/tableau.csv?{asked}").splitlines()[1:]
    assert sum(int(row.split(",")[3]) for row in rows) == total(text)


def test_the_timeline_of_a_period_has_all_of_its_months_be_they_empty(read):
    held = [each.date for each in DOCUMENTS if each.date and "rève" in each.title and each.date.year == 2021]
    text = read("/?q=gr%C3%A8ve&du=2021-01-01&au=2021-12-31&unite=mois")
    named = re.findall(r'<tr><th scope="row">(?:<a[^>]*>)?([^<]*)', text)
    assert len(named) == 12
    assert len({day.month for day in held}) < 12


@pytest.mark.parametrize(
    ("typed", "rest", "said"),
    [
        ("zèbre 2022", "zèbre", ""),
        ("2022", "", "en 2022"),
        ("2022-03", "", "en mars 2022"),
        ("Agence Nordet depuis 2022", "", "depuis le 1er janvier 2022"),
    ],
)
def test_a_date_among_words_that_find_nothing_is_offered_where_it_finds_some(read, typed, rest, said):
    text = read(f"/?q={quote_plus(typed)}")
    offers = re.findall(r'<a class="offer" href="([^"]*)">(.*?)</a>', text)
    if not said:
        assert not offers
        return
    ((address, inner),) = offers
    plain = re.sub("<[^>]*>", "", inner)
    assert said in plain
    count = int(plain.rpartition(":")[2].split()[0])
    assert total(read(html.unescape(address))) == count > 0
    assert parse_qs(urlsplit(html.unescape(address)).query).get("q", [""]) == [rest]


@pytest.mark.parametrize(
    ("first", "years"), [(2010, ["2024", "2023", "2022"]), (2023, ["2024", "2023"]), (2024, ["2024"])]
)
def test_the_last_three_years_of_an_archive_are_quick_periods(tmp_path, monkeypatch, first, years):
    monkeypatch.setattr("webapp.narrowing.today_in_paris", lambda: date(2024, 12, 24))
    url = f"whoosh:{tmp_path}"
    days = [date(first, 2, 3), date(2024, 12, 17)]
    open_engine(url).rebuild(Document(str(n), "Grève", "", "TF1", day) for n, day in enumerate(days))
    text = reader(create_app(url).test_client())("/?q=gr%C3%A8ve")
    periods = re.search(r'aria-label="Périodes toutes faites">(.*?)</nav>', text, re.DOTALL)[1]
    assert re.findall(r">(\d{4})</a>", periods) == years
    assert ("7 derniers jours de l’archive</a>" in periods, "7 derniers jours</a>" in periods) == (
        True,
        False,
    )
    monkeypatch.setattr("webapp.narrowing.today_in_paris", lambda: date(2024, 12, 23))
    assert "7 derniers jours</a>" in reader(create_app(url).test_client())("/?q=gr%C3%A8ve")


def test_a_ticked_source_without_a_match_stays_in_the_form_with_none(read):
    text = read("/?q=gr%C3%A8ve&source=absente&source=Agence+Nordet")
    assert re.search(r'value="absente" checked>.*?<span[^>]*>0</span>', text)
