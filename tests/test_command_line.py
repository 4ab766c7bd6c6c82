"""The command line ends with a clear message whatever it is given, and however its streams are."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import open_engine
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report

COMMAND = (sys.executable, "-c", "from bulletins import main; main(prog_name='bulletins')")
TEXT = "► Grève à l’hôpital\n\n«\u202fŽižek, 5 €\u202f» 😀 et \u0085œuvre.\n"
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of one item."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "in/R").mkdir(parents=True)
    (folder / "in/R/2024-11-07.txt").write_text(TEXT, "utf-8")
    done = subprocess.run([*COMMAND, "rebuild", "in", "--index", "whoosh:index"], cwd=folder, check=False)
    assert done.returncode == 0
    return folder


@pytest.fixture
def run(folder: Path) -> Iterator[Run]:
    """Run a command of the shell; $B stands for the program."""

    def run(script: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        variables = {**os.environ, "BULLETINS_INDEX": "whoosh:index", **environment}
        script = f'B() {{ "$PYTHON" -c "$PROGRAM" "$@"; }}; {script}'
        variables |= {"PYTHON": COMMAND[0], "PROGRAM": COMMAND[2]}
        return subprocess.run(
            ["bash", "-c", script], cwd=folder, env=variables, capture_output=True, check=False
        )

    return run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("rebuild ''", "'' is no path"),
        ("rebuild in ' '", "' ' is no path"),
        ("rebuild in --index 'whoosh:~/index'", "write whoosh:$HOME/index"),
        ("search x --index 'whoosh:~'", "begins with ~"),
        ("serve --trusted-host https://archive.example.org/recherche", "did you mean archive.example.org?"),
        ("serve --trusted-host archive.example.org:8080", "did you mean archive.example.org?"),
        ("serve --trusted-host archive.example.org/", "did you mean archive.example.org?"),
        ("serve --trusted-host '*'", "'*' is no name of a host"),
        ("serve --trusted-host ''", "'' is no name of a host"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_write(run: Run, folder: Path, arguments: str, said: str) -> None:
    done = run(f"B {arguments}")
    assert done.returncode == 2
    assert said in " ".join(done.stderr.decode().split())
    assert not (folder / "~").exists()


@pytest.mark.parametrize("command", ["search grève", "search grève --json", "export"])
@pytest.mark.parametrize("stream", [">&-", "> /dev/full"])
def test_an_answer_that_goes_nowhere_is_an_error_without_a_traceback(
    run: Run, command: str, stream: str
) -> None:
    done = run(f"B {command} {stream}")
    message = done.stderr.decode()
    assert done.returncode == 1
    assert message.startswith("Error: ")
    assert message.count("\n") == 1
    assert ("standard output is closed" in message) == (">&-" in stream)


@pytest.mark.parametrize("command", ["search grève", "export", "rebuild in --index whoosh:other"])
def test_closed_messages_and_pipes_are_no_traceback(run: Run, command: str) -> None:
    assert run(f"B {command} 2>&- >/dev/null").returncode == 0
    assert run(f"B {command} | true").stderr.count(b"Traceback") == 0
    assert run(f"B {command} >&- 2>&- <&-").returncode in (0, 1)


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "cp850"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "utf-16"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
)
def test_an_export_in_any_encoding_comes_back(run: Run, folder: Path, environment: dict[str, str]) -> None:
    assert run("B export > export.jsonl", **environment).returncode == 0
    (document,) = Intake([folder / "export.jsonl"], Report(), Progress(sys.stderr)).documents()
    assert document == open_engine(f"whoosh:{folder / 'index'}").get(document.id)
    assert "Žižek, 5 €" in document.body


def test_no_command_but_its_own_loads_the_readers_or_the_pages() -> None:
    heavy = {"bs4", "feedparser", "trafilatura", "babel", "flask", "jinja2", "markdown_it", "waitress"}
    program = f"import sys, bulletins; print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_while_it_starts_is_no_traceback(folder: Path) -> None:
    program = (
        "import threading, os, signal, time;"
        "threading.Thread(target=lambda: (time.sleep(0.03), os.kill(os.getpid(), signal.SIGINT))).start();"
        "from bulletins import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "info"], cwd=folder, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in (1, -signal.SIGINT)
