"""What a query matched in a text: the same terms that found it, as places of the original.

A mark covers written words, compounds whole, without an elided article; a phrase is one mark, and words that
stand near each other are one mark each. A stop word is marked only within a phrase, alone, or between marked
words that follow each other (Corée du Nord). What is asked of the title only is not marked in the body.
"""

from index.highlighting.matcher import Match, TextField, query_matcher
from index.query import Query
from index.text import MarkedText, Span


def mark(query: Query, text: str, field: TextField = "body") -> MarkedText:
    """Mark what a query matched in any text of a title or a body."""
    return MarkedText(text, tuple(match.span for match in matches(query, text, field)))


def matches(query: Query, text: str, field: TextField = "body") -> tuple[Match, ...]:
    """Find what a query matched, in order, apart from each other; with the stop words between them."""
    wanted = query_matcher(query, field)
    found = wanted.matches(text)
    if not wanted.has_light or len(found) < 2:
        return tuple(found)
    bridged: list[Match] = []
    for match in found:
        if bridged and wanted.is_bridge(text, bridged[-1].span.end, match.span.start):
            last = bridged[-1]
            bridged[-1] = Match(Span(last.span.start, match.span.end), last.clauses | match.clauses)
        else:
            bridged.append(match)
    return tuple(bridged)
