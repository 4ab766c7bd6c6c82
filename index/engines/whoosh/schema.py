"""The fields of the Whoosh index: the type of each, and what is stored; `index.fields` has their terms."""

import numpy as np
from whoosh.fields import ID, STORED, Schema

from index.archive.document import Document
from index.archive.stored_document import to_stored
from index.engines.whoosh.codec.field_types import FrequencyField, PositionField, TermPositions
from index.fields import FieldPostings, invert
from index.french.form_table import FormTable
from index.french.occurrences import occurrences

FORMAT = "10"
"""Changes whenever an index written before can no longer be read."""


def schema() -> Schema:
    """Return the schema of every index."""
    return Schema(
        id=ID(unique=True, stored=True),
        beginnings=FrequencyField(scorable=True),
        stems=FrequencyField(scorable=True),
        forms=PositionField(scorable=True),
        title=FrequencyField(stored=True),
        title_only=FrequencyField(),
        body=STORED,
        source=ID(stored=True),
        # Words of the names of sources and bulletins, for source: and bulletin:; each name is a paragraph.
        source_words=PositionField(),
        bulletin_words=PositionField(),
        date=ID(stored=True),
        date_origin=ID(stored=True),
        time=STORED,
        bulletin=FrequencyField(),
        place=FrequencyField(),
        url=STORED,
        appearances=STORED,
        versions=STORED,
        earlier=FrequencyField(),
        earlier_forms=PositionField(),
        earlier_stems=FrequencyField(),
        earlier_title=FrequencyField(),
        earlier_title_only=FrequencyField(),
        version_days=FrequencyField(),
        version_ids=FrequencyField(),
    )


def to_fields(document: Document) -> dict[str, object]:
    """Return the arguments of `add_document`: the terms that a rebuild indexes, and what it stores."""
    forms = FormTable()
    words = occurrences(forms, (document.title, document.body))
    indexed = {field.name: _as_value(field) for field in invert([document], words, forms)}
    stored = to_stored(document)
    return indexed | stored | {"title": indexed["title"], "_stored_title": document.title}


def _as_value(field: FieldPostings) -> dict[str, int] | dict[str, TermPositions]:
    """Return the frequency of each term of a single document, with its positions where the field has them."""
    texts = [text.decode() for text in field.postings.texts]
    frequencies = field.postings.weights.tolist()
    if not field.has_positions:
        return dict(zip(texts, frequencies, strict=True))
    ends = field.postings.counts.cumsum()[:-1]
    positions = [part.tolist() for part in np.split(field.postings.positions, ends)] if texts else []
    terms = map(TermPositions, frequencies, positions)
    return dict(zip(texts, terms, strict=True))
