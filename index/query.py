"""What a reader may write: plain words, "quoted phrases", -exclusions.

`parse` is the only door. Odd punctuation never fails: readers are not programmers.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from index.analysis import STOP_WORDS, Token, analyse
from index.text import MarkedText, Span

MAX_CHARACTERS = 2_000
MAX_WORDS = 64
"""Of one query; each word is looked up in several fields."""

_CHUNK = re.compile(
    r"""
    (?P<minus>(?<!\S)-)?
    (?: " (?P<straight>[^"]*) " | [“„] (?P<curly>[^“”„"]*) [”“"] | « (?P<french>[^«»]*) » )
  | (?<!\S)- (?P<excluded>[^\W\d_] [^\s"“”„«»]*)                       # -5 is a number, - a dash
  | (?P<quote>["“”„«»])
  | (?P<words>(?: (?!(?<!\S)-[^\W\d_]|(?<!\S)-["“„«]) [^"“”„«»] )+)
    """,
    re.VERBOSE,
)
_UNSEARCHABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\s]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """One piece of a query: a word, or a phrase in quotes.

    Attributes:
        text: As typed, without its quotes, minus sign and elided article.
        tokens: What is looked up.
        is_phrase: The document must have these words in this order, accents and capitals aside.
        is_excluded: The document must not have it.
    """

    text: str
    tokens: tuple[Token, ...]
    is_phrase: bool = False
    is_excluded: bool = False

    @property
    def is_stop_word(self) -> bool:
        """It is a single word that weighs little beside others; so is a compound of such words."""
        parts = (token for token in self.tokens if not token.is_joined)
        return not self.is_phrase and all(token.terms.exact in STOP_WORDS for token in parts)

    @property
    def sought(self) -> tuple[Token, ...]:
        """The tokens that find it by themselves: of Pas-de-Calais neither « pas » nor « de »."""
        if self.is_phrase or self.is_stop_word:
            return self.tokens
        return tuple(token for token in self.tokens if token.terms.exact not in STOP_WORDS)

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
    def understood(self) -> MarkedText:
        """One French sentence that says what is searched; its spans are the words searched."""
        return _understood(self)

    def without(self, clause: Clause) -> "Query":
        """Give the same query without one clause."""
        clauses = tuple(other for other in self.clauses if other is not clause)
        return replace(self, text=" ".join(map(str, clauses)), clauses=clauses, notes=())

    def _plain_words(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if not clause.is_phrase and not clause.is_excluded)


def parse(text: str) -> Query:
    """Understand any text as a query; never raises."""
    notes: list[str] = []
    # Cut before normalising: what comes after the limit costs nothing.
    shown = _UNSEARCHABLE.sub(" ", unicodedata.normalize("NFC", text[: MAX_CHARACTERS + 1])).strip()
    if len(text) > MAX_CHARACTERS:
        shown = _cut(shown)
        notes.append("La requête est trop longue : seuls ses 2\u202f000 premiers caractères sont cherchés.")
    clauses = _limit(_clauses(shown, notes), notes)
    if shown and not clauses:
        notes.append("Cette requête ne contient aucun mot à chercher.")
    return Query(shown, clauses, tuple(dict.fromkeys(notes)))


def plain(text: str) -> Query:
    """Take a text as words only: quotes and minus signs have no meaning."""
    return parse(re.sub(r'["“”„«»]|(?<!\S)-', " ", text[: MAX_CHARACTERS + 1]))


def _cut(text: str) -> str:
    """Cut at the last word that ends before the limit."""
    cut = text[:MAX_CHARACTERS]
    return cut.rsplit(" ", 1)[0]


def _clauses(text: str, notes: list[str]) -> Iterator[Clause]:
    for match in _CHUNK.finditer(text):
        quoted = match["straight"] or match["curly"] or match["french"]
        if chunk := match["words"] or match["excluded"]:
            yield from _written_words(chunk, is_excluded=match["excluded"] is not None)
        elif match["quote"]:
            notes.append(f"Le guillemet {match['quote']} n’a pas de pareil : il est ignoré.")
        elif quoted and (tokens := analyse(quoted)):
            yield Clause(quoted.strip(), tokens, is_phrase=True, is_excluded=match["minus"] is not None)
        else:
            notes.append("Des guillemets ne contiennent aucun mot : ils sont ignorés.")


def _written_words(chunk: str, *, is_excluded: bool) -> Iterator[Clause]:
    """Give a clause for each written word; a compound is one."""
    for written, tokens in groupby(analyse(chunk), key=lambda token: token.written):
        yield Clause(chunk[written.start : written.end], tuple(tokens), is_excluded=is_excluded)


def _limit(clauses: Iterable[Clause], notes: list[str]) -> tuple[Clause, ...]:
    kept: list[Clause] = []
    count = 0
    for clause in clauses:
        count += len(clause.tokens)
        if count > MAX_WORDS:
            notes.append(f"La requête a trop de mots : seuls les {MAX_WORDS} premiers sont cherchés.")
            break
        kept.append(clause)
    return tuple(kept)


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
