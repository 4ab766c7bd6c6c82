"""versions:oui searches earlier texts, too, each by itself, and says which answered; other queries do not."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest

from index import Document, Engine, parse
from tests.index.engines.contract.documents import item

FIRST = date(2024, 11, 7)


def versioned(name: str, *texts: tuple[str, str]) -> Document:
    """Give an item that had these titles and bodies, a day each."""
    ids = (name, *(f"{name}{number}" for number in range(1, len(texts))))
    versions = tuple(
        Document(identifier, title, body, "Radio", FIRST + timedelta(day))
        for day, (identifier, (title, body)) in enumerate(zip(ids, texts, strict=True))
    )
    newest = versions[-1]
    return Document(name, newest.title, newest.body, "Radio", FIRST, versions=versions)


DOCUMENTS = [
    versioned(
        "pont",
        ("Pont fermé", "Le pont de Cheviré ferme provisoirement, le préfet l’annonce."),
        ("Pont fermé", "Le pont de Cheviré ferme durablement, la mairie l’annonce."),
        ("Pont rouvert", "Le pont de Cheviré rouvre."),
    ),
    versioned("bac", ("Le bac", "Le bac remplace le pont."), ("Le bac", "Le bac est plein.")),
    item("neige", "Neige", "Le préfet annonce de la neige, la mairie sale le pont."),
]


@pytest.fixture(scope="module")
def archive(archive_of: Callable[[Iterable[Document]], Engine]) -> Engine:
    return archive_of(DOCUMENTS)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("provisoirement", {"pont": "pont"}),
        ("durablement", {"pont": "pont1"}),
        ("=ferme", {"pont": "pont1"}),
        ("fermera", {"pont": "pont1"}),
        ("pont", {"pont": "", "bac": "bac", "neige": ""}),
        ("préfet ET mairie", {"neige": ""}),
        ("préfet ET pont", {"pont": "pont", "neige": ""}),
        ('"ferme provisoirement"', {"pont": "pont"}),
        ('"préfet provisoirement"~4', {"pont": "pont"}),
        ("titre:fermé", {"pont": "pont1"}),
        ("corps:ferme -durablement", {"pont": "pont"}),
        ("provisoirement source:radio", {"pont": "pont"}),
        ("provisoirement source:autre", {}),
        ("date:2024-11-07 remplace", {"bac": "bac"}),
        ("prov*", {}),
    ],
)
def test_an_earlier_text_answers_by_itself(archive: Engine, typed: str, found: dict[str, str]) -> None:
    results = archive.search(parse(f"{typed} versions:oui"))
    told = {hit.id: hit.earlier.id if hit.earlier else "" for hit in results.hits}
    assert (told, results.total) == (found, len(found))
    assert archive.counts(parse(f"{typed} versions:oui")).sources.get("Radio", 0) == len(
        found.keys() - {"neige"}
    )


def test_the_passage_is_that_of_the_text_that_answers(archive: Engine) -> None:
    (hit,) = archive.search(parse("provisoirement versions:oui")).hits
    assert hit.title == "Pont rouvert"
    assert hit.earlier_title is not None
    assert hit.earlier_title.text == "Pont fermé"
    assert "provisoirement" in hit.snippets[0].text
    assert hit.snippets[0].spans


@pytest.mark.parametrize("typed", ["provisoirement", "durablement", "remplace versions:non"])
def test_other_queries_search_the_newest_text_alone(archive: Engine, typed: str) -> None:
    assert archive.search(parse(typed)).total == 0


def test_a_word_that_only_an_earlier_text_holds_is_not_corrected(archive: Engine) -> None:
    results = archive.search(parse("Cheviré durablement versions:oui"))
    assert (results.suggestion, [hit.id for hit in results.hits]) == ("", ["pont"])


def test_after_additions_and_a_merge_earlier_texts_answer_as_after_a_rebuild(engine: Engine) -> None:
    for document in DOCUMENTS:
        engine.add([document])
    for _ in range(2):
        found = [engine.search(parse(f"{typed} versions:oui")).total for typed in ("pont", "provisoirement")]
        assert found == [3, 1]
        engine.merge()
    engine.remove(["pont"])
    assert engine.search(parse("provisoirement versions:oui")).total == 0
