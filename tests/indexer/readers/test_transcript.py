"""Transcripts: subtitles of all forms, and what Whisper writes."""

import json
from collections.abc import Callable
from datetime import date

import pytest

SAID = ("La digue sera réparée,", "dit la maire.", "Le port, lui, reste fermé.")
TEXT = "La digue sera réparée, dit la maire.\n\nLe port, lui, reste fermé."
TIMES = ((0.0, 4.2), (4.2, 6.0), (70.0, 72.5))


def _clock(seconds: float, point: str) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"00:{int(minutes):02}:{rest:06.3f}".replace(".", point)


def _cues(form: str, point: str = ".") -> str:
    return "".join(
        form.format(number=number, start=_clock(start, point), end=_clock(end, point), text=text)
        for number, (text, (start, end)) in enumerate(zip(SAID, TIMES, strict=True), start=1)
    )


SEGMENTS = [
    {"start": start, "end": end, "text": f" {text}"} for text, (start, end) in zip(SAID, TIMES, strict=True)
]
FORMS = {
    "journal.srt": _cues("{number}\n{start} --> {end}\n{text}\n\n", ","),
    "journal.SRT": _cues("{number}\r\n{start} --> {end}\r\n<i>{text}</i>\r\n\r\n", ",").encode("cp1252"),
    "journal-dense.srt": _cues("{number}\n{start} --> {end}\n{text}\n", ","),
    "journal.vtt": "WEBVTT\nLanguage: fr\n\nNOTE relu\n\nSTYLE\n::cue { color: red }\n\n"
    + _cues("{start} --> {end} align:start\n<c.jaune>{text}</c>\n\n"),
    "journal.txt": _cues("{number}\n{start} --> {end}\n{text}\n\n", ","),
    "journal-whisper.txt": _cues("[{start} --> {end}]  {text}\n"),
    "journal.tsv": "start\tend\ttext\n"
    + "".join(
        f"{each['start'] * 1000:.0f}\t{each['end'] * 1000:.0f}\t{each['text'].strip()}\n" for each in SEGMENTS
    ),
    "journal.json": json.dumps({"text": " ".join(SAID), "segments": SEGMENTS, "language": "fr"}),
    "journal-long.json": json.dumps({"text": "é" * 20_000, "segments": SEGMENTS}),
    "journal-podcast.json": json.dumps(
        {
            "version": "1.0.0",
            "segments": [
                {"startTime": start, "endTime": end, "body": text}
                for text, (start, end) in zip(SAID, TIMES, strict=True)
            ],
        }
    ),
    "journal-x.json": json.dumps({"segments": SEGMENTS, "word_segments": []}, indent=2),
}


@pytest.mark.parametrize("name", FORMS)
def test_what_is_spoken_without_a_pause_is_a_paragraph(take: Callable, name: str) -> None:
    taken = take({f"Radio/2023-03-14-{name}": FORMS[name]})
    assert taken.told == [("", TEXT, date(2023, 3, 14))]
    assert [each.source for each in taken.documents] == ["Radio"]


def test_lines_that_roll_over_the_screen_are_read_once(take: Callable) -> None:
    lines = ("bonjour à tous", "la digue est réparée", "le port reste fermé")
    rolled = "".join(
        f"00:0{number}.000 --> 00:0{number}.990\n{before}\n{line}\n\n"
        f"00:0{number}.990 --> 00:0{number + 1}.000\n{line}\n\n"
        for number, (before, line) in enumerate(zip((" ", *lines), lines, strict=False))
    )
    assert take({"a.vtt": f"WEBVTT\n\n{rolled}"}).told == [("", " ".join(lines), None)]


def test_what_is_said_twice_stays(take: Callable) -> None:
    assert take({"a.srt": _cues("{start} --> {end}\nOui.\n\n")}).told == [("", "Oui. Oui.\n\nOui.", None)]


def test_a_long_speech_is_parted_at_its_sentences_or_at_lines(take: Callable) -> None:
    spoken = "".join(
        f"00:{n // 60:02}:{n % 60:02}.000 --> 00:{n // 60:02}:{n % 60:02}.990\n{{}}\n\n" for n in range(200)
    )
    for line, most in (("Le port reste fermé ce matin.", 700), ("et le port reste fermé ce matin", 2100)):
        [(_, body, _)] = take({"a.vtt": "WEBVTT\n\n" + spoken.replace("{}", line)}).told
        assert 3 <= body.count("\n\n") <= 10
        assert max(map(len, body.split("\n\n"))) < most


def test_a_voice_and_a_dash_begin_paragraphs(take: Callable) -> None:
    said = ("<v Anne>Bonjour.</v>", "<v Anne>Qui parle ?</v>")
    cues = "".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n{line}\n\n" for n, line in enumerate(said))
    turns = "00:02.000 --> 00:03.000\n- Moi.\n- Et moi.\n"
    [(_, body, _)] = take({"a.vtt": f"WEBVTT\n\n{cues}{turns}"}).told
    assert body == "Anne\u00a0: Bonjour. Qui parle ?\n\n- Moi.\n\n- Et moi."


@pytest.mark.parametrize("written", ["", "Bonjour.", "WEBVTT\n"])
def test_a_transcript_of_nothing_is_said(take: Callable, written: str) -> None:
    taken = take({"a.vtt": written})
    assert taken.documents == []
    assert "skipped: 1" in taken.said
