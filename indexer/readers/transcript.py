"""Subtitles (.srt, .vtt) and what Whisper writes (.json, .tsv, .txt) → one bulletin of what is spoken.

    1
    00:00:00,000 --> 00:00:04,200
    La digue sera réparée

What is said without a pause is a paragraph; a voice that has a name begins one: « Anne : … ».
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import BinaryIO

from indexer.bulletin import BulletinError, Item, Received, too_long
from indexer.decoding import decode, text_of_head
from indexer.paths import FileType, InputFile, path_metadata
from indexer.plain_text import NO_BREAK_SPACE, one_line, to_plain
from indexer.readers.json_names import text_of
from indexer.readers.reader import Event, read_whole
from indexer.readers.text_file import path_bulletin
from indexer.report import Noted

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMES = rf"[ \t]*(?P<start>{_CLOCK})[ \t]*-->[ \t]*(?P<end>{_CLOCK})"
_LINE = (
    r"(?![^\n]*-->|\d+[ \t]*\n[^\n]*-->)[^\n]*\S[^\n]*(?:\n|\Z)"  # neither the next times nor their number
)
_CUE = re.compile(rf"^{_TIMES}[^\n]*\n(?P<text>(?:{_LINE})*)", re.MULTILINE)
_ON_ONE_LINE = re.compile(rf"^\[{_TIMES}\](?P<text>[^\n]*)", re.MULTILINE)
_ROW = re.compile(r"^(?P<start>\d+)\t(?P<end>\d+)\t(?P<text>[^\n]*)", re.MULTILINE)
_TABLE = "start\tend\ttext\n"
_SUBTITLES = re.compile(rf"\s*(?:WEBVTT\b|(?:\d+\s*\n)?\[?{_CLOCK}[ \t]*-->|{_TABLE})")
_JSON = re.compile(r'\s*\{.*"(?:segments|transcription)"\s*:\s*\[\s*\{', re.DOTALL)
_LONG_TEXT = re.compile(r'\s*\{\s*"text"\s*:\s*"(?:[^"\\]|\\.)*+\Z')  # the segments follow it
_SEGMENT = re.compile(r'"(?:start|startTime|timestamps|offsets)"\s*:')
_VOICE = re.compile(r"<v(?:\.[\w.-]{1,50})?[ \t]+(?P<name>[^<>\n]{1,100})>")
_TAG = re.compile(r"</?[a-z\d][^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)
_TURN = re.compile(r"[-–—]\s?(?=\S)|>>\s?")
_SENTENCE_END = re.compile(r"[.!?…][\s»”\")]*$")
_PAUSE = 2.0  # seconds that part paragraphs
_MOMENT = 0.1  # seconds: nobody speaks for so short a time
_LONG = 600  # characters, after which the end of a sentence parts them, too
_LONGEST = 2000  # characters, after which the end of a line does: some programs write no sentences


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is said at a time: its lines, when they begin and end in seconds, and who speaks, or nothing."""

    start: float
    end: float
    lines: tuple[str, ...]
    voice: str = ""


class TranscriptReader:
    """Reads transcripts of what was spoken."""

    kind = "transcripts"

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as subtitles, begins as they do, or as segments of a transcript."""
        text = text_of_head(head).lstrip("\ufeff")
        if named is FileType.TRANSCRIPT or _SUBTITLES.match(text):
            return True
        if named is FileType.VALUES and _LONG_TEXT.match(text):
            return True
        found = _JSON.match(text)
        return found is not None and _SEGMENT.search(text, found.end(), found.end() + 200) is not None

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the bulletin."""
        decoded, metadata = decode(read_whole(stream)), path_metadata(file.path)
        text = decoded.text.lstrip("\ufeff")
        cues = [*(_segments(text) if text.lstrip().startswith("{") else _cues(text))]
        body = "\n\n".join(_paragraphs(_without_repeated(cues)))
        if reason := too_long(len(body)):
            raise BulletinError(reason)
        if metadata.oddity:
            yield Noted(file.path, metadata.oddity)
        bulletin = path_bulletin(file, metadata)
        yield Received(bulletin, (Item("", body),), decoded.encoding, decoded.oddities)


def _cues(text: str) -> Iterator[_Cue]:
    form = next((form for form in (_CUE, _ON_ONE_LINE) if form.search(text)), _ROW)
    for found in form.finditer(text):
        voice = _VOICE.search(found["text"])
        lines = (
            one_line(to_plain(html.unescape(_TAG.sub("", line)))[0]) for line in found["text"].split("\n")
        )
        yield _Cue(_seconds(found["start"]), _seconds(found["end"]), tuple(filter(None, lines)), _name(voice))


def _name(voice: re.Match[str] | None) -> str:
    return one_line(html.unescape(voice["name"])) if voice else ""


def _seconds(clock: str) -> float:
    if clock.isdecimal():
        return int(clock) / 1000
    *hours, minutes, seconds = clock.replace(",", ".").split(":")
    return 3600 * int(hours[0] if hours else 0) + 60 * int(minutes) + float(seconds)


def _segments(text: str) -> Iterator[_Cue]:
    """Yield the segments of a JSON transcript.

    Raises:
        BulletinError: It is none.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BulletinError(f"is not JSON ({error})") from None
    segments = given.get("segments") or given.get("transcription") or [given]
    for segment in segments if isinstance(segments, list) else ():
        if isinstance(segment, dict) and (said := _said(segment, "text", "body")):
            start, end = (_number(segment.get(key, segment.get(f"{key}Time"))) for key in ("start", "end"))
            yield _Cue(start, end, (said,), _said(segment, "speaker"))


def _said(segment: Mapping[str, object], *keys: str) -> str:
    return next((one_line(to_plain(text_of(segment[key]))[0]) for key in keys if key in segment), "")


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _without_repeated(cues: Sequence[_Cue]) -> list[_Cue]:
    """Leave out lines that stand on the screen since the cue before, where those of most cues do."""
    spoken = [cue for cue in cues if cue.lines]
    rolling = [False, *(_rolls_on(before, cue) for before, cue in pairwise(spoken))]
    if sum(rolling) * 2 <= len(spoken):
        return spoken
    return [
        replace(cue, lines=cue.lines[1:]) if rolls else cue
        for cue, rolls in zip(spoken, rolling, strict=True)
    ]


def _rolls_on(before: _Cue, cue: _Cue) -> bool:
    """Return whether a cue repeats the last line of the one before, above another or for a moment."""
    is_more = len(cue.lines) > 1 or cue.end - cue.start < _MOMENT
    return is_more and cue.lines[0] == before.lines[-1]


def _paragraphs(cues: Sequence[_Cue]) -> Iterator[str]:
    """Yield what is said without a pause and by one voice."""
    said: list[str] = []
    size = 0
    for line, begins in _lines(cues):
        is_long = size > _LONGEST or (size > _LONG and _SENTENCE_END.search(said[-1]))
        if said and (begins or is_long):
            yield " ".join(said)
            said, size = [], 0
        said.append(line)
        size += len(line)
    if said:
        yield " ".join(said)


def _lines(cues: Sequence[_Cue]) -> Iterator[tuple[str, bool]]:
    """Yield each line, behind the name of a voice that is new, and whether it begins a paragraph."""
    voice, end = "", 0.0
    for cue in cues:
        is_new = cue.voice not in ("", voice)
        for number, line in enumerate(cue.lines):
            begins = number == 0 and (is_new or cue.start - end >= _PAUSE)
            label = f"{cue.voice}{NO_BREAK_SPACE}: " if number == 0 and is_new else ""
            yield f"{label}{line}", begins or _TURN.match(line) is not None
        voice, end = cue.voice or voice, max(end, cue.end)
