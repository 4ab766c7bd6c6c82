"""What an index must answer, worked out document by document from the formula of `index.ranking`."""

from collections.abc import Sequence

from index import Document, Query
from index.french.analysis import analyse
from index.query.weighing import WeightedTerm, weigh
from index.ranking import FIELDS, idf, norm, saturation
from tests.index.plain_fields import frequencies


class PlainRanking:
    """The documents of an index; deleted ones count in what is rare and what is long."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._held = {
            field: [frequencies(analyse(each.title), analyse(each.body), field) for each in documents]
            for field in FIELDS
        }

    def score(self, query: Query, number: int) -> float:
        return sum(self._brought(wanted, number) for wanted in weigh(query))

    def holds_word(self, query: Query, number: int) -> bool:
        return any(self._brought(wanted, number) for wanted in weigh(query) if not wanted.is_light)

    def _brought(self, wanted: WeightedTerm, number: int) -> float:
        held = self._held[wanted.field]
        frequency = held[number].get(wanted.term, 0)
        if not frequency or (wanted.within and not has_phrase(self._documents[number], wanted.within)):
            return 0.0
        lengths = [sum(each.values()) for each in held if each]
        holders = sum(wanted.term in each for each in held)
        length = norm(sum(held[number].values()), sum(lengths) / len(lengths))
        return wanted.weight * idf(len(lengths), holders) * saturation(float(frequency), length)


def has_phrase(document: Document, words: Sequence[str]) -> bool:
    """Tell whether exact forms follow each other in the title or the body of a document."""
    for text in (document.title, document.body):
        held = {(token.position, token.terms.exact) for token in analyse(text)}
        if any(all((place + step, word) in held for step, word in enumerate(words)) for place, _ in held):
            return True
    return False
