"""What is stored of a document in every engine, as it is read back."""

from dataclasses import replace
from typing import NotRequired, TypedDict, cast

from index.archive.date_origin import DateOrigin, of_a_date
from index.archive.document import (
    Appearance,
    BulletinRow,
    Document,
    from_clock,
    from_iso,
    from_row,
    to_clock,
    to_iso,
    to_row,
)


class _Stored(TypedDict):
    """What is stored of a document, as it is read back.

    Attributes:
        date: ISO date, or empty.
        date_origin: As `Document.origin` has it.
        time: As `to_clock` writes it; left out where unknown.
        appearances: The text columns of a bulletin, then the place in it; lists, as JSON has no tuples.
        versions: What is stored of each; the last one has the text of the document, and none here.
        is_past: Of a version, see `Document.is_past`; left out where it is not.
    """

    id: str
    title: str
    body: str
    source: str
    date: str
    url: str
    date_origin: DateOrigin
    time: NotRequired[str]
    appearances: NotRequired[list[tuple[*BulletinRow, int]]]
    versions: NotRequired[list[dict[str, object]]]
    is_past: NotRequired[bool]


def to_stored(document: Document) -> dict[str, object]:
    """Return what is stored of a document, by field, in the order of `add_document`."""
    appearances = [[*to_row(each.bulletin), each.place] for each in document.appearances]
    return {
        **({"appearances": appearances} if appearances else {}),
        "body": document.body,
        "date": to_iso(document.date),
        "date_origin": document.origin,
        "id": document.id,
        **({"is_past": True} if document.is_past else {}),
        "source": document.source,
        **({"time": to_clock(document.time)} if document.time else {}),
        "title": document.title,
        "url": document.url,
        **({"versions": _to_stored_versions(document)} if document.versions else {}),
    }


def _to_stored_versions(document: Document) -> list[dict[str, object]]:
    *earlier, last = document.versions
    return list(map(to_stored, (*earlier, replace(last, title="", body=""))))


def to_document(fields: dict[str, object]) -> Document:
    """Return the document whose stored fields these are."""
    stored = cast(_Stored, fields)
    document = Document(
        stored["id"],
        stored["title"],
        stored["body"],
        stored["source"],
        from_iso(stored["date"]),
        stored["url"],
        _appearances(stored["appearances"]) if "appearances" in stored else (),
        from_clock(stored["time"]) if "time" in stored else None,
        of_a_date(stored["date_origin"]),
        is_past="is_past" in stored,
    )
    return _with_versions(document, stored["versions"]) if "versions" in stored else document


def _appearances(stored: list[tuple[*BulletinRow, int]]) -> tuple[Appearance, ...]:
    return tuple([Appearance(from_row(*row), place) for *row, place in stored])


def _with_versions(document: Document, stored: list[dict[str, object]]) -> Document:
    *earlier, last = map(to_document, stored)
    newest = replace(last, title=document.title, body=document.body)
    return replace(document, versions=(*earlier, newest))
