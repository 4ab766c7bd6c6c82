"""What a query may cost: characters, words, parentheses; what is beyond is left out and said."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from index.french.analysis import analyse
from index.query.lexemes import FieldMark, Lexeme, Mark
from index.query.notes import Note
from index.query.tree import Clause

MAX_CHARACTERS = 2_000
MAX_WORDS = 64
"""Of one query; each word is looked up in several fields."""
MAX_DEPTH = 20
"""Parentheses within each other."""


def cut(text: str) -> str:
    """Cut a text that is too long after the last word that ends within the limit, if one does."""
    if len(text) <= MAX_CHARACTERS:
        return text
    return re.sub(r"(?<=\s)\S+\Z", "", text[: MAX_CHARACTERS + 1])[:MAX_CHARACTERS]


Found = TypeVar("Found", Clause, Lexeme)


def limited(found: Iterable[Found], notes: list[Note]) -> list[Found]:
    """Leave out what comes after the first `MAX_WORDS` words, or as many signs, which may become words."""
    kept: list[Found] = []
    room, signs = MAX_WORDS, 0
    for lexeme in found:
        signs += isinstance(lexeme, FieldMark) or (isinstance(lexeme, Mark) and lexeme.text not in ("(", ")"))
        if signs > MAX_WORDS:
            notes.append(Note("limited", f"Seuls les {MAX_WORDS} premiers opérateurs et champs sont lus."))
            return kept
        if isinstance(lexeme, Clause):
            if len(lexeme.tokens) > room:
                sentence = f"La requête a trop de mots : seuls les {MAX_WORDS} premiers sont cherchés."
                notes.append(Note("limited", sentence))
                return kept + ([_shortened(lexeme, room)] if room else [])
            room -= len(lexeme.tokens)
        kept.append(lexeme)
    return kept


def _shortened(clause: Clause, room: int) -> Clause:
    """Keep the first tokens of a clause."""
    text = clause.text[: max(token.span.end for token in clause.tokens[:room])]
    return replace(clause, text=text, tokens=analyse(text)[:room])


def balanced(found: Sequence[Lexeme], notes: list[Note]) -> Iterator[Lexeme]:
    """Leave out parentheses without their like, and those deeper than `MAX_DEPTH`."""
    left_out: set[int] = set()
    open_ones: list[int] = []
    for place, lexeme in enumerate(found):
        if isinstance(lexeme, Mark) and lexeme.kind == "open":
            open_ones.append(place)
        elif isinstance(lexeme, Mark) and lexeme.kind == "close":
            if not open_ones:
                left_out.add(place)
                notes.append(Note("ignored", "La parenthèse ) n’a pas de pareille : elle est ignorée."))
            elif len(open_ones) > MAX_DEPTH:
                left_out |= {open_ones.pop(), place}
                sentence = f"Au-delà de {MAX_DEPTH} parenthèses l’une dans l’autre, elles sont ignorées."
                notes.append(Note("limited", sentence))
            else:
                open_ones.pop()
    if open_ones:
        notes.append(Note("ignored", "La parenthèse ( n’a pas de pareille : elle est ignorée."))
    left_out |= set(open_ones)
    return (lexeme for place, lexeme in enumerate(found) if place not in left_out)
