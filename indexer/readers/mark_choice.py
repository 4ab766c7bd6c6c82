"""Which mark cuts a text: the one whose lines look most like titles and are most evenly spread."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from indexer.bulletin import MOST_ITEMS
from indexer.readers.marks import QUOTE, SIGNS, USUAL, Mark, MarkedLine, named_mark

LONGEST_TITLE = 300
"""Characters; the longest of 60,000 real titles has 179."""

# What else people begin titles with: too common in prose to cut by unless it is named.
_OTHERS = tuple(map(named_mark, ("•", "■", "●", "◆", "—", "–", "-", "***", "*", "#", "1.", "1)", "CAPITALS")))
_WORD = re.compile(r"\w")
_SIGN_NEXT = re.compile(rf"\s*+[{SIGNS}]")
_SENTENCE_END = re.compile(r"[.!?…][»”\")]*\s")
_CLOSING = ' \u00a0»”")*_'
_SEE_ALSO = re.compile("(?:[àa] )?(?:re)?(?:lire|voir|[ée]couter|regarder|d[ée]couvrir)\\b", re.IGNORECASE)
_OPENS_LETTER = re.compile(
    r"^[^\S\n]*(?:bonjour|bonsoir|salut|coucou|hello|ch[eè]re?s?|objet|de|[àa]|from|to|subject)\b[^\n]{0,40}[,:!]"
    r"|(?:a écrit|wrote)\s*:\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_OWN = "►"  # made for items: it begins some in paragraphs, too, and far down in a text
_SHORT = 200  # characters before the first item: the name of the bulletin, its day
_FIRST = 3.0  # a mark that comes before all others
_UNFOLLOWED = 0.2  # a marked line with no text before the next one, as in a list
_NESTED = 0.8  # a marked line followed by one of another mark: it may be a heading of several items


@dataclass(frozen=True, slots=True)
class _Rating:
    """How well a mark cuts a text.

    Attributes:
        mark: The mark.
        start: Where its first line begins.
        count: How many lines it begins.
        likeness: How much these look like titles, up to 1.
        quality: The same, less where no text follows.
        followed: Share of them with text before the next one, the last one aside.
        spread: How many items of one size are as evenly spread as these: 1 for one that is nearly all.
    """

    mark: Mark
    start: int
    count: int
    likeness: float
    quality: float
    followed: float
    spread: float

    @property
    def score(self) -> float:
        """The higher, the better; of the same text."""
        return self.quality**3 * self.spread


def best_mark(text: str, named: Sequence[Mark] = (), *, takes_quotes: bool = False) -> Mark | None:
    """Return the mark that cuts a text best; None if it has none.

    Args:
        text: The text.
        named: Marks that the user named; their lines may look like anything.
        takes_quotes: "> " may be a mark, too: for texts whose encoding lacks ►.
    """
    marks = dict.fromkeys((*named, *USUAL, *((QUOTE,) if takes_quotes else ())))
    ratings = [
        rating
        for mark in marks
        if (rating := _rate(mark, text)) and (mark in named or _is_mark(rating, text))
    ]
    first = min((rating.start for rating in ratings), default=0)
    best = max(ratings, key=lambda it: it.score * (_FIRST if it.start == first else 1), default=None)
    return best.mark if best else None


def likely_mark(text: str) -> str:
    """Return what a user may want to name as the mark of a text that has none; empty if nothing."""
    ratings = [rating for mark in _OTHERS if (rating := _rate(mark, text))]
    likely = [it for it in ratings if it.count > 1 and it.likeness > 0.75 and it.followed > 0.75]
    return max(likely, key=lambda it: it.score).mark.name if likely else ""


def _rate(mark: Mark, text: str) -> _Rating | None:
    """Rate a mark on a text; None if it begins no line."""
    lines = chain(islice(mark.lines(text), MOST_ITEMS), [MarkedLine("", len(text), len(text))])
    count, start, likeness, quality, followed, sizes = 0, 0, 0.0, 0.0, 0, 0.0
    for line, following in pairwise(lines):
        start = line.start if count == 0 else start
        alike, factor = title_likeness(line.title), _followed(text, line.end, following.start)
        count, likeness, quality = count + 1, likeness + alike, quality + alike * factor
        followed += factor > _UNFOLLOWED and following.start < len(text)
        sizes += _spread(following.start - line.start, len(text))
    if count == 0:
        return None
    spread = math.exp(sizes + _spread(start, len(text)))
    share = followed / (count - 1) if count > 1 else 1.0
    return _Rating(mark, start, count, likeness / count, quality / count, share, spread)


def _followed(text: str, start: int, end: int) -> float:
    """Return what a marked line counts for by what follows it, up to the next one of its mark."""
    if not _WORD.search(text, start, end):
        return _UNFOLLOWED
    return _NESTED if _SIGN_NEXT.match(text, start, end) else 1.0


def _spread(size: int, whole: int) -> float:
    """Return what one part adds to the entropy of all parts."""
    return -size / whole * math.log(size / whole) if size else 0.0


def title_likeness(title: str) -> float:
    """Return how much a marked line looks like a title, from 0 to 1: short, and no sentences."""
    if not title:
        return 0.5
    if _SEE_ALSO.match(title):
        return 0.0
    if len(title) > LONGEST_TITLE:
        return 0.1
    inner = title.rstrip(_CLOSING)
    if inner.endswith(".") and not inner.endswith(".."):
        return 0.1 if len(title) > 120 or _SENTENCE_END.search(inner) else 0.5
    return 1.0 if len(title) <= _SHORT else 0.5


def _is_mark(rating: _Rating, text: str) -> bool:
    """Return whether a sign that nobody named begins items here; otherwise it is part of the text."""
    if rating.mark is QUOTE and (rating.followed < 0.8 or _OPENS_LETTER.search(text, 0, rating.start)):
        return False  # quoted mail
    if rating.likeness >= 0.4 or not text[: rating.start].strip():
        return True
    is_regular = rating.count > 1 and rating.start <= max(_SHORT, len(text) / (rating.count + 1))
    return rating.likeness > 0 and (is_regular or rating.mark.name == _OWN)
