"""What tells what an item is about: the words by which other items like it are found."""

import math
from collections import Counter
from dataclasses import dataclass

from index.archive.document import Document
from index.french.analysis import analyse
from index.french.stemming import STOP_WORDS
from index.vocabulary.vocabulary import Vocabulary

TERMS = 25
"""More find no better neighbours and cost more."""
LEAST_ALIKE = 0.15
"""Share of the best score: an item with less in common is no answer."""
IN_TITLE = 2
"""Times that a word of the title counts beside one of the body."""


@dataclass(frozen=True, slots=True)
class SignificantTerm:
    """A stem of a document and how much it tells, from 0 to 1: the first tells most."""

    stem: str
    weight: float


def significant_terms(
    document: Document, vocabulary: Vocabulary, limit: int = TERMS
) -> tuple[SignificantTerm, ...]:
    """Give the stems that a document has often and few others have; none that no other has.

    An engine finds similar items with them, each by its weight, and leaves the document itself out.
    """
    counted: Counter[str] = Counter()
    for text, times in ((document.title, IN_TITLE), (document.body, 1)):
        for token in analyse(text):
            if token.terms.exact not in STOP_WORDS:
                counted[token.terms.stem] += times
    told = {}
    for stem, count in counted.items():
        items = vocabulary.stem_items(stem)
        if items > 1:
            told[stem] = count / (count + 1) * math.log(1 + vocabulary.documents / items)
    best = sorted(told.items(), key=lambda each: (-each[1], each[0]))[:limit]
    return tuple(SignificantTerm(stem, weight / best[0][1]) for stem, weight in best)
