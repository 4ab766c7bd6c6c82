"""More like this: the significant terms of an item, by which similar items are found."""

import math
from collections import Counter
from dataclasses import dataclass

from index.archive.document import Document
from index.french.analysis import analyse
from index.vocabulary.vocabulary import Vocabulary

TERMS = 25
"""Most significant terms of an item; more cost more and find no better neighbours."""
LEAST_ALIKE = 0.15
"""Share of the best score that a similar item must reach."""
MAX_READ = 20_000
"""Characters of a body that are read: what is further down rarely tells what an item is about."""
IN_TITLE = 2
"""Weight of an occurrence in the title, where one in the body counts 1."""


@dataclass(frozen=True, slots=True)
class SignificantTerm:
    """A stem of a document with its weight, above 0 and up to 1."""

    stem: str
    weight: float


def significant_terms(
    document: Document, vocabulary: Vocabulary, limit: int = TERMS
) -> tuple[SignificantTerm, ...]:
    """Return the stems that are frequent in a document and rare in the archive, highest weight first.

    The first has weight 1. Stop words are left out, and stems that no other document has. An engine searches
    for these stems to find similar items, and leaves the document itself out.
    """
    counted: Counter[str] = Counter()
    for text, times in ((document.title, IN_TITLE), (document.body[:MAX_READ], 1)):
        for token in analyse(text):
            if not token.terms.is_stop_word:
                counted[token.terms.stem] += times
    weights = {}
    for stem, count in counted.items():
        items = vocabulary.stem_items(stem)
        if items > 1:
            weights[stem] = count / (count + 1) * math.log(1 + vocabulary.documents / items)
    best = sorted(weights.items(), key=lambda row: (-row[1], row[0]))[:limit]
    return tuple(SignificantTerm(stem, weight / best[0][1]) for stem, weight in best)
