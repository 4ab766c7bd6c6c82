"""The day that a page shows where nothing else of it says one: "Publié le 7 novembre 2024 à 18h30"."""

import re
from collections.abc import Sequence
from itertools import takewhile

from bs4 import BeautifulSoup

from indexer.dates import Moment, to_moment_as_sent
from indexer.readers.page_blocks import to_blocks
from indexer.readers.page_surroundings import Surroundings

_LONGEST = 160  # characters of a line that says when a page was published, by whom, and when it was changed
_CHANGED = r"(?:mise?s?[ -]à[ -]jour|modifiée?|actualisée?|m[aà]j)\b"
_SAID = (
    r"(?:publi(?:ée?|cation)|soumis|(?:mise? )?en ligne|postée?|parue?|diffusée?|créée?|écrit|rédigée?"
    r"|date de (?:publication|parution))\b(?: par [^,|–—]{2,60}?(?:[,|–—]| le ))?"
)
# It begins its line, or stands after the author, the day of a change, or a sign that parts.
_PUBLISHED = re.compile(
    rf"\W*(?:(?:par |{_CHANGED})[^.!?]{{2,60}}?[\s,|•·–—-]+|[^.!?,]{{0,60}}[|•·–—]\s*)?(?:article |et )?"
    rf"{_SAID}\s*:?\s*(?:le |du )?(?P<day>.+)",
    re.IGNORECASE | re.DOTALL,
)
_CHANGE = re.compile(_CHANGED, re.IGNORECASE)

# Lines that hold nothing else, in the languages of the pages that are saved.
_MONTH = (
    "(?:jan|f[ée]v|mar|avr|mai|juin|juil|ao[uû]t|sep|oct|nov|d[ée]c|feb|apr|may|jun|jul|aug|m[äa]r|okt|dez"
    "|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|out)[^\\W\\d_]*\\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:er|\.|st|nd|rd|th|º)?\s+(?:de\s+|of\s+)?{_MONTH}(?:\s+de|,)?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}})"
)
_TIME = (
    r"(?:[^\w.!?]*(?:[àa]|at|um|a las|alle|ore)?\s*\d{1,2}(?:\s?[:h.]\s?\d{2})?\s?(?:uhr|h|[ap]\.?m\.?)?)?"
)
_LABEL = (
    r"(?:publi(?:[ée]e?|cation|shed|cad[oa])|mise? (?:en ligne|[àa] jour)|post(?:[ée]e?|ed)|parue?"
    r"|diffus[ée]e?|cr[ée]{2}e?|modifi[ée]e?|actualis[ée]e?|ver[öo]ffentlich\w*|verfasst|erstellt|aktualisiert|stand"
    r"|(?:last )?(?:updated|modified)|actualizado|pubblicato|aggiornato|gepubliceerd|opublikowano)\b"
    r"[^.!?\d]{0,40}?"
)
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_WHEN = rf"{_WEEKDAY}{_DATE}{_TIME}"
_ON = rf"(?:le|du|am|on|el|il)?\s*{_WHEN}"
_DAY = re.compile(rf"\W*{_ON}\W*", re.IGNORECASE)
_DATELINE = re.compile(
    rf"\W*(?:{_LABEL})?\s*{_ON}(?:\W*{_LABEL}\s*{_WHEN})?\W*",
    re.IGNORECASE,
)


def dateline(page: BeautifulSoup, around: Surroundings) -> tuple[Moment | None, Sequence[str]]:
    """Return the first moment at which a line of a page says that it was published, not changed; else None.

    With it come the lines above its prose, in which `indexer.text_dates` may read its day. The name of an
    element around a line counts below the prose only: a class "pub" or "author" may hold it.
    """
    blocks = [
        block
        for block in to_blocks(page)
        if not around.hold_structurally(block.tag) or block.tag.find_parent("article")
    ]
    above = list(takewhile(lambda block: not block.is_prose, blocks))
    beside = [block for block in blocks[len(above) :] if not around.hold(block.tag)]
    published = next(filter(None, (published_at(block.text) for block in (*above, *beside))), None)
    return published, [block.text for block in above]


def published_at(line: str) -> Moment | None:
    """Return the moment at which a line says that something was published, not changed; else None."""
    said = _PUBLISHED.match(line) if len(line) <= _LONGEST else None
    return to_moment_as_sent(_CHANGE.split(said["day"])[0]) if said else None


def is_dateline(text: str) -> bool:
    """Return whether a line only says a day, or that it is that of a publication."""
    return len(text) <= _LONGEST and _DATELINE.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Return whether a line is a day, perhaps with its time, and nothing else."""
    return len(text) <= _LONGEST and _DAY.fullmatch(text) is not None
