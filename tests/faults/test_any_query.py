"""Whatever is typed is answered: queries made at random of all that the language has."""

import random
import time
from collections.abc import Callable

import pytest

from index import Document, Engine, open_engine, parse
from index.as_json import to_json
from index.budget import Budget, limited
from index.engines.whoosh.search import kernel

BUDGET = 0.5
SMALL = ("de", "la", "le", "les", "a", "et", "en", "un", "du", "est", "que", "dans", "au", "l’été", "l’or")
WORDS = (
    "grève",
    "France",
    "président",
    "Paris",
    "inondations",
    "Corée",
    "Nord",
    "COVID-19",
    "20h30",
    "porte-avions",
)
FIELDS = ("titre:", "corps:", "source:", "bulletin:")
DATES = ("date:2020", "date:2015..2021", "depuis:2a", "avant:2022", "date:hier", "hier", "2019", "lundi")
SIGNS = (
    "-",
    "–",
    "!",
    "=",
    "+",
    "#",
    "&eacute;",
    "(",
    ")",
    '"',
    "«",
    "~5",
    "*",
    " ET",
    " OU",
    " NON",
    " && ",
    "||",
    ":",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    chance = random.Random(1)
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('any') / 'index'}")
    engine.rebuild(
        Document(
            str(number), text(chance, 6), text(chance, 120), source=chance.choice(["Le Monde", "Radio 1"])
        )
        for number in range(1000)
    )
    return engine


def text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(SMALL if chance.random() < 0.6 else WORDS) for _ in range(words))


def word(chance: random.Random) -> str:
    kind = chance.random()
    if kind > 0.9:
        return "".join(chance.choice("aeiouélmnrst’-.") for _ in range(chance.randint(1, 12)))
    found = chance.choice(SMALL if kind < 0.5 else WORDS)
    return chance.choice([found, found, found.upper(), found.capitalize()])


def part(chance: random.Random, depth: int = 0) -> str:
    kind = chance.random()
    if kind < 0.3:
        return word(chance)
    if kind < 0.5:
        words = " ".join(word(chance) for _ in range(chance.randint(0, 8)))
        return f'"{words}"{chance.choice(["", "~0", "~1", "~5", "~50", "~99999999999"])}'
    if kind < 0.6:
        return f"{word(chance)[: chance.randint(1, 5)]}*"
    if kind < 0.7:
        return chance.choice(("-", "=", "–", "!")) + part(chance, depth + 1)
    if kind < 0.78:
        return chance.choice(FIELDS) + part(chance, depth + 1)
    if kind < 0.84:
        return chance.choice(DATES)
    if kind < 0.92 and depth < 30:
        return f"({' '.join(part(chance, depth + 1) for _ in range(chance.randint(0, 4)))})"
    return chance.choice(SIGNS)


def query(chance: random.Random) -> str:
    joints = (" ", " ", " ", " ET ", " OU ", "")
    parts = (part(chance) + chance.choice(joints) for _ in range(chance.choice((1, 2, 3, 5, 8, 20, 60))))
    return "".join(parts)


@pytest.mark.parametrize("has_kernel", [True, False], ids=["kernel", "numpy"])
def test_any_query_is_answered(
    engine: Engine, has_kernel: bool, is_thorough: bool,
    tell: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if not has_kernel:
        monkeypatch.setattr(kernel, "loaded", None)
    count = 20_000 if is_thorough else 300
    chance, longest, partial = random.Random(2), 0.0, 0
    for _ in range(count):
        typed = query(chance)
        with limited(Budget(BUDGET)):
            start = time.thread_time()
            parsed = parse(typed)
            results = engine.search(parsed, 3)
            assert to_json(parsed, results, str)["total_is_exact"] is not results.is_partial, typed
            assert results.hits or not results.total or results.is_partial, typed
            longest, partial = max(longest, time.thread_time() - start), partial + results.is_partial
    tell(
        f"{count:,} queries at random, {'kernel' if has_kernel else 'numpy'}",
        f"all answered, {partial} in part; the longest took {longest * 1000:.0f} ms of CPU",
    )
