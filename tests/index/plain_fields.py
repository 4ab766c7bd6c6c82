"""What the scoring fields hold of a document, worked out token by token: the oracle of `index.fields`."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter

from index.fields import BODY_FROM, TITLE_ROOM
from index.french.analysis import Token
from index.french.stemming import Terms, beginning
from index.french.tokenizer import PARAGRAPH_GAP
from index.ranking import IN_OPENING, IN_TITLE, MAX_FREQUENCY, OPENING, ScoringField


def frequencies(title: Sequence[Token], body: Sequence[Token], field: ScoringField) -> dict[str, int]:
    """Weigh the terms of an analysed document; their sum is its length in the field."""
    counted: Counter[str] = Counter()
    for tokens, times in ((title, IN_TITLE), (body, 1), (_opening(body), IN_OPENING)):
        for token in tokens:
            for term in _terms(token.terms, field):
                counted[term] += times
    return {term: min(frequency, MAX_FREQUENCY) for term, frequency in counted.items()}


def placed(title: Sequence[Token], body: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Yield the words of a document with their positions in `forms`, rising."""
    behind_body = BODY_FROM + (body[-1].position if body else -1) + 1 + PARAGRAPH_GAP
    yield from ((token, token.position) for token in title if token.position < TITLE_ROOM)
    yield from ((token, BODY_FROM + token.position) for token in body)
    late = (token for token in title if token.position >= TITLE_ROOM)
    yield from ((token, behind_body + token.position - TITLE_ROOM) for token in late)


def _opening(body: Sequence[Token]) -> Sequence[Token]:
    """Return the first words of a body with the variants beside them."""
    positions = islice(dict.fromkeys(token.position for token in body), OPENING, None)
    end = next(positions, None)
    return body if end is None else body[: bisect_left(body, end, key=attrgetter("position"))]


def _terms(terms: Terms, field: ScoringField) -> tuple[str, ...]:
    if field == "stems":
        return (terms.stem,)
    if field == "beginnings":
        return () if terms.is_stop_word else tuple(filter(None, [beginning(terms.exact)]))
    return tuple(filter(None, (terms.exact, terms.accented)))
