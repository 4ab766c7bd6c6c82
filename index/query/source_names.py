"""Names of several words after source:, as source:Le Monde, where an archive has a source of that name."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache, partial

from index.french.analysis import analyse
from index.french.folding import fold
from index.query.nodes import all_of
from index.query.notes import Note, note
from index.query.query import Query
from index.query.tree import AllOf, Clause, Group, InField, Node, Not

Name = tuple[str, ...]
"""The exact forms of the words of a name."""
MAX_COMPARED = 100
"""Most characters of a name that is compared to others."""
ALIKE = 0.8
"""How much a misspelt name is like one that an archive has, at least."""
MOST_NAMED = 5
"""Most sources that are named beside an unknown one."""


def with_source_names(query: Query, sources: Iterable[str]) -> Query:
    """Return a query in which the words after source: that belong to the name of a source are one name.

    Args:
        query: The query as typed.
        sources: Names of the sources of an archive; not read where the query has no field.
    """
    if not any(isinstance(part, (InField, Not)) for part in query.root.parts):
        return query
    parts = tuple(_joined(list(query.root.parts), _names(tuple(sources))))
    return query if parts == query.root.parts else replace(query, root=Group(parts))


@lru_cache(maxsize=8)
def _names(sources: Sequence[str]) -> frozenset[Name]:
    return frozenset(name_of(source) for source in sources)


def name_of(text: str) -> Name:
    """Return the exact forms of the words of a name."""
    return tuple(token.terms.exact for token in analyse(text) if not token.is_variant)


def _joined(parts: list[Node], names: Collection[Name]) -> Iterator[Node]:
    while parts:
        part = parts.pop(0)
        named = part.part if isinstance(part, Not) else part
        if (name := named_source(named)) and name.is_plain:
            texts = [name.text, *(word.text for word in _first_words(parts))]
            if count := _words_of_name(texts, names):
                text = " ".join(texts[:count])
                named = InField("source", Clause(text, analyse(text), "phrase"))
                parts = _without_first(parts, count - 1)
        yield Not(named) if isinstance(part, Not) else named


def _words_of_name(texts: Sequence[str], names: Collection[Name]) -> int:
    """Return how many of some words, two or more, are the name of a source; 0 where the first is one itself.

    Where no source has the first word they may be a name misspelt: a page then says which sources there are.
    """
    runs = [name_of(" ".join(texts[:count])) for count in range(len(texts), 1, -1)]
    if exact := next((run for run in runs if run in names), None):
        return len(texts) - runs.index(exact)
    if any(not set(name_of(texts[0])).isdisjoint(name) for name in names):
        return 0
    written = [" ".join(name) for name in names]
    likeness = {run: max(map(partial(similarity, " ".join(run)), written), default=0.0) for run in runs}
    near = {run: ratio for run, ratio in likeness.items() if ratio >= ALIKE}
    return len(texts) - runs.index(max(near, key=near.__getitem__)) if near else 0


def named_source(part: Node) -> Clause | None:
    """Return what stands after source:; None where a part is something else."""
    if isinstance(part, InField) and part.field == "source" and isinstance(part.part, Clause):
        return part.part
    return None


def unknown_sources(query: Query, sources: Iterable[str]) -> tuple[str, ...]:
    """Return the names of sources that a query asks for, as filters or after source:, and that nothing has.

    Args:
        query: The query, after `with_source_names`.
        sources: Names of the sources of an archive; not read where none is asked for.
    """
    typed = [named for named in map(named_source, query.parts) if named and named.kind != "prefix"]
    if not (typed or query.filters.sources):
        return ()
    held = set(sources)
    words = [set(name_of(name)) for name in held] if typed else []
    unknown = [name for name in query.filters.sources if name and name not in held]
    unknown += [named.text for named in typed if not any(map(set(name_of(named.text)).issubset, words))]
    return tuple(dict.fromkeys(unknown))


def note_on_unknown(name: str, sources: Iterable[str]) -> Note:
    """Return the note on a source that an archive does not have, with some of those that it has."""
    known = nearest_first(name, filter(None, sources))
    if not known:
        return note("unknown", "L’archive n’a pas de source «\u202f{unknown}\u202f».", unknown=name)
    return note(
        "unknown",
        "L’archive n’a pas de source «\u202f{unknown}\u202f». Elle a\u00a0: {known}.",
        unknown=name,
        known=", ".join([*known[:MOST_NAMED], *(["…"] if len(known) > MOST_NAMED else [])]),
    )


def nearest_first(asked: str, names: Iterable[str]) -> Sequence[str]:
    """Return names, those that are most like one first."""
    return sorted(names, key=lambda name: -similarity(asked, name))


def similarity(one: str, other: str) -> float:
    """Return from 0 to 1 how much two names have in common, whatever their case and accents."""
    one, other = (fold(each[:MAX_COMPARED].lower()) for each in (one, other))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _first_words(parts: Sequence[Node]) -> Iterator[Clause]:
    """Yield the plain words that come first, those before ET included."""
    for part in parts:
        for word in part.parts if isinstance(part, AllOf) else (part,):
            if not (isinstance(word, Clause) and word.is_plain):
                return
            yield word


def _without_first(parts: Sequence[Node], count: int) -> list[Node]:
    """Return some parts without the first words of them."""
    first, *rest = parts
    if isinstance(first, AllOf):
        taken = min(count, len(first.parts))
        left = [all_of(first.parts[taken:])] if taken < len(first.parts) else []
    else:
        taken, left = 1, []
    return [*left, *(_without_first(rest, count - taken) if count > taken else rest)]
