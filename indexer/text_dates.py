"""The day that the first lines of a text tell: "Journal du jeudi 7 novembre 2024", "Brest, le 7 mai 2024".

Only a line that says nothing else counts, as texts are full of days of what they tell about.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.french.folding import fold
from index.french.written_dates import WrittenDate, find_dates, to_date

_LINES = 10  # in which a text says its day; a letter has its name, its number and its place above it
_LONGEST_LINE = 120
_WORD = re.compile(r"[^\W\d_]+")
_NAME = r"[A-ZÀ-ÖØ-ÞŒ][^\W\d_]*"
_PLACE = re.compile(
    rf"{_NAME}(?:[ ’'-](?:{_NAME}|sur|sous|en|de|du|des|la|le|les|lès|à|et))*, (?:le |ce )?(?=\W*$)"
)
_CLOCK = re.compile(r"\b[0-9]{1,2} ?(?:h|heures?|:)(?: ?[0-9]{2})?(?![a-z])", re.IGNORECASE)
# What stands around the day of a bulletin, folded.
_OF_A_BULLETIN = re.compile(
    "[adln]|actualites?|au|bulletin|ce|date|des?|diffusee?|du|edition|en|flash|grand|hebdo|hebdomadaire|heures?|infos?"
    "|infolettre|informations?|journal|jt|la|les?|lettre|ligne|matin|matinale|midi|mise?|nationale?|newsletter|no|nuit"
    "|numero|page|parue?|presse|publiee?|quotidienn?e?|regionale?|revue|semaine|soir|speciale?|titres|une"
)


@dataclass(frozen=True, slots=True)
class TextDate:
    """What the first lines of a text tell of its day.

    Attributes:
        date: The day; None where they tell none.
        written: As it is written there; empty where they tell none.
        oddity: Why there is no day although they seem to tell one, a clause; empty otherwise.
    """

    date: datetime.date | None = None
    written: str = ""
    oddity: str = ""


def read_text_date(text: str, names: Iterable[str], year: int | None, month: int | None) -> TextDate:
    """Read the day off the first lines of a text.

    Args:
        text: What stands before the first item, or all of a text without items.
        names: Source and name of the bulletin, which may stand beside the day.
        year: Year that the path tells, for days without one.
        month: Month that the path tells, which the day must be of.
    """
    known = frozenset(fold(word.lower()) for name in names for word in _WORD.findall(name))
    lines = [line for line in text.split("\n", 4 * _LINES) if line.strip()][:_LINES]
    told = [found for line in lines if (found := _told(line, known))]
    days = {_resolved(found, year) for found in told} - {None}
    if not told or (year is None and all(found.year is None for found in told)):
        return TextDate()
    if len(days) != 1:
        reason = "several days" if days else "no day of the calendar, or one of another day of the week"
        return TextDate(oddity=f"names {reason} in its first lines ({told[0].text}), and so has no date")
    [day] = days
    if day and year and (year != day.year or month not in (None, day.month)):
        return TextDate(oddity=f"names {told[0].text}, which its folder contradicts, and so has no date")
    return TextDate(day, told[0].text)


def _told(line: str, known: frozenset[str]) -> WrittenDate | None:
    """Return the one day of a line that holds nothing else but words that name a bulletin."""
    dates = [found for found in find_dates(line) if found.day] if len(line) <= _LONGEST_LINE else []
    if len(dates) != 1 or dates[0].is_range:
        return None
    [found] = dates
    before = _PLACE.sub("", line[: found.start])
    rest = fold(_CLOCK.sub(" ", f"{before} {line[found.end :]}").lower())
    words = _WORD.findall(rest)
    return found if all(word in known or _OF_A_BULLETIN.fullmatch(word) for word in words) else None


def _resolved(found: WrittenDate, year: int | None) -> datetime.date | None:
    """Return the day of a written date, of a given year if it has none; None where its weekday is another."""
    full = found.year or year
    day = to_date(full, found.month, found.day) if full and found.month and found.day else None
    return day if day and found.weekday in (None, day.weekday()) else None
