"""Which documents of a segment a query asks for; how strongly they answer is said in `scoring.py`.

A plain word matches in any form: by its stem, or by its exact form. Phrases, forms (=mot) and prefixes are
looked up among the exact forms, where accented forms stand beside folded ones, at the same position.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.engines.whoosh.search.doc_sets import AllOfSets, AnyOfSets, Documents, Listed, Stretch
from index.engines.whoosh.search.phrases import InOrder, Near, Zone
from index.engines.whoosh.search.segment_reader import OpenedSegment, Postings
from index.engines.whoosh.search.sorted_arrays import union
from index.french.dates import Period
from index.query import AllOf, AnyOf, Clause, Dates, Field, Group, InField, Node, Not, Query


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a field of a query is looked up.

    Attributes:
        exact: Field of exact forms.
        zone: Where in it.
        stems: Field of stems; empty where there is none.
        not_stems: Of its documents those do not count that hold the stem here.
    """

    exact: str
    zone: Zone = None
    stems: str = ""
    not_stems: str = ""


_PLACES: dict[Field | None, _Place] = {
    None: _Place("forms", None, "stems"),
    "title": _Place("forms", "title", "title"),
    "body": _Place("forms", "body", "stems", "title_only"),
    "source": _Place("source_words"),
    "bulletin": _Place("bulletin_words"),
}
EXACT_FIELDS = tuple(dict.fromkeys(place.exact for place in _PLACES.values()))


@dataclass(frozen=True, slots=True)
class Matched:
    """What documents a query asks for.

    Attributes:
        documents: Those that may be found; None for all.
        needs_word: Of these only those that also hold one of the words that score, light ones aside.
    """

    documents: Documents | None
    needs_word: bool


class Matching:
    """The documents of a segment that each piece of one query asks for; each is found once."""

    def __init__(self, segment: OpenedSegment) -> None:
        self._segment = segment
        self._found: dict[tuple[Clause, Field | None], Documents] = {}
        self._just_there: dict[tuple[_Place, tuple[str, ...]], Documents] = {}

    def match(self, query: Query) -> Matched:
        """Say which documents a query asks for."""
        root = query.root
        if not root.parts:
            return Matched(Stretch(0, 0), needs_word=False)
        required = root.required
        asked = (*required, *root.filters)
        needs_word = not required and bool(root.words)
        return Matched(self.all_of(asked) if asked else None, needs_word)

    def named(self, name: tuple[str, ...]) -> Documents:
        """Find the documents that hold a name of several words, by its exact forms."""
        return self.in_order(_PLACES[None], name)

    def all_of(self, nodes: Iterable[Node], field: Field | None = None) -> Documents:
        """Find the documents that every node asks for."""
        wanted: list[Documents] = []
        excluded: list[Documents] = []
        for node in nodes:
            if isinstance(node, Not):
                excluded.append(self._find(node.part, field))
            else:
                wanted.append(self._find(node, field))
        if len(wanted) == 1 and not excluded:
            return wanted[0]
        return AllOfSets(wanted or [Stretch(0, self._segment.file.documents)], excluded)

    def _find(self, node: Node, field: Field | None) -> Documents:
        if isinstance(node, Clause):
            return self._holders(node, field)
        if isinstance(node, Dates):
            return self._of_days(node.period)
        if isinstance(node, InField):
            return self._find(node.part, node.field)
        if isinstance(node, AnyOf):
            return self._any_of(self._find(part, field) for part in node.parts)
        if isinstance(node, Group):
            return self._group(node, field)
        return self.all_of(node.parts if isinstance(node, AllOf) else (node,), field)

    def _group(self, group: Group, field: Field | None) -> Documents:
        required = group.required
        asked = (*required, *group.filters)
        if required or not group.words:
            return self.all_of(asked, field)
        found = self._any_of(self._find(word, field) for word in group.words)
        return AllOfSets([found, self.all_of(asked, field)]) if asked else found

    def _any_of(self, parts: Iterable[Documents]) -> Documents:
        held = [part for part in parts if part.most]
        return held[0] if len(held) == 1 else AnyOfSets(self._segment, held)

    def _of_days(self, period: Period) -> Documents:
        """Find the documents of some days; undated ones have an empty term."""
        file = self._segment.file
        first, last = (period.first or date.min).isoformat(), (period.last or date.max).isoformat()
        begin = file.starting("date", first.encode()).start
        end = file.starting("date", last.encode() + b"\0").start
        if begin >= end:
            return Stretch(0, 0)
        numbers = file.post_number[file.extent(begin)[0] : file.extent(end - 1)[1]]
        low, high = int(numbers.min()), int(numbers.max()) + 1
        return Stretch(low, high) if high - low == len(numbers) else Listed(np.sort(numbers))

    # --- words ---

    def _holders(self, clause: Clause, field: Field | None) -> Documents:
        """Find the documents that hold a word or a phrase."""
        key = clause, field
        if key not in self._found:
            self._found[key] = self._any_of(self._held(clause, _PLACES[field]))
        return self._found[key]

    def _held(self, clause: Clause, place: _Place) -> Iterator[Documents]:
        """Give the documents that hold a word or a phrase at a place; lists first, which are found faster."""
        if clause.is_plain and place.stems and (clause.is_single or clause.tokens[0].is_variant):
            yield self._stem(place, clause.tokens[0].terms.stem)
        if clause.kind != "prefix":
            yield self._just_so(clause, place)
        if clause.alternatives:
            yield from self._besides(clause, place)

    def _besides(self, clause: Clause, place: _Place) -> Iterator[Documents]:
        """Give the documents that hold what a word is looked for besides."""
        single = [other.terms[0] for other in clause.alternatives if len(other.terms) == 1]
        if clause.is_plain and place.stems:
            for terms in single:
                yield self._stem(place, terms.stem)
        yield self._any_form(place, [terms.exact for terms in single])
        for other in clause.alternatives:
            if len(other.terms) > 1:
                yield self.in_order(place, tuple(terms.exact for terms in other.terms))

    def _stem(self, place: _Place, stem: str) -> Documents:
        found = self._segment.postings(place.stems, stem)
        if found is None:
            return Stretch(0, 0)
        elsewhere = self._segment.postings(place.not_stems, stem) if place.not_stems else None
        listed = Listed(found.numbers, found.addresses[0])
        return listed if elsewhere is None else AllOfSets([listed], [Listed(elsewhere.numbers)])

    def _any_form(self, place: _Place, forms: Sequence[str]) -> Documents:
        """Find the documents that hold any of some forms, of which a prefix has hundreds."""
        if place.zone is not None or len(forms) < 2:
            return self._any_of(self.in_order(place, (form,)) for form in forms)
        found = (self._segment.postings(place.exact, form) for form in forms)
        return Listed(union([each.numbers for each in found if each], self._segment.mask))

    def _just_so(self, clause: Clause, place: _Place) -> Documents:
        wanted = clause.exact_terms
        if clause.slop is None or len(wanted) == 1:
            return self.in_order(place, wanted)
        words = self._all(place, wanted)
        return Near(self._segment, words, clause.slop, place.zone) if words else Stretch(0, 0)

    def in_order(self, place: _Place, forms: tuple[str, ...]) -> Documents:
        """Find the documents where forms follow each other at a place."""
        if (place, forms) not in self._just_there:
            self._just_there[place, forms] = self._in_order(place, forms)
        return self._just_there[place, forms]

    def _in_order(self, place: _Place, forms: tuple[str, ...]) -> Documents:
        words = self._all(place, forms)
        if not words:
            return Stretch(0, 0)
        if len(words) == 1 and place.zone is None:
            return Listed(words[0].numbers, words[0].addresses[0])
        return InOrder(self._segment, words, place.zone)

    def _all(self, place: _Place, forms: Sequence[str]) -> list[Postings]:
        """Give the postings of all of some forms; nothing where one is not there."""
        found = [self._segment.postings(place.exact, form) for form in forms]
        return [each for each in found if each] if all(found) else []
