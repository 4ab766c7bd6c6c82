"""Speed of the vocabulary, to write, to open, to correct and to complete with it, and its size.

Run: python -m benchmarks.vocabulary_speed [ITEMS]; ITEMS (100,000 by default) are made by `make_scale.py`
beside the project. The time in which an engine counts the items that hold two words is not included: here
words share items as often as they would by chance.
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

from benchmarks.shared import SHARED, VISIBLE, rows
from index.archive.document import Document
from index.french.analysis import analyse
from index.french.form_table import FormTable
from index.french.occurrences import occurrences
from index.french.stemming import Terms
from index.vocabulary.completion import complete
from index.vocabulary.spelling import SpelledWord, spell
from index.vocabulary.vocabulary import Vocabulary
from index.vocabulary.vocabulary_writer import VocabularyWriter
from index.vocabulary.word_counts import WordCounter, day_number

FILE = "vocabulary.sqlite"
RUN = 3000
"""Items of a run, which are analysed and counted together."""


def made(items: int) -> Iterator[Document]:
    """Yield the first items of `make_scale.py`."""
    command = [sys.executable, str(SHARED / "data/make_scale.py"), str(items)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        for line in process.stdout:
            values = json.loads(line)
            yield Document(values["id"], values["title"], values["body"])


def gather(folder: Path, items: int) -> None:
    """Write the vocabulary of some items, and print what it took, the analysis apart."""
    analysing = gathering = 0.0
    with VocabularyWriter(folder / FILE) as writer:
        forms, documents = FormTable(), made(items)
        counter = WordCounter(forms)
        while run := list(islice(documents, RUN)):
            start = time.process_time()
            words = occurrences(forms, [text for each in run for text in (each.title, each.body)])
            middle = time.process_time()
            counter.add([document.title for document in run], words, map(day_number, run))
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
    """Return the peak memory of this process, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def report(name: str, times: Iterable[float]) -> None:
    """Print the median, the 95th percentile and the maximum of some times."""
    ordered = sorted(times)
    p50, p95 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
    print(f"{name}: {len(ordered)}, ms CPU p50 {p50:.2f}, p95 {p95:.2f}, most {ordered[-1]:.2f}")


def timed(act: Callable[[], object]) -> float:
    """Call a function, and return the milliseconds of CPU that it takes."""
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def queries(kind: str) -> list[str]:
    """Return the visible queries of a kind."""
    return [
        str(row["text"]) for path in sorted(VISIBLE.glob(f"*/queries.{kind}.jsonl")) for row in rows(path)
    ]


def words(query: str) -> list[Terms]:
    """Return the words of a query."""
    return [token.terms for token in analyse(query) if not token.is_variant]


def corrections(vocabulary: Vocabulary, texts: Sequence[str]) -> Iterator[float]:
    """Yield the milliseconds of CPU that each misspelt query takes to be corrected."""
    for query in texts:
        spelled: list[SpelledWord] = []
        took = timed(partial(spelled_into, spelled, words(query), vocabulary))
        if any(word.corrections for word in spelled):
            yield took


def spelled_into(found: list[SpelledWord], typed: Sequence[Terms], vocabulary: Vocabulary) -> None:
    """Append the spelled words of a query, whose words share items as often as by chance."""

    def together(ones: Sequence[str], others: Sequence[str]) -> Iterator[int]:
        items = vocabulary.items
        return (items(one) * items(other) // vocabulary.documents for one in ones for other in others)

    found += spell(typed, vocabulary, together)


def beginnings(titles: Sequence[str], chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Yield texts to complete, by what has been typed so far."""
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
        report(
            "opening and one word",
            (timed(lambda: Vocabulary([folder / FILE]).items("vent")) for _ in range(50)),
        )
        vocabulary, chance = Vocabulary([folder / FILE]), random.Random(1)
        misspelt = chance.sample(queries("title_typo"), 1_000)
        report("queries with a correction", corrections(vocabulary, misspelt))
        titles = chance.sample(queries("title"), 300)
        clean = (timed(partial(spelled_into, [], words(title), vocabulary)) for title in titles)
        report("titles without a mistake", clean)
        for kind, texts in beginnings(titles, chance):
            report(f"completion, {kind}", (timed(partial(complete, vocabulary, text, 8)) for text in texts))


if __name__ == "__main__":
    main()
