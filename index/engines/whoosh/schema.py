"""The fields of the Whoosh index: title and body in stems and in exact forms, and what is stored."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from whoosh.analysis import RegexTokenizer
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import ID, STORED, TEXT, Schema

from index.analysis import analyse
from index.document import Appearance, Bulletin, Document

FORMAT = "2"
"""Changes whenever an index written before can no longer be read."""

StoredFields = dict[str, str]
"""What Whoosh keeps of a document: every field as text."""


class FrenchAnalyzer(Analyzer):
    """The French chain of `index.analysis` as Whoosh sees it; pickled with the schema by its name.

    Args:
        form: `stem` gives folded stems; `exact` gives folded forms, and accented ones beside them.
    """

    def __init__(self, form: Literal["stem", "exact"]) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrenchAnalyzer) and other.form == self.form

    def __hash__(self) -> int:
        return hash(self.form)

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:
        """Yield Whoosh tokens; their positions count words."""
        token = Token(**(options | {"positions": True}))
        for word in analyse(value):
            token.pos = word.position
            token.text = word.terms.stem if self.form == "stem" else word.terms.exact
            yield token
            if self.form == "exact" and word.terms.accented:
                token.text = word.terms.accented
                yield token


def schema() -> Schema:
    """Make the schema of a new index."""
    return Schema(
        id=ID(unique=True, stored=True),
        title=TEXT(FrenchAnalyzer("stem"), stored=True),
        title_exact=TEXT(FrenchAnalyzer("exact")),
        body=TEXT(FrenchAnalyzer("stem"), stored=True),
        body_exact=TEXT(FrenchAnalyzer("exact")),
        source=ID(stored=True),
        date=ID(stored=True),
        bulletin=TEXT(RegexTokenizer(r"[^\n]+"), phrase=False),  # type: ignore[arg-type]  # as Whoosh documents it
        url=STORED,
        appearances=STORED,
    )


def to_fields(document: Document) -> StoredFields:
    """Give the fields that Whoosh indexes and stores for a document."""
    return {
        "id": document.id,
        "title": document.title,
        "title_exact": document.title,
        "body": document.body,
        "body_exact": document.body,
        "source": document.source,
        "date": document.date.isoformat() if document.date else "",
        "bulletin": "\n".join(appearance.bulletin.id for appearance in document.appearances),
        "url": document.url,
        "appearances": json.dumps(
            [_to_list(appearance) for appearance in document.appearances], ensure_ascii=False
        ),
    }


def to_document(fields: StoredFields) -> Document:
    """Read a document back from what Whoosh stored."""
    return Document(
        fields["id"],
        fields["title"],
        fields["body"],
        fields["source"],
        _day(fields["date"]),
        fields["url"],
        tuple(_from_list(values) for values in json.loads(fields["appearances"])),
    )


def _to_list(appearance: Appearance) -> list[str | int]:
    bulletin = appearance.bulletin
    day = bulletin.date.isoformat() if bulletin.date else ""
    return [bulletin.id, bulletin.name, bulletin.source, day, bulletin.url, appearance.place]


def _from_list(values: list[str | int]) -> Appearance:
    *bulletin, place = values
    identifier, name, source, day, url = map(str, bulletin)
    return Appearance(Bulletin(identifier, name, source, _day(day), url), int(place))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
