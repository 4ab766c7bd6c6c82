"""What the archive makes of a query: accents given back, misspelt words corrected, names in other spellings.

Engines call it with what they know of their archive; the query it gives back finds, scores and marks more,
and says so. What a reader asks for as typed (in quotes, after =, or the whole query) stays as typed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from index.analysis import Terms, analyse
from index.names import Kind, Names
from index.query import Alternative, Clause, Note, Query
from index.spelling import Correction, SpelledWord, Together, spell
from index.vocabulary import Vocabulary

NAME_WEIGHTS = {Kind.SAME: 0.5, Kind.RELATED: 0.2}
"""Of a name that is not the one typed, beside the 1 of that."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A query as the archive understands it.

    Attributes:
        query: The query with all that is looked for besides.
        corrected: What was probably meant, as it can be typed; empty where nothing is corrected.
    """

    query: Query
    corrected: str = ""


def interpret(query: Query, vocabulary: Vocabulary, together: Together, names: Names) -> Interpretation:
    """Say what a query may mean in an archive.

    Args:
        vocabulary: The words of the archive.
        together: Counts the items that hold both of two exact forms.
        names: The groups of names that are looked for besides.
    """
    if query.is_as_typed:
        return Interpretation(query)
    runs = list(_runs(query))
    found = [name for run in runs for name in _names(run, names)]
    named = _besides(found, vocabulary)
    words = [word for run in runs for clause in run for word in _words(clause)]
    right = {word.exact for name in found for word in name.words}  # a name is spelt right
    spelled = {
        word: SpelledWord(its.terms) if word.exact in right else its
        for word, its in zip(words, spell(words, vocabulary, together), strict=True)
    }
    plain = set(chain.from_iterable(runs))

    def meant(clause: Clause) -> Clause:
        return _meant(clause, spelled, named.get(clause, ())) if clause in plain else clause

    corrected = {clause: text for clause in plain if (text := _corrected(clause, spelled)) != clause.text}
    rewritten = query.changed(lambda clause: _retyped(corrected[clause]) if clause in corrected else clause)
    notes = [
        Note("corrected", f"« {clause.text} » est cherché aussi comme « {text} ».")
        for clause, text in corrected.items()
    ]
    notes += [
        Note("expanded", f"« {clause.text} » est cherché aussi sous d’autres noms : {_enumerated(others)}.")
        for clause, others in named.items()
        if others
    ]
    meaning = replace(query.with_alternatives(meant, is_all=False), notes=(*query.notes, *notes))
    return Interpretation(meaning, rewritten.text if corrected else "")


def _enumerated(names: Iterable[Alternative]) -> str:
    return ", ".join(name.written for name in names)


def _runs(query: Query) -> Iterator[tuple[Clause, ...]]:
    """Give the plain words of title and body, those that follow each other together."""
    for is_plain, run in groupby((each.clause for each in query.wanted), lambda clause: clause.is_plain):
        if is_plain:
            yield tuple(run)


def _words(clause: Clause) -> tuple[Terms, ...]:
    return tuple(token.terms for token in clause.tokens if not token.is_variant)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a query, and what it is called besides.

    Attributes:
        owner: The last of its clauses that is no stop word.
        clauses: All its clauses.
        words: All its words.
    """

    owner: Clause
    clauses: tuple[Clause, ...]
    words: tuple[Terms, ...]
    others: tuple[Alternative, ...]


def _names(run: Sequence[Clause], names: Names) -> Iterator[_Name]:
    """Find the names in words that follow each other."""
    owners = [(clause, word) for clause in run for word in _words(clause)]
    for expansion in names.expand([word.exact for _, word in owners]):
        clauses, words = zip(*owners[expansion.start : expansion.end], strict=True)
        owner = next((clause for clause in reversed(clauses) if not clause.is_stop_word), clauses[0])
        weight = NAME_WEIGHTS[expansion.kind]
        yield _Name(owner, clauses, words, tuple(_alternative(other, weight) for other in expansion.others))


def _besides(found: Iterable[_Name], vocabulary: Vocabulary) -> dict[Clause, tuple[Alternative, ...]]:
    """Give the other names that the archive has, each once, by the clause that they are said with."""
    besides: dict[Clause, tuple[Alternative, ...]] = {}
    for name in found:
        known = besides.get(name.owner, ())
        looked_for = {each.terms for each in known}
        stems = {word.stem for clause in name.clauses for word in _words(clause)}
        held = (each for each in name.others if _is_held(each, vocabulary) and not _is_among(each, stems))
        besides[name.owner] = (*known, *(each for each in held if each.terms not in looked_for))
    return besides


def _is_among(name: Alternative, stems: set[str]) -> bool:
    """Tell whether a name is found anyway: it is one word of a stem that is looked for."""
    return len(name.terms) == 1 and name.terms[0].stem in stems


def _is_held(name: Alternative, vocabulary: Vocabulary) -> bool:
    """Tell whether the archive has every word of a name, in any form where it is one word."""
    if len(name.terms) == 1:
        return vocabulary.stem_items(name.terms[0].stem) > 0
    return all(vocabulary.items(terms.exact) for terms in name.terms)


def _alternative(name: str, weight: float) -> Alternative:
    """Look for a name: one word by its terms, a compound by its joined form, others word after word."""
    tokens = analyse(name)
    first = tokens[0]
    is_compound = first.is_variant and first.written == tokens[-1].written
    parts = (first,) if is_compound else tuple(token for token in tokens if not token.is_variant)
    return Alternative(name, tuple(token.terms for token in parts), weight)


def _meant(clause: Clause, spelled: dict[Terms, SpelledWord], named: tuple[Alternative, ...]) -> Clause:
    """Give a word its accents, and what is looked for besides."""
    tokens = tuple(
        token if token.is_variant else token._replace(terms=spelled[token.terms].terms)
        for token in clause.tokens
    )
    corrections = (
        Alternative(correction.written, (correction.terms,), correction.weight)
        for word in _words(clause)
        for correction in spelled[word].corrections
    )
    return replace(clause, tokens=tokens, alternatives=(*clause.alternatives, *corrections, *named))


def _corrected(clause: Clause, spelled: dict[Terms, SpelledWord]) -> str:
    """Write a clause with its likeliest corrections in the place of its words."""
    text, place = "", 0
    for token in clause.tokens:
        if not token.is_variant and (best := _best(spelled[token.terms])):
            text += clause.text[place : token.span.start] + best.written
            place = token.span.end
    return text + clause.text[place:]


def _best(word: SpelledWord) -> Correction | None:
    return word.corrections[0] if word.corrections else None


def _retyped(text: str) -> Clause:
    return Clause(text, analyse(text))
