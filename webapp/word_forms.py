"""The words of a query on a page of results: the forms of each, and links to one form or to all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.engines.reading import Reading
from index.query import Clause, Query, parse
from index.selection import Selection
from index.vocabulary.word_forms import WordForms, words_with_forms
from index.vocabulary.written_forms import WrittenForm
from webapp.addresses import View, results_address

MAX_LISTED = 12
"""Most words whose forms are listed."""
FIRST_FORMS = 8
"""Forms of a word that are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query.

    Attributes:
        text: The word as typed, without its sign.
        is_exact: Only the form typed is asked.
        forms: The most frequent forms that it finds.
        others: Number of the other forms.
        address: The same results with all forms of an exact word, or with the form typed only; empty where no
            document holds that one.
    """

    text: str
    is_exact: bool
    forms: Sequence[WrittenForm]
    others: int
    address: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the query that may have several forms.

    Attributes:
        listed: The first of them.
        left_out: Number of the others.
    """

    listed: tuple[Word, ...]
    left_out: int


def words(archive: Reading, selection: Selection, searched: Query, view: View) -> Words:
    """List the words of a query with their forms.

    Args:
        archive: The build that was searched.
        selection: What the page shows; the links keep its filters and its order.
        searched: The query as searched, `Results.query`.
        view: How the page shows its timeline, and those that the links lead to.
    """
    found = archive.word_forms(searched, MAX_LISTED)

    def address(each: WordForms) -> str:
        if each.word.is_plain and not each.is_held_as_typed:
            return ""
        query = _switched(selection.query, each.word)
        return results_address(query, order=selection.order, view=view)

    listed = (
        Word(
            text=each.word.text,
            is_exact=not each.word.is_plain,
            forms=each.forms[:FIRST_FORMS],
            others=len(each.forms[FIRST_FORMS:]),
            address=address(each),
        )
        for each in found
    )
    return Words(tuple(listed), len(words_with_forms(searched)) - len(found))


def _switched(query: Query, word: Clause) -> Query:
    """Return a query with a plain word as =mot, or =mot as a plain word, wherever it is not excluded."""

    def switched(clause: Clause) -> Clause:
        is_it = (clause.text, clause.kind) == (word.text, word.kind)
        return replace(clause, kind="form" if word.is_plain else "word") if is_it else clause

    changed = query.changed(switched, is_all=False)
    if query.keeping(lambda _: True).text != query.text:
        return _as_typed(query.text, word, changed)
    return changed


def _as_typed(typed: str, word: Clause, changed: Query) -> Query:
    """Return a query with a switched word in which the others are written as typed: 24/02/2022."""
    before, after = ("", "=") if word.is_plain else ("=", "")
    text = re.sub(rf"(?<![\w=-]){before}{re.escape(word.text)}(?!\w)", lambda _: f"{after}{word.text}", typed)
    read = parse(text)
    return replace(changed, text=text) if read.root == changed.root else changed
