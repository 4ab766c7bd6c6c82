"""Matching: which documents of a segment a query selects; `scoring.py` ranks them.

A plain word matches in any form: by its stem, or by its exact form. Phrases, forms (=mot) and prefixes are
looked up among the exact forms, where an accented form is indexed at the same position as its folded form.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.search.doc_sets import DocIntersection, DocList, DocRange, DocSet, DocUnion
from index.engines.whoosh.search.phrases import InOrder, Near
from index.engines.whoosh.search.segment_reader import Postings, SegmentReader
from index.engines.whoosh.search.sorted_arrays import union
from index.french.dates import Period
from index.query import (
    AllOf,
    AnyOf,
    Clause,
    DateFrom,
    Dates,
    Field,
    Filters,
    Group,
    InField,
    Node,
    Not,
    Query,
)
from index.query.lookups import ANYWHERE, LOOKUPS, Lookup

Terms = tuple[tuple[str, str], ...]
"""Terms, each after the index field that it is looked up in."""
REMEMBERED = 10_000
"""Clauses whose terms are cached."""


class Matched(NamedTuple):
    """The documents that a query selects.

    Attributes:
        documents: Documents that meet its signs, fields and dates; None where it has none of these.
        needs_word: A document must also hold one of its words; stop words beside other words do not count.
    """

    documents: DocSet | None
    needs_word: bool


class Matching:
    """Evaluates the nodes of one query in a segment; the documents of a clause are looked up once."""

    def __init__(self, segment: SegmentReader) -> None:
        self._segment = segment
        self._found: dict[tuple[Clause, Field | None], DocSet] = {}
        self._exact_matches: dict[tuple[Lookup, tuple[str, ...]], DocSet] = {}

    def match(self, query: Query) -> Matched:
        """Return the documents that a query selects."""
        root, filters = query.root, query.filters
        if not root.parts and not filters.narrow:
            return Matched(DocRange(0, 0), needs_word=False)
        required = (*root.required, *(root.words if filters.has_all_words else ()))
        conditions = (*required, *root.filters)
        documents = [self.all_of(conditions)] if conditions else []
        documents += self._narrowing(filters)
        needs_word = not required and bool(root.words)
        if len(documents) > 1:
            return Matched(DocIntersection(documents, []), needs_word)
        return Matched(documents[0] if documents else None, needs_word)

    def match_all(self, query: Query) -> DocSet:
        """Return the documents that a query selects where one of its words is wanted at least."""
        root, filters = query.root, query.filters
        words = (*root.required, *root.words) if filters.has_all_words else ()
        found = self.all_of((*words, *root.filters)) if words else self._group(root, None)
        narrowing = list(self._narrowing(filters))
        return DocIntersection([found, *narrowing]) if narrowing else found

    def _narrowing(self, filters: Filters) -> Iterator[DocSet]:
        """Yield the documents that meet each of some filters."""
        if filters.period:
            yield self._period(filters.period)
        if filters.sources:
            yield self._any_of(self._term("source", source) for source in filters.sources)
        if filters.bulletin:
            yield self._term("bulletin", filters.bulletin)
        if filters.date_origins:
            yield self._any_of(self._term("date_origin", origin) for origin in filters.date_origins)

    def _term(self, field: str, term: str) -> DocSet:
        """Return the documents that have a whole value in a field."""
        found = self._segment.postings(field, term)
        return DocList(found.numbers) if found else DocRange(0, 0)

    def with_name(self, name: tuple[str, ...]) -> DocSet:
        """Return the documents that hold a name of several words, given by its exact forms."""
        return self.in_order(ANYWHERE, name)

    def all_of(self, nodes: Iterable[Node], field: Field | None = None) -> DocSet:
        """Return the documents that satisfy every node."""
        wanted: list[DocSet] = []
        excluded: list[DocSet] = []
        for node in nodes:
            if isinstance(node, Not):
                excluded.append(self._find(node.part, field))
                continue
            found = self._find(node, field)
            if not found.max_size:
                return found  # a small segment lacks most words
            wanted.append(found)
        if len(wanted) == 1 and not excluded:
            return wanted[0]
        return DocIntersection(wanted or [DocRange(0, self._segment.file.documents)], excluded)

    def _find(self, node: Node, field: Field | None) -> DocSet:
        if isinstance(node, Clause):
            return self._clause(node, field)
        if isinstance(node, (Dates, DateFrom)):
            return self._dated(node)
        if isinstance(node, InField):
            return self._find(node.part, node.field)
        if isinstance(node, AnyOf):
            return self._any_of(self._find(part, field) for part in node.parts)
        if isinstance(node, Group):
            return self._group(node, field)
        return self.all_of(node.parts if isinstance(node, AllOf) else (node,), field)

    def _group(self, group: Group, field: Field | None) -> DocSet:
        required = group.required
        conditions = (*required, *group.filters)
        if required or not group.words:
            return self.all_of(conditions, field)
        found = self._any_of(self._find(word, field) for word in group.words)
        return DocIntersection([found, self.all_of(conditions, field)]) if conditions else found

    def _any_of(self, parts: Iterable[DocSet]) -> DocSet:
        filled = [part for part in parts if part.max_size]
        return filled[0] if len(filled) == 1 else DocUnion(self._segment, filled)

    def _dated(self, node: Dates | DateFrom) -> DocSet:
        if isinstance(node, DateFrom):
            return self._term("date_origin", node.origin)
        return self._period(node.period)

    def _period(self, period: Period) -> DocSet:
        """Return the documents of a period; undated documents have an empty term and are not in it."""
        file = self._segment.file
        first, last = (period.first or date.min).isoformat(), (period.last or date.max).isoformat()
        begin = file.starting("date", first.encode()).start
        end = file.starting("date", last.encode() + b"\0").start
        if begin >= end:
            return DocRange(0, 0)
        numbers = file.post_number[file.extent(begin)[0] : file.extent(end - 1)[1]]
        low, high = int(numbers.min()), int(numbers.max()) + 1
        return DocRange(low, high) if high - low == len(numbers) else DocList(np.sort(numbers))

    # --- words ---

    def _clause(self, clause: Clause, field: Field | None) -> DocSet:
        """Return the documents that match a clause."""
        terms = _terms(clause, field)
        if terms is not None:
            found = (self._segment.postings(*term) for term in terms)
            return self._any_of([DocList(each.numbers, each.addresses[0]) for each in found if each])
        key = clause, field
        if key not in self._found:
            self._found[key] = self._any_of(self._clause_parts(clause, LOOKUPS[field]))
        return self._found[key]

    def _clause_parts(self, clause: Clause, lookup: Lookup) -> Iterator[DocSet]:
        """Yield sets whose union matches a clause in a field, lists first: they are faster."""
        for stem in _stems(clause, lookup):
            yield self._stem(lookup, stem)
        if clause.kind != "prefix":
            yield self._exact(clause, lookup)
        if clause.alternatives:
            yield from self._alternatives(clause, lookup)

    def _alternatives(self, clause: Clause, lookup: Lookup) -> Iterator[DocSet]:
        """Yield sets whose union matches the alternatives of a clause, such as synonyms."""
        single = [other.terms[0] for other in clause.alternatives if len(other.terms) == 1]
        if clause.is_plain and lookup.stems:
            for terms in single:
                yield self._stem(lookup, terms.stem)
        yield self._any_form(lookup, [terms.exact for terms in single if terms.exact])
        for other in clause.alternatives:
            if len(other.terms) > 1:
                yield self.in_order(lookup, tuple(terms.exact for terms in other.terms))

    def _stem(self, lookup: Lookup, stem: str) -> DocSet:
        found = self._segment.postings(lookup.stems, stem)
        if found is None:
            return DocRange(0, 0)
        elsewhere = self._segment.postings(lookup.not_stems, stem) if lookup.not_stems else None
        listed = DocList(found.numbers, found.addresses[0])
        return listed if elsewhere is None else DocIntersection([listed], [DocList(elsewhere.numbers)])

    def _any_form(self, lookup: Lookup, forms: Sequence[str]) -> DocSet:
        """Return the documents that hold any of the exact forms; a prefix has hundreds of them."""
        if lookup.zone is not None or len(forms) < 2:
            return self._any_of(self.in_order(lookup, (form,)) for form in forms)
        found = (self._segment.postings(lookup.exact, form) for form in forms)
        return DocList(union([each.numbers for each in found if each], self._segment.mask))

    def _exact(self, clause: Clause, lookup: Lookup) -> DocSet:
        wanted = clause.exact_terms
        if clause.slop is None or len(wanted) == 1:
            return self.in_order(lookup, wanted)
        words = self._all_postings(lookup, wanted)
        return Near(self._segment, words, clause.slop, lookup.zone) if words else DocRange(0, 0)

    def in_order(self, lookup: Lookup, forms: tuple[str, ...]) -> DocSet:
        """Return the documents in which the exact forms follow each other in a field."""
        if (lookup, forms) not in self._exact_matches:
            self._exact_matches[lookup, forms] = self._in_order(lookup, forms)
        return self._exact_matches[lookup, forms]

    def _in_order(self, lookup: Lookup, forms: tuple[str, ...]) -> DocSet:
        words = self._all_postings(lookup, forms)
        if not words:
            return DocRange(0, 0)
        if len(words) == 1 and lookup.zone is None:
            return DocList(words[0].numbers, words[0].addresses[0])
        return InOrder(self._segment, words, lookup.zone)

    def _all_postings(self, lookup: Lookup, forms: Sequence[str]) -> list[Postings]:
        """Return the posting lists of the exact forms; none at all where one form is not in the segment."""
        found = [self._segment.postings(lookup.exact, form) for form in forms]
        return [each for each in found if each] if all(found) else []


@lru_cache(REMEMBERED)
def _terms(clause: Clause, field: Field | None) -> Terms | None:
    """Return the terms of which a document that matches a clause holds any; None where that is not all.

    Each comes with its field. They are the same for all segments, and most clauses are no more than that.
    """
    lookup, others = LOOKUPS[field], [each.terms for each in clause.alternatives]
    is_one = len(clause.exact_terms) == 1 and all(len(terms) == 1 for terms in others)
    if not is_one or lookup.zone or lookup.not_stems or clause.kind == "prefix":
        return None
    stems, forms = [*_stems(clause, lookup)], [*clause.exact_terms]
    if clause.is_plain and lookup.stems:
        stems += (other.stem for (other,) in others)
    forms += (other.exact for (other,) in others if other.exact)
    terms = (*((lookup.stems, stem) for stem in stems), *((lookup.exact, form) for form in forms))
    return tuple(dict.fromkeys(terms))


def needed(query: Query) -> Iterator[Terms]:
    """Yield terms of which a document that the query selects holds any; one term of each, at least."""
    root = query.root
    words = root.words if query.filters.has_all_words else ()
    return _needed((*root.required, *words))


def _needed(nodes: Iterable[Node]) -> Iterator[Terms]:
    for node in nodes:
        if isinstance(node, AllOf):
            yield from _needed(node.parts)
        elif isinstance(node, Clause):
            terms = _terms(node, None)
            if terms is not None:
                yield terms
            elif node.is_phrase and not node.alternatives:
                yield from (((ANYWHERE.exact, form),) for form in node.exact_terms)


def _stems(clause: Clause, lookup: Lookup) -> set[str]:
    """Return the stems by which a clause is found in a field."""
    if not (clause.is_plain and lookup.stems and (clause.is_single or clause.tokens[0].is_variant)):
        return set()
    first = clause.tokens[0].position
    return {each.terms.stem for each in clause.finding_tokens if each.position == first}
