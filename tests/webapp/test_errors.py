import shutil
from pathlib import Path

import pytest

from index import Document, open_engine
from index.archive import stamp
from webapp.app import create_app


def test_without_an_index_pages_say_so_and_recover_by_themselves(empty_folder):
    client = create_app(empty_folder).test_client()
    response = client.get("/?q=baleine%3Cb%3E")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "bulletins rebuild PATH" in response.text
    assert "<bdi>baleine&lt;b&gt;</bdi>" in response.text
    assert 'value="baleine&lt;b&gt;"' in response.text
    open_engine(empty_folder).rebuild([Document("x", "Une baleine", "")])
    assert client.get("/?q=baleine").status_code == 200


PAGES = (
    *("/", "/?q=x", "/?q=x&page=9999", "/item/x", "/item?id=..", "/bulletin/x", "/bulletin?id=..", "/readyz"),
    *("/jour/2024-11-07", "/source/x", "/source?nom="),
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_that_needs_the_index_waits_for_it(empty_folder, address):
    assert create_app(empty_folder).test_client().get(address).status_code == 503


def test_help_and_health_need_no_index(empty_folder):
    client = create_app(empty_folder).test_client()
    assert client.get("/help").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_a_damaged_index_is_said_and_a_rebuild_mends_it(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("x", "Une baleine", "")])
    shutil.rmtree(tmp_path / "builds")
    client = create_app(url).test_client()
    response = client.get("/?q=baleine")
    assert response.status_code == 503
    assert "bulletins check" in response.text
    assert str(tmp_path) not in response.text
    open_engine(url).rebuild([Document("x", "Une baleine", "")])
    assert client.get("/?q=baleine").status_code == 200


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # files that Whoosh leaves open
@pytest.mark.parametrize("name", ["*.arrays", "*.toc", "*.catalogue.*", "*.vocabulary.*", "build.json"])
def test_a_file_damaged_under_a_running_server_is_said_until_it_is_mended(tmp_path, monkeypatch, name):
    monkeypatch.setattr(stamp, "EVERY", 0)
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("x", "Une baleine", "")])
    client = create_app(url).test_client()
    assert client.get("/?q=baleine").status_code == 200
    (file,) = tmp_path.glob(f"builds/*/{name}")
    content = file.read_bytes()
    for damaged in (content[: len(content) // 2], b"\x00" * len(content)):
        file.write_bytes(damaged)
        for address in ("/?q=baleine", "/item/x", "/", "/readyz"):
            response = client.get(address)
            assert response.status_code == 503, address
            assert "Traceback" not in response.text
        file.write_bytes(content)
        assert "<mark>baleine</mark>" in client.get("/?q=baleine").text


def test_an_outdated_index_asks_for_a_rebuild(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("x", "Une baleine", "")])
    (manifest,) = Path(tmp_path).glob("builds/*/build.json")
    manifest.write_text(manifest.read_text("utf-8").replace("analysis", "other"), "utf-8")
    response = create_app(url).test_client().get("/?q=baleine")
    assert response.status_code == 503
    assert "L’index vient d’une autre version du programme" in response.text


def test_an_unknown_address_is_a_page_of_our_own(client):
    response = client.get("/nope?q=baleine")
    assert response.status_code == 404
    assert 'value="baleine"' in response.text
    assert client.get("/x//nope").status_code == 404
    assert client.get("/static/nope.css").status_code == 404


def test_an_error_of_ours_shows_no_traceback(index_url):
    app = create_app(index_url)

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("secret")

    app.logger.disabled = True
    response = app.test_client().get("/broken")
    assert response.status_code == 500
    assert "Une erreur s’est produite" in response.text
    assert "secret" not in response.text


def test_health_is_plain_text(client):
    for address in ("/healthz", "/readyz"):
        response = client.get(address)
        assert (response.status_code, response.text, response.mimetype) == (200, "ok\n", "text/plain")
        assert response.headers["Cache-Control"] == "no-store"
