"""The fields of the Whoosh index, see `index.fields`: of which Whoosh type each is, and what is stored."""

from typing import Any

import numpy as np
from whoosh.fields import ID, STORED, Schema

from index.archive.document import Appearance, Document, from_iso, from_row, to_iso, to_row
from index.engines.whoosh.codec.field_types import Frequencies, Placed, Places
from index.fields import FieldPostings, invert
from index.french.form_table import FormTable
from index.french.occurrences import occurrences

FORMAT = "5"
"""Changes whenever an index written before can no longer be read."""

StoredFields = dict[str, Any]
"""What is kept of a document: text by name, its appearances as lists."""


def schema() -> Schema:
    """Make the schema of a new index."""
    return Schema(
        id=ID(unique=True, stored=True),
        stems=Frequencies(scorable=True),
        forms=Places(scorable=True),
        title=Frequencies(stored=True),
        title_only=Frequencies(),
        body=STORED,
        source=ID(stored=True),
        # The names of its sources and bulletins as words, for source: and bulletin:; one a paragraph.
        source_words=Places(),
        bulletin_words=Places(),
        date=ID(stored=True),
        bulletin=Frequencies(),
        url=STORED,
        appearances=STORED,
    )


def to_fields(document: Document) -> dict[str, object]:
    """Return what `add_document` takes for a document: what a rebuild indexes of it, and what it stores."""
    forms = FormTable()
    words = occurrences(forms, (document.title, document.body))
    indexed = {field.name: _as_value(field) for field in invert([document], words, forms)}
    stored = to_stored(document)
    return indexed | stored | {"title": indexed["title"], "_stored_title": document.title}


def _as_value(field: FieldPostings) -> dict[str, int] | dict[str, Placed]:
    """Return the frequency, or the frequency and the positions, of each term that one document holds."""
    texts = [text.decode() for text in field.postings.texts]
    frequencies = field.postings.weights.tolist()
    if not field.has_positions:
        return dict(zip(texts, frequencies, strict=True))
    ends = field.postings.counts.cumsum()[:-1]
    positions = [each.tolist() for each in np.split(field.postings.positions, ends)] if texts else []
    return {text: Placed(*its) for text, *its in zip(texts, frequencies, positions, strict=True)}


def to_stored(document: Document) -> StoredFields:
    """Give what is stored of a document, by name."""
    appearances = [[*to_row(each.bulletin), each.place] for each in document.appearances]
    return {
        **({"appearances": appearances} if appearances else {}),
        "body": document.body,
        "date": to_iso(document.date),
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "url": document.url,
    }


def to_document(fields: StoredFields) -> Document:
    """Read a document back from what Whoosh stored."""
    return Document(
        fields["id"],
        fields["title"],
        fields["body"],
        fields["source"],
        from_iso(fields["date"]),
        fields["url"],
        tuple(Appearance(from_row(*row), place) for *row, place in fields.get("appearances", ())),
    )
