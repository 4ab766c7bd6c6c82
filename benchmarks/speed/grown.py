"""An archive to which items were added one by one, beside a rebuild of the same items.

The parts that so many additions leave are computed, and each is added at once: 10,000 additions take half an
hour, and a search sees nothing but the parts.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.speed import worker
from benchmarks.speed.ours import Ours
from benchmarks.speed.worker import Figures
from index import open_engine
from index.engines.whoosh.building import MOST_MERGED_AT_ONCE
from index.engines.whoosh.writing.parts import new_part, to_merge
from indexer.pipeline import add
from indexer.progress import Progress
from indexer.report import Report

ADDITIONS = 10_000


class Grown(Ours):
    """Our engine, whose index is built by single additions; half of few items are there before."""

    def build(self, items: Path, folder: Path) -> Figures:
        """Rebuild an index of the first items, and add the others in the parts that additions leave."""
        with items.open(encoding="utf-8") as lines:
            total = sum(1 for _ in lines)
        additions = min(ADDITIONS, total // 2)
        parts = grown([total - additions], additions)
        engine = open_engine(f"whoosh:{folder}")
        for file in _divided(items, parts, folder):
            add(engine, [file], Report(), Progress(sys.stderr))
        return {"documents": parts}


def grown(parts: Sequence[int], additions: int) -> list[int]:
    """Return the documents of each part, the oldest first, after so many additions of one document."""
    newest_first = list(reversed(parts))
    for _ in range(additions):
        newest_first.insert(0, 1)
        merged = to_merge([new_part(Path(), size) for size in newest_first], MOST_MERGED_AT_ONCE)
        newest_first[:merged] = [sum(newest_first[:merged])] if merged else []
    return newest_first[::-1]


def _divided(items: Path, parts: Sequence[int], folder: Path) -> Iterator[Path]:
    """Yield a file of the items of each part, beside the index."""
    with items.open(encoding="utf-8") as lines:
        for number, size in enumerate(parts):
            file = folder.with_name(f"{folder.name}-{number}.jsonl")
            file.write_text("".join(islice(lines, size)), "utf-8")
            yield file
            file.unlink()


if __name__ == "__main__":
    worker.main(Grown())
