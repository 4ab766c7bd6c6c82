"""A parsed query, and what engines, highlighting and pages derive from it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from index.french.dates import Period
from index.french.stemming import MAX_TERM, Terms, terms
from index.lazy import cached_property
from index.query.description import FRENCH, Wording, sentence
from index.query.filters import NO_FILTERS, Filters
from index.query.keywords import NAME_FIELDS, VERSIONS, Field, has_operator, is_in_capitals
from index.query.nodes import all_of, mapped, plain_word
from index.query.notes import Note
from index.query.tree import EMPTY, AllOf, Clause, Dates, Group, Node, Not, clauses, leaves
from index.text import MarkedText


class Wanted(NamedTuple):
    """A word or phrase that documents should have.

    Attributes:
        field: Field it must be in; None for title or body.
    """

    clause: Clause
    field: Field | None


@dataclass(frozen=True)
class Query:
    """A parsed query.

    Attributes:
        text: Text as typed, cut to `MAX_CHARACTERS`.
        root: Tree of the query.
        notes: Notes on what was ignored, limited, corrected or expanded.
        is_as_typed: Spelling is not corrected, and no synonyms are added.
        filters: What the matches are narrowed to; `text` does not say it.
        has_versions: Earlier texts of items are searched, too.
    """

    text: str
    root: Group = EMPTY
    notes: tuple[Note, ...] = ()
    is_as_typed: bool = False
    filters: Filters = NO_FILTERS
    has_versions: bool = False

    def __hash__(self) -> int:
        """Hash the text only: hashing the tree would take longer than marking a text."""
        return hash(self.text)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All words and phrases in the order typed, also excluded ones and names of sources."""
        return tuple(leaves(self.root))

    @property
    def parts(self) -> tuple[Node, ...]:
        """The parts that a reader sees, and may remove one by one."""
        return tuple(each for part in self.root.parts for each in _required(part))

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        """Words and phrases of title or body, in the order typed: those that score and are marked."""
        found = clauses(self.root)
        return tuple(Wanted(clause, field) for clause, field in found if field not in NAME_FIELDS)

    @cached_property
    def scored(self) -> tuple[Clause, ...]:
        """Words and phrases that score a document; stop words only where there is nothing else."""
        significant = tuple(clause for clause, _ in self.wanted if not clause.is_stop_word)
        return significant or tuple(clause for clause, _ in self.wanted)

    @cached_property
    def light_words(self) -> tuple[Clause, ...]:
        """Stop words beside other words: they add to the score, and match no document by themselves."""
        light = tuple(clause for clause, _ in self.wanted if clause.is_stop_word)
        return light if len(light) < len(self.wanted) else ()

    @cached_property
    def pairs(self) -> tuple[tuple[Clause, Terms], ...]:
        """Neighbouring words as compounds, each with its first word: « nord coréens » finds nordcoréens."""
        found = (
            (first, compound)
            for first, second in pairwise(self.root.words)
            if first.is_single and second.is_single
            for compound in _compounds(first, second)
        )
        return (*found, *_with_figures(self.root.parts))

    @property
    def description(self) -> MarkedText:
        """One French sentence that tells what is searched; its spans are the words searched."""
        return self.described(FRENCH)

    def described(self, wording: Wording) -> MarkedText:
        """Return its description, worded so."""
        is_all, has_versions = self.filters.has_all_words, self.has_versions
        return sentence(self.root, is_all=is_all, has_versions=has_versions, wording=wording)

    @property
    def period(self) -> Period | None:
        """The first days that the query asks for, outside parentheses; None where it asks for none."""
        return next((part.period for part in self.root.parts if isinstance(part, Dates)), None)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """The notes on what was dropped or is unknown; `description` has what was corrected and added."""
        return tuple(note for note in self.notes if note.kind in ("ignored", "limited", "unknown"))

    @property
    def as_typed(self) -> "Query":
        """The same query, to be searched without corrections and synonyms."""
        return replace(self, is_as_typed=True)

    @property
    def loosened(self) -> "Query":
        """The same query without ET: any of the words that it requires may match."""
        return self._written(_dissolved(map(_required, self.root.parts)))

    @property
    def apart(self) -> "Query":
        """The same query with the parts of its compounds as words by themselves: porte avions.

        What is excluded stays bound.
        """
        return self.changed(_unbound, is_all=False)

    def only(self, part: Node) -> "Query":
        """Return a query for one part alone; for an excluded part, for what it excludes."""
        return self._written(_dissolved([[part.part if isinstance(part, Not) else part]]))

    def without(self, part: Node) -> "Query":
        """Return the query without one part."""
        return self.keeping(lambda other: other != part)

    def keeping(self, is_kept: Callable[[Node], bool]) -> "Query":
        """Return the query with those of its parts that are kept."""
        kept = ([each for each in _required(part) if is_kept(each)] for part in self.root.parts)
        return self._written(_dissolved([all_of(parts)] for parts in kept if parts))

    def changed(self, change: Callable[[Clause], Node], *, is_all: bool = True) -> "Query":
        """Return the query with changed clauses, its text written anew; excluded ones only with `is_all`."""
        return self._written(_dissolved([[mapped(part, change, is_all=is_all)] for part in self.root.parts]))

    def with_alternatives(self, change: Callable[[Clause], Clause], *, is_all: bool = True) -> "Query":
        """Return the query, same text, with alternatives added; to excluded clauses only with `is_all`."""
        parts = tuple(mapped(part, change, is_all=is_all) for part in self.root.parts)
        return self if parts == self.root.parts else replace(self, root=Group(parts))

    def narrowed(self, filters: Filters) -> "Query":
        """Return the query with these filters in place of its own."""
        is_same = filters is self.filters or filters == self.filters
        return self if is_same else replace(self, filters=filters)

    def _written(self, root: Group) -> "Query":
        text = f"{written(root)} {VERSIONS}:oui".strip() if self.has_versions else written(root)
        return Query(text, root, (), self.is_as_typed, self.filters, self.has_versions)


def _required(part: Node) -> tuple[Node, ...]:
    """Return the operands of ET, or the part itself."""
    return part.parts if isinstance(part, AllOf) else (part,)


def written(root: Group) -> str:
    """Return text that parses to this tree; not all in capitals, where operators would be words."""
    text = str(root)
    if is_in_capitals(text) and has_operator(text):
        return str(Group(tuple(mapped(part, _lowered) for part in root.parts)))
    return text


def _lowered(clause: Clause) -> Clause:
    return replace(clause, text=clause.text.lower())


def _dissolved(lists: Iterable[Sequence[Node]]) -> Group:
    """Return one group of all nodes, without the parentheses around some of them."""
    nodes = (node for nodes in lists for node in nodes)
    return Group(
        tuple(part for node in nodes for part in (node.parts if isinstance(node, Group) else (node,)))
    )


def _unbound(clause: Clause) -> Node:
    if not clause.is_bound:
        return clause
    spans = [token.span for token in clause.tokens if not token.is_variant]
    return Group(tuple(plain_word(clause.text[start:end]) for start, end in spans))


def _with_figures(parts: Sequence[Node]) -> Iterator[tuple[Clause, Terms]]:
    """Yield the compounds of figures and single letters, which may be stop words: A 13, 20 h 30."""
    words = [part if isinstance(part, Clause) and part.is_single else None for part in parts]
    texts = [word.text if word else "" for word in words]
    for first, (one, other, third) in zip(
        words, zip(texts, texts[1:], [*texts[2:], ""], strict=False), strict=False
    ):
        if first and len(one) == 1 and one.isupper() and other.isdecimal():
            yield first, terms(one.lower() + other)
        if first and one.isdecimal() and len(other) == 1 and other.isalpha() and third.isdecimal():
            yield first, terms(one + other.lower() + third)


def _compounds(first: Clause, second: Clause) -> Iterator[Terms]:
    """Yield the joined form of two words; of two numbers, also the number that they may be: 49 3, 49.3."""
    one, other = first.tokens[0].terms, second.tokens[0].terms
    joined = terms((one.accented or one.exact) + (other.accented or other.exact))
    stems = (each.stem or terms(each.exact).stem for each in (one, other))  # a name has none
    yield joined._replace(stem="".join(stems)[:MAX_TERM])
    if one.exact.isdecimal() and other.exact.isdecimal():
        yield terms(f"{one.exact},{other.exact}")
