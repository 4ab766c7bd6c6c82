"""What a query matched in a text: the same terms that found it, as places of the original.

A mark covers written words, compounds whole, without an elided article; a phrase is one mark. A stop word is
marked only within a phrase, alone, or between marked words that follow each other (Corée du Nord).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.analysis import Token, analyse
from index.query import Clause, Query
from index.text import MarkedText, Span

_BREAK = re.compile(r"[^\s'’-]")


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a query matched.

    Attributes:
        span: What is marked.
        clauses: Ordinals in `Query.clauses` of what it answers.
    """

    span: Span
    clauses: frozenset[int]


def mark(query: Query, text: str) -> MarkedText:
    """Mark what a query matched in any text."""
    return MarkedText(text, tuple(match.span for match in matches(query, text)))


def matches(query: Query, text: str) -> tuple[Match, ...]:
    """Find what a query matched, in order, apart from each other."""
    tokens = analyse(text)
    found = _words(query, tokens) + _phrases(query, tokens)
    bridges = {written for word in query.light_words for written in _written(word, tokens)}
    return tuple(_bridged(_merged(found), bridges, text))


def _words(query: Query, tokens: Sequence[Token]) -> list[Match]:
    """Find the words that any form of may match."""
    by_term: dict[str, set[int]] = {}
    for ordinal, clause in enumerate(query.clauses):
        if clause in query.words:
            for token in clause.sought:
                by_term.setdefault(f"={token.terms.exact}", set()).add(ordinal)
                by_term.setdefault(token.terms.stem, set()).add(ordinal)
    if not by_term:
        return []
    found = []
    for token in tokens:
        clauses = by_term.get(token.terms.stem, set()) | by_term.get(f"={token.terms.exact}", set())
        if clauses:
            found.append(Match(token.written, frozenset(clauses)))
    return found


def _phrases(query: Query, tokens: Sequence[Token]) -> list[Match]:
    """Find the places where all words of a phrase follow each other."""
    parts = [token for token in tokens if not token.is_joined]
    forms = [token.terms.exact for token in parts]
    found = []
    for ordinal, clause in enumerate(query.clauses):
        if clause not in query.phrases:
            continue
        wanted = phrase_terms(clause)
        for place in range(len(forms) - len(wanted) + 1):
            if forms[place] == wanted[0] and forms[place : place + len(wanted)] == wanted:
                last = parts[place + len(wanted) - 1]
                found.append(Match(Span(parts[place].written.start, last.written.end), frozenset([ordinal])))
    return found


def phrase_terms(clause: Clause) -> list[str]:
    """Give the exact forms that must follow each other, compounds by their parts."""
    return [token.terms.exact for token in clause.tokens if not token.is_joined]


def _written(word: Clause, tokens: Sequence[Token]) -> Iterable[Span]:
    forms = {token.terms.exact for token in word.tokens}
    return (token.written for token in tokens if token.terms.exact in forms)


def _merged(found: list[Match]) -> list[Match]:
    """Make one of matches that share characters."""
    merged: list[Match] = []
    for match in sorted(found, key=lambda match: match.span):
        if merged and match.span.start < merged[-1].span.end:
            last = merged[-1]
            span = Span(last.span.start, max(last.span.end, match.span.end))
            merged[-1] = Match(span, last.clauses | match.clauses)
        else:
            merged.append(match)
    return merged


def _bridged(found: list[Match], bridges: set[Span], text: str) -> list[Match]:
    """Make one of matches that only stop words of the query stand between."""
    starts = {span.start: span for span in bridges}
    bridged: list[Match] = []
    for match in found:
        if bridged and _is_bridge(bridged[-1].span.end, match.span.start, starts, text):
            last = bridged[-1]
            bridged[-1] = Match(Span(last.span.start, match.span.end), last.clauses | match.clauses)
        else:
            bridged.append(match)
    return bridged


def _is_bridge(start: int, end: int, bridges: dict[int, Span], text: str) -> bool:
    """Tell whether there are stop words of the query from `start` to `end`, and nothing else."""
    place, has_word = start, False
    while place < end:
        if place in bridges:
            place, has_word = bridges[place].end, True
        elif _BREAK.match(text, place):
            return False
        else:
            place += 1
    return has_word
