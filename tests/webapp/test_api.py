"""What programs are answered: the JSON of the terminal, and problems that say what to do."""

import json
import shutil
from itertools import count
from urllib.parse import quote, urlencode, urlsplit

import pytest
from click.testing import CliRunner

from bulletins import main
from index import Document, open_engine
from index.budget import Budget
from index.engines.whoosh.search import segment_search
from tests.webapp.conftest import DOCUMENTS, ODD
from webapp import app as application
from webapp.api.endpoints import ENDPOINTS
from webapp.app import create_app

GONE = "it may have been taken out of it."


def ask(client, address, **parameters):
    response = client.get(address, query_string=urlencode(parameters, doseq=True) if parameters else None)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    return response.get_json()


def refused(client, address, status, **headers):
    """Return the detail of a problem."""
    response = client.get(address, headers=headers)
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    problem = response.get_json()
    assert set(problem) == {"title", "status", "detail"}
    assert problem["status"] == status
    assert problem["detail"].endswith(".")
    return problem["detail"]


def terminal(index_url, *arguments):
    result = CliRunner().invoke(main, [*arguments, "--json", "--index", index_url])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("parameters", "arguments"),
    [
        ({"q": "baleine", "limit": 100}, ["baleine", "--limit", "100"]),
        ({"q": "baleinne numéro", "tri": "recent"}, ["baleinne numéro", "--sort", "newest"]),
        ({"q": "drones otan", "mots": "tous", "telquel": "1"}, ["drones otan", "--all-words", "--as-typed"]),
        (
            {"du": "2020-02", "au": "2020-01-15", "source": ["Mer", "Air"]},
            ["--since", "2020-02", "--until", "2020-01-15", "--source", "Mer", "--source", "Air"],
        ),
        ({"q": "zèbre girafe", "bulletin": ODD.id}, ["zèbre girafe", "--bulletin", ODD.id]),
        (
            {"q": "drones", "source": ["?", "Agence Nordet"]},
            ["drones", "--source", "?", "--source", "Agence Nordet"],
        ),
    ],
)  # fmt: skip
def test_a_search_answers_as_the_terminal_does(client, index_url, parameters, arguments):
    answer = ask(client, "/api/search", **parameters)
    said = terminal(index_url, "search", *arguments, "--site", "http://localhost")
    assert answer.pop("next_cursor") is None or answer["total"] > len(answer["hits"])
    assert answer["hits"]
    assert {**answer, "took_ms": 0} == {**said, "took_ms": 0}
    counted = {name: value for name, value in parameters.items() if name != "limit"}
    arguments = [each for each in arguments if each not in ("--limit", "100")]
    assert ask(client, "/api/counts", by="year,source", **counted) == terminal(
        index_url, "count", *arguments, "--by", "year,source"
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: ascii(document.id))
def test_every_item_is_answered_whole_whatever_its_id(client, index_url, document):
    answer = ask(client, "/api/item", id=document.id)
    exported = CliRunner().invoke(main, ["export", "--index", index_url]).stdout.splitlines()
    assert {**answer, "address": None} in [{**json.loads(line), "address": None} for line in exported]
    assert answer["id"] == document.id
    page = urlsplit(answer["address"])
    assert client.get(f"{page.path}?{page.query}").status_code == 200
    if not any(part in (".", "..") for part in document.id.split("/")):
        assert ask(client, f"/api/item/{quote(document.id)}") == answer


def test_a_bulletin_lists_its_items_and_its_neighbours(client):
    answer = ask(client, "/api/bulletin/midi")
    assert (answer["id"], answer["name"], answer["date"]) == ("midi", "Bulletin de 13 h", "2024-11-07")
    assert [(each["place"], each["id"]) for each in answer["items"]] == [(1, "coree"), (2, "greve")]
    assert answer["items"][0]["address"] == "http://localhost/item/coree"
    assert (answer["previous"], answer["next"]["id"]) == (None, "soir")
    assert answer["next"]["address"] == "http://localhost/bulletin/soir"
    odd = ask(client, "/api/bulletin", id=ODD.id)
    assert (odd["name"], len(odd["items"])) == (ODD.name, 1)


def test_a_day_lists_its_bulletins_and_the_days_around(client):
    answer = ask(client, "/api/day/2024-11-07")
    assert (answer["items"], answer["previous"], answer["next"]) == (2, "2020-05-02", "2024-11-08")
    assert answer["address"] == "http://localhost/jour/2024-11-07"
    assert [(each["id"], each["items"]) for each in answer["bulletins"]] == [("midi", 2)]
    empty = ask(client, "/api/day/9999-12-31")
    assert (empty["items"], empty["bulletins"], empty["next"]) == (0, [], None)


def test_a_beginning_is_completed(client):
    assert ask(client, "/api/suggest", q="bal") == {"query": "bal", "completions": ["baleine"]}
    assert ask(client, "/api/suggest", q="")["completions"] == []


def test_permanent_addresses_begin_with_the_public_one(index_url):
    client = create_app(index_url, public_address="https://archive.example/presse").test_client()
    (hit,) = ask(client, "/api/search", q="drones")["hits"]
    assert hit["address"] == "https://archive.example/presse/item/coree"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/search", 400, "Nothing is asked; give q, source, bulletin, date_de, du or au."),
        ("/api/search?q=+", 400, "Nothing is asked; give q, source, bulletin, date_de, du or au."),
        ("/api/search?q=x&tri=vieux", 400, "tri is 'vieux'; it may be recent or ancien."),
        ("/api/search?q=x&mots=2", 400, "mots is '2'; it may be tous."),
        ("/api/search?q=x&telquel=0", 400, "telquel is '0'; it may be 1."),
        ("/api/search?q=x&limit=101", 400, "limit is '101'; it may be a number from 1 to 100."),
        ("/api/search?q=x&limit=%D9%A1", 400, "limit is '١'; it may be a number from 1 to 100."),
        ("/api/search?q=x&du=hier", 400, "du is 'hier'; write it like 2024-11-07 or 2024."),
        ("/api/search?q=x&au=2024-13", 400, "au is '2024-13', which no calendar has."),
        ("/api/search?q=x&cursor=2", 400, "cursor is '2'; take it as it was answered."),
        ("/api/search?q=x&q=y", 400, "q is given 2 times; once is meant."),
        ("/api/search?" + "&source=a" * 101, 400, "source is given 101 times; 100 may be."),
        ("/api/counts?q=x&by=page", 400, "by is 'page'; write it like year,source."),
        ("/api/suggest", 400, "q is missing; it must be given."),
        ("/api/suggest?q=a&limit=3", 400, "'limit' is no parameter here; there are: q."),
        ("/api/item/coree?id=greve", 400, "'id' is no parameter here; there are: none."),
        ("/api/item", 400, "id is missing; it must be given."),
        ("/api/day/2024-02-31", 400, "date is '2024-02-31', which no calendar has."),
        ("/api/day/demain", 400, "date is 'demain'; write it like 2024-11-07."),
        ("/api/item/non", 404, f"In this archive no item has the id 'non'; {GONE}"),
        ("/api/bulletin?id=", 404, f"In this archive no bulletin has the id ''; {GONE}"),
        ("/api/nope", 404, "No such address is in /api/openapi.json; it lists all of them."),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_with_the_value_and_what_to_do(client, address, status, said):
    assert refused(client, address, status) == said


def test_a_foreign_host_and_another_method_are_problems_too(client):
    assert "--trusted-host" in refused(client, "/api/search?q=x", 400, Host="evil.example")
    response = client.post("/api/search?q=x")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert response.content_type == "application/problem+json"


def test_a_long_value_is_not_repeated_whole(client):
    assert len(refused(client, "/api/search?q=x&tri=" + "a" * 9_999, 400)) < 120


def test_an_error_of_ours_is_a_problem_without_its_detail(index_url):
    app = create_app(index_url)

    @app.get("/api/broken")
    def broken() -> str:
        raise RuntimeError("secret")

    app.logger.disabled = True
    assert "secret" not in refused(app.test_client(), "/api/broken", 500)


@pytest.mark.parametrize("rule", [each.rule for each in ENDPOINTS])
def test_every_address_waits_for_the_index(empty_folder, rule):
    address = rule.replace("<id:id>", "x").replace("<date>", "2024-11-07")
    client = create_app(empty_folder).test_client()
    assert "bulletins rebuild" in refused(client, address, 503)
    assert client.get(address).headers["Retry-After"] == "30"


def test_a_damaged_index_is_said_without_its_path(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("x", "Une baleine", "")])
    shutil.rmtree(tmp_path / "builds")
    assert str(tmp_path) not in refused(create_app(url).test_client(), "/api/search?q=x", 503)


def test_what_was_found_within_the_budget_is_a_part_and_kept_nowhere(index_url):
    response = create_app(index_url, budget=1e-9).test_client().get("/api/search?q=baleine&limit=1")
    answer = response.get_json()
    assert (response.status_code, answer["total_is_exact"], answer["next_cursor"]) == (200, False, None)
    assert "a été arrêtée" in answer["notes"][-1]
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_nothing_found_within_the_budget_is_a_problem(index_url):
    client = create_app(index_url, budget=1e-9).test_client()
    assert "was stopped" in refused(client, "/api/search?q=num%C3%A9ro+baleine", 504)


def test_counts_within_the_budget_are_said_to_be_a_part(index_url, monkeypatch):
    monkeypatch.setattr(segment_search, "AT_ONCE", 8)
    looks = count(1)

    def is_spent(given: Budget) -> bool:
        given.was_spent = next(looks) > 3
        return given.was_spent

    monkeypatch.setattr(Budget, "is_spent", is_spent)
    answer = ask(create_app(index_url).test_client(), "/api/counts", q='"une baleine"', by="bulletin,year")
    assert 0 < answer["total"] < 123
    assert (answer["total_is_exact"], answer["counts_are_exact"]) == (False, False)
    assert sum(each["count"] for each in answer["counts"]) <= answer["total"]
    assert "a été arrêtée" in answer["notes"][-1]


def test_a_search_that_gets_no_turn_says_when_to_try_again(index_url, monkeypatch):
    monkeypatch.setattr(application, "WAITING", 0)
    monkeypatch.setattr(segment_search, "AT_ONCE", 8)
    client = create_app(index_url).test_client()
    assert "try again" in refused(client, "/api/counts?q=%22une+baleine%22&by=bulletin", 503)
    assert client.get("/api/counts?q=%22une+baleine%22&by=bulletin").headers["Retry-After"] == "5"


def test_more_counts_than_are_answered_are_refused(client, monkeypatch):
    monkeypatch.setattr("webapp.api.answers.MAX_ROWS", 100)
    assert "There are 123 counts by day" in refused(client, "/api/counts?q=baleine&by=day", 422)
    assert len(ask(client, "/api/counts", q="baleine", by="month")["counts"]) == 5


def test_an_answer_that_is_known_is_not_sent_again_until_the_index_changes(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("1", "Zébu", "")])
    client = create_app(url).test_client()
    etag = client.get("/api/search?q=zébu").headers["ETag"]
    known = client.get("/api/search?q=zébu", headers={"If-None-Match": etag})
    assert (known.status_code, known.data) == (304, b"")
    assert known.headers["Cache-Control"] == "private, no-cache"
    open_engine(url).rebuild([Document("1", "Zébu", ""), Document("2", "Zébu", "")])
    assert client.get("/api/search?q=zébu", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("address", ["/api", "/api/", "/api/?langue=en"])
def test_its_own_address_leads_to_its_document(client, address):
    for prefix in ("", "/presse"):
        way = client.get(address, environ_overrides={"SCRIPT_NAME": prefix}, follow_redirects=True)
        assert way.request.full_path.startswith("/api/openapi.json"), way.request.full_path
        assert way.request.script_root == prefix
        assert way.get_json()["openapi"].startswith("3.1.")


@pytest.mark.parametrize("address", ["/api/search?q=baleine", "/api/openapi.json", "/api/nope"])
def test_head_has_the_headers_alone(client, address):
    head, full = client.head(address), client.get(address)
    assert (head.status_code, head.content_type, head.data) == (full.status_code, full.content_type, b"")


def test_the_document_names_its_place_below_a_prefix(client):
    document = client.get("/api/openapi.json", environ_overrides={"SCRIPT_NAME": "/presse"}).get_json()
    assert document["servers"] == [{"url": "/presse"}]
    assert client.get("/api/openapi.json").get_json()["servers"] == [{"url": "/"}]
