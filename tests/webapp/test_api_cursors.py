"""Cursors lead through all hits of one build, each once and in order, and say when there is another build."""

from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Appearance, Bulletin, Document, open_engine
from webapp.api import answers
from webapp.app import create_app

EVENING = Bulletin("soir", "Le journal du soir", "Radio", date(2024, 11, 7))
SOURCES = ("Radio", "Agence", "")


def _document(number: int) -> Document:
    """Return one of many documents that differ in their ids, and otherwise in few ways: most of them tie."""
    text = ("Une grève au port", "Le port", "La grève")[number % 3]
    day = (None, date(2024, 11, 7), date(2023, 1, 1))[number // 3 % 3]
    appearances = (Appearance(EVENING, number),) if number % 4 == 0 else ()
    return Document(f"{number * 37 % 101:03}", text, text, SOURCES[number // 9 % 3], day, "", appearances)


DOCUMENTS = [_document(number) for number in range(90)]


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    url = f"whoosh:{tmp_path_factory.mktemp('cursors') / 'index'}"
    open_engine(url).rebuild(DOCUMENTS)
    return url


@pytest.fixture(scope="module")
def api(url):
    return create_app(url).test_client()


def ask(api, parameters, status=200, **more):
    response = api.get("/api/search?" + urlencode({**parameters, **more}, doseq=True))
    assert response.status_code == status, response.text
    return response.get_json()


def follow(api, parameters, limits):
    """Yield the answers from the first to the one without a next."""
    limits = iter(limits)
    answer = ask(api, parameters, limit=next(limits, 100))
    yield answer
    while answer["next_cursor"]:
        answer = ask(api, parameters, limit=next(limits, 100), cursor=answer["next_cursor"])
        yield answer


SELECTIONS = st.fixed_dictionaries(
    {"q": st.sampled_from(["grève", "grève port", "-port", "greve OU port", '"au port"', "absent"])},
    optional={
        "tri": st.sampled_from(["recent", "ancien"]),
        "mots": st.just("tous"),
        "source": st.lists(st.sampled_from(["Radio", "Agence"]), unique=True, min_size=1),
        "du": st.sampled_from(["2023", "2024-11-07"]),
        "au": st.sampled_from(["2023", "2024-12-31", "2022"]),
        "bulletin": st.just("soir"),
        "telquel": st.just("1"),
    },
)


@settings(max_examples=60)
@given(SELECTIONS, st.lists(st.integers(1, 30), max_size=20))
def test_pages_of_any_size_are_the_whole_list(api, url, parameters, limits):
    whole = ask(api, parameters, limit=100)
    assert whole["next_cursor"] is None
    pages = list(follow(api, parameters, limits))
    assert [hit for page in pages for hit in page["hits"]] == whole["hits"]
    assert len(whole["hits"]) == whole["total"]
    assert [hit["rank"] for hit in whole["hits"]] == list(range(1, 1 + whole["total"]))
    assert all(page["hits"] for page in pages[1:])


def test_the_deepest_hit_is_the_last_that_is_reached(api, monkeypatch):
    monkeypatch.setattr(answers, "MAX_RESULTS", 25)
    pages = list(follow(api, {"q": "grève port"}, [10, 10, 10]))
    assert [len(page["hits"]) for page in pages] == [10, 10, 5]
    assert pages[-1]["total"] == 90


@pytest.mark.parametrize(
    "other", [{"q": "port"}, {"q": "grève", "tri": "recent"}, {"q": "grève", "mots": "tous"}]
)
def test_a_cursor_of_another_search_is_refused(api, other):
    cursor = ask(api, {"q": "grève"})["next_cursor"]
    assert "of another search" in ask(api, other, 400, cursor=cursor)["detail"]


def test_the_order_of_parameters_does_not_matter_to_a_cursor(api):
    cursor = ask(api, {"q": "grève", "tri": "recent"}, limit=5)["next_cursor"]
    assert ask(api, {"tri": "recent", "cursor": cursor, "q": "grève"})["hits"][0]["rank"] == 6


def test_a_cursor_lasts_as_long_as_the_build(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild(DOCUMENTS)
    parameters = {"q": "grève"}
    cursor = ask(create_app(url).test_client(), parameters)["next_cursor"]
    restarted = create_app(url).test_client()
    assert ask(restarted, parameters, cursor=cursor)["hits"]
    open_engine(url).rebuild(DOCUMENTS)
    assert "begin anew" in ask(restarted, parameters, 410, cursor=cursor)["detail"]
    assert ask(restarted, parameters)["hits"]


def test_a_cursor_is_outdated_where_the_query_means_other_days(api, monkeypatch):
    def set_today(today):
        for module in ("index.query.lexer", "webapp.app"):
            monkeypatch.setattr(f"{module}.today_in_paris", lambda: today)

    set_today(date(2024, 11, 8))
    parameters = {"q": "grève avant:hier"}
    cursor = ask(api, parameters, limit=1)["next_cursor"]
    assert ask(api, parameters, cursor=cursor)["hits"]
    set_today(date(2024, 11, 9))
    assert ask(api, parameters, 410, cursor=cursor)["status"] == 410


def test_a_cursor_is_outdated_where_names_are_others(url, tmp_path):
    for name, line in (("one", "débrayage, grève"), ("other", "débrayage, port")):
        (tmp_path / name).write_text(line, "utf-8")
    one, other = (create_app(url, own_names=tmp_path / name).test_client() for name in ("one", "other"))
    cursor = ask(one, {"q": "débrayage"}, limit=1)["next_cursor"]
    assert ask(one, {"q": "débrayage"}, cursor=cursor)["hits"]
    assert ask(other, {"q": "débrayage"}, 410, cursor=cursor)


def test_a_part_of_the_hits_is_no_page(url):
    whole, hurried = create_app(url).test_client(), create_app(url, budget=1e-9).test_client()
    cursor = ask(whole, {"q": "grève"})["next_cursor"]
    assert ask(hurried, {"q": "grève"})["next_cursor"] is None
    assert ask(hurried, {"q": "grève"}, 504, cursor=cursor)


@pytest.mark.parametrize("changed", ["0-{}-{}", "10000-{}-{}", "-1-{}-{}", "{}-{}", "1-{}-{}\n", "1-{}x-{}"])
def test_what_is_no_cursor_is_refused(api, changed):
    _, asked, state = ask(api, {"q": "grève"})["next_cursor"].split("-")
    assert ask(api, {"q": "grève"}, 400, cursor=changed.format(asked, state))


def test_a_cursor_beyond_the_last_hit_has_no_hits(api):
    _, asked, state = ask(api, {"q": "grève"})["next_cursor"].split("-")
    answer = ask(api, {"q": "grève"}, cursor=f"9999-{asked}-{state}")
    assert (answer["hits"], answer["next_cursor"]) == ([], None)
