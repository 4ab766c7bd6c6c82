"""Names of several words after source:, as source:Le Monde, where an archive has a source of that name."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from index.french.analysis import analyse
from index.query.nodes import all_of
from index.query.query import Query
from index.query.tree import AllOf, Clause, Group, InField, Node, Not

Name = tuple[str, ...]
"""The exact forms of the words of a name."""


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
        if isinstance(named, InField) and named.field == "source" and isinstance(named.part, Clause):
            texts = [named.part.text, *(word.text for word in _first_words(parts))]
            counts = (
                count for count in range(len(texts), 1, -1) if name_of(" ".join(texts[:count])) in names
            )
            if named.part.is_plain and (count := next(counts, 0)):
                text = " ".join(texts[:count])
                named = InField("source", Clause(text, analyse(text), "phrase"))
                parts = _without_first(parts, count - 1)
        yield Not(named) if isinstance(part, Not) else named


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
