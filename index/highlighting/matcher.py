"""What a query looks for in titles or in bodies, and where a text has it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from index.french.analysis import Token, analyse_chunk, placed
from index.french.stemming import Terms, fold
from index.highlighting import written_prefixes
from index.highlighting.prefilter import ContextWindow, Region, WrittenPrefix, candidate_regions
from index.query import Clause, Query
from index.query.proximity import minimal_windows
from index.text import Span

TextField = Literal["title", "body"]

_MAX_LENGTH = 64
"""Characters of a piece of text that is remembered with what was found in it."""
_MAX_REMEMBERED = 10_000
"""Pieces of text whose tokens are remembered for all queries: some 6 MB."""
_MAX_FOUND = 1_000
"""Pieces of text remembered with what one query looks for in them: half a MB for each of the last ones."""
_NEXT_WORD = re.compile(rf"[\s'’-]*(\S{{0,{_MAX_LENGTH}}})")
"""What stands between words, and the next one with what is glued to it: an article is known by it."""


class Match(NamedTuple):
    """A place that a query matched.

    Attributes:
        span: What is marked.
        clauses: What it answers of the query.
    """

    span: Span
    clauses: frozenset[Clause]


class _Sequence(NamedTuple):
    """Terms that must follow each other, or stand near each other with some other words among them."""

    terms: tuple[str, ...]
    slop: int | None
    clauses: frozenset[Clause]


class QueryMatcher:
    """What a query looks for in titles, or in bodies; threads may share it."""

    def __init__(self, query: Query, field: TextField) -> None:
        wanted = [each.clause for each in query.wanted if each.field in (None, field)]
        has_light = bool(query.light_words)
        clauses = [clause for clause in wanted if not (has_light and clause.is_stop_word)]
        light = [clause for clause in wanted if has_light and clause.is_stop_word]
        forms = [*_forms(clauses), *(query.pairs if wanted else ())]
        self._by_stem = _by_form((terms.stem, clause) for clause, terms in forms)
        self._by_exact = _by_form((terms.exact, clause) for clause, terms in forms)
        self._prefixes = [
            (clause.prefix, frozenset([clause])) for clause in clauses if clause.kind == "prefix"
        ]
        self._sequences = [sequence for clause in clauses for sequence in _sequences(clause)]
        self._light = frozenset(terms.exact for clause in light for terms in clause.words)
        self._is_nothing = not (self._by_stem or self._prefixes or self._sequences)
        self._remembered = lru_cache(_MAX_FOUND)(self._in_piece)
        self.has_light = bool(self._light)
        self._needles = self._find_needles()
        reaches = [_anchor(sequence)[1] for sequence in self._sequences]
        self._widest = ContextWindow(*(max(counts) for counts in zip((0, 0), *reaches, strict=True)))

    def _find_needles(self) -> list[WrittenPrefix] | None:
        """Give how all words begin that may match; None where there are too many ways to write them."""
        try:
            found = {each for stem in self._by_stem for each in written_prefixes.of_stem(stem)}
            found.update(each for exact in self._by_exact for each in written_prefixes.of_form(exact))
            found.update(each for prefix, _ in self._prefixes for each in written_prefixes.of_prefix(prefix))
            needles = {needle for sequence in self._sequences for needle in _needles(sequence)}
        except written_prefixes.TooManySpellingsError:
            return None
        # What ends with its needle lies as far as the shortest that begins it.
        shortest = (each for each in found if not any(each[:end] in found for end in range(1, len(each))))
        return [*map(WrittenPrefix, shortest), *needles]

    def matches(self, text: str) -> list[Match]:
        """Find what is looked for in a text, in order, apart from each other; stop words left out."""
        found: list[Match] = []
        for start, end in self._pieces(text):
            find = self._remembered if end - start <= _MAX_LENGTH else self._in_piece
            inside = find(text[start:end])
            found += [Match(Span(start + first, start + last), clauses) for (first, last), clauses in inside]
        return found

    def _pieces(self, text: str) -> list[Region]:
        if self._is_nothing:
            return []
        if self._needles is None:
            return [(0, len(text))]
        return candidate_regions(text, self._needles, self._widest)

    def is_bridge(self, text: str, start: int, end: int) -> bool:
        """Tell whether between two matches there are stop words of the query, and nothing else."""
        if "\n\n" in text[start:end]:
            return False
        place = start
        while (word := _NEXT_WORD.match(text, place)) and word.start(1) < end:
            length = self._light_length(word[1])
            if not length:
                return False
            place = word.start(1) + length
        return place > start

    def _light_length(self, text: str) -> int:
        """Give how much of a text a stop word takes that it begins with; 0 where it begins otherwise."""
        for token in _tokens(text):
            if token.written.start:
                break
            if token.terms.exact in self._light:
                return token.written.end
        return 0

    def _in_piece(self, text: str) -> list[Match]:
        """Find what is looked for in a piece of text, counted from its beginning."""
        tokens = _tokens(text)
        found = self._words(tokens)
        for sequence in self._sequences:
            found += _in(sequence, tokens)
        return merged(found) if len(found) > 1 else found

    def _words(self, tokens: Iterable[Token]) -> list[Match]:
        """Find the words that any form of may match, and those that begin with a prefix."""
        found: list[Match] = []
        for terms, _, written, _, _ in tokens:
            stem, exact = self._by_stem.get(terms.stem), self._by_exact.get(terms.exact)
            if stem or exact:
                found.append(Match(written, stem | exact if stem and exact else stem or exact or frozenset()))
            for prefix, clauses in self._prefixes:
                if terms.exact.startswith(prefix):
                    found.append(Match(written, clauses))
        return found


query_matcher = lru_cache(maxsize=8)(QueryMatcher)
"""What a query looks for; the last ones are remembered."""


def _tokens(text: str) -> tuple[Token, ...]:
    """Give the tokens of a piece of text, counted from its beginning; those of short ones are remembered."""
    return _remembered(text) if len(text) <= _MAX_LENGTH else _analysed(text)


def _analysed(text: str) -> tuple[Token, ...]:
    return tuple(placed(text, analyse_chunk))


_remembered = lru_cache(_MAX_REMEMBERED)(_analysed)


def _by_form(answers: Iterable[tuple[str, Clause]]) -> dict[str, frozenset[Clause]]:
    by_form: dict[str, frozenset[Clause]] = defaultdict(frozenset)
    for form, clause in answers:
        by_form[form] |= {clause}
    return dict(by_form)


def _forms(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, Terms]]:
    for clause in clauses:
        if clause.is_plain:
            yield from ((clause, token.terms) for token in clause.finding_tokens)
            yield from ((clause, each.terms[0]) for each in clause.alternatives if len(each.terms) == 1)


def _sequences(clause: Clause) -> Iterator[_Sequence]:
    """Give the terms of a phrase, of names, or of the form of a word, that must stand just so."""
    for name in clause.alternatives:
        if len(name.terms) > 1:
            yield _Sequence(tuple(terms.exact for terms in name.terms), None, frozenset([clause]))
    if clause.kind in ("phrase", "form"):
        yield _Sequence(clause.exact_terms, clause.slop, frozenset([clause]))


def _anchor(sequence: _Sequence) -> tuple[str, ContextWindow]:
    """Give the longest term of a sequence, and how far the others may stand from it."""
    terms = sequence.terms
    longest = max(range(len(terms)), key=lambda place: len(fold(terms[place])))
    others = len(terms) - 1
    if sequence.slop is not None:
        return terms[longest], ContextWindow(others + sequence.slop, others + sequence.slop)
    return terms[longest], ContextWindow(longest, others - longest)


def _needles(sequence: _Sequence) -> Iterator[WrittenPrefix]:
    term, reach = _anchor(sequence)
    yield from (WrittenPrefix(beginning, reach) for beginning in written_prefixes.of_form(term))


def _in(sequence: _Sequence, tokens: Sequence[Token]) -> Iterator[Match]:
    """Find the places where the terms of a sequence stand just so."""
    wanted = sequence.terms
    spans = _in_order(wanted, tokens) if sequence.slop is None else _near(wanted, sequence.slop, tokens)
    for span in spans:
        yield Match(span, sequence.clauses)


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
    ranges = list(minimal_windows(held, wanted, slop))
    for token in tokens if ranges else ():
        if token.terms.exact in wanted and any(first <= token.position <= last for first, last in ranges):
            yield token.written


def _is(token: Token, term: str) -> bool:
    return term in (token.terms.exact, token.terms.accented)


def merged(found: Iterable[Match]) -> list[Match]:
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
