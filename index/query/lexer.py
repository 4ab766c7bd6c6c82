"""From typed text to lexemes: words and phrases, signs, operators, fields and dates; never raises.

A sign counts only where a word begins, so that a pasted text has few by accident.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Literal

from index.french.analysis import analyse
from index.french.dates import today_in_paris
from index.french.folding import fold
from index.lazy import cached_property
from index.query.date_filters import dated, not_in_calendar
from index.query.keywords import (
    FIELD,
    FIELDS,
    FRENCH,
    NEVER_WORDS,
    OPERATOR,
    OPERATORS,
    ORIGIN,
    ORIGINS,
    SPACED_FIELD,
    VERSIONS,
    WHENS,
    YES_OR_NO,
    When,
    is_in_capitals,
)
from index.query.lexemes import FieldMark, Lexeme, Mark, Versions
from index.query.nodes import words
from index.query.notes import Note, note
from index.query.tree import Clause, DateFrom

MAX_SLOP = 50
"""Maximum of other words among those of a phrase; less than `index.french.tokenizer.PARAGRAPH_GAP`."""
MAX_PREFIXES = 8
MIN_PREFIX = 3

_QUOTED = re.compile(
    r"""
    (?: "(?P<straight>[^"]*)" | [“„](?P<curly>[^“”„"]*)[”“"] | «(?P<french>[^«»]*)» ) (?:~(?P<slop>\d+))?
    """,
    re.VERBOSE,
)
_QUOTES = re.compile('["“”„«»]')
_CHUNK = re.compile(r'[^\s"“”„«»()]+')
_NUMBER = r"\d+(?:[.,]\d+)?(?!\w)"
_MINUS = re.compile(rf"[-–−!](?!{_NUMBER})(?=[^\W_]|[\"“„«(=])")  # -5 is a number, - a dash
_NEGATIVE = re.compile(f"[-–−]{_NUMBER}")
_FORM = re.compile(r"=+(?=[^\W_])")
_STARRED = re.compile(r"(?P<word>[^*]*[^\s*])\*+(?P<rest>[^\w*]*)")
_PLUS = re.compile(r"\+[^\W\d_]")
_PLAIN_WORDS = re.compile(rf"(?:(?!{OPERATOR.pattern})[^\W_][^\s\"“”„«»():*]*(?: (?!:)|\Z))+")
"""Words without a sign or operator before them, and without a colon."""
_INNER_STAR = re.compile(r"\*\w")


def lexemes(text: str, today: date | None, notes: list[Note]) -> Iterator[Lexeme]:
    """Yield the lexemes of a text in the order typed; dates count from `today`, in Paris if it is None."""
    return _Lexer(text, today, notes).run()


class _Lexer:
    """Scans a text once; plain words in a row are analysed together, as 30 000 is one word.

    Attributes:
        place: Index of the next character to read.
        is_bound: A sign was read right before `place`; no operator can follow.
        prefixes: Number of prefixes read so far.
    """

    def __init__(self, text: str, today: date | None, notes: list[Note]) -> None:
        self.text = text
        self.today = today
        self.place = 0
        self.is_bound = False
        self.prefixes = 0
        self._notes = notes

    def run(self) -> Iterator[Lexeme]:
        """Yield all lexemes."""
        begin = 0
        while self.place < len(self.text):
            if (not self.is_bound and self._take(_PLAIN_WORDS)) or self._pass_over_space():
                continue
            start = self.place
            special = self._special()
            if special is None:
                self._pass_over_plain()
                continue
            yield from words(self.text[begin:start])
            yield from special
            begin = self.place
        yield from words(self.text[begin:])

    @cached_property
    def _is_in_capitals(self) -> bool:
        return is_in_capitals(self.text)

    def _special(self) -> list[Lexeme] | None:
        """Read what is not a plain word; None where a plain word comes next."""
        is_bound, self.is_bound = self.is_bound, False
        if quoted := self._take(_QUOTED):
            return self._phrase(quoted)
        if quote := self._take(_QUOTES):
            return self._note(
                "ignored", "Le guillemet {sign} n’est pas fermé : il est ignoré.", sign=quote[0]
            )
        if self.text[self.place] in "()":
            self.place += 1
            sign = self.text[self.place - 1]
            return [Mark("open" if sign == "(" else "close", sign)]
        before = self.text[self.place - 1 : self.place]
        if is_bound or not before.strip() or before == "(":
            if minus := self._take(_MINUS):
                self.is_bound = True
                return [Mark("not", minus[0])]
            if negative := _NEGATIVE.match(self.text, self.place):
                number = negative[0]
                self._note(
                    "ignored",
                    '« {number} » est lu comme un nombre ; pour l’exclure, écrire -"{without_sign}".',
                    number=number,
                    without_sign=number[1:],
                )
        if not is_bound and (operator := self._operator()):
            return [operator]
        return self._field() or self._signed()

    def _pass_over_space(self) -> bool:
        """Skip a space, if there is one; what follows is bound to no sign. Return whether there was one."""
        is_space = self.text[self.place] == " "
        self.place += is_space
        self.is_bound = self.is_bound and not is_space
        return is_space

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.place)
        self.place = found.end() if found else self.place
        return found

    def _pass_over_plain(self) -> None:
        found = self._take(_CHUNK)
        self.place += 0 if found else 1

    def _note(self, kind: Literal["ignored", "limited"], message: str, **values: str | int) -> list[Lexeme]:
        self._notes.append(note(kind, message, **values))
        return []

    def _phrase(self, quoted: re.Match[str]) -> list[Lexeme]:
        inner = quoted["straight"] or quoted["curly"] or quoted["french"] or ""
        inner = " ".join(_QUOTES.sub(" ", inner).split())
        tokens = analyse(inner)
        if not tokens:
            return self._note("ignored", "Des guillemets ne contiennent aucun mot : ils sont ignorés.")
        slop = int(quoted["slop"][:9]) if quoted["slop"] else None
        if slop is not None and slop > MAX_SLOP:
            self._note(
                "limited", "La distance entre des mots est d’au plus {most} autres mots.", most=MAX_SLOP
            )
            slop = MAX_SLOP
        return [Clause(inner, tokens, "phrase", slop)]

    def _operator(self) -> Mark | None:
        found = OPERATOR.match(self.text, self.place)
        if found is None:
            return None
        if self._is_in_capitals and found[0] not in NEVER_WORDS:
            self._note(
                "ignored",
                "Tout est en capitales : {word} est cherché comme un mot. "
                "Pour relier, écrire les autres mots en minuscules.",
                word=found[0],
            )
            return None
        self.place = found.end()
        return Mark(OPERATORS[found[0]], found[0])

    def _field(self) -> list[Lexeme] | None:
        found = FIELD.match(self.text, self.place)
        if found is None:
            self._note_spaced_field()
            return None
        name = fold(found["name"].lower())
        if field := FIELDS.get(name):
            self.place = found.end()
            self.is_bound = True
            return [FieldMark(field, found["name"])]
        if when := WHENS.get(name):
            return self._dates(when, found)
        if name == VERSIONS and (wanted := YES_OR_NO.match(self.text, found.end())):
            self.place = wanted.end()
            return [Versions(are_wanted=wanted["yes"] is not None)]
        if name == VERSIONS:
            self._note(
                "ignored", "« versions: » n’est suivi ni de oui ni de non : c’est cherché comme du texte."
            )
            return None
        if re.match(r"[\w\"“„«(]", self.text[found.end() :]):
            self._note_unknown_field(found[0], *get_close_matches(name, FRENCH, 1, 0.7))
        return None

    def _note_unknown_field(self, typed: str, near: str = "") -> None:
        if near:
            self._note(
                "ignored",
                "« {typed} » n’est pas un champ (peut-être {near}: ?) : c’est cherché comme du texte.",
                typed=typed,
                near=near,
            )
        else:
            self._note(
                "ignored", "« {typed} » n’est pas un champ : c’est cherché comme du texte.", typed=typed
            )

    def _note_spaced_field(self) -> None:
        """Note that « titre : otan », spaced as French is, is read as text."""
        found = SPACED_FIELD.match(self.text, self.place)
        if found and fold(found["name"].lower()) in FIELDS.keys() | WHENS.keys():
            name = found["name"]
            self._note(
                "ignored",
                "« {name} : » est cherché comme du texte ; le champ s’écrit {name}: sans espace avant.",
                name=name,
            )

    def _dates(self, when: When, name: re.Match[str]) -> list[Lexeme] | None:
        said = ORIGIN.match(self.text, name.end()) if when == "date" else None
        if said and (origin := ORIGINS.get(fold(said["name"].lower()))):
            self.place = said.end()
            return [DateFrom(origin)]
        read = dated(when, self.text, name.end(), self.today or today_in_paris())
        if read:
            self.place = read.end
            return [read.dates]
        self._note_no_date(name)
        return None

    def _note_no_date(self, name: re.Match[str]) -> None:
        field = name[0]
        if named := not_in_calendar(self.text, name.end()):
            self._note(
                "ignored",
                "Le calendrier n’a pas de « {date} » ; « {field} » est cherché comme du texte.",
                date=named,
                field=field,
            )
            return
        forms = '2024-11-07, 2024-11, 2024, "7 novembre 2024"'
        self._note(
            "ignored",
            "« {field} » n’est pas suivi d’une date ({forms}) : c’est cherché comme du texte.",
            field=field,
            forms=forms,
        )

    def _signed(self) -> list[Lexeme] | None:
        """Read =mot or mot*; None where the next word has neither sign."""
        begin = self.place
        form, chunk = self._take(_FORM), self._take(_CHUNK)
        star = _STARRED.fullmatch(chunk[0]) if chunk else None
        if chunk is None or not (form or star):
            self.place = begin
            if chunk and _INNER_STAR.search(chunk[0]):
                self._note(
                    "ignored", "L’étoile n’a de sens qu’à la fin d’un mot : ailleurs elle est ignorée."
                )
            if chunk and _PLUS.match(chunk[0]):
                self._note("ignored", "Le signe + est ignoré ; ET entre deux mots les exige tous.")
            return None
        text = star["word"] if star else chunk[0]
        found = list(words(text))
        if star and found and text.endswith(found[-1].text):
            found[-1] = self._prefix(found[-1])
        if form and found:
            if found[0].is_plain:
                found[0] = replace(found[0], kind="form")
            else:
                self._note("ignored", "L’étoile l’emporte sur le signe = devant {word}.", word=found[0].text)
        return list(found)

    def _prefix(self, word: Clause) -> Clause:
        """Return a word as a prefix; as it is, with a note, where the prefix is too short or one too many."""
        is_one = word.is_single or word.tokens[0].is_variant
        if not is_one or len(word.prefix) < MIN_PREFIX:
            self._note(
                "ignored",
                "Il faut trois lettres avant l’étoile : {word}* est cherché comme un mot.",
                word=word.text,
            )
            return word
        if self.prefixes == MAX_PREFIXES:
            self._note(
                "limited",
                "Seules {most} étoiles sont comprises : {word}* est cherché comme un mot.",
                most=MAX_PREFIXES,
                word=word.text,
            )
            return word
        self.prefixes += 1
        return replace(word, kind="prefix")
