import json
import re

import click
import pytest
from click.testing import CliRunner

from index.archive.document import digest
from index.cli.commands import commands as index_commands
from index.engines import open_engine
from index.errors import EmptyInputError, UsageError
from index.query import parse
from indexer.commands import DEMO_QUERY, commands, samples_folder

BULLETIN = """\
► L’OTAN veut discuter
Le secrétaire général a parlé.
► Séoul n’exclut rien
Le président a parlé.
"""


@pytest.fixture
def url(tmp_path):
    return f"whoosh:{tmp_path}/var"


@pytest.fixture
def run(url):
    """Run a command on the index of this test; errors come out as they are."""

    def run(name, *arguments):
        group = click.Group(commands={command.name: command for command in [*commands, *index_commands]})
        arguments = [name, "--index", url, *map(str, arguments)]
        return CliRunner().invoke(group, arguments, catch_exceptions=True)

    return run


def _titles(url):
    return sorted(document.title for document in open_engine(url).documents())


def test_a_folder_becomes_an_index(run, url, write, tmp_path):
    write("in/TF1/2024-11-07-soir.txt", BULLETIN)
    result = run("rebuild", tmp_path / "in")
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(r"1 file, 1 bulletin, 2 items, 0 skipped, \d+\.\d seconds\n", result.stderr)
    assert _titles(url) == ["L’OTAN veut discuter", "Séoul n’exclut rien"]


def test_a_rebuild_gives_the_same_ids(run, url, write, tmp_path):
    write("in/TF1/2024-11-07.txt", BULLETIN)
    run("rebuild", tmp_path / "in")
    before = [document.id for document in open_engine(url).documents()]
    run("rebuild", tmp_path / "in")
    assert [document.id for document in open_engine(url).documents()] == before


def test_an_item_of_several_bulletins_is_one_document(run, url, write, tmp_path):
    write("in/TF1/2024-11-07.txt", BULLETIN)
    write("in/TF1/2024-11-08.txt", "► Autre\nB.\n" + BULLETIN)
    assert "5 items (3 different ones)" in run("rebuild", tmp_path / "in").stderr
    document = open_engine(url).get(digest(("TF1", "Séoul n’exclut rien", "Le président a parlé.")))
    assert [(str(place.bulletin.date), place.place) for place in document.appearances] == [
        ("2024-11-07", 2),
        ("2024-11-08", 3),
    ]


def test_each_date_says_where_it_is_from_and_comes_back_with_its_time(run, url, write, tmp_path):
    page = '<meta property="article:published_time" content="2024-11-07T18:30:00Z"><h1>La page</h1><p>A.</p>'
    write("in/Radio/2024-11-07-journal-de-20-h.txt", "► Du chemin\nA.\n")
    write("in/Radio/2024/matinale.txt", "Jeudi 7 novembre, 7 h 30\n\n► Du texte\nA.\n")
    write("in/Radio/2024/semaine 45/1.txt", "Ce mardi\n\n► Supposée\nA.\n")
    write("in/Site/page.html", page)
    write(
        "in/x.jsonl",
        '{"title": "Donnée", "body": "A", "date": "2024-11-07T23:30:00Z"}\n{"title": "Sans", "body": "A"}\n',
    )
    report = json.loads(run("rebuild", tmp_path / "in", "--json").stdout)
    assert report["date_origins"] == {"given": 1, "page": 1, "path": 1, "text": 2, "weekday": 2, "none": 1}
    assert [kind["kind"] for kind in report["undated"]["kinds"]] == ["JSON Lines"]
    assert [kind["kind"] for kind in report["dated_by_text"]["kinds"]] == ["", "supposed"]
    exported = run("export").stdout
    rows = {row["title"]: row for row in map(json.loads, exported.splitlines()) if row["title"]}
    assert {title: (row["date"], row["time"], row["date_origin"]) for title, row in rows.items()} == {
        "Donnée": ("2024-11-08", "00:30", "given"),
        "La page": ("2024-11-07", "19:30", "page"),
        "Du chemin": ("2024-11-07", "20:00", "path"),
        "Du texte": ("2024-11-07", "07:30", "text"),
        "Supposée": ("2024-11-05", None, "weekday"),
        "Sans": (None, None, "none"),
    }
    assert rows["Supposée"]["appearances"][0]["bulletin"]["date_origin"] == "weekday"
    assert run("rebuild", write("export.jsonl", exported)).exit_code == 0
    assert run("export").stdout == exported


def test_an_export_comes_back_as_it_was(run, write, tmp_path):
    write("in/TF1/2024-11-07-soir.txt", BULLETIN + "► Lignes\n\nUne\ndeux.\n\nTrois.\n")
    write("in/TF1/2024-11-08.txt", BULLETIN)
    write("in/x.jsonl", '{"id": "a/b", "body": "Sans bulletin."}\n')
    run("rebuild", tmp_path / "in")
    exported = run("export").stdout
    assert len(exported.splitlines()) == 4
    assert run("rebuild", write("export.jsonl", exported)).exit_code == 0
    assert run("export").stdout == exported


def test_a_file_of_an_export_keeps_away_what_was_removed_and_addition_says_what_it_leaves(run, url, write):
    texts = write("x.jsonl", "".join(f'{{"source": "{each}", "body": "Un texte."}}\n' for each in "ab"))
    run("rebuild", texts)
    kept, gone = (document.id for document in open_engine(url).documents())
    run("remove", gone)
    exported = run("export").stdout
    assert run("rebuild", write("export.jsonl", exported), texts, "--index", f"{url}2").exit_code == 0
    assert [document.id for document in open_engine(f"{url}2").documents()] == [kept]
    write("x.jsonl", '{"body": "Un autre."}\n')
    run("rebuild", texts, "--index", f"{url}3")
    added = run("add", write("export.jsonl", exported), "--index", f"{url}3")
    assert "1 removal of another archive not taken over, as only rebuild does" in added.stderr


def test_both_readings_of_a_word_cut_at_a_line_end_are_found(run, url, write, tmp_path):
    write("in/TF1/2024-11-07.txt", "► Un\n\nLa porte-\nparole et Poutch-\nkov, la manifes-\ntation.\n")
    run("rebuild", tmp_path / "in")
    for word in ("porte-parole", "porteparole", "parole", "Poutchkov", "Poutch-kov", "manifestation"):
        assert open_engine(url).search(parse(word)).total == 1, word


def test_strict_fails_when_something_was_skipped(run, url, write, tmp_path):
    write("in/a.txt", "► Un\nA.")
    write("in/b.txt", "")
    assert run("rebuild", tmp_path / "in").exit_code == 0
    strict = run("rebuild", tmp_path / "in", "--strict")
    assert (strict.exit_code, _titles(url)) == (1, ["Un"])
    assert "b.txt: holds no letter or digit" in strict.stderr


def test_the_report_is_json_where_it_is_asked_for(run, write, tmp_path):
    write("in/a.txt", "► Un\nA.")
    write("in/b.txt", "")
    result = run("rebuild", tmp_path / "in", "--json", "--strict")
    report = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert (report["bulletins"], report["documents"], report["skipped"]["count"]) == (1, 1, 1)


def test_strict_passes_when_nothing_was_skipped(run, write, tmp_path):
    write("in/a.txt", "► Un\nA.")
    assert run("rebuild", tmp_path / "in", "--strict").exit_code == 0


def test_a_text_beyond_the_hundredth_under_a_given_id_is_refused_and_said(run, url, write):
    path = write("x.jsonl", "".join(json.dumps({"id": "1", "body": f"a {n}"}) + "\n" for n in range(101)))
    result = run("rebuild", path, "--strict")
    assert (result.exit_code, len(_titles(url))) == (1, 1)
    assert "1 skipped" in result.stderr


@pytest.mark.parametrize("content", [None, "", "►\n"])
def test_no_input_at_all_is_an_error_and_leaves_the_old_index(run, url, write, tmp_path, content):
    write("in/a.txt", "► Un\nA.")
    run("rebuild", tmp_path / "in")
    (tmp_path / "empty").mkdir()
    if content is not None:
        write("empty/x.txt", content)
    result = run("rebuild", tmp_path / "empty")
    assert isinstance(result.exception, EmptyInputError)
    assert _titles(url) == ["Un"]


def test_a_path_that_does_not_exist_touches_nothing(run, write, tmp_path):
    result = run("rebuild", write("a.txt", "► Un"), tmp_path / "missing")
    assert isinstance(result.exception, UsageError)
    assert "missing" in str(result.exception)
    assert not (tmp_path / "var").exists()


def test_memory_and_processes_can_be_said(run, url, write):
    path = write("Agence/2024-11-08.txt", BULLETIN)
    assert run("rebuild", path, "--memory", 200, "--processes", 1).exit_code == 0
    assert len(_titles(url)) == 2


def test_too_little_memory_is_said_and_leaves_no_index(run, write, tmp_path):
    result = run("rebuild", write("Agence/2024-11-08.txt", BULLETIN), "--memory", 10)
    assert isinstance(result.exception, UsageError)
    assert not (tmp_path / "var" / "CURRENT").exists()


def test_no_path_is_wrong_usage(run):
    assert run("rebuild").exit_code == 2


def test_an_index_that_is_no_url_is_wrong_usage(write):
    result = CliRunner().invoke(commands[0], [str(write("a.txt", "► Un")), "--index", "folder"])
    assert isinstance(result.exception, UsageError)


def test_the_demo_says_what_to_type_next_and_it_finds_something(run, url):
    result = run("demo")
    assert result.exit_code == 0, result.output
    [search] = re.findall(r"bulletins search --index (\S+) (.+)", result.stderr)
    assert search == (url, DEMO_QUERY)
    assert json.loads(run("search", *DEMO_QUERY.split(), "--json").stdout)["total"] > 0


def test_the_samples_come_in_without_a_skip(run):
    result = run("rebuild", samples_folder(), "--strict")
    assert result.exit_code == 0, result.stderr
