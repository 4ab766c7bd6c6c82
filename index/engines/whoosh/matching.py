"""Which documents of a Whoosh index a query asks for; how strongly they answer is said in `ranking.py`.

A plain word matches in any form: the stems of title and body, or their exact forms. Phrases, forms (=mot)
and prefixes are looked up among the exact forms, where accented forms stand beside folded ones, at the same
position.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from whoosh.query import Every
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index.analysis import fold, terms
from index.dates import Period
from index.engines.whoosh.phrases import Phrases
from index.query import (
    AllOf,
    Alternative,
    AnyOf,
    Clause,
    Dates,
    Field,
    Group,
    InField,
    Node,
    Not,
    Note,
    Query,
)

MAX_EXPANSIONS = 512
"""Words that all the prefixes of a query may stand for."""
PREFIXED = 0.5
"""What a word found by its beginning weighs beside a word typed whole."""


@dataclass(frozen=True, slots=True)
class _Zone:
    """A field of the index in its two forms; `stems` is empty where it has none."""

    exact: str
    stems: str


_ZONES: dict[Field | None, tuple[_Zone, ...]] = {
    None: (_Zone("title_exact", "title"), _Zone("body_exact", "body")),
    "title": (_Zone("title_exact", "title"),),
    "body": (_Zone("body_exact", "body"),),
    "source": (_Zone("source_words", ""),),
    "bulletin": (_Zone("bulletin_words", ""),),
}


@dataclass(frozen=True, slots=True)
class Matched:
    """What documents a query asks for.

    Attributes:
        numbers: The documents that may be found; None for all.
        needs_word: Of these only those that also hold one of the words that score, light ones aside.
    """

    numbers: set[int] | None
    needs_word: bool


def match(searcher: Searcher, query: Query) -> Matched:
    """Say which documents a query asks for."""
    root = query.root
    if not root.parts:
        return Matched(set(), needs_word=False)
    matching = _Matching(searcher)
    asked = (*root.required, *root.filters)
    needs_word = not root.required and bool(root.words)
    return Matched(matching.all_of(asked) if asked else None, needs_word)


def expand(reader: IndexReader, query: Query) -> Query:
    """Give prefixes the most frequent words of the index that begin so; say what is left out."""
    prefixes = {each for each in query.clauses if each.kind == "prefix"}
    if not prefixes:
        return query
    notes: list[Note] = []
    room = MAX_EXPANSIONS // len(prefixes)
    expanded = {prefix: _expanded(reader, prefix, room, notes) for prefix in prefixes}
    query = query.with_alternatives(lambda clause: expanded.get(clause, clause))
    return replace(query, notes=(*query.notes, *notes))


def _expanded(reader: IndexReader, clause: Clause, room: int, notes: list[Note]) -> Clause:
    found: dict[str, int] = defaultdict(int)
    for zones in _ZONES.values():
        for field in {zone.exact for zone in zones}:
            for encoded in reader.expand_prefix(field, clause.prefix):
                if fold(term := encoded.decode()) == term:  # accented forms stand beside folded ones
                    found[term] += reader.doc_frequency(field, encoded)
    best = heapq.nsmallest(room, found, key=lambda term: (-found[term], term))
    if len(found) > room:
        sentence = (
            f"{len(found)} mots commencent par {clause.text} : seuls les {room} plus fréquents sont cherchés."
        )
        notes.append(Note("limited", sentence))
    return replace(clause, alternatives=tuple(Alternative(term, (terms(term),), PREFIXED) for term in best))


class _Matching:
    """The documents that each piece of a query asks for."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._reader = searcher.reader()
        self._phrases = Phrases(self._reader)
        self._found: dict[tuple[Clause, Field | None], set[int]] = {}

    def all_of(self, nodes: Iterable[Node], field: Field | None = None) -> set[int]:
        """Find the documents that every node asks for."""
        found: set[int] | None = None
        excluded: list[Node] = []
        for node in nodes:
            if isinstance(node, Not):
                excluded.append(node.part)
            else:
                more = self._find(node, field)
                found = more if found is None else found & more
        found = self._everything() if found is None else found
        return found.difference(*(self._find(node, field) for node in excluded))

    def _find(self, node: Node, field: Field | None) -> set[int]:
        if isinstance(node, Clause):
            return self._holders(node, field)
        if isinstance(node, Dates):
            return self._of_days(node.period)
        if isinstance(node, InField):
            return self._find(node.part, node.field)
        if isinstance(node, AnyOf):
            return set().union(*(self._find(part, field) for part in node.parts))
        if isinstance(node, Group):
            return self._group(node, field)
        return self.all_of(node.parts if isinstance(node, AllOf) else (node,), field)

    def _group(self, group: Group, field: Field | None) -> set[int]:
        asked = (*group.required, *group.filters)
        if group.required or not group.words:
            return self.all_of(asked, field)
        found = set().union(*(self._find(word, field) for word in group.words))
        return found & self.all_of(asked, field) if asked else found

    def _everything(self) -> set[int]:
        return set(self._searcher.docs_for_query(Every()))

    def _of_days(self, period: Period) -> set[int]:
        """Find the documents of some days; undated ones have an empty term."""
        first, last = (period.first or date.min).isoformat(), (period.last or date.max).isoformat()
        found: set[int] = set()
        for field, term in self._reader.terms_from("date", first.encode()):
            if field != "date" or term.decode() > last:
                break
            found.update(self._reader.postings("date", term).all_ids())
        return found

    def _holders(self, clause: Clause, field: Field | None) -> set[int]:
        """Find the documents that hold a word or a phrase."""
        if (clause, field) not in self._found:
            self._found[clause, field] = set().union(*(self._held(clause, zone) for zone in _ZONES[field]))
        return self._found[clause, field]

    def _held(self, clause: Clause, zone: _Zone) -> Iterator[int]:
        """Give the documents that hold a word or a phrase in one field, some several times."""
        if clause.kind != "prefix":
            yield from self._just_so(clause, zone.exact)
        if clause.is_plain and zone.stems and (clause.is_single or clause.tokens[0].is_variant):
            yield from self._phrases.holders(zone.stems, clause.tokens[0].terms.stem)
        for other in clause.alternatives:
            if len(other.terms) > 1:
                yield from self._phrases.in_order(zone.exact, [each.exact for each in other.terms])
                continue
            yield from self._phrases.holders(zone.exact, other.terms[0].exact)
            if clause.is_plain and zone.stems:
                yield from self._phrases.holders(zone.stems, other.terms[0].stem)

    def _just_so(self, clause: Clause, field: str) -> set[int]:
        wanted = clause.exact_terms
        if len(wanted) == 1:
            return self._phrases.holders(field, wanted[0])
        if clause.slop is None:
            return self._phrases.in_order(field, wanted)
        return self._phrases.near(field, wanted, clause.slop)
