"""Which forms of the words of a query does an archive hold, and how many items hold each?

A plain word finds all forms of its stem and whatever has its letters, =mot only the form that it names. Of
phrases, prefixes and what has figures nothing is told, but of compounds with figures: COVID-19.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, product

from index.budget import current
from index.french.folding import fold
from index.french.stemming import Terms
from index.query import Clause, Query, words
from index.vocabulary.vocabulary import Vocabulary
from index.vocabulary.written_forms import WrittenForm

_FIGURE_OR_SPACE = re.compile(r"[\d\s]")
MAX_JOINED = 64
"""Most forms of a compound that are looked up: each is made of one form of each part."""


@dataclass(frozen=True, slots=True)
class WordForms:
    """A word of a query, and its forms in the archive.

    Attributes:
        word: The word as searched; of kind `form` where only the form typed is asked.
        forms: The forms that it finds, most frequent first, without those of its alternatives.
    """

    word: Clause
    forms: tuple[WrittenForm, ...]

    @property
    def is_held_as_typed(self) -> bool:
        """The archive holds the form typed, as =mot finds it: whatever its accents, if none were typed."""
        typed = next(words(self.word.text)).tokens[0].terms
        return any((typed.accented or typed.exact) in (form.text, fold(form.text)) for form in self.forms)


def words_with_forms(query: Query) -> tuple[Clause, ...]:
    """Return the words of a query of whose forms something can be told, each once, in the order typed."""
    return tuple(dict.fromkeys(clause for clause in query.scored if _has_forms(clause)))


def word_forms(query: Query, vocabulary: Vocabulary, limit: int) -> Iterator[WordForms]:
    """Yield the first words of a rewritten query with their forms, until the budget is spent."""
    for word in words_with_forms(query)[:limit]:
        if current().is_spent():
            return
        found = {form.text: form for form in _found(word, vocabulary)}
        yield WordForms(word, tuple(sorted(found.values(), key=lambda form: (-form.items, form.text))))


def _has_forms(clause: Clause) -> bool:
    """Return whether a clause is =mot, a compound or a plain word of letters.

    L'or is counted with any other or.
    """
    if not (clause.is_single or clause.is_bound):
        return clause.kind == "form"
    if _FIGURE_OR_SPACE.search(clause.text):
        return clause.is_bound or clause.kind == "form"
    return not any(token.terms.is_noun for token in clause.tokens)


def _found(clause: Clause, vocabulary: Vocabulary) -> Iterator[WrittenForm]:
    """Yield the forms by which a word finds items, some of them twice."""
    if clause.is_plain:
        stems = dict.fromkeys(token.terms.stem for token in clause.finding_tokens)
        yield from chain.from_iterable(vocabulary.stem_forms(stem) for stem in stems if stem)
    if clause.is_bound:
        yield from _joined(clause, vocabulary)
    elif clause.tokens[0].is_of_whole:
        whole = clause.tokens[0].terms
        forms = vocabulary.written_forms(whole.exact)
        yield from (form for form in forms if whole.accented in ("", form.text))
    elif len(clause.words) == 1:
        wanted, exact = clause.exact_terms[0], clause.words[0].exact
        yield from (form for form in vocabulary.written_forms(exact) if wanted in (form.text, exact))


def _joined(clause: Clause, vocabulary: Vocabulary) -> Iterator[WrittenForm]:
    """Yield the forms of a compound: what the forms of its parts make when they are joined."""
    parts = [_exact_forms(word, vocabulary) for word in clause.words]
    joined = dict.fromkeys(map("".join, islice(product(*parts), MAX_JOINED)))
    yield from chain.from_iterable(map(vocabulary.written_forms, joined))


def _exact_forms(part: Terms, vocabulary: Vocabulary) -> Iterable[str]:
    """Return the folded forms of a part of a compound, the one typed first; small words have no others."""
    others = () if part.is_stop_word else vocabulary.stem_forms(part.stem)
    by_items = sorted(others, key=lambda form: -form.items)
    return dict.fromkeys([part.exact, *(fold(form.text) for form in by_items)])
