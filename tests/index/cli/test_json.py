"""What the commands write for programs."""

import json

import pytest

from tests.index.cli.documents import run, steers_a_terminal


def test_the_json_of_an_explained_search_sums_to_the_score(url: str) -> None:
    (hit,) = json.loads(run(url, "search", "otan élections", "--explain", "--json").stdout)["hits"]
    assert sum(each["score"] for each in hit["explanation"]) == pytest.approx(hit["score"], abs=1e-5)
    assert set(hit["explanation"][0]) == {
        "words", "field", "term", "weight", "frequency", "holders", "idf", "norm", "share", "score",
    }  # fmt: skip


def test_json_of_a_search_holds_what_was_understood_and_what_was_not(url: str) -> None:
    answer = json.loads(run(url, "search", "titrre:otan", "--json").stdout)
    assert answer["understood"] == "titrre (aussi titre) ou otan, toutes formes."
    assert answer["suggestion"] == "titre otan"
    assert answer["notes"] == [
        "« titrre: » n’est pas un champ (peut-être titre: ?) : c’est cherché comme du texte.",
        "« titrre » est cherché aussi comme « titre ».",
    ]


def test_json_on_a_terminal_writes_nothing_that_steers_it(url: str) -> None:
    assert steers_a_terminal(run(url, "search", "--json", "gauche").stdout) == set()


def test_the_json_of_a_search_has_the_fields_of_the_design(url: str) -> None:
    answer = json.loads(run(url, "search", "--json", "otan élections").stdout)
    named = {"query", "understood", "total", "total_is_exact", "took_ms", "suggestion", "hits"}
    assert named <= set(answer)
    (hit,) = answer["hits"]
    assert set(hit) == {
        "rank", "id", "score", "title", "title_spans", "date", "time", "date_origin", "source", "bulletin",
        "url", "address",
        "snippets",
    }  # fmt: skip
    assert all(set(snippet) == {"text", "spans"} for snippet in hit["snippets"])


def test_the_json_of_a_search_holds_the_hit(url: str) -> None:
    answer = json.loads(run(url, "search", "--json", "otan").stdout)
    (hit,) = answer["hits"]
    assert (answer["query"], answer["total"], answer["total_is_exact"], answer["suggestion"]) == (
        "otan",
        1,
        True,
        None,
    )
    assert (hit["rank"], hit["id"], hit["date"], hit["source"]) == (1, "otan", "2024-11-08", "Radio Estuaire")
    assert (hit["bulletin"], hit["url"]) == ("Journal de 8 h", "https://exemple.fr/1")
    assert hit["address"] == "/item/otan"


def test_the_spans_of_the_json_are_the_marked_words(url: str) -> None:
    (hit,) = json.loads(run(url, "search", "--json", "otan élection").stdout)["hits"]
    marked = [hit["title"][start:end] for start, end in hit["title_spans"]]
    marked += [each["text"][start:end] for each in hit["snippets"] for start, end in each["spans"]]
    assert marked == ["OTAN", "OTAN", "élections"]


def test_info_as_json_has_its_fields(url: str) -> None:
    info = json.loads(run(url, "info", "--json").stdout)
    assert set(info) == {
        "documents", "bulletins", "first_day", "last_day", "built", "build", "size", "sources",
        "search", "advice",
    }  # fmt: skip
    assert {"source": "Radio Estuaire", "first_year": 2024, "documents": 1} in info["sources"]
