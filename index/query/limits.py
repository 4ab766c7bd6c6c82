"""Limits of a query: characters, words, parentheses; what is beyond is dropped, with a note."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from index.french.analysis import analyse
from index.query.lexemes import FieldMark, Lexeme, Mark
from index.query.notes import Note, note
from index.query.tree import Clause

MAX_CHARACTERS = 2_000
MAX_WORDS = 64
"""Maximum of tokens, and of signs; each token is looked up in several fields."""
MAX_DEPTH = 20
"""Maximum depth of nested parentheses."""


def cut(text: str) -> str:
    """Cut a text at `MAX_CHARACTERS`, after the last whole word if there is one."""
    if len(text) <= MAX_CHARACTERS:
        return text
    return re.sub(r"(?<=\s)\S+\Z", "", text[: MAX_CHARACTERS + 1])[:MAX_CHARACTERS]


Found = TypeVar("Found", Clause, Lexeme)


def limited(found: Iterable[Found], notes: list[Note]) -> list[Found]:
    """Drop what comes after the first `MAX_WORDS` tokens, or as many signs, as a sign may become a word."""
    kept: list[Found] = []
    room, signs = MAX_WORDS, 0
    for lexeme in found:
        signs += isinstance(lexeme, FieldMark) or (isinstance(lexeme, Mark) and lexeme.text not in ("(", ")"))
        if signs > MAX_WORDS:
            notes.append(
                note("limited", "Seuls les {most} premiers opérateurs et champs sont lus.", most=MAX_WORDS)
            )
            return kept
        if isinstance(lexeme, Clause):
            if len(lexeme.tokens) > room:
                notes.append(
                    note(
                        "limited",
                        "La requête a trop de mots : seuls les {most} premiers sont cherchés.",
                        most=MAX_WORDS,
                    )
                )
                return kept + ([_shortened(lexeme, room)] if _has_word(lexeme, room) else [])
            room -= len(lexeme.tokens)
        kept.append(lexeme)
    return kept


def _has_word(clause: Clause, room: int) -> bool:
    """Return whether the first `room` tokens of a phrase hold a word; one word, a compound, is not cut."""
    return clause.is_phrase and any(not token.is_variant for token in clause.tokens[:room])


def _shortened(clause: Clause, room: int) -> Clause:
    """Return a clause with its first `room` tokens only."""
    text = clause.text[: max(token.span.end for token in clause.tokens[:room])]
    return replace(clause, text=text, tokens=analyse(text)[:room])


def balanced(found: Sequence[Lexeme], notes: list[Note]) -> Iterator[Lexeme]:
    """Drop parentheses without a counterpart, and those nested deeper than `MAX_DEPTH`."""
    left_out: set[int] = set()
    unclosed: list[int] = []
    for place, lexeme in enumerate(found):
        if isinstance(lexeme, Mark) and lexeme.kind == "open":
            unclosed.append(place)
        elif isinstance(lexeme, Mark) and lexeme.kind == "close":
            if not unclosed:
                left_out.add(place)
                notes.append(note("ignored", "La parenthèse ) n’a pas été ouverte : elle est ignorée."))
            elif len(unclosed) > MAX_DEPTH:
                left_out |= {unclosed.pop(), place}
                notes.append(
                    note(
                        "limited",
                        "Au-delà de {most} parenthèses l’une dans l’autre, elles sont ignorées.",
                        most=MAX_DEPTH,
                    )
                )
            else:
                unclosed.pop()
    if unclosed:
        notes.append(note("ignored", "La parenthèse ( n’est pas fermée : elle est ignorée."))
    left_out |= set(unclosed)
    return (lexeme for place, lexeme in enumerate(found) if place not in left_out)
