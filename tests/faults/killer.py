"""Kill what writes at random moments while readers search; run by test_kills.py.

    killer.py FOLDER KILLS SEED WORK

Every answer tells which state of the index it is of, so that a reader sees whether it was answered from an
old one, a new one, a mixture or none. Prints one line of JSON.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import indexer.pipeline  # noqa: F401  imported once, not by each command
from bulletins import main as bulletins
from index import Document, SearchError, open_engine, parse
from index.engines.whoosh.writing import parts
from index.results import Results

DOCUMENTS = 40
READERS = 3
LONGEST = 60
"""Seconds that a watch may take to add."""


# --- what is searched ---


def body(generation: int) -> str:
    """Return the text of all documents of a generation."""
    return f"Le corps de la génération{generation} continue."


def documents(generation: int) -> Iterator[Document]:
    """Make the documents of a generation."""
    for number in range(DOCUMENTS):
        yield Document(f"id-{number}", f"Titre {number}", body(generation))


def generation_in(results: Results) -> int:
    """Tell the one generation that a whole answer is of; -1 for anything else."""
    seen = {hit.document.body.removeprefix("Le corps de la génération").split()[0] for hit in results.hits}
    return int(seen.pop()) if len(seen) == 1 and len(results.hits) == results.total == DOCUMENTS else -1


def removed_in(results: Results) -> int:
    """Tell how many of a whole answer's documents were removed, the first ones; -1 for anything else."""
    left = sorted(int(hit.document.id.removeprefix("id-")) for hit in results.hits)
    gone = DOCUMENTS * 10 - results.total
    return gone if left == list(range(gone, DOCUMENTS * 10)) else -1


def searched(url: str) -> Results:
    """Search with a fresh engine."""
    return open_engine(url).search(parse("corps"), limit=20 * DOCUMENTS)


# --- what writes ---


def rebuild(url: str, number: int) -> None:
    """Rebuild an index of a generation."""
    open_engine(url).rebuild(documents(number))


def add(url: str, number: int) -> None:
    """Replace all documents by those of a generation."""
    open_engine(url).add(documents(number))


def add_apart(url: str, number: int) -> None:
    """Replace all documents, and leave the part that had them to be merged, though none is left in it."""
    parts.SMALL = parts.RATIO = -1
    add(url, number)


def merge(url: str, _number: int) -> None:
    """Make one part of all."""
    open_engine(url).merge()


def is_merged(url: str) -> bool:
    """Return whether the index has one part."""
    folder = Path(url.removeprefix("whoosh:"))
    build = folder / (folder / "CURRENT").read_text("utf-8").strip()
    return len(json.loads((build / "build.json").read_text("utf-8"))["parts"]) == 1


def rebuild_to_remove(url: str) -> None:
    """Rebuild an index of many documents of one generation."""
    many = (Document(f"id-{number}", f"Titre {number}", body(0)) for number in range(DOCUMENTS * 10))
    open_engine(url).rebuild(many)


def remove(url: str, _number: int) -> None:
    """Remove the first document that is left."""
    open_engine(url).remove([f"id-{removed_in(searched(url))}"])


def watched(url: str) -> Path:
    """Return the folder that is watched."""
    return Path(url.removeprefix("whoosh:")).with_name("Bulletins")


def write_watched(url: str, number: int) -> None:
    """Replace the bulletin in the folder that is watched by one of a generation."""
    file = watched(url) / "bulletin.txt"
    file.parent.mkdir(exist_ok=True)
    text = "".join(f"► Titre {item}\n{body(number)}\n" for item in range(DOCUMENTS))
    file.with_name(".new").write_text(text, "utf-8")
    file.with_name(".new").replace(file)


def watch(url: str, _number: int) -> None:
    """Watch the folder for ever, quietly."""
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  the process ends with it
    bulletins(["watch", str(watched(url)), "--index", url, "--rest", "0.1"])


def begin_to_watch(url: str) -> None:
    """Index the bulletin that is watched."""
    write_watched(url, 0)
    sys.stderr, before = Path(os.devnull).open("w"), sys.stderr  # noqa: SIM115  the same
    bulletins(["add", str(watched(url)), "--index", url], standalone_mode=False)
    sys.stderr = before


@dataclass(frozen=True)
class Work:
    """What is killed.

    Attributes:
        do: Writes; given the URL of the index and the number of the try.
        prepare: Called before each try, and not killed.
        begin: Makes the first index.
        seen: Tells the state that a whole answer is of, which never falls.
        state: Tells what serves.
        after: Returns what serves after a try, from what served before it and its number.
        is_ending: It ends by itself.
    """

    do: Callable[[str, int], None]
    prepare: Callable[[str, int], None] = lambda url, number: None
    begin: Callable[[str], None] = lambda url: rebuild(url, 0)
    seen: Callable[[Results], int] = generation_in
    state: Callable[[str], object] = lambda url: generation_in(searched(url))
    after: Callable[[object, int], object] = lambda before, number: number
    is_ending: bool = True


WORKS = {
    "rebuild": Work(rebuild),
    "add": Work(add),
    "merge": Work(
        merge,
        add_apart,
        state=lambda url: (generation_in(searched(url)), is_merged(url)),
        after=lambda before, number: (number, True),
    ),
    "remove": Work(
        remove,
        begin=rebuild_to_remove,
        seen=removed_in,
        state=lambda url: removed_in(searched(url)),
        after=lambda before, number: int(str(before)) + 1,
    ),
    "watch": Work(watch, write_watched, begin_to_watch, is_ending=False),
}


# --- readers, and who kills ---


def read(url: str, output: Path, work: Work, *, is_fresh: bool) -> None:
    """Search until told to stop, with one engine or a fresh one each time; write down what was seen."""
    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    engine, searches, last, problems = open_engine(url), 0, 0, list[str]()
    while not stopped:
        engine = open_engine(url) if is_fresh else engine
        try:
            state = work.seen(engine.search(parse("corps"), limit=20 * DOCUMENTS))
        except SearchError as error:
            problems.append(str(error))
            continue
        if state < last:
            problems.append(f"after {last} came {state}")
        searches, last = searches + 1, state
    output.write_text(json.dumps({"searches": searches, "last": last, "problems": problems[:5]}), "utf-8")


def forked(work: object, *arguments: object, **named: object) -> int:
    """Do something in a forked process; gives its id."""
    child = os.fork()
    if child == 0:
        try:
            assert callable(work)
            work(*arguments, **named)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    return child


def kill(child: int) -> bool:
    """Kill a process, and return whether it had not ended before."""
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def seconds_of(url: str, work: Work) -> float:
    """Do a work once, and return how long that takes."""
    work.prepare(url, 1)
    wanted, start = work.after(work.state(url), 1), time.monotonic()
    child = forked(work.do, url, 1)
    if work.is_ending:
        os.waitpid(child, 0)
        return time.monotonic() - start
    while work.state(url) != wanted:
        assert time.monotonic() - start < LONGEST
        time.sleep(0.01)
    took = time.monotonic() - start
    kill(child)
    return took


def kill_one_after_another(url: str, kills: int, work: Work) -> Counter[str]:
    """Write and kill, so many times; gives what each left: the old index, the new one, or neither."""
    longest = 1.2 * seconds_of(url, work)
    outcomes: Counter[str] = Counter()
    number = 1
    while outcomes.total() - outcomes["ended"] < kills:
        number += 1
        work.prepare(url, number)
        before = work.state(url)
        child = forked(work.do, url, number)
        time.sleep(random.uniform(0, longest))
        was_killed, state = kill(child), work.state(url)
        if state == work.after(before, number):
            outcomes["new" if was_killed else "ended"] += 1
            longest *= 0.95
        else:
            outcomes["old" if was_killed and state == before else f"neither: {state}"] += 1
            longest *= 1.01  # until one try in six comes to its end, however busy the machine is
    return outcomes


def main(folder: Path, kills: int, seed: int, work: Work) -> None:
    """Let readers search while what writes is killed."""
    random.seed(seed)
    url = f"whoosh:{folder / 'index'}"
    work.begin(url)
    outputs = [folder / f"reader-{number}" for number in range(READERS)]
    readers = [forked(read, url, output, work, is_fresh=not number) for number, output in enumerate(outputs)]
    outcomes = kill_one_after_another(url, kills, work)
    for reader in readers:
        os.kill(reader, signal.SIGTERM)
        os.waitpid(reader, 0)
    served = searched(url).total
    checked = open_engine(url).check().documents == served
    seen = [json.loads(output.read_text("utf-8")) for output in outputs]
    builds = len(list((folder / "index" / "builds").iterdir()))
    print(json.dumps({"outcomes": outcomes, "is_checked": checked, "builds": builds, "seen": seen}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), WORKS[sys.argv[4]])
