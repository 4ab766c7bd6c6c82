"""How long a vocabulary takes to gather, to open, to correct with and to complete from, and how large it is.

Run: python -m benchmarks.vocabulary_speed [ITEMS]; ITEMS (100,000 where nothing else is said) are made by
`make_scale.py` beside the project. What an engine takes to count the items that hold two words is not in it:
here they stand together as often as chance would have it.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.real_input import SHARED, VISIBLE, rows
from index.archive.document import Document
from index.french.analysis import analyse
from index.french.form_table import FormTable
from index.french.occurrences import occurrences
from index.french.stemming import Terms
from index.vocabulary.completion import complete
from index.vocabulary.spelling import SpelledWord, spell
from index.vocabulary.vocabulary import Vocabulary, VocabularyWriter
from index.vocabulary.word_counts import WordCounter

RUN = 3000
"""Items that are counted at once."""


def made(items: int) -> Iterator[Document]:
    """Make items as `make_scale.py` does."""
    command = [sys.executable, str(SHARED / "data/make_scale.py"), str(items)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        for line in process.stdout:
            values = json.loads(line)
            yield Document(values["id"], values["title"], values["body"])


def gather(folder: Path, items: int) -> None:
    """Write the vocabulary, and say what it took beside the analysis."""
    analysing = gathering = 0.0
    with VocabularyWriter(folder) as writer:
        forms, documents = FormTable(), made(items)
        counter = WordCounter(forms)
        while run := list(islice(documents, RUN)):
            start = time.process_time()
            words = occurrences(forms, [text for each in run for text in (each.title, each.body)])
            middle = time.process_time()
            counter.add([document.title for document in run], words, 0)
            analysing += middle - start
            gathering += time.process_time() - middle
        writer.add(counter.counts())
        memory, start = memory_used(), time.process_time()
    writing = time.process_time() - start
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(
        f"{items} items: analysis {analysing:.1f} s, gathering {gathering:.1f} s, writing {writing:.1f} s CPU"
    )
    print(f"memory {memory} MiB when gathered, {memory_used()} MiB at most; {size / 1e6:.1f} MB on disk")


def memory_used() -> int:
    """Give the most memory that this process has used, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def report(name: str, times: Iterable[float]) -> None:
    """Print the middle and the slow end of some times."""
    ordered = sorted(times)
    p50, p95 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
    print(f"{name}: {len(ordered)}, ms CPU p50 {p50:.2f}, p95 {p95:.2f}, most {ordered[-1]:.2f}")


def timed(act: Callable[[], object]) -> float:
    """Give the milliseconds of CPU that something takes."""
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def queries(kind: str) -> list[str]:
    """Give the visible queries of one kind."""
    return [
        str(row["text"]) for path in sorted(VISIBLE.glob(f"*/queries.{kind}.jsonl")) for row in rows(path)
    ]


def words(query: str) -> list[Terms]:
    """Give the words of a query."""
    return [token.terms for token in analyse(query) if not token.is_variant]


def corrections(vocabulary: Vocabulary, asked: Sequence[str]) -> Iterator[float]:
    """Time the queries that have a correction."""
    for query in asked:
        spelled: list[SpelledWord] = []
        took = timed(partial(spelled_into, spelled, words(query), vocabulary))
        if any(word.corrections for word in spelled):
            yield took


def spelled_into(found: list[SpelledWord], typed: Sequence[Terms], vocabulary: Vocabulary) -> None:
    """Spell a query where words stand together by chance."""

    def together(one: str, other: str) -> int:
        return vocabulary.items(one) * vocabulary.items(other) // vocabulary.documents

    found += spell(typed, vocabulary, together)


def beginnings(titles: Sequence[str], chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Give what a reader may have typed so far: of one word, and of several."""
    yield "one letter", list("abcdefghijklmnopqrstuvwxyzéà0123456789")
    several = [title.split() for title in titles if title.count(" ") > 2]
    for letters in (2, 3, 5):
        yield f"{letters} letters", [chance.choice(words)[:letters] for words in several]
    yield "two words, then a letter", [" ".join([*words[:2], words[2][:1]]) for words in several]
    yield "three words, then three letters", [" ".join([*words[:3], words[3][:3]]) for words in several]


def main() -> None:
    """Measure everything."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gather(folder, items)
        report("opening and one word", (timed(lambda: Vocabulary(folder).items("vent")) for _ in range(50)))
        vocabulary, chance = Vocabulary(folder), random.Random(1)
        asked = chance.sample(queries("title_typo"), 1_000)
        report("queries with a correction", corrections(vocabulary, asked))
        titles = chance.sample(queries("title"), 300)
        clean = (timed(partial(spelled_into, [], words(title), vocabulary)) for title in titles)
        report("titles without a mistake", clean)
        for kind, begun in beginnings(titles, chance):
            report(f"suggestions, {kind}", (timed(partial(complete, vocabulary, text, 8)) for text in begun))


if __name__ == "__main__":
    main()
