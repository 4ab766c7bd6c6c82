"""What a reader may write: plain words, "quoted phrases", -exclusions.

`parse` is the only door. Odd punctuation never fails: readers are not programmers.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from index.analysis import STOP_WORDS, Terms, Token, analyse, terms
from index.text import MarkedText, Span

MAX_CHARACTERS = 2_000
MAX_WORDS = 64
"""Of one query; each word is looked up in several fields."""

_EXCLUDING = r"(?<!\S)-(?!\d+(?:[.,]\d+)?(?!\w))(?=[^\W_])"  # -5 is a number, - a dash
_CHUNK = re.compile(
    r"""
    (?P<minus>(?<!\S)-)?
    (?: " (?P<straight>[^"]*) " | [“„] (?P<curly>[^“”„"]*) [”“"] | « (?P<french>[^«»]*) » )
  | {EXCLUDING} (?P<excluded>[^\s"“”„«»]+)
  | (?P<quote>["“”„«»])
  | (?P<words>(?: (?!{EXCLUDING}|(?<!\S)-["“„«]) [^"“”„«»] )+)
    """.replace("{EXCLUDING}", _EXCLUDING),
    re.VERBOSE,
)
_NEGATIVE = re.compile(r"(?<!\S)-\d+(?:[.,]\d+)?(?!\w)")
_QUOTES = re.compile('["“”„«»]+')
_UNSEARCHABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\s]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """One piece of a query: a word, or a phrase in quotes.

    Attributes:
        text: As typed, without its quotes, minus sign and elided article.
        tokens: What is looked up; their spans count from the beginning of `text`.
        is_phrase: The document must have these words in this order, accents and capitals aside.
        is_excluded: The document must not have it.
        alternatives: Other terms that find and score it, each with its weight beside the 1 of the word typed.
    """

    text: str
    tokens: tuple[Token, ...]
    is_phrase: bool = False
    is_excluded: bool = False
    alternatives: tuple[tuple[Terms, float], ...] = ()

    @property
    def is_stop_word(self) -> bool:
        """It is a single word that weighs little beside others; so is a compound of such words."""
        parts = (token for token in self.tokens if not token.is_variant)
        return not self.is_phrase and all(token.terms.exact in STOP_WORDS for token in parts)

    @property
    def sought(self) -> tuple[Token, ...]:
        """The tokens that find it by themselves: of Pas-de-Calais neither « pas » nor « de »."""
        return tuple(token for token in self.tokens if token.terms.exact not in STOP_WORDS) or self.tokens

    @property
    def is_single(self) -> bool:
        """It is one plain word, no compound."""
        return not self.is_phrase and all(token.position == self.tokens[0].position for token in self.tokens)

    def __str__(self) -> str:
        """Write it so that `parse` gives it back."""
        sign = "-" if self.is_excluded else ""
        return f'{sign}"{self.text}"' if self.is_phrase else sign + self.text


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood.

    Attributes:
        text: What was typed, cut to `MAX_CHARACTERS`.
        clauses: In the order typed.
        notes: What was ignored or limited, one French sentence each.
    """

    text: str
    clauses: tuple[Clause, ...]
    notes: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[Clause, ...]:
        """What a document must have."""
        return tuple(clause for clause in self.clauses if clause.is_phrase and not clause.is_excluded)

    @property
    def excluded(self) -> tuple[Clause, ...]:
        """What a document must not have."""
        return tuple(clause for clause in self.clauses if clause.is_excluded)

    @property
    def words(self) -> tuple[Clause, ...]:
        """The words of which a document may have any; stop words only where there is nothing else."""
        words = self._plain_words()
        return tuple(word for word in words if not word.is_stop_word) or (() if self.phrases else words)

    @property
    def light_words(self) -> tuple[Clause, ...]:
        """Stop words beside other words: they add to the score and find nothing by themselves."""
        words = self.words
        return tuple(word for word in self._plain_words() if word not in words)

    @property
    def pairs(self) -> tuple[tuple[Clause, Terms], ...]:
        """The compounds that neighbouring words make: « nord coréens » looks for nordcoréens as well.

        Each with the first of its words.
        """
        return tuple(
            (first, _compound(first, second))
            for first, second in pairwise(self.words)
            if first.is_single and second.is_single
        )

    @property
    def understood(self) -> MarkedText:
        """One French sentence that says what is searched; its spans are the words searched."""
        return _understood(self)

    def without(self, clause: Clause) -> "Query":
        """Give the same query without one clause."""
        clauses = tuple(other for other in self.clauses if other != clause)
        return replace(self, text=to_text(clauses), clauses=clauses, notes=())

    def _plain_words(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if not clause.is_phrase and not clause.is_excluded)


def parse(text: str) -> Query:
    """Understand any text as a query; never raises."""
    notes: list[str] = []
    text = text.strip()
    # Cut before normalising: what comes after the limit costs nothing.
    shown = _UNSEARCHABLE.sub(" ", unicodedata.normalize("NFC", _cut(text))).strip()
    if len(text) > MAX_CHARACTERS:
        notes.append("La requête est trop longue : seuls ses 2\u202f000 premiers caractères sont cherchés.")
    clauses = _limit(_clauses(shown, notes), notes)
    if shown and not clauses:
        notes.append("Cette requête ne contient aucun mot à chercher.")
    return Query(shown, clauses, tuple(dict.fromkeys(notes)))


def plain(text: str) -> Query:
    """Take a text as words only: quotes and minus signs have no meaning."""
    return parse(re.sub(r"(?<!\S)-+", " ", _QUOTES.sub(" ", _UNSEARCHABLE.sub(" ", text))))


def to_text(clauses: Iterable[Clause]) -> str:
    """Write clauses so that `parse` gives them back; a comma keeps two numbers from making one (1, 000)."""
    text = ""
    for clause in map(str, clauses):
        comma = "," if text[-1:].isdigit() and clause[:1].isdigit() else ""
        text += f"{comma} {clause}" if text else clause
    return text


def _cut(text: str) -> str:
    """Cut a text that is too long after the last word that ends within the limit, if one does."""
    if len(text) <= MAX_CHARACTERS:
        return text
    return re.sub(r"(?<=\s)\S+\Z", "", text[: MAX_CHARACTERS + 1])[:MAX_CHARACTERS]


def _clauses(text: str, notes: list[str]) -> Iterator[Clause]:
    for match in _CHUNK.finditer(text):
        quoted = _QUOTES.sub(" ", match["straight"] or match["curly"] or match["french"] or "").strip()
        if chunk := match["words"] or match["excluded"]:
            notes += (
                f'« {number} » est lu comme un nombre ; pour l’exclure, écrire -"{number[1:]}".'
                for number in _NEGATIVE.findall(chunk)
            )
            yield from _written_words(chunk, is_excluded=match["excluded"] is not None)
        elif match["quote"]:
            notes.append(f"Le guillemet {match['quote']} n’a pas de pareil : il est ignoré.")
        elif quoted and (tokens := analyse(quoted)):
            yield Clause(quoted, tokens, is_phrase=True, is_excluded=match["minus"] is not None)
        else:
            notes.append("Des guillemets ne contiennent aucun mot : ils sont ignorés.")


def _written_words(chunk: str, *, is_excluded: bool) -> Iterator[Clause]:
    """Give a clause for each written word; a compound is one."""
    for written in dict.fromkeys(token.written for token in analyse(chunk)):
        text = chunk[written.start : written.end]
        # A minus sign before a bare number would be read as a negative number: quotes say what is meant.
        is_phrase = is_excluded and text[0].isdecimal()
        yield Clause(text, analyse(text), is_phrase=is_phrase, is_excluded=is_excluded)


def _limit(clauses: Iterable[Clause], notes: list[str]) -> tuple[Clause, ...]:
    kept: list[Clause] = []
    room = MAX_WORDS
    for clause in clauses:
        if len(clause.tokens) > room:
            notes.append(f"La requête a trop de mots : seuls les {MAX_WORDS} premiers sont cherchés.")
            kept += [_shortened(clause, room)] if room else []
            break
        kept.append(clause)
        room -= len(clause.tokens)
    return tuple(kept)


def _shortened(clause: Clause, room: int) -> Clause:
    """Keep the first tokens of a clause."""
    tokens = clause.tokens[:room]
    return replace(clause, text=clause.text[: max(token.span.end for token in tokens)], tokens=tokens)


def _compound(first: Clause, second: Clause) -> Terms:
    one, other = first.tokens[0].terms, second.tokens[0].terms
    return terms((one.accented or one.exact) + (other.accented or other.exact))


def _understood(query: Query) -> MarkedText:
    sentence = _Sentence()
    sentence.list(query.words, "ou", after=", toutes formes")
    sentence.list(query.phrases, "et", before="exactement ")
    sentence.list(
        query.light_words, "et", after=" compte peu" if len(query.light_words) == 1 else " comptent peu"
    )
    if query.excluded and not (query.words or query.phrases):
        sentence.add("toutes les brèves")
    sentence.list(query.excluded, "ni", before="sans ")
    return sentence.end()


class _Sentence:
    """A French sentence that remembers where its words are."""

    def __init__(self) -> None:
        self._text = ""
        self._spans: list[Span] = []

    def add(self, text: str) -> None:
        """Begin another part of the sentence."""
        self._text += ("\u202f; " if self._text else "") + text

    def list(self, clauses: Iterable[Clause], last: str, before: str = "", after: str = "") -> None:
        """Add the words of clauses as an enumeration; nothing where there is none."""
        clauses = list(dict.fromkeys(clauses))
        for number, clause in enumerate(clauses):
            if number == 0:
                self.add(before)
            else:
                self._text += f" {last} " if number == len(clauses) - 1 else ", "
            self._word(clause)
        self._text += after if clauses else ""

    def end(self) -> MarkedText:
        """Give the sentence."""
        return MarkedText(self._text + "." if self._text else "", tuple(self._spans))

    def _word(self, clause: Clause) -> None:
        self._text += "«\u202f" if clause.is_phrase else ""
        self._spans.append(Span(len(self._text), len(self._text) + len(clause.text)))
        self._text += clause.text + ("\u202f»" if clause.is_phrase else "")
