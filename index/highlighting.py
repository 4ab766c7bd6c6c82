"""What a query matched in a text: the same terms that found it, as places of the original.

A mark covers written words, compounds whole, without an elided article; a phrase is one mark, and words that
stand near each other are one mark each. A stop word is marked only within a phrase, alone, or between marked
words that follow each other (Corée du Nord). What is asked of the title only is not marked in the body.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple

from index.analysis import Chunk, Terms, Token, analyse_chunk, placed
from index.nearness import windows
from index.query import Clause, Query
from index.text import MarkedText, Span

TextField = Literal["title", "body"]

_BREAK = re.compile(r"[^\s'’-]")


class Match(NamedTuple):
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
    sought = _sought(query, field)
    tokens = tuple(placed(text, sought.chunks.__getitem__)) if sought.clauses else ()
    if not tokens:
        return ()
    found = chain(
        _words(sought, tokens),
        _prefixed(sought.prefixes, tokens),
        *(_just_so(clause, tokens) for clause in sought.clauses),
    )
    bridges = {written for word in sought.light for written in _written(word, tokens)}
    return tuple(_bridged(_merged(found), bridges, text))


class _Sought:
    """What a query looks for in titles, or in bodies.

    Attributes:
        clauses: What is marked.
        light: Stop words, which are marked between others only.
        by_stem: Which clauses a stem answers.
        by_exact: Which clauses an exact form answers.
        prefixes: How words begin that answer a clause.
        chunks: For any chunk of text its tokens, where one may matter; each is looked at once.
    """

    def __init__(self, query: Query, field: TextField) -> None:
        wanted = [each.clause for each in query.wanted if each.field in (None, field)]
        has_light = bool(query.light_words)
        self.clauses = [clause for clause in wanted if not (has_light and clause.is_stop_word)]
        self.light = [clause for clause in wanted if has_light and clause.is_stop_word]
        forms = [*_forms(self.clauses), *(query.pairs if wanted else ())]
        self.by_stem = _by_form((terms.stem, clause) for clause, terms in forms)
        self.by_exact = _by_form((terms.exact, clause) for clause, terms in forms)
        self.prefixes = [(clause.prefix, clause) for clause in self.clauses if clause.kind == "prefix"]
        sequences = (form for clause in self.clauses for form in _in_sequences(clause))
        light = (terms.exact for clause in self.light for terms in clause.words)
        beginnings = tuple(prefix for prefix, _ in self.prefixes)
        self.chunks = _Chunks(frozenset((*self.by_stem, *self.by_exact, *sequences, *light)), beginnings)


_sought = lru_cache(maxsize=8)(_Sought)


class _Chunks(dict[str, Chunk]):
    """Chunks of text, without their tokens where none has one of some forms or begins so; remembered."""

    def __init__(self, forms: frozenset[str], beginnings: tuple[str, ...]) -> None:
        super().__init__()
        self._forms = forms
        self._beginnings = beginnings

    def __missing__(self, chunk: str) -> Chunk:
        found = analyse_chunk(chunk)
        if self._forms.isdisjoint(found.forms) and not self._has_beginning(found):
            found = _nothing(found.width)
        self[chunk] = found
        return found

    def _has_beginning(self, chunk: Chunk) -> bool:
        beginnings = self._beginnings
        return bool(beginnings) and any(form.startswith(beginnings) for form in chunk.forms)


@lru_cache
def _nothing(width: int) -> Chunk:
    return Chunk((), width, ())


def _by_form(answers: Iterable[tuple[str, Clause]]) -> dict[str, frozenset[Clause]]:
    by_form: dict[str, frozenset[Clause]] = defaultdict(frozenset)
    for form, clause in answers:
        by_form[form] |= {clause}
    return dict(by_form)


def _words(sought: _Sought, tokens: Iterable[Token]) -> Iterator[Match]:
    """Find the words that any form of may match."""
    for token in tokens:
        stem, exact = sought.by_stem.get(token.terms.stem), sought.by_exact.get(token.terms.exact)
        if stem or exact:
            yield Match(token.written, stem | exact if stem and exact else stem or exact or frozenset())


def _forms(sought: Iterable[Clause]) -> Iterator[tuple[Clause, Terms]]:
    for clause in sought:
        if clause.is_plain:
            yield from ((clause, token.terms) for token in clause.sought)
            yield from ((clause, each.terms[0]) for each in clause.alternatives if len(each.terms) == 1)


def _prefixed(prefixes: Sequence[tuple[str, Clause]], tokens: Sequence[Token]) -> Iterator[Match]:
    """Find the words that begin with a prefix."""
    for token in tokens if prefixes else ():
        answered = frozenset(clause for prefix, clause in prefixes if token.terms.exact.startswith(prefix))
        if answered:
            yield Match(token.written, answered)


def _in_sequences(clause: Clause) -> Iterator[str]:
    """Give the forms that must stand in a certain order, or near each other."""
    yield from clause.exact_terms if clause.kind in ("phrase", "form") else ()
    for name in clause.alternatives:
        yield from (terms.exact for terms in name.terms if len(name.terms) > 1)


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
