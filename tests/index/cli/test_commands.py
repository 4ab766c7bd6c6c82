"""`info`, `export`, and the sentences and exit codes of errors."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletins import main
from index import Document, open_engine
from index.archive.builds import IndexFolder
from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.compiling import SWITCH
from tests.index.cli.documents import DOCUMENTS, MORNING, run, steers_a_terminal


def run_apart(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bulletins", *arguments],
        capture_output=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, **environment},
        check=False,
    )


def test_info_says_what_is_in_the_index(url: str) -> None:
    lines = run(url, "info").stdout.splitlines()
    assert lines[0].startswith("4 items in 1 bulletins, 2024-11-08")


@pytest.mark.skipif(kernel.loaded is None, reason="the kernel is not compiled here")
def test_info_says_that_the_compiled_kernel_searches(url: str) -> None:
    assert run(url, "info").stdout.splitlines()[-1] == "search: compiled kernel"
    assert json.loads(run(url, "info", "--json").stdout)["advice"] == ""


def test_info_says_that_numpy_searches_and_why(url: str) -> None:
    done = run_apart("info", "--index", url, **{SWITCH: "0"})
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[-2:] == [
        "search: numpy alone",
        "  BULLETINS_KERNEL=0 leaves out the compiled kernel",
    ]


def test_info_writes_nothing_that_steers_a_terminal(url: str) -> None:
    assert steers_a_terminal(run(url, "info").stdout) == set()


def test_info_of_an_index_without_dates_names_none(tmp_path: Path) -> None:
    url = f"whoosh:{tmp_path}/index"
    open_engine(url).rebuild([Document("1", "Titre", "corps")])
    assert run(url, "info").stdout.splitlines()[0] == "1 items in 0 bulletins, undated"


def test_export_writes_every_document_with_its_fields(url: str) -> None:
    written = [json.loads(line) for line in run(url, "export").stdout.split("\n") if line]
    assert [each["id"] for each in written] == ["otan", "un id", "hostile", "formule"]
    assert all(
        set(each)
        == {"id", "title", "body", "source", "date", "time", "date_origin", "url", "bulletin", "appearances"}
        for each in written
    )


def test_export_keeps_the_texts_and_the_appearances(url: str) -> None:
    first, _, hostile, _ = [json.loads(line) for line in run(url, "export").stdout.split("\n") if line]
    assert (first["body"], first["date"], hostile["title"]) == (
        DOCUMENTS[0].body,
        "2024-11-08",
        DOCUMENTS[2].title,
    )
    assert first["appearances"] == [
        {
            "place": 2,
            "bulletin": {
                "id": "b1", "name": "Journal de 8 h", "source": "Radio Estuaire", "date": "2024-11-08",
                "time": None, "date_origin": "given", "url": "https://exemple.fr/8h",
            },
        }
    ]  # fmt: skip


def test_rebuild_takes_an_export_back_as_it_was(url: str, tmp_path: Path) -> None:
    (tmp_path / "export.jsonl").write_text(run(url, "export").stdout, "utf-8", newline="\n")
    again = f"whoosh:{tmp_path}/index"
    assert run(again, "rebuild", str(tmp_path / "export.jsonl")).exit_code == 0
    before = {document.id: document for document in open_engine(url).documents()}
    after = {document.id: document for document in open_engine(again).documents()}
    assert set(after) == set(before)
    assert after["otan"] == before["otan"]
    assert open_engine(again).bulletin("b1").bulletin == MORNING


ASKING = [("search", "otan"), ("info",), ("export",), ("batch", "-")]


@pytest.mark.parametrize("command", ASKING, ids=lambda command: command[0])
def test_without_an_index_a_command_fails_with_a_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = run(f"whoosh:{tmp_path}/absent", *command, text="otan\n")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "bulletins rebuild" in done.stderr
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("command", ASKING, ids=lambda command: command[0])
def test_an_index_that_is_no_url_is_a_wrong_usage(command: tuple[str, ...]) -> None:
    done = run("var/index", *command, text="otan\n")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "did you mean whoosh:var/index" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["search"], ["search", "otan", "--limit", "0"], ["search", "otan", "--limit", "x"],
     ["batch", "absent.txt"], ["batch", "-", "--to", "xml"], ["info", "--yaml"], ["recherche"]],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_usage_is_said_on_stderr(url: str, arguments: list[str]) -> None:
    done = run(url, *arguments, text="")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_an_error_shows_no_traceback_even_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = run_apart("search", "--index", f"whoosh:{tmp_path}/\x1babsent", "otan")
    stderr = done.stderr.decode()
    assert (done.returncode, done.stdout) == (1, b"")
    assert "Traceback" not in stderr
    assert steers_a_terminal(stderr) == set()


def test_a_second_writer_ends_with_a_sentence_and_an_exit_code_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("► Titre\nCorps")
    arguments = ["rebuild", str(tmp_path / "in"), "--index", f"whoosh:{tmp_path / 'index'}"]
    with IndexFolder(str(tmp_path / "index")).writing():
        locked = CliRunner().invoke(main, arguments)
    assert (locked.exit_code, "another command is writing" in locked.stderr) == (3, True)
    assert CliRunner().invoke(main, arguments).exit_code == 0


@pytest.mark.parametrize("utf8_mode", ["0", "1"])
def test_a_query_is_read_as_utf8_under_any_locale(url: str, utf8_mode: str) -> None:
    locale = {"LC_ALL": "POSIX", "PYTHONUTF8": utf8_mode, "PYTHONCOERCECLOCALE": "0"}
    done = run_apart("search", "--index", url, "--as-typed", "élections européennes", **locale)
    assert done.returncode == 0
    is_said = b"the query is read as UTF-8 all the same" in done.stderr
    assert "lections europ" in done.stdout.decode("ascii", "replace")
    assert ("« élections européennes »" in done.stdout.decode("utf-8", "replace")) or utf8_mode == "0"
    assert is_said == (utf8_mode == "0")
