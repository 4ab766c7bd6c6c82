"""The pieces of a query: words and phrases, and what operators, parentheses, fields and dates make of them.

Every piece prints as a reader would type it, so that parsing what was printed gives the same piece.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.french.analysis import Token
from index.french.dates import Period
from index.french.stemming import STOP_WORDS, Terms
from index.query.keywords import FIELD_NAMES, OPERATOR, Field

Kind = Literal["word", "phrase", "form", "prefix"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a word is looked for besides.

    Attributes:
        written: As people write it.
        terms: Of one word; of several, those that must follow each other.
        weight: Beside the 1 of the word typed.
    """

    written: str
    terms: tuple[Terms, ...]
    weight: float


@dataclass(frozen=True)
class Clause:
    """One word, or one phrase in quotes.

    Attributes:
        text: As typed, without its signs, quotes and elided article.
        tokens: What is looked up; their spans count from the beginning of `text`.
        kind: A `word` in any form; a `phrase` or a `form` (=mot) just so; what begins with a `prefix`.
        slop: Of a phrase whose words stand near each other in any order: how many others may be among them.
        alternatives: What finds and scores it besides, as the archive knows it.
    """

    text: str
    tokens: tuple[Token, ...]
    kind: Kind = "word"
    slop: int | None = None
    alternatives: tuple[Alternative, ...] = ()

    def __hash__(self) -> int:
        """Hash what was typed: clauses are held in many sets."""
        return hash(self.text)

    @property
    def is_phrase(self) -> bool:
        """It was typed in quotes."""
        return self.kind == "phrase"

    @property
    def is_plain(self) -> bool:
        """It is a word without any sign: alone it may be missing from a document."""
        return self.kind == "word"

    @cached_property
    def words(self) -> tuple[Terms, ...]:
        """What its words are looked up under, compounds by their parts, without what stands beside them."""
        return tuple(token.terms for token in self.tokens if not token.is_variant)

    @cached_property
    def is_stop_word(self) -> bool:
        """It is a plain word that weighs little beside others; so is a compound of such words."""
        return self.is_plain and all(terms.exact in STOP_WORDS for terms in self.words)

    @cached_property
    def finding_tokens(self) -> tuple[Token, ...]:
        """The tokens that find it by themselves: of Pas-de-Calais neither « pas » nor « de »."""
        return tuple(token for token in self.tokens if token.terms.exact not in STOP_WORDS) or self.tokens

    @cached_property
    def is_single(self) -> bool:
        """It is one plain word, no compound."""
        return self.is_plain and all(token.position == self.tokens[0].position for token in self.tokens)

    @cached_property
    def exact_terms(self) -> tuple[str, ...]:
        """The terms that must follow each other, compounds by their parts; of =mot with the accents typed."""
        return tuple((self.kind == "form" and terms.accented) or terms.exact for terms in self.words)

    @property
    def prefix(self) -> str:
        """How the words of a prefix begin, folded; a compound is looked up by its joined form."""
        return self.tokens[0].terms.exact

    def __str__(self) -> str:
        """Write it so that `parse` gives it back."""
        if self.kind == "phrase":
            return f'"{self.text}"' if self.slop is None else f'"{self.text}"~{self.slop}'
        if self.kind == "word":
            return f"({self.text})" if OPERATOR.fullmatch(self.text) else self.text
        return f"={self.text}" if self.kind == "form" else f"{self.text}*"


@dataclass(frozen=True, slots=True)
class Dates:
    """The document must be of these days.

    Attributes:
        typed: As typed, with its field: `depuis:7j`.
    """

    typed: str
    period: Period

    def __str__(self) -> str:
        """Write it so that `parse` gives it back, on the same day."""
        return self.typed


@dataclass(frozen=True, slots=True)
class Not:
    """The document must not have this."""

    part: "Node"

    def __str__(self) -> str:
        """Write it so that `parse` gives it back: -5 would be a number."""
        text = _unit(self.part)
        return f"-({text})" if text[0].isdecimal() else f"-{text}"


@dataclass(frozen=True, slots=True)
class InField:
    """This must be in one field."""

    field: Field
    part: "Node"

    def __str__(self) -> str:
        """Write it so that `parse` gives it back."""
        return f"{FIELD_NAMES[self.field]}:{_unit(self.part)}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """The document must have every part; two or more."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        """Write it so that `parse` gives it back."""
        return " ET ".join(_in_parentheses(part, AnyOf, Group) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The document must have one part or more; two or more."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        """Write it so that `parse` gives it back."""
        return " OU ".join(_in_parentheses(part, Group) for part in self.parts)


@dataclass(frozen=True)
class Group:
    """Parts beside each other, without an operator: a whole query, or what stands in parentheses.

    The document must have every part that carries a sign. Plain words may be missing and only rank, but one
    of them must be there where nothing else is asked; stop words find only where there are no other words.
    """

    parts: tuple["Node", ...] = ()

    @cached_property
    def filters(self) -> tuple["Node", ...]:
        """What narrows the documents without saying what they are about: dates, sources, exclusions."""
        return tuple(part for part in self.parts if is_filter(part))

    @cached_property
    def required(self) -> tuple["Node", ...]:
        """What a document must have."""
        return tuple(part for part in self.parts if not is_filter(part) and not is_plain(part))

    @cached_property
    def words(self) -> tuple[Clause, ...]:
        """The plain words of which a document may have any; stop words only where there is nothing else."""
        words = tuple(part for part in self.parts if isinstance(part, Clause) and part.is_plain)
        full = tuple(word for word in words if not word.is_stop_word)
        return full or (() if self.required else words)

    def __str__(self) -> str:
        """Write it so that `parse` gives it back; a comma keeps two numbers from making one (1, 000)."""
        text = ""
        for part in self.parts:
            more = _in_parentheses(part, AllOf) if len(self.parts) > 1 else str(part)
            comma = "," if text[-1:].isdigit() and more[:1].isdigit() else ""
            text += f"{comma} {more}" if text else more
        return text


EMPTY = Group()
Node = Clause | Dates | Not | InField | AllOf | AnyOf | Group


def is_plain(node: Node) -> bool:
    """Tell whether a node is a word without any sign."""
    return isinstance(node, Clause) and node.is_plain


def is_filter(node: Node) -> bool:
    """Tell whether a node narrows the documents and says nothing of what they are about."""
    if isinstance(node, InField):
        return node.field in ("source", "bulletin") or is_filter(node.part)
    if isinstance(node, (AllOf, AnyOf, Group)):
        return all(map(is_filter, node.parts))
    return isinstance(node, (Dates, Not))


def clauses(node: Node, field: Field | None = None) -> Iterator[tuple[Clause, Field | None]]:
    """Give the words and phrases that a document is asked to have, each with the field it must be in."""
    if isinstance(node, Clause):
        yield node, field
    elif isinstance(node, InField):
        yield from clauses(node.part, node.field)
    elif isinstance(node, (AllOf, AnyOf, Group)):
        for part in node.parts:
            if isinstance(part, Clause):  # nearly always; a generator less
                yield part, field
            else:
                yield from clauses(part, field)


def leaves(node: Node) -> Iterator[Clause]:
    """Give all words and phrases of a node, excluded ones too."""
    if isinstance(node, Clause):
        yield node
    elif isinstance(node, (Not, InField)):
        yield from leaves(node.part)
    elif isinstance(node, (AllOf, AnyOf, Group)):
        for part in node.parts:
            if isinstance(part, Clause):
                yield part
            else:
                yield from leaves(part)


def _unit(node: Node) -> str:
    """Write what a sign stands before."""
    text = str(node)
    return text if isinstance(node, (Clause, Dates, InField)) else f"({text})"


def _in_parentheses(node: Node, *kinds: type[Node]) -> str:
    return f"({node})" if isinstance(node, kinds) else str(node)
