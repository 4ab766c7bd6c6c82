"""Matches of a query in the text of titles or bodies."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from index.budget import current
from index.french.analysis import Token, analyse_chunk, placed
from index.french.folding import fold
from index.french.stemming import Terms
from index.highlighting import written_prefixes
from index.highlighting.prefilter import ContextWindow, Region, WrittenPrefix, candidate_regions
from index.query import Clause, Query
from index.query.proximity import minimal_windows
from index.text import Span

TextField = Literal["title", "body"]

_MAX_LENGTH = 64
"""Characters of the longest region whose tokens and matches are cached."""
_MAX_TOKENIZED = 10_000
"""Regions whose tokens are cached for all queries: some 6 MB."""
_MAX_MATCHED = 1_000
"""Regions whose matches are cached, for each query: half a MB for each of the last queries."""
_REGIONS = 256
"""Regions that are read between two looks at the budget."""
_NEXT_WORD = re.compile(rf"[\s'’-]*(\S{{0,{_MAX_LENGTH}}})")
"""The separators before a word, then the word with what is attached to it: l', d' show an elided article."""


class Match(NamedTuple):
    """A part of a text that matches a query.

    Attributes:
        span: The characters to mark.
        clauses: The clauses of the query that match there.
    """

    span: Span
    clauses: frozenset[Clause]


class _TermSequence(NamedTuple):
    """Exact terms that must be adjacent and in order, or within a window.

    Attributes:
        terms: One or more terms.
        slop: Most other words within the window; None where the terms must be adjacent and in order.
        clauses: The clause that asks for them.
    """

    terms: tuple[str, ...]
    slop: int | None
    clauses: frozenset[Clause]


class QueryMatcher:
    """Finds the matches of a query in titles, or in bodies; threads may share it.

    Attributes:
        has_light: The query has stop words that match only beside its other words.
    """

    def __init__(self, query: Query, field: TextField) -> None:
        wanted = [each.clause for each in query.wanted if each.field in (None, field)]
        has_light = bool(query.light_words)
        clauses = [clause for clause in wanted if not (has_light and clause.is_stop_word)]
        light = [clause for clause in wanted if has_light and clause.is_stop_word]
        words = [*_single_words(clauses), *(query.pairs if wanted else ())]
        self._by_stem = _clauses_by_term((terms.stem, clause) for clause, terms in words if terms.stem)
        self._by_exact = _clauses_by_term((terms.exact, clause) for clause, terms in words if terms.exact)
        self._prefixes = [
            (clause.prefix, frozenset([clause])) for clause in clauses if clause.kind == "prefix"
        ]
        self._sequences = [sequence for clause in clauses for sequence in _sequences(clause)]
        # The stem of a joined form is made of those of its parts: it begins as the first of them is written.
        compounds = (*(each for each in clauses if each.is_bound), *(first for first, _ in query.pairs))
        self._first_words = {clause.words[0] for clause in compounds}
        self._light = frozenset(terms.exact for clause in light for terms in clause.words)
        self._is_empty = not (self._by_stem or self._by_exact or self._prefixes or self._sequences)
        self._cached_matches = lru_cache(_MAX_MATCHED)(self._matches_in_region)
        self.has_light = bool(self._light)
        self._written_prefixes = self._find_written_prefixes()
        windows = [_anchor(sequence)[1] for sequence in self._sequences]
        self._widest = ContextWindow(*(max(counts) for counts in zip((0, 0), *windows, strict=True)))

    def _find_written_prefixes(self) -> list[WrittenPrefix] | None:
        """Return the written prefixes of all words that may match; None if a word has too many spellings."""
        try:
            stems = self._by_stem.keys() | {first.stem for first in self._first_words if first.stem}
            forms = self._by_exact.keys() | {first.exact for first in self._first_words}
            found = {each for stem in stems for each in written_prefixes.of_stem(stem)}
            found.update(each for form in forms for each in written_prefixes.of_form(form))
            found.update(each for prefix, _ in self._prefixes for each in written_prefixes.of_prefix(prefix))
            anchors = {each for sequence in self._sequences for each in _anchor_prefixes(sequence)}
        except written_prefixes.TooManySpellingsError:
            return None
        if b"" in found:  # every word begins so, and a search for it would not advance
            return None
        # Single words need no context window: of two prefixes the shorter finds all that a longer one would.
        shortest = (each for each in found if not any(each[:end] in found for end in range(1, len(each))))
        return [*map(WrittenPrefix, shortest), *anchors]

    def matches(self, text: str) -> list[Match]:
        """Find the matches in a text, in order and disjoint; without light stop words."""
        found: list[Match] = []
        for number, (start, end) in enumerate(self._regions(text), 1):
            if number % _REGIONS == 0 and current().is_spent():
                break
            find = self._cached_matches if end - start <= _MAX_LENGTH else self._matches_in_region
            inside = find(text[start:end])
            found += [Match(Span(start + first, start + last), clauses) for (first, last), clauses in inside]
        return found

    def _regions(self, text: str) -> list[Region]:
        if self._is_empty:
            return []
        if self._written_prefixes is None:
            return [(0, len(text))]
        return candidate_regions(text, self._written_prefixes, self._widest)

    def is_bridge(self, text: str, start: int, end: int) -> bool:
        """Return whether the text between two matches is light stop words of the query, and nothing else."""
        if "\n\n" in text[start:end]:
            return False
        offset = start
        while (word := _NEXT_WORD.match(text, offset)) and word.start(1) < end:
            length = self._light_length(word[1])
            if not length:
                return False
            offset = word.start(1) + length
        return offset > start

    def _light_length(self, text: str) -> int:
        """Return the length of the light stop word at the start of a text; 0 if there is none."""
        for token in _tokens(text):
            if token.written.start:
                break
            if token.terms.exact in self._light:
                return token.written.end
        return 0

    def _matches_in_region(self, text: str) -> list[Match]:
        """Find the matches in a region, with offsets from its start."""
        tokens = _tokens(text)
        found = self._word_matches(tokens)
        for sequence in self._sequences:
            found += _sequence_matches(sequence, tokens)
        return merged(found) if len(found) > 1 else found

    def _word_matches(self, tokens: Iterable[Token]) -> list[Match]:
        """Find the tokens that match by stem, by exact form or by prefix."""
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
"""Return the matcher of a query for titles or bodies; those of the last queries are cached."""


def _tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a region, with offsets from its start; those of short regions are cached."""
    return _cached_tokens(text) if len(text) <= _MAX_LENGTH else _analysed(text)


def _analysed(text: str) -> tuple[Token, ...]:
    return tuple(placed(text, analyse_chunk))


_cached_tokens = lru_cache(_MAX_TOKENIZED)(_analysed)


def _clauses_by_term(pairs: Iterable[tuple[str, Clause]]) -> dict[str, frozenset[Clause]]:
    by_term: dict[str, frozenset[Clause]] = defaultdict(frozenset)
    for term, clause in pairs:
        by_term[term] |= {clause}
    return dict(by_term)


def _single_words(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, Terms]]:
    """Yield the words of plain clauses and their alternatives of one word; they match in any inflection."""
    for clause in clauses:
        if clause.is_plain:
            yield from ((clause, token.terms) for token in clause.finding_tokens)
            yield from ((clause, each.terms[0]) for each in clause.alternatives if len(each.terms) == 1)


def _sequences(clause: Clause) -> Iterator[_TermSequence]:
    """Yield the term sequences that must match exactly: phrases, compounds, longer names, =forms."""
    for name in clause.alternatives:
        if len(name.terms) > 1 or clause.is_phrase:
            yield _TermSequence(tuple(terms.exact for terms in name.terms), None, frozenset([clause]))
    if clause.kind in ("phrase", "form") or clause.is_bound:
        yield _TermSequence(clause.exact_terms, clause.slop, frozenset([clause]))


def _anchor(sequence: _TermSequence) -> tuple[str, ContextWindow]:
    """Return the longest term of a sequence, and the window around it that can hold the others."""
    terms = sequence.terms
    longest = max(range(len(terms)), key=lambda number: len(fold(terms[number])))
    others = len(terms) - 1
    if sequence.slop is not None:
        return terms[longest], ContextWindow(others + sequence.slop, others + sequence.slop)
    return terms[longest], ContextWindow(longest, others - longest)


def _anchor_prefixes(sequence: _TermSequence) -> Iterator[WrittenPrefix]:
    term, window = _anchor(sequence)
    yield from (WrittenPrefix(prefix, window) for prefix in written_prefixes.of_form(term))


def _sequence_matches(sequence: _TermSequence, tokens: Sequence[Token]) -> Iterator[Match]:
    """Yield the matches of a sequence."""
    wanted = sequence.terms
    spans = _phrase_spans(wanted, tokens) if sequence.slop is None else _near(wanted, sequence.slop, tokens)
    for span in spans:
        yield Match(span, sequence.clauses)


def _phrase_spans(wanted: Sequence[str], tokens: Sequence[Token]) -> Iterator[Span]:
    """Yield the spans of tokens that are the wanted terms, adjacent and in order: one span for all terms."""
    parts = [token for token in tokens if not token.is_variant]
    for start, first in enumerate(parts[: max(0, len(parts) - len(wanted) + 1)]):
        if not _has_form(first, wanted[0]):
            continue
        last = parts[start + len(wanted) - 1]
        is_phrase = all(map(_has_form, parts[start : start + len(wanted)], wanted))
        if is_phrase and last.position - first.position == len(wanted) - 1:
            yield Span(first.written.start, last.written.end)


def _near(wanted: Sequence[str], slop: int, tokens: Sequence[Token]) -> Iterator[Span]:
    """Yield the span of each wanted term that lies in a minimal window of them all."""
    occurrences = [(token.position, token.terms.exact) for token in tokens if token.terms.exact in wanted]
    windows = list(minimal_windows(occurrences, wanted, slop))
    for token in tokens if windows else ():
        if token.terms.exact in wanted and any(first <= token.position <= last for first, last in windows):
            yield token.written


def _has_form(token: Token, form: str) -> bool:
    return form in (token.terms.exact, token.terms.accented)


def merged(found: Iterable[Match]) -> list[Match]:
    """Return matches in order, those that overlap merged into one."""
    merged: list[Match] = []
    for match in sorted(found, key=lambda match: match.span):
        if merged and match.span.start < merged[-1].span.end:
            last = merged[-1]
            span = Span(last.span.start, max(last.span.end, match.span.end))
            merged[-1] = Match(span, last.clauses | match.clauses)
        else:
            merged.append(match)
    return merged
