"""The fields of the Whoosh index: what scores, what decides what matches, and what is stored.

- `stems` and `forms` score and do nothing else: weighted frequencies of title and body together, see
  `index.ranking`, with the length of each document in a column.
- `title` and `body` hold stems: which documents have a word in any form, in the one or the other.
- `title_exact` and `body_exact` hold exact folded forms, and accented ones beside them, with positions:
  phrases, and words that must be written just so.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from whoosh.analysis import RegexTokenizer
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, STORED, TEXT, FieldType, Schema

from index.analysis import Token, analyse
from index.document import Appearance, Bulletin, Document
from index.engines.whoosh.postings import Frequencies, Places
from index.ranking import FIELDS, ScoringField, frequencies

FORMAT = "3"
"""Changes whenever an index written before can no longer be read."""

StoredFields = dict[str, str]
"""What Whoosh keeps of a document: every field as text."""


def schema() -> Schema:
    """Make the schema of a new index."""
    scoring: dict[str, FieldType] = {field: Frequencies() for field in FIELDS}
    lengths = {length_column(field): COLUMN(NumericColumn("I")) for field in FIELDS}
    return Schema(
        id=ID(unique=True, stored=True),
        title=Frequencies(stored=True),
        title_exact=Places(),
        body=Frequencies(stored=True),
        body_exact=Places(),
        source=ID(stored=True),
        # The names of its sources and bulletins as words, for source: and bulletin:; one a paragraph.
        source_words=Places(),
        bulletin_words=Places(),
        date=ID(stored=True),
        bulletin=TEXT(RegexTokenizer(r"[^\n]+"), phrase=False),  # type: ignore[arg-type]  # as Whoosh documents it
        url=STORED,
        appearances=STORED,
        **scoring,
        **lengths,
    )


def length_column(field: ScoringField) -> str:
    """Name the column of a scoring field's lengths, unrounded."""
    return f"{field}_length"


def to_fields(document: Document) -> dict[str, object]:
    """Give the fields that Whoosh indexes and stores for a document."""
    title, body = analyse(document.title), analyse(document.body)
    weighted = {field: frequencies(title, body, field) for field in FIELDS}
    return {
        "id": document.id,
        "title": _stems(title),
        "_stored_title": document.title,
        "title_exact": _places(title),
        "body": _stems(body),
        "_stored_body": document.body,
        "body_exact": _places(body),
        "source": document.source,
        "source_words": _places(analyse(source_names(document))),
        "bulletin_words": _places(analyse(bulletin_names(document))),
        "date": iso_day(document),
        "bulletin": "\n".join(bulletin_ids(document)),
        "url": document.url,
        "appearances": json.dumps(
            [_to_list(appearance) for appearance in document.appearances], ensure_ascii=False
        ),
        **{str(field): weighted[field] for field in FIELDS},
        **{length_column(field): sum(weighted[field].values()) for field in FIELDS},
    }


def to_stored(document: Document) -> StoredFields:
    """Give what is stored of a document, by name."""
    appearances = [_to_list(appearance) for appearance in document.appearances]
    return {
        "appearances": json.dumps(appearances, ensure_ascii=False),
        "body": document.body,
        "date": iso_day(document),
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "url": document.url,
    }


def _stems(tokens: Sequence[Token]) -> dict[str, int]:
    return {token.terms.stem: 1 for token in tokens}


def _places(tokens: Sequence[Token]) -> dict[str, list[int]]:
    """Give the positions of each exact form, and of each accented one."""
    places: dict[str, list[int]] = defaultdict(list)
    for token in tokens:
        places[token.terms.exact].append(token.position)
        if token.terms.accented:
            places[token.terms.accented].append(token.position)
    return places


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


def source_names(document: Document) -> str:
    """Write the names of all who published a document, one a paragraph."""
    return _paragraphs([document.source, *(each.bulletin.source for each in document.appearances)])


def bulletin_names(document: Document) -> str:
    """Write the names of the bulletins of a document, one a paragraph."""
    return _paragraphs(each.bulletin.name for each in document.appearances)


def bulletin_ids(document: Document) -> list[str]:
    """Name the bulletins of a document by their ids."""
    return [appearance.bulletin.id for appearance in document.appearances]


def iso_day(document: Document) -> str:
    """Write the day of a document; empty where it has none."""
    return document.date.isoformat() if document.date else ""


def _paragraphs(names: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(names))


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
