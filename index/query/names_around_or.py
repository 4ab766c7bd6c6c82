"""Names of several words beside OU: « Corée du Nord OU Japon » asks for Corée and Nord, or for Japon.

Capitals tell a name, as nothing else parts it from words that merely precede OU: « grève SNCF OU RATP ».
"""

from collections.abc import Iterator, Sequence

from index.french.lexicon import look_up
from index.query.lexemes import Lexeme, Mark
from index.query.tree import Clause

_PARTICLES = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "van", "von", "ben", "el", "al"])
"""Small words within names, where they have no capital: Corée du Nord, Charles de Gaulle."""


def with_names_around_or(found: Sequence[Lexeme]) -> list[Lexeme]:
    """Return lexemes with parentheses around the names of several words beside OU, and ET within them."""
    stretches = list(_stretches(found))
    kept: list[Lexeme] = []
    for place, lexeme in enumerate(found):
        kept += [Mark("open", "(") for start, _ in stretches if start == place]
        is_inner = any(start < place < end for start, end in stretches)
        if is_inner and not _is_particle(lexeme):
            kept.append(Mark("and", "ET"))
        if not (is_inner and _is_particle(lexeme)):
            kept.append(lexeme)
        kept += [Mark("close", ")") for _, end in stretches if end == place + 1]
    return kept


def _stretches(found: Sequence[Lexeme]) -> Iterator[tuple[int, int]]:
    """Yield the extent of each name of several words beside OU: its first place, and one past its last."""
    end = 0
    while end < len(found):
        start, end = end, _end_of_name(found, end)
        if start == 0 and _is_common(found[0]):  # a query may begin with a capital, as a sentence does
            start += 1
            while start < end and _is_particle(found[start]):
                start += 1
        names = sum(_is_name(lexeme) for lexeme in found[start:end])
        if names > 1 and (_is_or(found, start - 1) or _is_or(found, end)):
            yield start, end
        end = max(end, start + 1)


def _end_of_name(found: Sequence[Lexeme], start: int) -> int:
    """Return one past the last word of the name that begins at a place; the place itself where none does."""
    end = place = start
    while place < len(found) and (_is_name(found[place]) or (end > start and _is_particle(found[place]))):
        place += 1
        end = place if _is_name(found[place - 1]) else end
    return end


def _is_name(lexeme: Lexeme) -> bool:
    """Return whether a lexeme is a plain word with a capital, and no acronym."""
    if not isinstance(lexeme, Clause) or not lexeme.is_plain:
        return False
    return lexeme.text[0].isupper() and (len(lexeme.text) == 1 or not lexeme.text.isupper())


def _is_particle(lexeme: Lexeme) -> bool:
    return isinstance(lexeme, Clause) and lexeme.is_plain and lexeme.text in _PARTICLES


def _is_common(lexeme: Lexeme) -> bool:
    if not isinstance(lexeme, Clause) or lexeme.is_stop_word:
        return False
    entry = look_up(lexeme.text.lower())
    return entry is not None and entry.is_word


def _is_or(found: Sequence[Lexeme], place: int) -> bool:
    lexeme = found[place] if 0 <= place < len(found) else None
    return isinstance(lexeme, Mark) and lexeme.kind == "or"
