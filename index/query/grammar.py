"""The grammar of a query.

    sequence = alternative*                        words and phrases next to each other
    alternative = conjunction ("OU" conjunction)*
    conjunction = unit ("ET" unit)*
    unit     = ("-" | field:)* ( word | phrase | dates | "(" sequence ")" )

versions:oui may stand anywhere, and is no part of it.

ET binds more tightly than OU, and each joins the units next to it, with one exception that readers expect: in
a sequence with ET all words are required, so that « corée du nord ET iran » asks for corée, nord and iran.
Parentheses only group: around plain words next to other words they mean nothing.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from index.query.keywords import Field
from index.query.lexemes import FieldMark, Lexeme, Mark, Versions
from index.query.lexer import lexemes
from index.query.limits import MAX_CHARACTERS, balanced, cut, limited
from index.query.names_around_or import with_names_around_or
from index.query.nodes import all_of, any_of, in_field, negated, words
from index.query.notes import Note, note
from index.query.query import Query
from index.query.tree import Clause, DateFrom, Dates, Group, Node

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_MISREAD = re.compile("[ÃÂÅâ][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]")
_UNSEARCHABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\s]+")


def parse(text: str, today: date | None = None) -> Query:
    """Parse any text as a query; never raises.

    Args:
        text: Text as typed.
        today: The day that « depuis:7j » counts from; today in Paris where None.
    """
    notes: list[Note] = []
    shown = _shown(text, notes)
    typed = list(lexemes(shown, today, notes))
    asked = [lexeme.are_wanted for lexeme in typed if isinstance(lexeme, Versions)]
    has_versions = any(asked)
    found = limited([each for each in typed if not isinstance(each, Versions)] if asked else typed, notes)
    parts: list[Node] = [lexeme for lexeme in found if isinstance(lexeme, Clause)]
    if len(parts) < len(found):  # there are operators, fields or parentheses
        parts = _Parser(with_names_around_or(tuple(balanced(found, notes))), notes).whole()
    if not parts and not has_versions and (parts := list(limited(words(shown), notes))):
        notes[:] = [note("ignored", "Rien n’est à relier : les opérateurs sont cherchés comme des mots.")]
    query = _query(text, shown, Group(tuple(parts)), notes)
    return replace(query, has_versions=True) if has_versions else query


def plain(text: str) -> Query:
    """Parse a text as plain words, without operators; never raises."""
    notes: list[Note] = []
    shown = _shown(text, notes)
    return _query(text, shown, Group(tuple(limited(words(shown), notes))), notes)


def _shown(text: str, notes: list[Note]) -> str:
    """Cut a text to the limit, and make it one line of NFC text without control characters."""
    text = text.strip()
    if len(text) > MAX_CHARACTERS:
        notes.append(
            note(
                "limited",
                "La requête est trop longue : seuls ses 2\u202f000 premiers caractères sont cherchés.",
            )
        )
    # Cut before normalising, so that a text beyond the limit costs nothing.
    return _UNSEARCHABLE.sub(" ", unicodedata.normalize("NFC", _as_meant(cut(text)))).strip()


def _as_meant(text: str) -> str:
    """Return a pasted text with its HTML entities as characters, and UTF-8 that was read as cp1252 mended."""
    if _ENTITY.search(text):
        text = html.unescape(text)
    if _MISREAD.search(text):
        with suppress(UnicodeError):
            return text.encode("cp1252").decode("utf-8")
    return text


def _query(text: str, shown: str, root: Group, notes: list[Note]) -> Query:
    if text and not root.parts:
        notes.append(note("ignored", "Cette requête ne contient aucun mot à chercher."))
    return Query(shown, root, tuple(dict.fromkeys(notes)))


@dataclass(frozen=True, slots=True)
class _Element:
    """An element of a sequence.

    Attributes:
        has_and: It was joined by ET, outside parentheses.
    """

    node: Node
    has_and: bool


class _Parser:
    """Recursive descent over lexemes whose parentheses are balanced."""

    def __init__(self, found: Sequence[Lexeme], notes: list[Note]) -> None:
        self._found = found
        self._place = 0
        self._notes = notes

    def whole(self) -> list[Node]:
        """Return the parts of the whole query."""
        return self._sequence()

    def _sequence(self) -> list[Node]:
        """Parse up to the closing parenthesis or the end; a lone operator is a word."""
        alone = self._next()
        if isinstance(alone, Mark) and alone.kind in ("and", "or", "not") and self._is_end(self._place + 1):
            self._place += 1
            return list(words(alone.text))
        elements: list[_Element] = []
        while not self._is_end(self._place):
            element = self._alternative()
            if element:
                elements.append(element)
        return _required(elements) if any(element.has_and for element in elements) else _loose(elements)

    def _alternative(self) -> _Element | None:
        first = self._conjunction()
        nodes = [first.node] if first else []
        while operator := self._take("or"):
            other = self._conjunction() if nodes else None
            if other is None:
                self._note_lone(operator)
            else:
                nodes.append(other.node)
        return _Element(any_of(nodes), first.has_and and len(nodes) == 1) if first else None

    def _conjunction(self) -> _Element | None:
        first = self._unit()
        nodes = [first] if first else []
        while operator := self._take("and"):
            other = self._unit() if nodes else None
            if other is None:
                self._note_lone(operator)
            else:
                nodes.append(other)
        return _Element(all_of(nodes), has_and=len(nodes) > 1) if nodes else None

    def _unit(self) -> Node | None:
        """Parse an operand with the signs before it; None, and a note, for signs without an operand."""
        first = self._next()
        if isinstance(first, Clause):
            self._place += 1
            return first
        signs: list[Mark | FieldMark] = []
        while sign := self._take("not") or self._field():
            signs.append(sign)
        node = self._operand()
        if node is None:
            return self._without_operand(signs)
        fields = [sign.field for sign in signs if isinstance(sign, FieldMark)]
        if len(set(fields)) > 1:
            self._notes.append(note("ignored", "De champs qui se suivent, seul le dernier compte."))
        return _signed(node, fields[-1:], is_excluded=(len(signs) - len(fields)) % 2 == 1)

    def _operand(self) -> Node | None:
        lexeme = self._next()
        if isinstance(lexeme, (Clause, Dates, DateFrom)):
            self._place += 1
            return lexeme
        if not self._take("open"):
            return None
        parts = self._sequence()
        self._take("close")
        if not parts:
            self._notes.append(
                note("ignored", "Des parenthèses ne contiennent aucun mot : elles sont ignorées.")
            )
            return None
        return _grouped(parts)

    def _without_operand(self, signs: Sequence[Mark | FieldMark]) -> Node | None:
        """Note that signs have no operand; the name of a field becomes a word."""
        found: list[Node] = []
        for sign in signs:
            if isinstance(sign, FieldMark):
                self._notes.append(
                    note(
                        "ignored",
                        "« {field}: » n’est suivi d’aucun mot : c’est cherché comme du texte.",
                        field=sign.text,
                    )
                )
                found += words(sign.text)
            else:
                self._note_lone(sign)
        return _grouped(found)

    def _note_lone(self, operator: Mark) -> None:
        self._notes.append(
            note(
                "ignored", "L’opérateur {operator} n’a rien à relier : il est ignoré.", operator=operator.text
            )
        )

    def _next(self) -> Lexeme | None:
        return self._found[self._place] if self._place < len(self._found) else None

    def _is_end(self, place: int) -> bool:
        lexeme = self._found[place] if place < len(self._found) else None
        return lexeme is None or (isinstance(lexeme, Mark) and lexeme.kind == "close")

    def _take(self, kind: str) -> Mark | None:
        lexeme = self._next()
        if not isinstance(lexeme, Mark) or lexeme.kind != kind:
            return None
        self._place += 1
        return lexeme

    def _field(self) -> FieldMark | None:
        lexeme = self._next()
        if not isinstance(lexeme, FieldMark):
            return None
        self._place += 1
        return lexeme


def _grouped(parts: Sequence[Node]) -> Node | None:
    """Return one node for the parts in parentheses; None where there are none."""
    return Group(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def _signed(node: Node, field: Sequence[Field], *, is_excluded: bool) -> Node:
    for each in field:
        node = in_field(each, node)
    return negated(node) if is_excluded else node


def _loose(elements: Sequence[_Element]) -> list[Node]:
    """Return the parts of a sequence without ET, in which parentheses mean nothing."""
    return [
        part
        for element in elements
        for part in (element.node.parts if isinstance(element.node, Group) else (element.node,))
    ]


def _required(elements: Sequence[_Element]) -> list[Node]:
    """Return the parts of a sequence with ET: all words are required but stop words that ET does not join."""
    joined = [element for element in elements if element.has_and or _is_word(element.node)]
    others = [element.node for element in elements if element not in joined]
    whole = all_of(element.node for element in joined)
    before = elements.index(joined[0])
    return [*others[:before], whole, *others[before:]]


def _is_word(node: Node) -> bool:
    """Return whether a node is a plain word other than a stop word, or a group in parentheses."""
    return isinstance(node, Group) or (isinstance(node, Clause) and node.is_plain and not node.is_stop_word)
