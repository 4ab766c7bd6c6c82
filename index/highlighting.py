"""What a query matched in a text: the same terms that found it, as places of the original.

A mark covers written words, compounds whole, without an elided article; a phrase is one mark. A stop word is
marked only within a phrase, alone, or between marked words that follow each other (Corée du Nord).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.analysis import Terms, Token, analyse
from index.query import Clause, Query
from index.text import MarkedText, Span

_BREAK = re.compile(r"[^\s'’-]")


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a query matched.

    Attributes:
        span: What is marked.
        clauses: What it answers of the query.
    """

    span: Span
    clauses: frozenset[Clause]


def mark(query: Query, text: str) -> MarkedText:
    """Mark what a query matched in any text."""
    return MarkedText(text, tuple(match.span for match in matches(query, text)))


def matches(query: Query, text: str) -> tuple[Match, ...]:
    """Find what a query matched, in order, apart from each other."""
    if not query.clauses:
        return ()
    tokens = analyse(text)
    found = _words(query, tokens) + _phrases(query, tokens)
    bridges = {written for word in query.light_words for written in _written(word, tokens)}
    return tuple(_bridged(_merged(found), bridges, text))


def _words(query: Query, tokens: Sequence[Token]) -> list[Match]:
    """Find the words that any form of may match."""
    by_form: dict[tuple[str, str], set[Clause]] = defaultdict(set)
    for clause, wanted in _wanted(query):
        by_form["stem", wanted.stem].add(clause)
        by_form["exact", wanted.exact].add(clause)
    found = []
    for token in tokens:
        stem, exact = ("stem", token.terms.stem), ("exact", token.terms.exact)
        if stem in by_form or exact in by_form:
            found.append(
                Match(token.written, frozenset(by_form.get(stem, set()) | by_form.get(exact, set())))
            )
    return found


def _wanted(query: Query) -> Iterator[tuple[Clause, Terms]]:
    for clause in query.words:
        for token in clause.sought:
            yield clause, token.terms
    yield from query.pairs


def _phrases(query: Query, tokens: Sequence[Token]) -> list[Match]:
    """Find the places where all words of a phrase follow each other."""
    parts = [token for token in tokens if not token.is_variant]
    forms = [token.terms.exact for token in parts]
    found = []
    for clause in query.phrases:
        wanted = phrase_terms(clause)
        for place in range(len(forms) - len(wanted) + 1):
            if forms[place] != wanted[0] or forms[place : place + len(wanted)] != wanted:
                continue
            first, last = parts[place], parts[place + len(wanted) - 1]
            if last.position - first.position == len(wanted) - 1:
                found.append(Match(Span(first.written.start, last.written.end), frozenset([clause])))
    return found


def phrase_terms(clause: Clause) -> list[str]:
    """Give the exact forms that must follow each other, compounds by their parts."""
    return [token.terms.exact for token in clause.tokens if not token.is_variant]


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
    if "\n\n" in text[start:end]:
        return False
    place, has_word = start, False
    while place < end:
        if place in bridges:
            place, has_word = bridges[place].end, True
        elif _BREAK.match(text, place):
            return False
        else:
            place += 1
    return has_word
