"""Prefix expansion: the words of the archive that the prefixes of a query stand for."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from index.french.stemming import terms
from index.query import Alternative, Clause, Note, Query, note

MAX_EXPANSIONS = 512
"""Most words that all prefixes of a query together are expanded to."""
PREFIXED = 0.5
"""Weight of a word found by its prefix; a word typed whole has 1."""


@dataclass(frozen=True, slots=True)
class PrefixWords:
    """The words of an archive that begin with a prefix.

    Attributes:
        best: Up to `MAX_EXPANSIONS` of them, those of most documents first.
        found: Number of words that begin with the prefix.
    """

    best: tuple[str, ...]
    found: int


def expand_prefixes(query: Query, words_of: Callable[[str], PrefixWords]) -> Query:
    """Return the query with its prefixes expanded, and a note for each one that has too many words.

    The prefixes of a query share `MAX_EXPANSIONS` equally.

    Args:
        query: The query as typed.
        words_of: Finds the words of the archive that begin with a folded prefix.
    """
    prefixes = {clause for clause in query.clauses if clause.kind == "prefix"}
    if not prefixes:
        return query
    notes: list[Note] = []
    room = MAX_EXPANSIONS // len(prefixes)
    expanded = {prefix: _expanded(prefix, words_of(prefix.prefix), room, notes) for prefix in prefixes}
    query = query.with_alternatives(lambda clause: expanded.get(clause, clause))
    return replace(query, notes=(*query.notes, *notes))


def _expanded(clause: Clause, words: PrefixWords, room: int, notes: list[Note]) -> Clause:
    if words.found > room:
        notes.append(
            note(
                "limited",
                "{found} mots commencent par {prefix} : seuls les {room} plus fréquents sont cherchés.",
                found=words.found,
                prefix=clause.text,
                room=room,
            )
        )
    best = words.best[:room]
    return replace(clause, alternatives=tuple(Alternative(term, (terms(term),), PREFIXED) for term in best))
