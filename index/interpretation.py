"""What the archive makes of a query: accents given back, misspelt words corrected, names in other spellings.

Engines call it with what they know of their archive; the query it gives back finds, scores and marks more,
and says so. What a reader asks for as typed (in quotes, after =, or the whole query) stays as typed.
"""

from collections.abc import Iterator, Sequence
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
    named = _named(runs, names, vocabulary)
    same = {word for run in runs for word in _words_of_names(run, names)}
    words = [word for run in runs for clause in run for word in _words(clause)]
    spelled = dict(zip(words, spell(words, vocabulary, together), strict=True))
    spelled = {
        word: its if word.exact not in same else SpelledWord(its.terms) for word, its in spelled.items()
    }
    plain = set(chain.from_iterable(runs))

    def meant(clause: Clause) -> Clause:
        return _meant(clause, spelled, named.get(clause, ())) if clause in plain else clause

    corrected = {clause: text for clause in plain if (text := _corrected(clause, spelled)) != clause.text}
    rewritten = query.changed(lambda clause: _retyped(corrected[clause]) if clause in corrected else clause)
    notes = tuple(
        Note("corrected", f"« {clause.text} » est cherché aussi comme « {text} ».")
        for clause, text in corrected.items()
    )
    found = replace(query.with_alternatives(meant, is_all=False), notes=(*query.notes, *notes))
    return Interpretation(found, rewritten.text if corrected else "")


def _runs(query: Query) -> Iterator[tuple[Clause, ...]]:
    """Give the plain words of title and body, those that follow each other together."""
    for is_plain, run in groupby((each.clause for each in query.wanted), lambda clause: clause.is_plain):
        if is_plain:
            yield tuple(run)


def _words(clause: Clause) -> tuple[Terms, ...]:
    return tuple(token.terms for token in clause.tokens if not token.is_variant)


def _named(
    runs: Sequence[Sequence[Clause]], names: Names, vocabulary: Vocabulary
) -> dict[Clause, tuple[Alternative, ...]]:
    """Give the names that the archive has besides those of a query, by the last word of these."""
    found: dict[Clause, tuple[Alternative, ...]] = {}
    for run in runs:
        owners = [(clause, word.exact) for clause in run for word in _words(clause)]
        for expansion in names.expand([exact for _, exact in owners]):
            within = [clause for clause, _ in owners[expansion.start : expansion.end]]
            owner = next((clause for clause in reversed(within) if not clause.is_stop_word), within[0])
            stems = {word.stem for clause in within for word in _words(clause)}
            others = (_alternative(other, NAME_WEIGHTS[expansion.kind]) for other in expansion.others)
            held = (each for each in others if _is_held(each, vocabulary) and not _is_among(each, stems))
            known = {each.terms for each in found.get(owner, ())}
            found[owner] = (*found.get(owner, ()), *(each for each in held if each.terms not in known))
    return found


def _is_among(name: Alternative, stems: set[str]) -> bool:
    """Tell whether a name is found anyway: it is one word of a stem that is looked for."""
    return len(name.terms) == 1 and name.terms[0].stem in stems


def _is_held(name: Alternative, vocabulary: Vocabulary) -> bool:
    """Tell whether the archive has every word of a name, in any form where it is one word."""
    if len(name.terms) == 1:
        return vocabulary.stem_items(name.terms[0].stem) > 0
    return all(vocabulary.items(terms.exact) for terms in name.terms)


def _words_of_names(run: Sequence[Clause], names: Names) -> Iterator[str]:
    """Give the words of a run that are names, which are spelt right."""
    exact = [word.exact for clause in run for word in _words(clause)]
    for expansion in names.expand(exact):
        yield from exact[expansion.start : expansion.end]


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
        token if token.is_variant else replace(token, terms=spelled[token.terms].terms)
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
