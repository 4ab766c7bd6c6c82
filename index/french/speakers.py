"""Turns of speech in a French text, as of Inès Carval : …, of Journaliste : …, or after a dash.

What looks like a label may be none: Objectif : …, Il ajoute : …. So a text has turns only where it looks
like a conversation: a name or a role that comes back, or two that ask and answer; at least three dashes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from index.french.folding import fold
from index.french.lexicon import look_up
from index.french.sentences import next_sentence, sentence_ends
from index.french.stemming import STOP_WORDS
from index.text import Span

_ARTICLE = r"(?:(?:[Ll][ea]s?|[Uu]ne?)[^\S\n]|[Ll][’'])"
_ROLE = r"[^\W\d_][\w-]*(?:[^\S\n](?:off|spéciale?|(?:n°[^\S\n]?)?\d{1,2}))?"
_INITIALS = r"(?:(?:[A-ZÀ-ÖØ-ÞŒ]|Ch|Ph|Th)\.[^\S\n]?-?)*"
_NAME = rf"{_INITIALS}(?:[DL][’'])?[A-ZÀ-ÖØ-ÞŒ][\w’'-]*"
_COURTESY = r"(?:(?:MM?\.|Mmes?)[^\S\n])"  # M. le maire
_PARTICLE = r"(?:(?:de|du|des|la|le|da|di|dos|van|von|der|den|ben|bin|ibn|al|el)[^\S\n]|[dl][’'])"
_LABEL = re.compile(
    rf"""
    (?: [–—-] [^\S\n] )?
    (?P<speaker>
        (?P<name>
            {_NAME} (?: [^\S\n] {_PARTICLE}{{0,2}} {_NAME} ){{0,3}}
          | (?: {_COURTESY}? {_ARTICLE} )? {_ROLE}
        )
        (?: [^\S\n] \( [^()\n:]{{1,60}} \) )?
    )
    [^\S\n]? : (?: [^\S\n]+ | \n+ | (?= [«“"] ) )
    """,
    re.VERBOSE,
)
_DASH = re.compile(r"(?:[–—-][^\S\n]|—)(?=[^\s–—-])")
_SPEECH = re.compile(r"(?:[«“\"–—-]\s?)*[A-ZÀ-ÖØ-ÞŒ]")
_WITH_ARTICLE = re.compile(rf"{_ARTICLE}(?=[^\W\d_])")
# fmt: off
_ROLES = frozenset({
    "animateur", "animatrice", "auditeur", "auditrice", "commentaire", "commentateur", "commentatrice",
    "correspondant", "correspondante", "envoye", "envoyee", "internaute", "interprete", "intervieweur",
    "intervieweuse", "invite", "invitee", "journaliste", "moderateur", "moderatrice", "presentateur",
    "presentatrice", "q", "question", "r", "reponse", "reporter", "temoin", "traducteur", "traductrice",
    "voix",
})
# fmt: on
_LEAST_DASHES = 3

Kind = Literal["role", "name", "noun"]


class Turn(NamedTuple):
    """What somebody says in a text.

    Attributes:
        start: Where it begins, its label included.
        speaker: The name in the label, with what follows it in parentheses; None after a dash.
        said: Where what is said begins: after the label; where the turn begins if it has none.
    """

    start: int
    speaker: Span | None
    said: int


class _Label(NamedTuple):
    turn: Turn
    key: str
    kind: Kind
    is_before_speech: bool


def turns(text: str) -> tuple[Turn, ...]:
    """Find the turns of speech in a text, in order; none where it does not look like a conversation."""
    starts = tuple(_sentence_starts(text))
    return _named(text, starts) or _dashed(text, starts)


def _sentence_starts(text: str) -> Iterator[int]:
    """Yield where each line and each sentence in it begins."""
    for line in re.finditer(r"\S[^\n]*", text):
        start = line.start()
        for end in sentence_ends(text, start, start + len(line[0].rstrip())):
            yield start
            start = next_sentence(text, end)


def _named(text: str, starts: tuple[int, ...]) -> tuple[Turn, ...]:
    found = (_LABEL.match(text, start) for start in starts)
    labels = [_label(text, each) for each in found if each]
    evident = [label for label in labels if label.is_before_speech]
    counts = Counter(label.key for label in evident)
    named = {label.key for label in evident if label.kind != "noun"}
    asking = {label.key for pair in _asking(text, evident, counts) for label in pair}
    if not (asking or any(counts[key] > 1 for key in named)):
        return ()
    known = named | asking | {key for key, count in counts.items() if count > 1}
    return tuple(label.turn for label in labels if label.key in known)


def _label(text: str, found: re.Match[str]) -> _Label:
    name = found["name"]
    turn = Turn(found.start(), Span(*found.span("speaker")), found.end())
    key = fold(_WITH_ARTICLE.sub("", name).lower())
    return _Label(turn, key, _kind(name, key), bool(_SPEECH.match(text, found.end())))


def _kind(name: str, key: str) -> Kind:
    first, _, more = key.partition(" ")
    if first in _ROLES:
        return "role"
    if _WITH_ARTICLE.match(name) or first in STOP_WORDS or (not more and look_up(name.lower())):
        return "noun"
    return "name"


def _asking(text: str, labels: list[_Label], counts: Mapping[str, int]) -> Iterator[tuple[_Label, _Label]]:
    """Yield two labels that follow each other, of whom the first asks.

    One of them is a name or a role; or both come back, as Pierre and Marie, which are words, too.
    """
    for one, other in pairwise(labels):
        asks = text[one.turn.said : other.turn.start].rstrip(' \n»”"').endswith("?")
        is_named = (one.kind, other.kind) != ("noun", "noun")
        if asks and one.key != other.key and (is_named or min(counts[one.key], counts[other.key]) > 1):
            yield one, other


def _dashed(text: str, starts: tuple[int, ...]) -> tuple[Turn, ...]:
    dashed = [start for start in starts if _DASH.match(text, start)]
    asks = any("?" in text[start:end] for start, end in pairwise(dashed))
    return (
        tuple(Turn(start, None, start) for start in dashed) if asks and len(dashed) >= _LEAST_DASHES else ()
    )
