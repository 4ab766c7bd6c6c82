"""Lexemes: what the lexer cuts typed text into, and the parser reads."""

from dataclasses import dataclass
from typing import Literal

from index.query.keywords import Field, Sign
from index.query.tree import Clause, DateFrom, Dates


@dataclass(frozen=True, slots=True)
class Mark:
    """A parenthesis or an operator, as typed."""

    kind: Literal["open", "close"] | Sign
    text: str


@dataclass(frozen=True, slots=True)
class FieldMark:
    """A text field before its colon."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Versions:
    """Whether earlier texts are to be searched, too: versions:oui, versions:non."""

    are_wanted: bool


Lexeme = Mark | FieldMark | Clause | Dates | DateFrom | Versions
