"""Query rewriting with what the archive holds: prefixes, accents, misspelt words, synonyms.

The rewritten query finds, scores and marks more, and its notes say so. What a reader asks for as typed (in
quotes, after =, or the whole query) stays as typed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, groupby
from typing import Protocol

from index.french.analysis import analyse
from index.french.stemming import GLUED, Terms, terms
from index.query import Alternative, Clause, Note, Query, note, plain_word, with_other_spellings
from index.ranking import idf
from index.vocabulary.prefixes import PrefixWords, expand_prefixes
from index.vocabulary.spelling import Correction, Pair, SpelledWord, spell
from index.vocabulary.synonyms import Relation, Synonyms
from index.vocabulary.vocabulary import Vocabulary

SYNONYM_WEIGHTS = {Relation.SAME: 0.5, Relation.RELATED: 0.2}
"""Weight of a synonym by its relation to the name typed, which has 1."""
REFORMED_WEIGHT = 1.0
"""Weight of the same word with another accent: événement, évènement."""
GLUED_WEIGHT = 0.5
"""Weight of a number that is glued to letters, where a number is all that was typed."""


_REFORMED = re.compile("[éè](?=[bcdfghjklmnpqrstvwxz]{1,2}e(?!s?$))")
"""The vowel that the reform of 1990 writes è, before a syllable with a mute e: événement, sécheresse."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A rewritten query.

    Attributes:
        query: The query with its alternatives and notes.
        suggestion: The corrected query as it can be typed; empty where nothing is corrected.
    """

    query: Query
    suggestion: str = ""


class TermStatistics(Protocol):
    """Counts of terms, which an engine takes from its index."""

    def words_beginning(self, prefix: str) -> PrefixWords:
        """Find the exact forms that begin with a folded prefix, those of most documents first."""

    def together(self, ones: Sequence[str], others: Sequence[str]) -> Iterable[int]:
        """Count the documents that hold each of some exact forms with each of some others."""

    def foresee(self, pairs: Iterable[Pair]) -> None:
        """Take note of all pairs that `together` may be asked of."""


def rewrite(
    query: Query, vocabulary: Vocabulary, statistics: TermStatistics, synonyms: Synonyms
) -> Rewritten:
    """Rewrite a query: expand its prefixes, then correct its spelling and add synonyms.

    Args:
        query: The query as typed.
        vocabulary: The words of the archive.
        statistics: Counts of terms in the same archive.
        synonyms: The groups of names that are searched together.
    """
    query = _with_other_spellings(expand_prefixes(query, statistics.words_beginning))
    if query.is_as_typed:
        return Rewritten(query)
    runs = tuple(_runs(query))
    if not runs:
        return Rewritten(query)
    names = [name for run in runs for name in _names(run, synonyms)]
    added = _added_synonyms(names, vocabulary)
    # The vocabulary has no words that only earlier texts hold.
    spelled = _spelled(runs, names, vocabulary, statistics, is_right=query.has_versions)
    plain = dict.fromkeys(chain.from_iterable(runs))
    rewritten_clauses = {
        clause: _rewritten(clause, spelled, added.get(clause, ()), vocabulary) for clause in plain
    }
    is_misspelt = any(word.corrections for word in spelled.values())
    corrected = _corrected_texts(plain, spelled) if is_misspelt else {}
    notes = (*_notes_on_spelling(corrected), *_notes_on_synonyms(added))
    rewritten = query.with_alternatives(lambda clause: rewritten_clauses.get(clause, clause), is_all=False)
    if notes:
        rewritten = replace(rewritten, notes=(*query.notes, *notes))
    return Rewritten(rewritten, _suggestion(query, corrected) if corrected else "")


def _with_other_spellings(query: Query) -> Query:
    """Return a query with what is written together or apart; a number alone is also that of 20h."""
    if not any(map(str.isnumeric, query.text)):
        return query
    query = query.with_alternatives(with_other_spellings)
    wanted = [clause for clause, _ in query.wanted]
    if len(wanted) == 1 and wanted[0].is_single and wanted[0].text.isdecimal():
        glued = Alternative(f"{wanted[0].text}…", (Terms(wanted[0].text + GLUED, "", ""),), GLUED_WEIGHT)
        return query.with_alternatives(
            lambda clause: replace(clause, alternatives=(*clause.alternatives, glued)), is_all=False
        )
    return query


def _notes_on_spelling(corrected: Mapping[Clause, str]) -> Iterator[Note]:
    for clause, text in corrected.items():
        yield note(
            "corrected", "« {typed} » est cherché aussi comme « {meant} ».", typed=clause.text, meant=text
        )


def _notes_on_synonyms(added: Mapping[Clause, Sequence[Alternative]]) -> Iterator[Note]:
    for clause, synonyms in added.items():
        for of in dict.fromkeys(synonym.of for synonym in synonyms):
            listed = dict.fromkeys(synonym.written for synonym in synonyms if synonym.of == of)
            yield note(
                "expanded",
                "« {typed} » est cherché aussi sous d’autres noms : {names}.",
                typed=of or clause.text,
                names=", ".join(listed),
            )


def _suggestion(query: Query, corrected: Mapping[Clause, str]) -> str:
    """Return the text of a query with its misspelt clauses replaced."""
    return query.changed(lambda clause: plain_word(corrected[clause]) if clause in corrected else clause).text


def _runs(query: Query) -> Iterator[tuple[Clause, ...]]:
    """Yield the runs of plain words of title or body, which phrases, forms and prefixes separate."""
    for is_plain, run in groupby(query.wanted, lambda wanted: wanted.clause.is_plain):
        if is_plain:
            yield tuple(clause for clause, _ in run)


def _spelled(
    runs: Iterable[Sequence[Clause]],
    names: Iterable["_Name"],
    vocabulary: Vocabulary,
    statistics: TermStatistics,
    *,
    is_right: bool,
) -> dict[Terms, SpelledWord]:
    """Spell the plain words of a query; words of a name are not corrected, nor any where all are right."""
    words = [word for run in runs for clause in run for word in clause.words]
    spelled_words = spell(words, vocabulary, statistics.together, statistics.foresee)
    right = {word.exact for word in (words if is_right else chain(*(name.words for name in names)))}
    return {
        word: SpelledWord(spelled.terms) if word.exact in right else spelled
        for word, spelled in zip(words, spelled_words, strict=True)
    }


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a query, and its synonyms.

    Attributes:
        owner: The clause that gets the synonyms: the last clause of the name that is no stop word.
        clauses: The clauses of the name.
        words: The words of the name.
        synonyms: Its synonyms, as alternatives of `owner`.
    """

    owner: Clause
    clauses: tuple[Clause, ...]
    words: tuple[Terms, ...]
    synonyms: tuple[Alternative, ...]


def _names(run: Sequence[Clause], synonyms: Synonyms) -> Iterator[_Name]:
    """Find the names with synonyms in a run of clauses."""
    owners = [(clause, word) for clause in run for word in clause.words]
    for expansion in synonyms.expand([word.exact for _, word in owners]):
        clauses, words = zip(*owners[expansion.start : expansion.end], strict=True)
        owner = next((clause for clause in reversed(clauses) if not clause.is_stop_word), clauses[0])
        named = (_alternatives(name, expansion.relation) for name in expansion.synonyms)
        of = " ".join(dict.fromkeys(clause.text for clause in clauses)) if len(set(clauses)) > 1 else ""
        others = tuple(replace(other, of=of) if of else other for other in chain.from_iterable(named))
        yield _Name(owner, clauses, words, others)


def _added_synonyms(names: Iterable[_Name], vocabulary: Vocabulary) -> dict[Clause, tuple[Alternative, ...]]:
    """Return the synonyms to add to each owner: those that the archive holds, each once."""
    added: dict[Clause, tuple[Alternative, ...]] = {}
    for name in names:
        known = added.get(name.owner, ())
        known_terms = {synonym.terms for synonym in known}
        stems = {word.stem for clause in name.clauses for word in clause.words}
        wanted = (
            synonym
            for synonym in name.synonyms
            if _is_held(synonym, vocabulary) and not _has_stem_among(synonym, stems)
        )
        added[name.owner] = (*known, *(synonym for synonym in wanted if synonym.terms not in known_terms))
    return added


def _has_stem_among(name: Alternative, stems: set[str]) -> bool:
    """Return whether a name is one word whose stem is searched anyway."""
    return len(name.terms) == 1 and name.terms[0].stem in stems


def _is_held(name: Alternative, vocabulary: Vocabulary) -> bool:
    """Return whether the archive holds every word of a name; a single word in any inflection."""
    if len(name.terms) == 1:
        return vocabulary.stem_items(name.terms[0].stem) > 0
    return all(vocabulary.items(terms.exact) for terms in name.terms)


@lru_cache(maxsize=4096)
def _alternatives(name: str, relation: Relation) -> tuple[Alternative, ...]:
    """Make alternatives of a name: of its words in order, and of the joined form of a compound."""
    tokens = analyse(name)
    first = tokens[0]
    is_compound = first.is_variant and first.written == tokens[-1].written
    words = tuple(token.terms for token in tokens if not token.is_variant)
    weight, is_related = SYNONYM_WEIGHTS[relation], relation is Relation.RELATED
    joined = (Alternative(name, (first.terms,), weight, is_related),) if is_compound else ()
    return (*joined, Alternative(name, words, weight, is_related))


def _rewritten(
    clause: Clause,
    spelled: Mapping[Terms, SpelledWord],
    synonyms: Sequence[Alternative],
    vocabulary: Vocabulary,
) -> Clause:
    """Return a clause with accents restored, and with corrections and synonyms as alternatives."""
    words = [spelled[word] for word in clause.words]
    accented = _with_accents(clause, tuple(word.terms for word in words))
    if weights := [_weight(word, vocabulary) for word in words if word.corrections]:
        accented = replace(accented, weight=min(weights))
    corrections = (each for word in words for each in _corrections(word, vocabulary))
    spellings = (each for typed in clause.words for each in _reformed(typed, vocabulary))
    added = (*corrections, *spellings, *synonyms)
    return replace(accented, alternatives=(*clause.alternatives, *added)) if added else accented


def _weight(word: SpelledWord, vocabulary: Vocabulary) -> float:
    """Return the weight of a word as typed that has corrections: it tells as much as they do.

    By its own rarity one misspelling in the archive would outweigh all that is written rightly.
    """
    meant = max(vocabulary.items(each.terms.exact) for each in word.corrections)
    typed = max(vocabulary.items(word.terms.exact), vocabulary.stem_items(word.terms.stem))
    return min(1.0, idf(vocabulary.documents, meant) / idf(vocabulary.documents, typed))


def _corrections(word: SpelledWord, vocabulary: Vocabulary) -> Iterator[Alternative]:
    """Yield the corrections of a word; a less likely one, be it rarer, tells no more than the likeliest.

    Macrron brought « marron » first. It costs title_typo .002 and .001 of nDCG@10.
    """
    rarities = [idf(vocabulary.documents, vocabulary.items(each.terms.exact)) for each in word.corrections]
    for each, rarity in zip(word.corrections, rarities, strict=True):
        yield Alternative(each.written, (each.terms,), each.weight * min(1.0, rarities[0] / rarity))


def _reformed(typed: Terms, vocabulary: Vocabulary) -> Iterator[Alternative]:
    """Yield the spellings of a word before and after the reform of 1990: événement, évènement."""
    if not _REFORMED.search(typed.accented):
        return
    reformed = _REFORMED.sub("è", typed.accented)
    for form in vocabulary.accented_forms(typed.exact):
        if form.text != typed.accented and _REFORMED.sub("è", form.text) == reformed:
            yield Alternative(form.text, (terms(form.text),), REFORMED_WEIGHT)


@lru_cache(maxsize=10_000)
def _with_accents(clause: Clause, words: tuple[Terms, ...]) -> Clause:
    """Return a clause with other terms for its words, in order."""
    if words == clause.words:
        return clause
    accented = iter(words)
    tokens = (token if token.is_variant else token._replace(terms=next(accented)) for token in clause.tokens)
    return replace(clause, tokens=tuple(tokens))


def _corrected_texts(plain: Iterable[Clause], spelled: Mapping[Terms, SpelledWord]) -> dict[Clause, str]:
    """Return the corrected text of each misspelt clause."""
    return {clause: text for clause in plain if (text := _corrected(clause, spelled)) != clause.text}


def _corrected(clause: Clause, spelled: Mapping[Terms, SpelledWord]) -> str:
    """Return the text of a clause, each misspelt word replaced by its likeliest correction."""
    text, end = "", 0
    for token in clause.tokens:
        if not token.is_variant and (best := _best(spelled[token.terms])):
            text += clause.text[end : token.span.start] + best.written
            end = token.span.end
    return text + clause.text[end:]


def _best(word: SpelledWord) -> Correction | None:
    return word.corrections[0] if word.corrections else None
