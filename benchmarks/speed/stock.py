"""whoosh3 as it is, with the fields of the product: only built, to compare the time of building."""

import json
from pathlib import Path

from whoosh.analysis import LanguageAnalyzer, SimpleAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage

from benchmarks.speed.worker import Figures, Item
from benchmarks.speed.worker import main as work

WRITER_MEMORY = 512
"""Megabytes."""


def schema() -> Schema:
    """Return a schema of stems and exact forms of title and body, with positions; the text is stored once."""
    return Schema(
        id=ID(unique=True, stored=True),
        title=TEXT(LanguageAnalyzer("fr"), stored=True),
        title_exact=TEXT(SimpleAnalyzer()),
        body=TEXT(LanguageAnalyzer("fr"), stored=True),
        body_exact=TEXT(SimpleAnalyzer()),
        date=ID(stored=True),
        source=ID(stored=True),
    )


class Stock:
    """See `worker.Side`, of which it implements `build` only."""

    def build(self, items: Path, folder: Path) -> Figures:
        """Index a file of items."""
        writer = FileStorage(str(folder)).create_index(schema()).writer(limitmb=WRITER_MEMORY)
        with items.open(encoding="utf-8") as lines:
            for line in lines:
                item: Item = json.loads(line)
                writer.add_document(**item, title_exact=item["title"], body_exact=item["body"])
        writer.commit()
        return {}


if __name__ == "__main__":
    work(Stock())  # type: ignore[arg-type]
