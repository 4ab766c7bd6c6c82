"""What the commands of an index write: lines for people, JSON and run files, one sentence for errors."""

import csv
import io
import json
import os
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bulletins import main
from index import Appearance, Bulletin, Document, open_engine, parse
from index.archive.builds import IndexFolder
from index.as_json import printable
from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.compiling import SWITCH

MORNING = Bulletin("b1", "Journal de 8 h", "Radio Estuaire", date(2024, 11, 8), "https://exemple.fr/8h")
HOSTILE = "\x1b[31mrouge\x07 \x9b2J \u202egauche \u2066isolé \x00nul"
DOCUMENTS = [
    Document(
        "otan", "L’OTAN recule", "Le sommet de l’OTAN s’achève.\n\nLes élections attendent.",
        "Radio Estuaire", date(2024, 11, 8), "https://exemple.fr/1", (Appearance(MORNING, 2),),
    ),
    Document("formule", "=HYPERLINK(1)", "Une formule.", "@source"),
    Document("hostile", f"{HOSTILE} titre", f"{HOSTILE}\nla suite", HOSTILE, None, "", ()),
    Document("un id", "", "Sans titre, hémisphère."),
]  # fmt: skip


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"whoosh:{tmp_path_factory.mktemp('commands') / 'index'}"
    open_engine(url).rebuild(DOCUMENTS)
    return url


def run(url: str, *arguments: str, text: str | None = None, **environment: str) -> Result:
    variables = {"BULLETINS_INDEX": url, "NO_COLOR": "", "FORCE_COLOR": "", **environment}
    return CliRunner().invoke(main, arguments, input=text, env=variables)


def steers_a_terminal(text: str) -> set[str]:
    """Give the control characters but the line feed, and those that turn the direction of text."""
    turning = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    return {each for each in text if (unicodedata.category(each) == "Cc" and each != "\n") or each in turning}


# --- search ---


def test_search_shows_the_count_what_was_understood_and_the_hits(url: str) -> None:
    lines = run(url, "search", "otan").stdout.splitlines()
    assert lines == [
        "1 brève pour « otan »",
        "Requête comprise comme : otan, toutes formes.",
        "",
        "  1. L’[OTAN] recule",
        "     2024-11-08 · Radio Estuaire · Journal de 8 h · otan",
        "     Le sommet de l’[OTAN] s’achève.",
    ]


def test_an_explained_search_says_what_each_word_brought(url: str) -> None:
    lines = run(url, "search", "otan", "--explain").stdout.splitlines()[6:]
    score, *brought = (line.split()[0 if line.startswith("      ") else 1].rstrip(",") for line in lines)
    assert float(score) == pytest.approx(sum(map(float, brought)), abs=0.002)
    assert "otan, toutes formes « otan » : dans 1 brève, ici 4 fois" in lines[1]


def test_the_json_of_an_explained_search_sums_to_the_score(url: str) -> None:
    (hit,) = json.loads(run(url, "search", "otan élections", "--explain", "--json").stdout)["hits"]
    assert sum(each["score"] for each in hit["explanation"]) == pytest.approx(hit["score"], abs=1e-5)
    assert set(hit["explanation"][0]) == {
        "words", "field", "term", "weight", "frequency", "holders", "idf", "norm", "share", "score",
    }  # fmt: skip


def test_search_without_a_hit_says_so_and_has_not_failed(url: str) -> None:
    done = run(url, "search", "absent")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "aucune brève pour « absent »")


def test_search_says_what_it_ignored(url: str) -> None:
    assert 'Le guillemet " n’a pas de pareil' in run(url, "search", '"otan').stdout


def test_search_understands_the_whole_language(url: str) -> None:
    done = run(url, "search", "titre:otan", "ET", "(sommet", "OU", "absent)", "date:2024-11", "-zèbre")
    assert done.stdout.splitlines()[:3] == [
        "1 brève pour « titre:otan ET (sommet OU absent) date:2024-11 -zèbre »",
        "Requête comprise comme : otan dans le titre et (sommet ou absent), toutes formes\u202f; "
        "en novembre 2024\u202f; sans zèbre.",
        "",
    ]


def test_json_of_a_search_holds_what_was_understood_and_what_was_not(url: str) -> None:
    answer = json.loads(run(url, "search", "titree:otan", "--json").stdout)
    assert answer["understood"] == "titree (aussi titre) ou otan, toutes formes."
    assert answer["suggestion"] == "titre otan"
    assert answer["notes"] == [
        "« titree: » n’est pas un champ (peut-être titre: ?) : c’est cherché comme du texte.",
        "« titree » est cherché aussi comme « titre ».",
    ]


def test_search_marks_in_colour_where_colour_is_asked_for(url: str) -> None:
    assert "\x1b[" in run(url, "search", "otan", FORCE_COLOR="1").stdout


def test_no_color_wins_over_force_color(url: str) -> None:
    assert "\x1b" not in run(url, "search", "otan", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_search_shows_as_many_hits_as_asked(url: str) -> None:
    assert len(json.loads(run(url, "search", "-absent", "--json", "--limit", "2").stdout)["hits"]) == 2


@pytest.mark.parametrize(
    "words", [["otan", "-élections"], ["otan", "-sommet"], ["otan", "-jsonx"], ["otan", "-limite"]]
)
def test_an_exclusion_needs_no_quotes_in_the_terminal(url: str, words: list[str]) -> None:
    done = run(url, "search", *words)
    assert done.exit_code == 0
    assert f"« {' '.join(words)} »" in done.stdout


@pytest.mark.parametrize("word", ["-hémisphère", "-hamas"])
def test_the_exclusion_of_a_word_in_h_is_no_call_for_help(url: str, word: str) -> None:
    assert "Usage" not in run(url, "search", "titre", word).stdout


def test_plain_search_takes_a_minus_sign_for_punctuation(url: str) -> None:
    assert run(url, "search", "--plain", "--", "-otan").stdout.startswith("1 brève")


def test_search_writes_nothing_that_steers_a_terminal(url: str) -> None:
    done = run(url, "search", "gauche", HOSTILE)
    assert "hostile" in done.stdout
    assert steers_a_terminal(done.stdout) == set()


def test_json_on_a_terminal_writes_nothing_that_steers_it(url: str) -> None:
    assert steers_a_terminal(run(url, "search", "--json", "gauche").stdout) == set()


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x7f", "\x9b", "\x85", "\ud800", "\u202e", "\u202a"])
def test_a_character_that_steers_a_terminal_is_taken_out(character: str) -> None:
    assert printable(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", ["\u2066", "\u2067", "\u2068", "\u2069"])
def test_a_character_that_turns_the_direction_of_text_is_taken_out(character: str) -> None:
    assert printable(f"a{character}b") == "ab"


def test_the_json_of_a_search_has_the_fields_of_the_design(url: str) -> None:
    answer = json.loads(run(url, "search", "--json", "otan élections").stdout)
    named = {"query", "understood", "total", "total_is_exact", "took_ms", "suggestion", "hits"}
    assert named <= set(answer)
    (hit,) = answer["hits"]
    assert set(hit) == {
        "rank", "id", "score", "title", "title_spans", "date", "source", "bulletin", "url", "snippets",
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


def test_the_spans_of_the_json_are_the_marked_words(url: str) -> None:
    (hit,) = json.loads(run(url, "search", "--json", "otan élection").stdout)["hits"]
    marked = [hit["title"][start:end] for start, end in hit["title_spans"]]
    marked += [each["text"][start:end] for each in hit["snippets"] for start, end in each["spans"]]
    assert marked == ["OTAN", "OTAN", "élections"]


# --- batch ---


def test_batch_reads_texts_and_json_and_counts_empty_lines(url: str) -> None:
    queries = 'otan\n\n{"id": "q7", "text": "élection"}\n{"text": "absent"}\n'
    answers = [json.loads(line) for line in run(url, "batch", "-", text=queries).stdout.splitlines()]
    assert [(answer["id"], answer["total"]) for answer in answers] == [("1", 1), ("q7", 1), ("4", 0)]


def test_batch_reads_a_file_with_a_byte_order_mark(url: str, tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text('\ufeff{"id": "a", "text": "otan"}\r\notan\r\n', "utf-8")
    answers = run(url, "batch", str(tmp_path / "q.txt")).stdout.splitlines()
    assert [json.loads(line)["id"] for line in answers] == ["a", "2"]


def test_trec_lines_have_six_columns(url: str) -> None:
    queries = '{"id": "q 1", "text": "-absent"}\n'
    lines = run(url, "batch", "-", "--to", "trec", text=queries).stdout.splitlines()
    columns = [line.split(" ") for line in lines]
    assert {(len(each), each[0], each[1], each[5]) for each in columns} == {(6, "q_1", "Q0", "bulletins")}
    assert [each[3] for each in columns] == ["1", "2", "3", "4"]
    assert "un_id" in {each[2] for each in columns}


def test_csv_has_a_header_and_a_row_for_each_hit(url: str) -> None:
    written = run(url, "batch", "-", "--to", "csv", text="otan\nabsent\n").stdout
    header, row = csv.reader(io.StringIO(written))
    assert header == ["query_id", "query", "rank", "id", "score", "date", "source", "title"]
    assert (row[:4], row[5:]) == (
        ["1", "otan", "1", "otan"],
        ["2024-11-08", "Radio Estuaire", "L’OTAN recule"],
    )


def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(url: str) -> None:
    written = run(url, "batch", "-", "--to", "csv", text="formule -absent\n-otan -nul -titre\n").stdout
    rows = list(csv.reader(io.StringIO(written)))
    assert {tuple(row[6:]) for row in rows[1:]} == {("'@source", "'=HYPERLINK(1)")}
    assert rows[2][1] == "'-otan -nul -titre"


@pytest.mark.parametrize("name", ["trec", "csv", "jsonl"])
def test_batch_writes_nothing_that_steers_a_terminal(url: str, name: str) -> None:
    assert steers_a_terminal(run(url, "batch", "-", "--to", name, text="gauche\n").stdout) == set()


def test_batch_limits_the_hits_of_each_query(url: str) -> None:
    done = run(url, "batch", "-", "--to", "trec", "--limit", "1", text="-absent\n-nul\n")
    assert [line.split()[:4:3] for line in done.stdout.splitlines()] == [["1", "1"], ["2", "1"]]


@pytest.mark.parametrize(
    "line", ['{"id": 1}', "{", '{"text": 3}', '{"text": null}', "{otan}", '{"text": "a"']
)
def test_a_line_that_is_no_query_ends_batch_with_its_number(url: str, line: str) -> None:
    done = run(url, "batch", "-", text=f"otan\n{line}\n")
    assert done.exit_code == 1
    assert "line 2" in done.stderr


# --- info and export ---


def test_info_says_what_is_in_the_index(url: str) -> None:
    lines = run(url, "info").stdout.splitlines()
    assert lines[0].startswith("4 items in 1 bulletins, 2024-11-08")


@pytest.mark.skipif(kernel.loaded is None, reason="the kernel is not compiled here")
def test_info_says_that_the_compiled_kernel_searches(url: str) -> None:
    assert run(url, "info").stdout.splitlines()[-1] == "search: compiled kernel"
    assert json.loads(run(url, "info", "--json").stdout)["advice"] == ""


def test_info_says_that_numpy_searches_and_why(url: str) -> None:
    command = [sys.executable, "-m", "bulletins", "info", "--index", url]
    root, environment = Path(__file__).parents[3], {**os.environ, SWITCH: "0"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=environment, check=True)
    assert done.stdout.splitlines()[-2:] == [
        "search: numpy alone",
        "  BULLETINS_KERNEL=0 leaves out the compiled kernel",
    ]


def test_info_writes_nothing_that_steers_a_terminal(url: str) -> None:
    assert steers_a_terminal(run(url, "info").stdout) == set()


def test_info_as_json_has_its_fields(url: str) -> None:
    info = json.loads(run(url, "info", "--json").stdout)
    assert set(info) == {
        "documents", "bulletins", "first_day", "last_day", "built", "build", "size", "sources",
        "search", "advice",
    }  # fmt: skip
    assert {"source": "Radio Estuaire", "first_year": 2024, "documents": 1} in info["sources"]


def test_info_of_an_index_without_dates_names_none(tmp_path: Path) -> None:
    url = f"whoosh:{tmp_path}/index"
    open_engine(url).rebuild([Document("1", "Titre", "corps")])
    assert run(url, "info").stdout.splitlines()[0] == "1 items in 0 bulletins, undated"


def test_export_writes_every_document_with_its_fields(url: str) -> None:
    written = [json.loads(line) for line in run(url, "export").stdout.split("\n") if line]
    assert [each["id"] for each in written] == ["otan", "formule", "hostile", "un id"]
    assert all(
        set(each) == {"id", "title", "body", "source", "date", "url", "bulletin", "appearances"}
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
                "url": "https://exemple.fr/8h",
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


# --- errors ---

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
    command = [
        sys.executable,
        "-m",
        "bulletins",
        "search",
        "--index",
        f"whoosh:{tmp_path}/\x1babsent",
        "otan",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert steers_a_terminal(done.stderr) == set()


def test_any_query_in_the_terminal_ends_well(url: str) -> None:
    for query in [
        "",
        " ",
        "-",
        '"',
        "«",
        "\x1b[2J",
        "*",
        "((((",
        "a" * 5_000,
        "😀",
        "\u202e",
        "%s {0}",
        "' OR 1=1",
    ]:
        assert run(url, "search", "--", query).exit_code == 0, query


def test_the_query_is_shown_as_it_was_understood(url: str) -> None:
    assert parse("otan").description.text in run(url, "search", "otan").stdout


def test_a_second_writer_ends_with_a_sentence_and_an_exit_code_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("► Titre\nCorps")
    arguments = ["rebuild", str(tmp_path / "in"), "--index", f"whoosh:{tmp_path / 'index'}"]
    with IndexFolder(str(tmp_path / "index")).writing():
        locked = CliRunner().invoke(main, arguments)
    assert (locked.exit_code, "another command is writing" in locked.stderr) == (3, True)
    assert CliRunner().invoke(main, arguments).exit_code == 0
