"""`batch`: many queries in, JSON, TREC and CSV files out."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.index.cli.documents import run, steers_a_terminal


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
    assert header == [
        "query_id", "query", "rank", "score",
        "date", "source", "bulletin", "place", "title", "passage", "address", "url", "id",
        "time", "date_origin",
    ]  # fmt: skip
    assert (row[:3], row[4:]) == (
        ["1", "otan", "1"],
        [
            "2024-11-08", "Radio Estuaire", "Journal de 8 h", "2", "L’OTAN recule",
            "Le sommet de l’OTAN s’achève.",
            "/item/otan", "https://exemple.fr/1", "otan", "", "given",
        ],
    )  # fmt: skip


def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(url: str) -> None:
    written = run(url, "batch", "-", "--to", "csv", text="formule -absent\n-otan -nul -titre\n").stdout
    rows = list(csv.reader(io.StringIO(written)))
    assert {(row[5], row[8]) for row in rows[1:]} == {("'@source", "'=HYPERLINK(1)")}
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
