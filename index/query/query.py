"""A query that was understood, and what engines, marks and pages ask of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from index.french.stemming import Terms, terms
from index.query.description import sentence
from index.query.keywords import Field, has_operator, is_in_capitals
from index.query.nodes import all_of, mapped
from index.query.notes import Note
from index.query.tree import EMPTY, AllOf, Clause, Group, Node, Not, clauses, leaves
from index.text import MarkedText


class Wanted(NamedTuple):
    """A word or phrase that documents are asked to have.

    Attributes:
        field: Where it must be; None where it may be in title or body.
    """

    clause: Clause
    field: Field | None


@dataclass(frozen=True)
class Query:
    """A query that was understood.

    Attributes:
        text: What was typed, cut to `MAX_CHARACTERS`.
        root: What a document must be like.
        notes: What was ignored, limited, corrected or expanded.
        is_as_typed: Neither spelling nor names are looked at.
    """

    text: str
    root: Group = EMPTY
    notes: tuple[Note, ...] = ()
    is_as_typed: bool = False

    def __hash__(self) -> int:
        """Hash what was typed: the whole query would take longer than to mark a text."""
        return hash(self.text)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All its words and phrases in the order typed, excluded ones and names of sources too."""
        return tuple(leaves(self.root))

    @property
    def parts(self) -> tuple[Node, ...]:
        """The pieces that a reader sees in it, and may take away one by one."""
        return tuple(each for part in self.root.parts for each in _required(part))

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        """What title or body are asked to have, in the order typed: what scores and what is marked."""
        found = clauses(self.root)
        return tuple(Wanted(clause, field) for clause, field in found if field not in ("source", "bulletin"))

    @cached_property
    def scored(self) -> tuple[Clause, ...]:
        """What a document is scored by; stop words only where there is nothing else."""
        telling = tuple(clause for clause, _ in self.wanted if not clause.is_stop_word)
        return telling or tuple(clause for clause, _ in self.wanted)

    @cached_property
    def light_words(self) -> tuple[Clause, ...]:
        """Stop words beside other words: they add to the score and find nothing by themselves."""
        light = tuple(clause for clause, _ in self.wanted if clause.is_stop_word)
        return light if len(light) < len(self.wanted) else ()

    @cached_property
    def pairs(self) -> tuple[tuple[Clause, Terms], ...]:
        """The compounds that neighbouring words make: « nord coréens » looks for nordcoréens as well.

        Each with the first of its words.
        """
        return tuple(
            (first, _compound(first, second))
            for first, second in pairwise(self.root.words)
            if first.is_single and second.is_single
        )

    @property
    def description(self) -> MarkedText:
        """One French sentence that says what is searched; its spans are the words searched."""
        return sentence(self.root)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """The notes on what was left out; `description` says what is looked for besides."""
        return tuple(note for note in self.notes if note.kind in ("ignored", "limited"))

    @property
    def as_typed(self) -> "Query":
        """The same query without what spelling and names would make of it."""
        return replace(self, is_as_typed=True)

    @property
    def loosened(self) -> "Query":
        """The same query without ET: of the words that it requires any may match."""
        return _written(_dissolved(map(_required, self.root.parts)))

    def only(self, part: Node) -> "Query":
        """Give a query for one part alone; for an excluded one, for what it excludes."""
        return _written(_dissolved([[part.part if isinstance(part, Not) else part]]))

    def without(self, part: Node) -> "Query":
        """Give the same query without one part."""
        return self.keeping(lambda other: other != part)

    def keeping(self, is_kept: Callable[[Node], bool]) -> "Query":
        """Give the same query with some of its parts."""
        kept = ([each for each in _required(part) if is_kept(each)] for part in self.root.parts)
        return _written(_dissolved([all_of(parts)] for parts in kept if parts))

    def changed(self, change: Callable[[Clause], Node]) -> "Query":
        """Give the same query with other clauses, and a text that says so."""
        return _written(_dissolved([[mapped(part, change)] for part in self.root.parts]))

    def with_alternatives(self, change: Callable[[Clause], Clause], *, is_all: bool = True) -> "Query":
        """Give the same query, as typed, whose clauses also look for others; excluded ones with `is_all`."""
        parts = tuple(mapped(part, change, is_all=is_all) for part in self.root.parts)
        return self if parts == self.root.parts else replace(self, root=Group(parts))


def _required(part: Node) -> tuple[Node, ...]:
    """Give what ET links one by one."""
    return part.parts if isinstance(part, AllOf) else (part,)


def written(root: Group) -> str:
    """Write a query so that `parse` gives it back: all in capitals, its operators would be words."""
    text = str(root)
    if is_in_capitals(text) and has_operator(text):
        return str(Group(tuple(mapped(part, _lowered) for part in root.parts)))
    return text


def _written(root: Group) -> Query:
    return Query(written(root), root)


def _lowered(clause: Clause) -> Clause:
    return replace(clause, text=clause.text.lower())


def _dissolved(lists: Iterable[Sequence[Node]]) -> Group:
    """Put nodes beside each other; parentheses around some mean nothing then."""
    nodes = (node for nodes in lists for node in nodes)
    return Group(
        tuple(part for node in nodes for part in (node.parts if isinstance(node, Group) else (node,)))
    )


def _compound(first: Clause, second: Clause) -> Terms:
    one, other = first.tokens[0].terms, second.tokens[0].terms
    return terms((one.accented or one.exact) + (other.accented or other.exact))
