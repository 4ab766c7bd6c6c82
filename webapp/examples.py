"""Queries to try, made of the titles of the newest items, so that each finds something in any archive."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TypeVar

from index.archive.document import Document
from index.budget import current
from index.engines.reading import Reading
from index.french.analysis import analyse
from index.query import parse
from webapp.present import NARROW

_READ = 150
"""Items whose titles are read."""
_TRIED = 20
"""Most examples of a kind of which the results are counted."""
_LETTERS = 4
"""Fewest letters of a word in an example."""
_FREQUENT = 10
"""A word that more than one item of so many holds tells little."""
_ONE_IN = 500
"""A word that one item of so many holds is a good example."""
_REMEMBERED = 4
"""Builds whose examples are remembered."""
_NAME = re.compile(r"(?<=[a-zà-ÿ] )[A-ZÀ-Þ][a-zà-ÿ]{2,} [A-ZÀ-Þ][a-zà-ÿ]{2,}\b")
"""A name of two words within a sentence."""

Example = TypeVar("Example")

_by_build: dict[str, tuple[str, ...]] = {}


def examples(archive: Reading) -> tuple[str, ...]:
    """Return up to three queries: of two words, of a name in quotation marks, of a word without another.

    They are those that most items answer: two words that go together, a name that readers know.
    """
    build = archive.info.build
    if build not in _by_build:
        found = tuple(_found(archive))
        if current().was_spent:
            return found
        if len(_by_build) >= _REMEMBERED:
            _by_build.clear()
        _by_build[build] = found
    return _by_build[build]


def _found(archive: Reading) -> Iterator[str]:
    documents = list(islice(archive.documents(), _READ))
    telling = [words for document in documents if len(words := _telling(archive, document)) > 1]
    best = max(3, archive.info.documents / _ONE_IN)

    def oddness(word: str) -> float:
        """Return how far a word is from one that readers know, and that still tells something."""
        return abs(math.log(max(1, _items(archive, word)) / best))

    pairs = [sorted(sorted(words, key=oddness)[:2], key=words.index) for words in telling]
    pairs.sort(key=lambda pair: sum(map(oddness, pair)))
    together = _best_first(archive, pairs, " ET ".join)
    yield from (" ".join(pair) for pair in together[:1])
    names = dict.fromkeys(name[0] for document in documents for name in _NAME.finditer(document.title))
    quoted = [f"«{NARROW}{name}{NARROW}»" for name in names]
    yield from _best_first(archive, quoted, str)[:1]
    others = [pair for words in telling for pair in pairwise(words)]
    apart = (f"{one} -{other}" for one, other in (*together, *others))
    yield from islice((query for query in apart if any(archive.totals([parse(query)]))), 1)


def _best_first(
    archive: Reading, examples: Sequence[Example], query: Callable[[Example], str]
) -> list[Example]:
    """Return the first of some examples, those whose query most items answer first."""
    tried = examples[:_TRIED]
    totals = archive.totals([parse(query(each)) for each in tried])
    found = [(total, each) for total, each in zip(totals, tried, strict=True) if total]
    return [each for _, each in sorted(found, key=lambda counted: -counted[0])]


def _telling(archive: Reading, document: Document) -> list[str]:
    """Return the words of a title that tell what it is about, as the archive writes them.

    Each is in the form that dictionaries have: no plurals, feminines of adjectives, conjugated verbs.
    """
    most = max(2, archive.info.documents // _FREQUENT)
    words = dict.fromkeys(
        token.terms.exact
        for token in analyse(document.title)
        if token.span == token.written
        and not (token.is_variant or token.terms.is_stop_word)
        and token.terms.exact.isalpha()
        and token.terms.exact == token.terms.stem
        and len(token.terms.exact) >= _LETTERS
    )
    return [archive.vocabulary.written(word) for word in words if archive.vocabulary.items(word) <= most]


def _items(archive: Reading, word: str) -> int:
    """Return the number of items that hold any form of a word."""
    return archive.vocabulary.stem_items(analyse(word)[0].terms.stem)
