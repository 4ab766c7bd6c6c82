"""The comparison of sources: every cell says how many, of how many, and leads there."""

import html
import re
from datetime import date

import pytest

from index import Document, open_engine
from tests.webapp.pages import links, reader, total
from tests.webapp.test_narrowing import DOCUMENTS
from webapp.app import create_app


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    url = f"whoosh:{tmp_path_factory.mktemp('compare') / 'index'}"
    open_engine(url).rebuild(DOCUMENTS)
    return reader(create_app(url).test_client())


ADDRESS = "/comparer?q=gr%C3%A8ve&source=Agence+Nordet&source=T%C3%A9l%C3%A9-Onze"


def found(source):
    return [each for each in DOCUMENTS if each.source == source and "rève" in each.title]


def test_two_sources_are_compared_by_number_and_share(read):
    text = read(ADDRESS)
    totals = [len(found(source)) for source in ("Agence Nordet", "Télé-Onze")]
    assert f"{sum(totals)} brèves dans 2 sources pour" in text
    assert [f"<p>{each} brèves</p>" in text for each in totals] == [True, True]
    (row, *_) = re.findall(r"<tr><th scope=\"row\">.*?</tr>", text)
    assert len(re.findall("<td", row)) == 4
    assert links(text, "Lister les brèves") == ["/" + ADDRESS.removeprefix("/comparer")]


def test_every_cell_leads_to_as_many_as_it_says(read):
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", read(ADDRESS))
    assert len(rows) > 5
    cells = [cell for _, cells in rows for cell in re.findall(r'<a href="([^"]*)">(\d+)</a>', cells)]
    assert sum(int(count) for _, count in cells) == sum(
        1 for source in ("Agence Nordet", "Télé-Onze") for each in found(source) if each.date
    )
    for address, count in cells:
        assert total(read(html.unescape(address))) == int(count)


def test_without_a_choice_the_two_largest_are_compared_and_others_offered(read):
    text = read("/comparer?q=gr%C3%A8ve")
    sizes = sorted((len(found(each)), each) for each in ("Agence Nordet", "Télé-Onze", "Radio Estuaire"))
    assert "dans 2 sources" in text
    (added,) = re.findall(rf'<a class="offer" href="([^"]*)">.*?<bdi>{sizes[0][1]}</bdi></a>', text)
    three = read(html.unescape(added))
    assert "dans 3 sources" in three
    assert len(re.findall('<span class="hidden">Retirer </span>', three)) == 3


def test_the_share_is_of_what_the_source_has_in_the_period(read):
    for name, cells in re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", read(ADDRESS)):
        quarter, year = int(name[1]), int(name[3:])
        for source, (count, share) in zip(
            ("Agence Nordet", "Télé-Onze"),
            re.findall(
                r'<td class="num">(?:<a[^>]*>)?(\d+|–)(?:</a>)?</td><td class="num">([\d,]+|–)', cells
            ),
            strict=True,
        ):
            held = [
                each
                for each in DOCUMENTS
                if each.source == source
                and each.date
                and (each.date.year, (each.date.month + 2) // 3) == (year, quarter)
            ]
            if held:
                assert float(share.replace(",", ".")) == pytest.approx(100 * int(count) / len(held), abs=0.06)
            else:
                assert (count, share) == ("–", "–")


def test_the_table_is_taken_away_as_it_stands(read):
    (address,) = links(read(f"{ADDRESS}&unite=an"), "Emporter le tableau (CSV)")
    rows = [line.split(",") for line in read(address).splitlines()]
    assert rows[0][2:] == ["source", "number", "held", "share"]
    assert {row[0][:4] for row in rows[1:]} == {"2023", "2022", "2021", "2020", ""}


def test_the_periods_may_be_coarser_and_the_sources_keep_them(read):
    (by_year,) = links(read(ADDRESS), "par an")
    assert by_year == ADDRESS + "&unite=an"
    text = read(by_year)
    assert re.findall(r'<tr><th scope="row">(.*?)</th>', text) == ["2023", "2022", "2021", "2020"]
    assert links(text, "par trimestre") == [ADDRESS]
    (added,) = re.findall(r'<a class="offer" href="([^"]*)">', text)
    assert html.unescape(added).endswith("&unite=an")


def test_those_with_all_words_may_be_counted_alone(read):
    text = read(ADDRESS.replace("gr%C3%A8ve", "gr%C3%A8ve+port"))
    (address,) = re.findall(r'dont <a href="([^"]*)">(\d+) avec tous les mots</a>', text)
    both = [
        each for source in ("Agence Nordet", "Télé-Onze") for each in found(source) if "ort" in each.title
    ]
    assert int(address[1]) == len(both)
    strict = read(html.unescape(address[0]))
    assert f"{len(both)} brèves dans 2 sources pour" in strict
    assert links(strict, f"compter les {total(text)} brèves qui en ont au moins un") == [
        ADDRESS.replace("gr%C3%A8ve", "gr%C3%A8ve+port")
    ]
    assert "avec tous les mots" not in read(ADDRESS)


def test_what_has_no_source_is_compared_last(tmp_path):
    open_engine(f"whoosh:{tmp_path}").rebuild(
        Document(f"{n}", "Grève", "", source, date(2024, 5, 1))
        for n, source in enumerate(["", "", "", "TF1", "Radio"])
    )
    text = reader(create_app(f"whoosh:{tmp_path}").test_client())("/comparer?q=gr%C3%A8ve")
    assert re.findall(r'<h2 class="label"><bdi>(.*?)</bdi>', text) == ["Radio", "TF1"]
    assert "<bdi>sans source</bdi></a>" in text


def test_sources_of_nothing_and_hostile_names_are_answered(read):
    assert "0 brève dans 1 source" in read("/comparer?q=gr%C3%A8ve&source=absente")
    text = read("/comparer?q=gr%C3%A8ve&source=%3Cscript%3E&source=TF1")
    assert "<script>" not in text
    assert "0 brève dans 0 source" in read("/comparer?q=zzzz")


def test_sources_alone_are_compared_by_all_that_they_have(read):
    text = read("/comparer?source=Agence+Nordet&source=T%C3%A9l%C3%A9-Onze")
    count = sum(each.source in {"Agence Nordet", "Télé-Onze"} for each in DOCUMENTS)
    assert f"{count} brèves dans 2 sources" in text


def test_a_source_that_the_archive_does_not_have_is_said_with_those_that_may_take_its_place(read):
    text = read("/comparer?q=gr%C3%A8ve&source=Agence+Norde&source=T%C3%A9l%C3%A9-Onze")
    assert "L’archive n’a pas de source « <bdi>Agence Norde</bdi> »" in text
    (address,) = links(text, "Agence Nordet")
    assert address == "/comparer?q=gr%C3%A8ve&source=T%C3%A9l%C3%A9-Onze&source=Agence+Nordet"
    assert "n’a pas de source" not in read(ADDRESS)


def test_a_source_that_was_typed_and_is_none_is_said_and_replaced(read):
    text = read("/comparer?q=gr%C3%A8ve+source%3Anorde&source=T%C3%A9l%C3%A9-Onze")
    assert "L’archive n’a pas de source « <bdi>norde</bdi> »" in text
    (address,) = links(text, "Agence Nordet")
    assert address == "/comparer?q=gr%C3%A8ve&source=T%C3%A9l%C3%A9-Onze&source=Agence+Nordet"
