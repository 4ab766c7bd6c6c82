"""The nodes of a query: words and phrases, and what operators, parentheses, fields and dates make of them.

`str` writes every node as a reader would type it, so that parsing the text returns the same node.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.archive.date_origin import DateOrigin
from index.french.analysis import Token
from index.french.dates import Period
from index.french.stemming import Terms
from index.lazy import cached_property
from index.query.keywords import FIELD_NAMES, NAME_FIELDS, OPERATOR, ORIGIN_WORDS, Field

Kind = Literal["word", "phrase", "form", "prefix"]
_PRONOUNS = "je tu il elle on nous vous ils elles moi toi lui leur le la les en y"
_ENCLITICS = frozenset((*_PRONOUNS.split(), "ce", "ci", "meme", "memes"))
"""Words behind a hyphen that are no part of a compound: celui-ci, dit-il, ce jour-là."""
_NOUNS = frozenset(("rendezvous", "gardeavous", "quendiraton"))
"""Compounds that end with such a word, joined."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another word or name that is searched along with a word: a correction, a synonym, a completed prefix.

    Attributes:
        written: The word as people write it.
        terms: Terms of its words, which must follow each other.
        weight: Weight relative to the word typed, which has 1.
        is_related: It does not mean the same, as a country and its people.
        of: The words of the query that it is another name of, where they are several; empty for its word.
    """

    written: str
    terms: tuple[Terms, ...]
    weight: float
    is_related: bool = False
    of: str = ""


@dataclass(frozen=True)
class Clause:
    """One word, or one phrase in quotes.

    Attributes:
        text: Text as typed, without signs, quotes and elided article.
        tokens: Tokens that are looked up; their spans count from the beginning of `text`.
        kind: A `word` in any form, a `phrase` or a `form` (=mot) exactly, or any word with a `prefix` (mot*).
        slop: For a phrase whose words may be in any order: most other words among them; else None.
        alternatives: Added by the archive; they match and score as the word does, with their own weight.
        weight: Weight of the word as typed: 1, or less where it is a rare spelling of a frequent word.
    """

    text: str
    tokens: tuple[Token, ...]
    kind: Kind = "word"
    slop: int | None = None
    alternatives: tuple[Alternative, ...] = ()
    weight: float = 1.0

    def __hash__(self) -> int:
        """Hash the text only: clauses are put into many sets."""
        return hash(self.text)

    @property
    def is_phrase(self) -> bool:
        """It was typed in quotes."""
        return self.kind == "phrase"

    @property
    def is_plain(self) -> bool:
        """It is a word without any sign, which a document may lack if it has others."""
        return self.kind == "word"

    @cached_property
    def words(self) -> tuple[Terms, ...]:
        """Terms of its words, compounds by their parts, without variants."""
        return tuple(token.terms for token in self.tokens if not token.is_variant)

    @cached_property
    def is_stop_word(self) -> bool:
        """It is a plain word that weighs little beside others, or a compound of such words."""
        has_noun = any(token.terms.is_noun for token in self.tokens)
        return self.is_plain and not has_noun and all(terms.is_stop_word for terms in self.words)

    @cached_property
    def is_bound(self) -> bool:
        """It is a compound whose parts match only together: COVID-19, porte-avions; not celui-ci, dit-il."""
        whole = self.tokens[0]
        is_one = self.words[-1].exact not in _ENCLITICS or whole.terms.exact in _NOUNS
        return self.is_plain and whole.is_of_whole and is_one and not self.is_stop_word

    @cached_property
    def finding_tokens(self) -> tuple[Token, ...]:
        """The tokens that match documents by themselves: of porte-avions the joined form, of 5G not the 5."""
        if self.is_bound:
            return tuple(token for token in self.tokens if token.is_of_whole)
        words = (token for token in self.tokens if not token.terms.is_glued)
        return tuple(token for token in words if not token.terms.is_stop_word) or self.tokens

    @cached_property
    def is_single(self) -> bool:
        """It is a plain word, and no compound."""
        return self.is_plain and all(token.position == self.tokens[0].position for token in self.tokens)

    @cached_property
    def exact_terms(self) -> tuple[str, ...]:
        """The terms that must follow each other, compounds by their parts.

        With the accents of =mot, and with those that tell a word from another: curé is no cure.
        """
        return tuple(
            terms.accented if terms.accented and self._needs_accents(terms) else terms.exact
            for terms in self.words
        )

    def _needs_accents(self, terms: Terms) -> bool:
        return self.kind == "form" or (self.is_plain and terms.accents_tell)

    @property
    def prefix(self) -> str:
        """The folded prefix itself; of a compound, its joined form."""
        return self.tokens[0].terms.exact

    def __str__(self) -> str:
        """Return text that parses to this node."""
        if self.kind == "phrase":
            return f'"{self.text}"' if self.slop is None else f'"{self.text}"~{self.slop}'
        if self.kind == "word":
            return f"({self.text})" if OPERATOR.fullmatch(self.text) else self.text
        return f"={self.text}" if self.kind == "form" else f"{self.text}*"


@dataclass(frozen=True, slots=True)
class Dates:
    """The document must be of one of these days.

    Attributes:
        typed: The dates as typed, with their field: `depuis:7j`.
        period: The days.
    """

    typed: str
    period: Period

    def __str__(self) -> str:
        """Return text that parses to this node, on the same day."""
        return self.typed


@dataclass(frozen=True, slots=True)
class DateFrom:
    """The date of the document must be from there; there may be none."""

    origin: DateOrigin

    def __str__(self) -> str:
        """Return text that parses to this node."""
        return f"date:{ORIGIN_WORDS[self.origin]}"


@dataclass(frozen=True, slots=True)
class Not:
    """The document must not match `part`."""

    part: "Node"

    def __str__(self) -> str:
        """Return text that parses to this node; -5 would be a number."""
        text = _operand(self.part)
        return f"-({text})" if text[0].isdecimal() else f"-{text}"


@dataclass(frozen=True, slots=True)
class InField:
    """`part` must match in one field."""

    field: Field
    part: "Node"

    def __str__(self) -> str:
        """Return text that parses to this node."""
        return f"{FIELD_NAMES[self.field]}:{_operand(self.part)}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """The document must match every part; there are two or more."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        """Return text that parses to this node."""
        return " ET ".join(_in_parentheses(part, AnyOf, Group) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The document must match at least one part; there are two or more."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        """Return text that parses to this node."""
        return " OU ".join(_in_parentheses(part, Group) for part in self.parts)


@dataclass(frozen=True)
class Group:
    """Parts next to each other, without an operator: a whole query, or what stands in parentheses.

    The document must match every part that has a sign. Plain words may be missing and only rank, but where
    nothing else is required at least one must match; stop words match only where there are no other words.
    """

    parts: tuple["Node", ...] = ()

    @cached_property
    def filters(self) -> tuple["Node", ...]:
        """The parts that narrow the documents and score none: dates, sources, exclusions."""
        return tuple(part for part in self.parts if is_filter(part))

    @cached_property
    def required(self) -> tuple["Node", ...]:
        """The parts that a document must match and that score it."""
        return tuple(part for part in self.parts if not is_filter(part) and not is_plain(part))

    @cached_property
    def words(self) -> tuple[Clause, ...]:
        """The plain words of which a document may have any; stop words only where nothing else is asked."""
        words = tuple(part for part in self.parts if isinstance(part, Clause) and part.is_plain)
        full = tuple(word for word in words if not word.is_stop_word)
        return full or (() if self.required else words)

    def __str__(self) -> str:
        """Return text that parses to this node; a comma keeps two parts apart: 1, 000 and S. N. C., F."""
        text = ""
        for part in self.parts:
            more = _in_parentheses(part, AllOf, AnyOf) if len(self.parts) > 1 else str(part)
            are_numbers = text[-1:].isdigit() and more[:1].isdigit()
            are_initials = (
                text.endswith(".") and text[-2:-1].isupper() and more[1:2] == "." and more[0].isupper()
            )
            comma = "," if are_numbers or are_initials else ""
            text += f"{comma} {more}" if text else more
        return text


EMPTY = Group()
Node = Clause | Dates | DateFrom | Not | InField | AllOf | AnyOf | Group


def is_plain(node: Node) -> bool:
    """Return whether a node is a word without any sign."""
    return isinstance(node, Clause) and node.is_plain


def is_filter(node: Node) -> bool:
    """Return whether a node narrows the documents and scores none."""
    if isinstance(node, InField):
        return node.field in NAME_FIELDS or is_filter(node.part)
    if isinstance(node, (AllOf, AnyOf, Group)):
        return all(map(is_filter, node.parts))
    return isinstance(node, (Dates, DateFrom, Not))


def clauses(node: Node, field: Field | None = None) -> Iterator[tuple[Clause, Field | None]]:
    """Yield the words and phrases that are not excluded, each with the field it must be in."""
    if isinstance(node, Clause):
        yield node, field
    elif isinstance(node, InField):
        yield from clauses(node.part, node.field)
    elif isinstance(node, (AllOf, AnyOf, Group)):
        for part in node.parts:
            if isinstance(part, Clause):  # nearly always so: this saves a generator
                yield part, field
            else:
                yield from clauses(part, field)


def leaves(node: Node) -> Iterator[Clause]:
    """Yield all words and phrases of a node, excluded ones too."""
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


def _operand(node: Node) -> str:
    """Return the text of a node after a sign, in parentheses where it needs them."""
    text = str(node)
    return text if isinstance(node, (Clause, Dates, DateFrom, InField)) else f"({text})"


def _in_parentheses(node: Node, *kinds: type[Node]) -> str:
    return f"({node})" if isinstance(node, kinds) else str(node)
