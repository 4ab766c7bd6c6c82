"""A Whoosh index of short bodies: what tests of adding, merging and reading share."""

from pathlib import Path

from whoosh import fields
from whoosh import query as q
from whoosh.analysis import RegexTokenizer

from index.engines.whoosh.codec.whoosh_index import ArraysIndex


def schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        body=fields.TEXT(RegexTokenizer(), stored=True),
        kind=fields.ID,
        number=fields.NUMERIC(unique=True),
    )


def add(index: ArraysIndex, *bodies: str, merge: bool = False) -> None:
    writer = index.writer()
    for body in bodies:
        writer.add_document(id=body, body=body)
    writer.commit(merge=merge)


def bodies(index: ArraysIndex) -> list[str]:
    with index.searcher() as searcher:
        return sorted(hit["body"] for hit in searcher.search(q.Every(), limit=None))


def files(index: ArraysIndex) -> list[str]:
    return sorted(path.suffix for path in Path(index.storage.folder).iterdir() if "LOCK" not in path.name)
