"""Kill rebuilds, or additions and merges, at random moments while readers search; run by test_kills.py.

    killer.py FOLDER KILLS SEED WORK

Every document carries its generation, so that a reader sees whether it was answered from an old index, a new
one, a mixture or none. Prints one line of JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from index import Document, SearchError, open_engine, parse
from index.results import Results

DOCUMENTS = 40
READERS = 3


def documents(generation: int) -> Iterator[Document]:
    """Make the documents of a generation."""
    for number in range(DOCUMENTS):
        yield Document(f"id-{number}", f"Titre {number}", f"Le corps de la génération{generation} continue.")


def generation_in(results: Results) -> int:
    """Tell the one generation that a whole answer is of; -1 for anything else."""
    seen = {hit.document.body.removeprefix("Le corps de la génération").split()[0] for hit in results.hits}
    return int(seen.pop()) if len(seen) == 1 and len(results.hits) == results.total == DOCUMENTS else -1


def read(url: str, output: Path, *, is_fresh: bool) -> None:
    """Search until told to stop, with one engine or a fresh one each time; write down what was seen."""
    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    engine, searches, last, problems = open_engine(url), 0, 0, list[str]()
    while not stopped:
        engine = open_engine(url) if is_fresh else engine
        try:
            generation = generation_in(engine.search(parse("corps"), limit=2 * DOCUMENTS))
        except SearchError as error:
            problems.append(str(error))
            continue
        if generation < last:
            problems.append(f"after generation {last} came {generation}")
        searches, last = searches + 1, generation
    output.write_text(json.dumps({"searches": searches, "last": last, "problems": problems[:5]}), "utf-8")


def forked(work: object, *arguments: object, **named: object) -> int:
    """Do something in a forked process; gives its id."""
    child = os.fork()
    if child == 0:
        assert callable(work)
        work(*arguments, **named)
        os._exit(0)
    return child


def rebuild(url: str, generation: int) -> None:
    """Rebuild, quietly."""
    open_engine(url).rebuild(documents(generation))


def add(url: str, generation: int) -> None:
    """Replace all documents one by one, and merge what that left."""
    engine = open_engine(url)
    engine.add(documents(generation))
    engine.merge()


WORKS: dict[str, Callable[[str, int], None]] = {"rebuild": rebuild, "add": add}


def kill_one_after_another(url: str, kills: int, work: Callable[[str, int], None]) -> Counter[str]:
    """Write and kill, so many times; gives what each left: the old index, the new one, or neither."""
    start = time.monotonic()
    work(url, 0)
    longest = 1.2 * (time.monotonic() - start)
    outcomes: Counter[str] = Counter()
    generation = last = 0
    while outcomes.total() - outcomes["ended"] < kills:
        generation += 1
        child = forked(work, url, generation)
        time.sleep(random.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        was_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        serving = generation_in(open_engine(url).search(parse("corps"), limit=2 * DOCUMENTS))
        if was_killed:
            outcomes[{last: "old", generation: "new"}.get(serving, f"neither: {serving}")] += 1
        else:
            outcomes["ended" if serving == generation else f"neither: {serving}"] += 1
        last = serving
    return outcomes


def main(folder: Path, kills: int, seed: int, work: str) -> None:
    """Let readers search while what writes is killed."""
    random.seed(seed)
    url = f"whoosh:{folder / 'index'}"
    rebuild(url, 0)
    outputs = [folder / f"reader-{number}" for number in range(READERS)]
    readers = [forked(read, url, output, is_fresh=not number) for number, output in enumerate(outputs)]
    outcomes = kill_one_after_another(url, kills, WORKS[work])
    for reader in readers:
        os.kill(reader, signal.SIGTERM)
        os.waitpid(reader, 0)
    checked = open_engine(url).check().documents
    seen = [json.loads(output.read_text("utf-8")) for output in outputs]
    builds = len(list((folder / "index" / "builds").iterdir()))
    print(json.dumps({"outcomes": outcomes, "checked": checked, "builds": builds, "seen": seen}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
