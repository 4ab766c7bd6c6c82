"""Constructors of query nodes; what means the same becomes the same node."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from index.french.analysis import MAX_CHUNK, analyse
from index.french.normalisation import is_one_for_one
from index.french.stemming import NOUN
from index.query.keywords import Field
from index.query.tree import AllOf, AnyOf, Clause, DateFrom, Dates, Group, InField, Node, Not
from index.text import Span

_FIGURE = re.compile(r"\d")


def words(text: str) -> Iterator[Clause]:
    """Yield a plain word for each written word of a text; a compound is one."""
    is_cut_at_spaces = is_one_for_one(text) and not _FIGURE.search(text)  # 30 000 is one word
    for chunk in text.split(" ") if is_cut_at_spaces else (text,):
        yield from _remembered(chunk) if len(chunk) <= MAX_CHUNK else _words(chunk)


def plain_word(text: str) -> Clause:
    """Return a written word as a plain word."""
    return Clause(text, analyse(text))


def _words(text: str) -> tuple[Clause, ...]:
    written: dict[Span, int] = {}
    for token in analyse(text):
        with_article = token.span.start - len(NOUN) if token.terms.is_noun else token.written.start
        written[token.written] = min(with_article, written.get(token.written, with_article))
    return tuple(plain_word(text[start : span.end]) for span, start in written.items())


_remembered = lru_cache(maxsize=20_000)(_words)


def negated(node: Node) -> Node:
    """Return the negation of a node; two negations cancel out."""
    return node.part if isinstance(node, Not) else Not(node)


def in_field(field: Field, node: Node) -> Node:
    """Return a node restricted to a field, unless it has a field already or is a date."""
    if isinstance(node, Not):
        return negated(in_field(field, node.part))
    return node if isinstance(node, (InField, Dates, DateFrom)) else InField(field, node)


def all_of(parts: Iterable[Node]) -> Node:
    """Return the conjunction of nodes, at least one; a single node is returned as it is."""
    flat = _flat(parts, AllOf)
    return AllOf(flat) if len(flat) > 1 else flat[0]


def any_of(parts: Iterable[Node]) -> Node:
    """Return the disjunction of nodes, at least one; a single node is returned as it is."""
    flat = _flat(parts, AnyOf)
    return AnyOf(flat) if len(flat) > 1 else flat[0]


def _flat(parts: Iterable[Node], kind: type[AllOf] | type[AnyOf]) -> tuple[Node, ...]:
    return tuple(each for part in parts for each in (part.parts if isinstance(part, kind) else (part,)))


def mapped(node: Node, change: Callable[[Clause], Node], *, is_all: bool = True) -> Node:
    """Apply a change to the clauses of a node, to excluded ones only with `is_all`."""
    if isinstance(node, Clause):
        return change(node)
    if isinstance(node, Not):
        return negated(mapped(node.part, change)) if is_all else node
    if isinstance(node, InField):
        return in_field(node.field, mapped(node.part, change, is_all=is_all))
    if isinstance(node, (AllOf, AnyOf, Group)):
        parts = tuple(mapped(part, change, is_all=is_all) for part in node.parts)
        return node if parts == node.parts else replace(node, parts=parts)
    return node
