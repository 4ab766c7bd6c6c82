"""The fields of the Whoosh index: what scores, what decides what matches, and what is stored.

- `stems` and `forms` score: weighted frequencies of title and body together, see `index.ranking`, with the
  length of each document. `forms` holds exact folded forms, and accented ones beside them, with their places,
  see `zones`: phrases, and words that must be written just so.
- `title` and `title_only` hold stems: which documents have a word in any form in the title, and nowhere else.

Several documents at once are written by `runs`, to the same effect.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from whoosh.fields import ID, STORED, Schema

from index.archive.document import Appearance, Document, from_iso, from_row, to_iso, to_row
from index.engines.whoosh.codec.field_types import Frequencies, Placed, Places
from index.fields import bulletin_ids, bulletin_names, placed, source_names
from index.french.analysis import Token, analyse
from index.ranking import frequencies

FORMAT = "4"
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
    """Give the fields that Whoosh indexes and stores for a document."""
    title, body = analyse(document.title), analyse(document.body)
    in_title, in_body = ({token.terms.stem for token in tokens} for tokens in (title, body))
    return {
        **to_stored(document),
        "stems": frequencies(title, body, "stems"),
        "forms": _placed(placed(title, body), frequencies(title, body, "forms")),
        "title": dict.fromkeys(in_title, 1),
        "_stored_title": document.title,
        "title_only": dict.fromkeys(in_title - in_body, 1),
        "source_words": _words(source_names(document)),
        "bulletin_words": _words(bulletin_names(document)),
        "bulletin": dict.fromkeys(bulletin_ids(document), 1),
    }


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


def _words(text: str) -> dict[str, Placed]:
    return _placed((token, token.position) for token in analyse(text))


def _placed(tokens: Iterable[tuple[Token, int]], weighted: dict[str, int] | None = None) -> dict[str, Placed]:
    """Give the places of each exact and each accented form; how many, where its frequency is not given."""
    places: dict[str, list[int]] = defaultdict(list)
    for token, place in tokens:
        for term in filter(None, (token.terms.exact, token.terms.accented)):
            places[term].append(place)
    return {term: Placed(weighted[term] if weighted else len(its), its) for term, its in places.items()}


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
