"""Marks: the spans of a text that match a query, found by the same terms that found the document.

A mark covers written words: a compound as a whole, an elided article not. A phrase is one mark, each word of
a proximity clause has a mark of its own. A stop word is marked only within a phrase, if the query has no
other word, or between two marked words (Corée du Nord). A clause on the title is not marked in the body.
"""

from index.highlighting.matcher import Match, TextField, query_matcher
from index.query import Query
from index.text import MarkedText, Span


def mark(query: Query, text: str, field: TextField = "body") -> MarkedText:
    """Return a text, a title or a body or a part of one, with the spans that match a query."""
    return MarkedText(text, tuple(match.span for match in matches(query, text, field)))


def matches(query: Query, text: str, field: TextField = "body") -> tuple[Match, ...]:
    """Find the matches of a query in a text, in order and disjoint; joined by stop words between them."""
    matcher = query_matcher(query, field)
    found = matcher.matches(text)
    if not matcher.has_light or len(found) < 2:
        return tuple(found)
    bridged: list[Match] = []
    for match in found:
        if bridged and matcher.is_bridge(text, bridged[-1].span.end, match.span.start):
            last = bridged[-1]
            bridged[-1] = Match(Span(last.span.start, match.span.end), last.clauses | match.clauses)
        else:
            bridged.append(match)
    return tuple(bridged)
