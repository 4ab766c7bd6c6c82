"""The queries: 60 of each class, chosen at random from the first items, with a fixed seed.

They are the same at every size, so that times can be compared. A rare word is in 2 to 10 of the first 10,000
items, a frequent one in 500 to 5,000. The words of an OR or AND query, no stop words, are of one item. The
words of a phrase, and the consecutive words that a reader may paste, stop words among them, are adjacent in
one sentence with nothing but spaces between. Besides these classes there are OR queries with two letters of
their longest word swapped.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.speed.items import first_lines
from benchmarks.speed.worker import Query
from index.french.folding import fold
from index.french.stemming import STOP_WORDS

SAMPLE = 10_000
"""Items that the queries are chosen from."""
EACH = 60
RARE, FREQUENT = range(2, 11), range(500, 5_001)
"""Number of items that hold a rare or a frequent word."""
CLASSES = ("rare", "frequent", "OR", "AND", "phrase", "consecutive")
MISSPELT = "misspelt"

_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"(?<![’'\w-])[^\W\d_]+(?: [^\W\d_]+)+(?![’'\w-])")

Bodies = Sequence[str]


def choose(items: Path) -> list[Query]:
    """Choose the queries of all classes."""
    rows = [json.loads(line) for line in first_lines(items, SAMPLE)]
    bodies = [row["body"].lower() for row in rows]
    holders = Counter(word for body in bodies for word in set(_telling(body)))
    chance = random.Random(6)
    chosen = {
        "rare": chance.sample(_held_by(holders, RARE), EACH),
        "frequent": chance.sample(_held_by(holders, FREQUENT), EACH),
        "OR": _many(bodies, chance, _some_words),
        "AND": _many(bodies, chance, _some_words),
        "phrase": _many(bodies, chance, _phrase),
        "consecutive": _many(bodies, chance, _consecutive),
        MISSPELT: _many(bodies, chance, _misspelt),
    }
    return [Query(kind, words) for kind in (*CLASSES, MISSPELT) for words in chosen[kind]]


def write(queries: Sequence[Query], file: Path) -> Path:
    """Write queries for the workers, and return the file."""
    file.write_text(json.dumps([asdict(query) for query in queries], ensure_ascii=False), "utf-8")
    return file


def _telling(body: str) -> list[str]:
    """Return the words of three letters or more that are no stop words."""
    return [word for word in _WORD.findall(body) if len(word) > 2 and fold(word) not in STOP_WORDS]


def _held_by(holders: Counter[str], numbers: range) -> list[str]:
    return sorted(word for word, number in holders.items() if number in numbers)


def _many(
    bodies: Bodies, chance: random.Random, choose_one: Callable[[str, random.Random], str]
) -> list[str]:
    """Choose `EACH` different queries, each from the body of a random item."""
    found: dict[str, None] = {}
    while len(found) < EACH:
        if words := choose_one(chance.choice(bodies), chance):
            found[words] = None
    return list(found)


def _some_words(body: str, chance: random.Random) -> str:
    words = sorted(set(_telling(body)))
    number = chance.randint(2, 4)
    return " ".join(chance.sample(words, number)) if len(words) >= number else ""


def _misspelt(body: str, chance: random.Random) -> str:
    words = _some_words(body, chance).split()
    number, word = max(enumerate(words), key=lambda each: len(each[1]), default=(0, ""))
    place = len(word) // 2
    if len(word) < 6 or word[place] == word[place - 1]:
        return ""
    words[number] = word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    return " ".join(words)


def _phrase(body: str, chance: random.Random) -> str:
    words = _consecutive_words(body, chance, chance.randint(2, 4))
    return words if _telling(words) else ""


def _consecutive(body: str, chance: random.Random) -> str:
    words = _consecutive_words(body, chance, chance.randint(5, 8))
    return words if _telling(words) and len(_telling(words)) < len(words.split()) else ""


def _consecutive_words(body: str, chance: random.Random, number: int) -> str:
    """Return `number` words with nothing but single spaces between them; empty if the body has none."""
    runs = [run.split(" ") for run in _RUN.findall(body)]
    long_enough = [run for run in runs if len(run) >= number]
    if not long_enough:
        return ""
    run = chance.choice(long_enough)
    begin = chance.randrange(len(run) - number + 1)
    return " ".join(run[begin : begin + number])
