"""What a query matched in a text: the same terms that found it, as places of the original.

A mark covers written words, compounds whole, without an elided article; a phrase is one mark, and words that
stand near each other are one mark each. A stop word is marked only within a phrase, alone, or between marked
words that follow each other (Corée du Nord). What is asked of the title only is not marked in the body.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from index.analysis import Terms, Token, analyse
from index.nearness import windows
from index.query import Clause, Query
from index.text import MarkedText, Span

TextField = Literal["title", "body"]

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


def mark(query: Query, text: str, field: TextField = "body") -> MarkedText:
    """Mark what a query matched in any text of a title or a body."""
    return MarkedText(text, tuple(match.span for match in matches(query, text, field)))


def matches(query: Query, text: str, field: TextField = "body") -> tuple[Match, ...]:
    """Find what a query matched, in order, apart from each other."""
    wanted = [each.clause for each in query.wanted if each.field in (None, field)]
    if not wanted:
        return ()
    tokens = analyse(text)
    has_light = bool(query.light_words)
    sought = [clause for clause in wanted if not (has_light and clause.is_stop_word)]
    light = [clause for clause in wanted if has_light and clause.is_stop_word]
    found = chain(
        _words(sought, query.pairs, tokens),
        _prefixed(sought, tokens),
        *(_just_so(clause, tokens) for clause in sought),
    )
    bridges = {written for word in light for written in _written(word, tokens)}
    return tuple(_bridged(_merged(found), bridges, text))


def _words(
    sought: Iterable[Clause], pairs: Iterable[tuple[Clause, Terms]], tokens: Sequence[Token]
) -> Iterator[Match]:
    """Find the words that any form of may match."""
    by_form: dict[tuple[str, str], set[Clause]] = defaultdict(set)
    for clause, wanted in (*_forms(sought), *pairs):
        by_form["stem", wanted.stem].add(clause)
        by_form["exact", wanted.exact].add(clause)
    for token in tokens:
        stem, exact = by_form.get(("stem", token.terms.stem)), by_form.get(("exact", token.terms.exact))
        if stem or exact:
            yield Match(token.written, frozenset((stem or set()) | (exact or set())))


def _forms(sought: Iterable[Clause]) -> Iterator[tuple[Clause, Terms]]:
    for clause in sought:
        if clause.is_plain:
            yield from ((clause, token.terms) for token in clause.sought)
            yield from ((clause, each.terms[0]) for each in clause.alternatives if len(each.terms) == 1)


def _prefixed(sought: Iterable[Clause], tokens: Sequence[Token]) -> Iterator[Match]:
    """Find the words that begin with a prefix."""
    prefixes = [(clause.prefix, clause) for clause in sought if clause.kind == "prefix"]
    for token in tokens if prefixes else ():
        answered = frozenset(clause for prefix, clause in prefixes if token.terms.exact.startswith(prefix))
        if answered:
            yield Match(token.written, answered)


def _just_so(clause: Clause, tokens: Sequence[Token]) -> Iterator[Match]:
    """Find the places where the words of a phrase, a name, or the form of a word stand just so."""
    for name in clause.alternatives:
        if len(name.terms) > 1:
            for span in _in_order([terms.exact for terms in name.terms], tokens):
                yield Match(span, frozenset([clause]))
    if clause.kind not in ("phrase", "form"):
        return
    wanted = clause.exact_terms
    spans = _in_order(wanted, tokens) if clause.slop is None else _near(wanted, clause.slop, tokens)
    for span in spans:
        yield Match(span, frozenset([clause]))


def _in_order(wanted: Sequence[str], tokens: Sequence[Token]) -> Iterator[Span]:
    """Find where words follow each other: one place for all of them."""
    parts = [token for token in tokens if not token.is_variant]
    for place, first in enumerate(parts[: max(0, len(parts) - len(wanted) + 1)]):
        if not _is(first, wanted[0]):
            continue
        last = parts[place + len(wanted) - 1]
        follow = all(map(_is, parts[place : place + len(wanted)], wanted))
        if follow and last.position - first.position == len(wanted) - 1:
            yield Span(first.written.start, last.written.end)


def _near(wanted: Sequence[str], slop: int, tokens: Sequence[Token]) -> Iterator[Span]:
    """Find where words stand near each other: a place for each of them."""
    held = [(token.position, token.terms.exact) for token in tokens if token.terms.exact in wanted]
    ranges = list(windows(held, wanted, slop))
    for token in tokens if ranges else ():
        if token.terms.exact in wanted and any(first <= token.position <= last for first, last in ranges):
            yield token.written


def _is(token: Token, term: str) -> bool:
    return term in (token.terms.exact, token.terms.accented)


def _written(word: Clause, tokens: Sequence[Token]) -> Iterable[Span]:
    forms = {token.terms.exact for token in word.tokens}
    return (token.written for token in tokens if token.terms.exact in forms)


def _merged(found: Iterable[Match]) -> list[Match]:
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
