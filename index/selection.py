"""What is asked of an archive, on the page and in a terminal: a query with its filters, in an order."""

from dataclasses import dataclass, replace

from index.french.dates import Period
from index.query import Note, Query, note
from index.results import Order

_ALL_WORDS = note("limited", "Seules les brèves qui ont tous les mots sont listées par date.")
_EXCHANGED = note("ignored", "La fin de la période est avant son début : les deux dates sont échangées.")


@dataclass(frozen=True, slots=True)
class Selection:
    """A query with its filters, in an order.

    Attributes:
        query: The query as typed, with the filters.
        order: The order of the results.
        is_typed: Something was typed, be it no word.
    """

    query: Query
    order: Order = "relevance"
    is_typed: bool = True

    @property
    def is_by_date(self) -> bool:
        """The results come in order of date."""
        return self.order != "relevance"

    @property
    def has_several_words(self) -> bool:
        """A document may have some of the words, and lack others."""
        return len(self.query.root.words) > 1

    @property
    def with_all_words(self) -> Query:
        """The query narrowed to the documents that have all of its words."""
        return self.query.narrowed(self.query.filters._replace(has_all_words=True))

    @property
    def with_any_word(self) -> Query:
        """The query for the documents that have any of its words."""
        return self.query.narrowed(self.query.filters._replace(has_all_words=False))

    @property
    def searched(self) -> Query:
        """The query that the results answer: by date those that have all words, lest a small one lead."""
        return self.with_all_words if self.is_by_date and self.has_several_words else self.query

    @property
    def noted(self) -> Query:
        """The query that the results answer, with a note where the order leaves documents out."""
        searched = self.searched
        if searched.filters == self.query.filters:
            return searched
        return replace(searched, notes=(*searched.notes, _ALL_WORDS))

    @property
    def is_empty(self) -> bool:
        """Nothing is asked: neither words nor filters."""
        return not (self.is_typed or self.query.filters.narrow)


def period_between(first: Period | None, last: Period | None) -> tuple[Period | None, tuple[Note, ...]]:
    """Return the days from one period to another; where they had to be exchanged, with a note."""
    begin, end = first.first if first else None, last.last if last else None
    if first and last and begin and end and begin > end:
        return Period(last.first, first.last), (_EXCHANGED,)
    return (Period(begin, end) if begin or end else None), ()
