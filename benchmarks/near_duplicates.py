"""How well are edits told from other items? On pairs made of real items beside the project.

Run by `make real`. Each of the items is edited as newsrooms do; other items of its source within two days are
no edits, but for the few that are true ones, which count as wrong here.
"""

import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from benchmarks.shared import VISIBLE, rows
from index.archive.near_duplicates import Outline, is_edit, may_be_edit, outline, read_sketch, sketch

ITEMS = 3_000
"""Items that are edited, each in every way."""
DAYS = 2
RECALL, PRECISION = 0.95, 0.98
"""What is wanted, at least."""

Text = tuple[str, list[str]]
"""Title and sentences."""


def changed_words(text: Text, _other: Text) -> Text:
    """Correct one word of twenty-five."""
    words = " ".join(text[1]).split(" ")
    for place in random.sample(range(len(words)), max(1, len(words) // 25)):
        words[place] = words[place][::-1]
    return text[0], [" ".join(words)]


def changed_figures(text: Text, _other: Text) -> Text:
    """Bring the figures of the body up to date."""
    return text[0], [re.sub(r"\d+", lambda it: str(len(it[0]) + int(it[0][:9])), each) for each in text[1]]


EDITS: Mapping[str, Callable[[Text, Text], Text]] = {
    "words corrected": changed_words,
    "figures brought up to date": changed_figures,
    "another title": lambda text, other: (other[0], text[1]),
    "another opening sentence": lambda text, other: (text[0], [other[1][0], *text[1][1:]]),
    "a sentence before": lambda text, other: (text[0], [other[1][0], *text[1]]),
    "three sentences more": lambda text, other: (text[0], [*text[1], *other[1][:3]]),
    "twice as long": lambda text, other: (text[0], [*text[1], *other[1][: len(text[1])]]),
    "without its last sentence": lambda text, _: (text[0], text[1][:-1] or text[1]),
    "half of it": lambda text, _: (text[0], text[1][: (len(text[1]) + 1) // 2]),
}


def main() -> int:
    """Print a line an edit, then precision and recall of all; return 1 where less than wanted."""
    random.seed(17)
    texts, days = _items()
    found = sum(_found(name, texts) for name in EDITS)
    wrong, compared = _taken_for_edits(days)
    recall = found / (len(EDITS) * ITEMS)
    precision = found / (found + wrong)
    is_enough = recall >= RECALL and precision >= PRECISION
    said = f"recall {recall:.3f}, precision {precision:.4f}: {wrong} of {compared} pairs of other items"
    print(f"{'ok' if is_enough else 'FAILED'}: near-duplicates: {said}")
    return not is_enough


def _items() -> tuple[Sequence[Text], Mapping[tuple[str, int], list[Outline]]]:
    """Return some items, and the outlines of all by source and day."""
    items = list(rows(VISIBLE / "tvnews" / "corpus.jsonl.gz"))
    days = defaultdict[tuple[str, int], list[Outline]](list)
    for item in random.sample(items, len(items) // 4):
        day = date.fromisoformat(str(item["date"])[:10]).toordinal()
        days[str(item["source"]), day].append(outline(str(item["title"]), str(item["body"])))
    chosen = random.sample(items, ITEMS)
    return [(str(item["title"]), re.split(r"(?<=[.!?])\s+", str(item["body"]))) for item in chosen], days


def _found(name: str, texts: Sequence[Text]) -> int:
    """Edit each text, and count those that are known for edits."""
    found = 0
    for text in texts:
        title, body = EDITS[name](text, random.choice(texts))
        texts_of_both = " ".join(text[1]), " ".join(body)
        here, there = (read_sketch(sketch(each)) for each in texts_of_both)
        may_be = may_be_edit(len(here & there), here, there)
        found += may_be and is_edit(outline(text[0], texts_of_both[0]), outline(title, texts_of_both[1]))
    print(f"    {name}: {found} of {len(texts)}")
    return found


def _taken_for_edits(days: Mapping[tuple[str, int], list[Outline]]) -> tuple[int, int]:
    """Count the pairs of other items that are taken for edits, and all pairs."""
    wrong = compared = 0
    for (source, day), here in days.items():
        for number, one in enumerate(here):
            later = [other for after in range(1, DAYS + 1) for other in days.get((source, day + after), ())]
            others = [*here[number + 1 :], *later]
            wrong += sum(is_edit(one, other) for other in others)
            compared += len(others)
    return wrong, compared


if __name__ == "__main__":
    sys.exit(main())
