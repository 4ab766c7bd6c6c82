"""The words of an archive that a misspelt word may stand for: by letters, by sound, after a particle."""

import re

from index.text import is_capitalised
from index.vocabulary.fuzzy import FuzzyTerm
from index.vocabulary.vocabulary import Vocabulary

BY_LETTERS = 6
"""Words within some edits that are weighed."""
BY_SOUND = 3
"""Names that sound alike that are weighed."""
MOST_EDITS = 1.5
"""Most edits that a name counts for that sounds like the word typed, however it is written."""
NEARER = 0.25
"""Edits by which such a name is nearer than a word that sounds otherwise."""
KNOWN = 20
"""Items of a name that may have been typed in one word with its particle."""

_PARTICLE = re.compile(r"(?:l[ae]|d[eu]|des|v[ao]n|el|al|ben|mac|saint)(?=.{3})")
_IN_SMALL = ("de", "du", "des", "van", "von")


def candidates(exact: str, vocabulary: Vocabulary, max_edits: int) -> list[FuzzyTerm]:
    """Return the words that a folded word may stand for, in no order.

    Args:
        exact: The folded word.
        vocabulary: The words of the archive.
        max_edits: Most edits, 1 or 2, of a word that sounds otherwise.

    Returns:
        Each word once; a name that sounds alike has fewer edits than its letters say, and a name whose
        particle was typed with it, lepen, has one.
    """
    found = {term.exact: term for term in vocabulary.fuzzy_terms(exact, max_edits, BY_LETTERS)}
    for name in vocabulary.names_like(exact, BY_SOUND):
        edits = min(MOST_EDITS, found[name].edits if name in found else MOST_EDITS)
        found[name] = FuzzyTerm(name, vocabulary.items(name), edits - NEARER)
    found |= {term.exact: term for term in after_particle(exact, vocabulary)}
    return list(found.values())


def after_particle(exact: str, vocabulary: Vocabulary) -> list[FuzzyTerm]:
    """Return the name whose particle was typed with it, as one edit; none where the archive hardly has it."""
    name = _split(exact)[1]
    items = vocabulary.items(name) if name else 0
    if items < KNOWN or not is_capitalised(vocabulary.written(name)):
        return []
    return [FuzzyTerm(name, items, 1)]


def with_particle(exact: str, typed: str, vocabulary: Vocabulary) -> str:
    """Return a word as most items write it, with its particle where that was typed with it: Le Pen."""
    particle, name = _split(typed)
    written = vocabulary.written(exact)
    if name != exact:
        return written
    return f"{particle if particle in _IN_SMALL else particle.capitalize()} {written}"


def _split(exact: str) -> tuple[str, str]:
    """Return the particle that a folded word begins with, and the rest; both empty where there is none."""
    particle = _PARTICLE.match(exact)
    return (particle[0], exact[particle.end() :]) if particle else ("", "")
