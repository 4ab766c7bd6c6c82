"""What the archive makes of a query: accents given back, misspelt words corrected, names in other spellings.

Engines call it with what they know of their archive; the query it gives back finds, scores and marks more,
and says so. What a reader asks for as typed (in quotes, after =, or the whole query) stays as typed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, groupby
from typing import Protocol

from index.french.analysis import analyse
from index.french.stemming import Terms
from index.query import Alternative, Clause, Note, Query, plain_word
from index.vocabulary.prefixes import PrefixWords, expand_prefixes
from index.vocabulary.spelling import Correction, SpelledWord, Together, spell
from index.vocabulary.synonyms import Kind, Synonyms
from index.vocabulary.vocabulary import Vocabulary

NAME_WEIGHTS = {Kind.SAME: 0.5, Kind.RELATED: 0.2}
"""Of a name that is not the one typed, beside the 1 of that."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A query as the archive understands it.

    Attributes:
        query: The query with all that is looked for besides.
        suggestion: What was probably meant, as it can be typed; empty where nothing is corrected.
    """

    query: Query
    suggestion: str = ""


class TermStatistics(Protocol):
    """What an engine knows of the terms of its archive."""

    def words_beginning(self, prefix: str) -> PrefixWords:
        """Find the exact forms that begin with a folded prefix, by number of documents."""

    def together(self, one: str, other: str) -> int:
        """Count the documents that hold both of two exact forms."""


def rewrite(
    query: Query, vocabulary: Vocabulary, statistics: TermStatistics, synonyms: Synonyms
) -> Rewritten:
    """Return what a query asks of an archive: prefixes, then spelling and names, each once.

    Args:
        query: As typed.
        vocabulary: The words of the archive.
        statistics: What its engine knows of terms.
        synonyms: The groups of names that are looked for besides.
    """
    query = expand_prefixes(query, statistics.words_beginning)
    if query.is_as_typed:
        return Rewritten(query)
    runs = tuple(_runs(query))
    if not runs:
        return Rewritten(query)
    found = [name for run in runs for name in _names(run, synonyms)]
    named = _besides(found, vocabulary)
    spelled = _spelled(runs, found, vocabulary, statistics.together)
    plain = dict.fromkeys(chain.from_iterable(runs))
    meant = {clause: _meant(clause, spelled, named.get(clause, ())) for clause in plain}
    is_misspelt = any(its.corrections for its in spelled.values())
    corrected = _typed_anew(plain, spelled) if is_misspelt else {}
    notes = (*_notes_on_spelling(corrected), *_notes_on_names(named))
    rewritten = query.with_alternatives(lambda clause: meant.get(clause, clause), is_all=False)
    if notes:
        rewritten = replace(rewritten, notes=(*query.notes, *notes))
    return Rewritten(rewritten, _suggestion(query, corrected) if corrected else "")


def _notes_on_spelling(corrected: Mapping[Clause, str]) -> Iterator[Note]:
    for clause, text in corrected.items():
        yield Note("corrected", f"« {clause.text} » est cherché aussi comme « {text} ».")


def _notes_on_names(named: Mapping[Clause, Sequence[Alternative]]) -> Iterator[Note]:
    for clause, others in named.items():
        if others:
            others_said = ", ".join(name.written for name in others)
            yield Note("expanded", f"« {clause.text} » est cherché aussi sous d’autres noms : {others_said}.")


def _suggestion(query: Query, corrected: Mapping[Clause, str]) -> str:
    """Write a query with corrections in the place of what was typed."""
    return query.changed(lambda clause: plain_word(corrected[clause]) if clause in corrected else clause).text


def _runs(query: Query) -> Iterator[tuple[Clause, ...]]:
    """Give the plain words of title and body, those that follow each other together."""
    for is_plain, run in groupby(query.wanted, lambda wanted: wanted.clause.is_plain):
        if is_plain:
            yield tuple(clause for clause, _ in run)


def _spelled(
    runs: Iterable[Sequence[Clause]], found: Iterable["_Name"], vocabulary: Vocabulary, together: Together
) -> dict[Terms, SpelledWord]:
    """Spell the plain words of a query; a name is spelt right."""
    words = [word for run in runs for clause in run for word in clause.words]
    right = {word.exact for name in found for word in name.words}
    return {
        word: SpelledWord(its.terms) if word.exact in right else its
        for word, its in zip(words, spell(words, vocabulary, together), strict=True)
    }


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


def _names(run: Sequence[Clause], synonyms: Synonyms) -> Iterator[_Name]:
    """Find the names in words that follow each other."""
    owners = [(clause, word) for clause in run for word in clause.words]
    for expansion in synonyms.expand([word.exact for _, word in owners]):
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
        stems = {word.stem for clause in name.clauses for word in clause.words}
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


@lru_cache(maxsize=4096)
def _alternative(name: str, weight: float) -> Alternative:
    """Look for a name: one word by its terms, a compound by its joined form, others word after word."""
    tokens = analyse(name)
    first = tokens[0]
    is_compound = first.is_variant and first.written == tokens[-1].written
    parts = (first,) if is_compound else tuple(token for token in tokens if not token.is_variant)
    return Alternative(name, tuple(token.terms for token in parts), weight)


def _meant(clause: Clause, spelled: Mapping[Terms, SpelledWord], named: Sequence[Alternative]) -> Clause:
    """Give a word its accents, and what is looked for besides."""
    words = [spelled[word] for word in clause.words]
    accented = _with_accents(clause, tuple(word.terms for word in words))
    corrections = (each for word in words for each in word.corrections)
    others = (*(Alternative(each.written, (each.terms,), each.weight) for each in corrections), *named)
    return replace(accented, alternatives=(*clause.alternatives, *others)) if others else accented


@lru_cache(maxsize=10_000)
def _with_accents(clause: Clause, words: tuple[Terms, ...]) -> Clause:
    """Give the words of a clause other terms."""
    if words == clause.words:
        return clause
    accented = iter(words)
    tokens = (token if token.is_variant else token._replace(terms=next(accented)) for token in clause.tokens)
    return replace(clause, tokens=tuple(tokens))


def _typed_anew(plain: Iterable[Clause], spelled: Mapping[Terms, SpelledWord]) -> dict[Clause, str]:
    """Write the misspelt clauses as they were probably meant."""
    return {clause: text for clause in plain if (text := _corrected(clause, spelled)) != clause.text}


def _corrected(clause: Clause, spelled: Mapping[Terms, SpelledWord]) -> str:
    """Write a clause with its likeliest corrections in the place of its words."""
    text, place = "", 0
    for token in clause.tokens:
        if not token.is_variant and (best := _best(spelled[token.terms])):
            text += clause.text[place : token.span.start] + best.written
            place = token.span.end
    return text + clause.text[place:]


def _best(word: SpelledWord) -> Correction | None:
    return word.corrections[0] if word.corrections else None
