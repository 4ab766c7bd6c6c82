"""Are misspelt words corrected, and right ones left alone? On the visible sets beside the project.

Run: python -m benchmarks.spelling_evidence. The right title of a misspelt one tells which word was meant. In
the other queries every correction counts as wrong, although people misspelt some of these questions
themselves.
"""

import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from benchmarks.shared import VISIBLE, rows
from index.archive.document import Document
from index.french.analysis import analyse
from index.french.stemming import Terms
from index.vocabulary.fuzzy import is_within
from index.vocabulary.spelling import spell, with_accents
from index.vocabulary.vocabulary import Vocabulary
from index.vocabulary.vocabulary_writer import VocabularyWriter
from index.vocabulary.word_counts import words_of

FILE = "vocabulary.sqlite"
CLEAN = {
    "tvnews": ("title", "title_inflected", "title_noaccent", "lead", "topic", "topic_noaccent"),
    "orangesum": ("title", "title_inflected", "title_noaccent", "lead", "heading"),
    "piaf": ("question",),
}


class Archive:
    """The vocabulary of a visible set, and the items that hold each word; without titles that are queries."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        holders: dict[str, array[int]] = defaultdict(lambda: array("I"))
        with VocabularyWriter(folder / FILE) as writer:
            for number, row in enumerate(rows(VISIBLE / name / "corpus.jsonl.gz")):
                title = str(row["title"]) if name == "piaf" else ""
                document = Document(str(row["id"]), title, str(row["body"]))
                writer.add(words_of([document]))
                for word in {token.terms.exact for text in (title, document.body) for token in analyse(text)}:
                    holders[word].append(number)
        self.vocabulary = Vocabulary([folder / FILE])
        self._holders = lru_cache(2_000)(lambda word: frozenset(holders.get(word, ())))

    def together(self, ones: Sequence[str], others: Sequence[str]) -> Iterator[int]:
        """Yield the number of items that hold each of some words with each of some others."""
        return (len(self._holders(one) & self._holders(other)) for one in ones for other in others)

    def queries(self, kind: str) -> dict[str, list[Terms]]:
        """Return the words of each query of a kind, by the id of the item it was made from, else its own."""
        path = VISIBLE / self.name / f"queries.{kind}.jsonl"
        return {str(row["id"]).split("-", 2)[-1]: words(str(row["text"])) for row in rows(path)}


def words(text: str) -> list[Terms]:
    """Return the words of a text."""
    return [token.terms for token in analyse(text) if not token.is_variant]


def misspelt(archive: Archive) -> Iterator[tuple[list[Terms], int, str]]:
    """Yield each title with one misspelt word: its words, number of the misspelt one, the word meant."""
    titles = archive.queries("title")
    for item, typed in archive.queries("title_typo").items():
        right, exact = [word.exact for word in titles.get(item, ())], [word.exact for word in typed]
        wrong = [number for number, word in enumerate(exact) if word not in right]
        meant = {
            word
            for number in wrong
            for word in right
            if word not in exact and is_within(word, exact[number], 1)
        }
        if len(wrong) == len(meant) == 1:
            yield typed, wrong[0], meant.pop()


def corrected(archive: Archive) -> None:
    """Print how many misspelt words are corrected."""
    count: Counter[str] = Counter()
    for typed, number, meant in misspelt(archive):
        spelled = spell(typed, archive.vocabulary, archive.together)
        found = [correction.terms.exact for correction in spelled[number].corrections]
        count["words"] += 1
        count["first"] += found[:1] == [meant]
        count["first or second"] += meant in found
        count["left alone"] += not found
        count["others touched"] += sum(bool(word.corrections) for word in spelled) - bool(found)
    print(f"{archive.name} title_typo:", ", ".join(f"{name} {number}" for name, number in count.items()))


def touched(archive: Archive, kind: str) -> None:
    """Print how many words of right queries are corrected."""
    count: Counter[str] = Counter()
    for typed in archive.queries(kind).values():
        wrong = sum(bool(word.corrections) for word in spell(typed, archive.vocabulary, archive.together))
        count.update(words=len(typed), touched=wrong, queries=1, queries_touched=wrong > 0)
    share = count["touched"] / count["words"]
    print(
        f"{archive.name} {kind}: {count['touched']} of {count['words']} words touched ({share:.3%}),"
        f" in {count['queries_touched']} of {count['queries']} queries"
    )


def accents(archive: Archive) -> None:
    """Print how many words typed without accents have the right stem, as typed and with accents restored."""
    count: Counter[str] = Counter()
    titles = archive.queries("title")
    for item, typed in archive.queries("title_noaccent").items():
        for word, right in zip(typed, titles.get(item, ()), strict=False):
            if word.exact == right.exact and right.accented:
                restored = with_accents(word, archive.vocabulary)
                count.update(words=1, before=word.stem == right.stem, after=restored.stem == right.stem)
    kept = [
        with_accents(word, archive.vocabulary).stem == word.stem
        for title in titles.values()
        for word in title
    ]
    print(
        f"{archive.name} title_noaccent: {count['before']} of {count['words']} accented words have the right"
        f" stem as typed, {count['after']} with accents given back;"
        f" {kept.count(False)} of {len(kept)} words of right titles get another"
    )


def main() -> None:
    """Measure every set."""
    for name, kinds in CLEAN.items():
        with tempfile.TemporaryDirectory() as folder:
            archive = Archive(name, Path(folder))
            if "title" in kinds:
                corrected(archive)
                accents(archive)
            for kind in kinds:
                touched(archive, kind)


if __name__ == "__main__":
    main()
