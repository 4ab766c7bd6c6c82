"""Times of day are kept in every kind of source, as of Paris."""

import io

import pytest

from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report

FEED = (
    "<rss version='2.0'><channel><title>Radio</title><item><title>Un</title><description>A.</description>"
    "<pubDate>Thu, 07 Nov 2024 23:30:00 GMT</pubDate></item></channel></rss>"
)
MAIL = "From: Radio <a@b.fr>\nSubject: Un\nDate: Thu, 7 Nov 2024 18:05:00 -0500\n\nA.\n"
PAGE = """<!doctype html><html><head><script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Un", "datePublished": "2024-11-07T23:30:00Z"}</script></head>
<body><article><h1>Un</h1>
<p>Le conseil municipal a voté jeudi soir le budget, après un long débat.</p></article>"""
LIVE = """<!doctype html><html><head><title>Direct</title></head><body><main><h1>Direct</h1>
<article class="post"><time datetime="2024-11-07T23:30:00Z">0 h 30</time><h2>Un</h2>
<p>Le pont a rouvert à la circulation, après deux heures de travaux.</p></article>
<article class="post"><time datetime="2024-11-07T20:15:00+01:00">20 h 15</time><h2>Deux</h2>
<p>Le pont est fermé à la circulation, un camion s’est renversé.</p></article></main>"""


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.jsonl", '{"title": "Un", "body": "A", "date": "2024-11-07T23:30:00Z"}', ["2024-11-08 00:30"]),
        (
            "a.jsonl",
            '{"title": "Un", "body": "A", "date": "2024-11-07", "time": "20h15"}',
            ["2024-11-07 20:15"],
        ),
        ("a.csv", "titre;texte;date\nUn;A.;07/11/2024 20:15", ["2024-11-07 20:15"]),
        ("a.csv", "titre;texte;date;heure\nUn;A.;07/11/2024;20 h 15", ["2024-11-07 20:15"]),
        ("a.xml", FEED, ["2024-11-08 00:30"]),
        ("a.eml", MAIL, ["2024-11-08 00:05"]),
        ("a.html", PAGE, ["2024-11-08 00:30"]),
        ("a.html", LIVE, ["2024-11-08 00:30", "2024-11-07 20:15"]),
        ("R/2024-11-07-journal-de-20-h.txt", "► Un\nA.", ["2024-11-07 20:00"]),
        ("R/2024-11-07.txt", "Journal de 20 h 15, jeudi 7 novembre\n\n► Un\nA.", ["2024-11-07 20:15"] * 2),
        (
            "R/2024-11-07.txt",
            "► 20 h 15 – Un\nA.\n► 20h20 : Deux\nB.\n► Trois\nC.",
            ["2024-11-07 20:15", "2024-11-07 20:20", "2024-11-07"],
        ),
        ("R/2024-11-07.txt", "► 20 h 15 – Un\nA.\n► Deux\nB.\n► Trois\nC.", ["2024-11-07"] * 3),
        ("R/2024-11-07.txt", "Vendredi 8 novembre 2024, 8 h\n\n► Un\nA.", ["2024-11-07"] * 2),
    ],
)
def test_the_time_of_an_item_is_that_of_paris(write, tmp_path, name, content, found):
    write(name, content)
    documents = Intake([tmp_path], Report(), Progress(io.StringIO())).documents()
    times = [(each.date, each.time.isoformat("minutes") if each.time else "") for each in documents]
    assert [f"{day} {time}".strip() for day, time in times] == found


@pytest.mark.parametrize("written", ['"midi"', "1730978400", '{"h": 20}'])
def test_a_time_that_cannot_be_read_is_said_and_nothing_is_lost(write, tmp_path, written):
    write("a.jsonl", f'{{"body": "A", "date": "2024-11-07", "time": {written}}}')
    report = Report()
    [document] = Intake([tmp_path], report, Progress(io.StringIO())).documents()
    assert (str(document.date), document.time) == ("2024-11-07", None)
    assert "which cannot be read; write it as 20:15" in report.notes.lines[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"body": "A", "time": "20:15"}'),
        ("a.csv", "texte;date;heure\nA.;07/11/2024;midi"),
    ],
)
def test_a_time_without_a_date_or_in_words_is_said_of_lines_and_rows(write, tmp_path, name, content):
    write(name, content)
    report = Report()
    [document] = Intake([tmp_path], report, Progress(io.StringIO())).documents()
    assert document.time is None
    assert "has the time" in report.notes.lines[0]


def test_a_date_origin_that_is_none_is_said(write, tmp_path):
    write("a.jsonl", '{"body": "A", "date": "2024-11-07", "date_origin": "hier"}')
    report = Report()
    [document] = Intake([tmp_path], report, Progress(io.StringIO())).documents()
    assert document.origin == "given"
    assert "has the date origin 'hier'; there are given, page," in report.notes.lines[0]
