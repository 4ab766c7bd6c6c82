"""An item that was edited has one address, to which those of its versions lead; it tells what changed."""

import re
from dataclasses import replace
from datetime import date, time

import pytest
from flask.testing import FlaskClient

from index import Appearance, Bulletin, Document, open_engine
from webapp.app import create_app

EARLIER = Document("a", "Le pont fermé", "Le pont ferme ce soir.", "Radio Estuaire", date(2024, 11, 7))
NEWEST = Document("b/é", "Le pont fermé", "Le pont ferme demain.", "Radio Estuaire", date(2024, 11, 8))
BULLETIN = Bulletin("b1", "Journal de 20 h", "Radio Estuaire", date(2024, 11, 7))
LATER = (
    Document("c", "Crue", "La Vilaine monte.\n\nRien d’autre.\n\nFin.", date=BULLETIN.date,
             time=time(20, 15), appearances=(Appearance(BULLETIN, 1),), is_past=True),
    Document("c1", "Crue", "La Vilaine monte vite.\n\nRien d’autre.\n\nFin.", date=date(2024, 11, 8)),
    Document("c2", "Décrue", "La Vilaine baisse.\n\nRien d’autre.\n\nFin.", date=date(2024, 11, 9)),
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    url = f"whoosh:{tmp_path_factory.mktemp('index')}"
    others = [replace(LATER[-1], id="c", versions=LATER), Document("seule", "Seule", "Un seul texte.")]
    open_engine(url).rebuild([replace(NEWEST, id="a", versions=(EARLIER, NEWEST)), *others])
    return create_app(url).test_client()


def test_the_address_of_a_version_leads_to_the_item_for_good(client: FlaskClient) -> None:
    response = client.get("/item/b/é?q=pont&rang=1&lang=en")
    assert (response.status_code, response.headers["Location"]) == (301, "/item/a?q=pont&rang=1&lang=en")
    assert client.get("/item?id=b/é").headers["Location"] == "/item/a"
    assert "Le pont ferme demain." in client.get("/item/a").text


def test_programs_get_all_versions(client: FlaskClient) -> None:
    found = client.get("/api/item?id=b/é").get_json()
    assert found["id"] == "a"
    assert [(each["id"], each["body"], each["past"]) for each in found["versions"]] == [
        (EARLIER.id, EARLIER.body, False),
        (NEWEST.id, NEWEST.body, False),
    ]


def section(client: FlaskClient, address: str) -> str:
    """Give the text of the part about versions, with [ajouté : …] and [retiré : …] as they are read out."""
    _, _, rest = client.get(address).text.partition('<section class="row block" id="versions"')
    return " ".join(re.sub("<[^>]+>", "", rest.partition("</section>")[0]).split())


def test_the_page_tells_when_each_version_came_and_what_changed(client: FlaskClient) -> None:
    said = section(client, "/item/a")
    assert "le texte ci-dessus est le plus récent" in said
    assert "De la version 1 à la version 2" in said
    assert "Le pont ferme [retiré\u00a0: ce soir.] [ajouté\u00a0: demain.]" in said.replace(
        "&nbsp;", "\u00a0"
    )
    page = client.get("/item/a").text
    assert "<del>ce soir.</del>" in page
    assert "<ins>demain.</ins>" in page
    assert '<a href="#versions">2\u00a0versions</a>' in page


def test_any_two_versions_are_compared_in_either_order(client: FlaskClient) -> None:
    said = section(client, "/item/c")
    assert "jeudi 7 novembre 2024 20" in said
    assert "Journal de 20 h, n’est plus dans les fichiers lus" in said
    assert "De la version 2 à la version 3" in said
    assert "[2 paragraphes inchangés]" in said
    assert "/item/c?avant=1&amp;apres=3#versions" in client.get("/item/c").text
    for address in ("/item/c?avant=1&apres=2", "/item/c?avant=2&apres=1"):
        assert "[ajouté\u00a0: monte vite.]" in section(client, address).replace("&nbsp;", "\u00a0")
    for address in ("/item/c?avant=0&apres=9", "/item/c?avant=x", "/item/c?avant=2&apres=2"):
        assert "De la version 2 à la version 3" in section(client, address)


def test_it_is_said_in_english_too_and_the_texts_are_told_to_be_french(client: FlaskClient) -> None:
    page = client.get("/item/a?langue=en").text
    assert '<del lang="fr">ce soir.</del>' in page
    assert "[added: " in page
    assert "From version 1 to version 2" in page


def test_an_item_with_one_text_has_no_versions(client: FlaskClient) -> None:
    assert "versions" not in client.get("/item/seule").text


def test_a_result_that_only_an_earlier_text_answers_says_so(client: FlaskClient) -> None:
    page = client.get("/?q=vite+versions:oui").text
    assert "Trouvé dans une version antérieure, du" in page
    assert "<mark>vite</mark>" in page
    assert "#versions" in page
    assert "Trouvé dans" not in client.get("/?q=pont+versions:oui").text
    assert "/item/c" not in client.get("/?q=vite").text
    (hit,) = client.get("/api/search?q=vite+versions:oui").get_json()["hits"]
    assert (hit["id"], hit["earlier"]["id"], hit["earlier"]["past"]) == ("c", "c1", False)
