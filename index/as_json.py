"""Results, documents and the state of an index as JSON: one shape for commands and web API."""

import json
import re
from collections.abc import Callable

from index.archive.document import Appearance, Bulletin, Document, to_clock, to_iso
from index.archive.holdings import Info
from index.archive.removals import Removal
from index.query import Query
from index.query.weighing import TermExplanation
from index.results import Hit, Results
from index.text import Span

JSONValue = str | int | float | bool | None | list["JSONValue"] | dict[str, "JSONValue"]


def to_json(query: Query, results: Results, address: Callable[[str], str]) -> dict[str, JSONValue]:
    """Return results as JSON; spans are [start, end) in characters.

    Args:
        query: The query as typed.
        results: Its results.
        address: Makes the permanent address of an item from its id.
    """
    return {
        "query": query.text,
        "understood": results.query.description.text,
        "notes": [note.sentence for note in results.query.notes],
        "total": results.total,
        "total_is_exact": not results.is_partial,
        "took_ms": round(results.took_ms, 3),
        "suggestion": results.suggestion or None,
        "hits": [_hit_to_json(hit, address(hit.id)) for hit in results.hits],
    }


def _hit_to_json(hit: Hit, address: str) -> dict[str, JSONValue]:
    document = hit.document
    explained: list[JSONValue] = [_explanation_to_json(each) for each in hit.explanation or ()]
    return {
        "rank": hit.rank,
        "id": hit.id,
        "score": round(hit.score, 6),
        "title": hit.title,
        "title_spans": _pairs(hit.marked_title.spans),
        "date": to_iso(document.date) or None,
        "time": to_clock(document.time) or None,
        "date_origin": document.origin,
        "source": document.source,
        "bulletin": document.bulletin_name,
        "url": document.url,
        "address": address,
        "snippets": [{"text": snippet.text, "spans": _pairs(snippet.spans)} for snippet in hit.snippets],
        **({} if hit.explanation is None else {"explanation": explained}),
        **({} if hit.earlier is None else {"earlier": _earlier_to_json(hit)}),
    }


def _earlier_to_json(hit: Hit) -> JSONValue:
    """Return which earlier version answers; the snippets are of it."""
    version = hit.earlier or hit.document
    title = hit.earlier_title or hit.marked_title
    return {
        "id": version.id,
        "title": version.title,
        "title_spans": _pairs(title.spans),
        "date": to_iso(version.date) or None,
        "time": to_clock(version.time) or None,
        "bulletin": version.bulletin_name,
        "past": version.is_past,
    }


def _explanation_to_json(explanation: TermExplanation) -> dict[str, JSONValue]:
    return {
        "words": list(explanation.wanted.words),
        "field": explanation.wanted.field,
        "term": explanation.wanted.term,
        "weight": round(explanation.wanted.weight, 6),
        "frequency": explanation.frequency,
        "holders": explanation.doc_freq,
        "idf": round(explanation.idf, 6),
        "norm": round(explanation.norm, 6),
        "share": round(explanation.share, 6),
        "score": round(explanation.score, 6),
    }


def _pairs(spans: tuple[Span, ...]) -> list[JSONValue]:
    return [[span.start, span.end] for span in spans]


def document_to_json(document: Document) -> dict[str, JSONValue]:
    """Return a document as JSON that `bulletins rebuild` reads back; `bulletin` names the first it was in.

    `versions` are all its texts, oldest first; `past` ones no source gives any more.
    """
    return {
        "id": document.id,
        "title": document.title,
        "body": document.body,
        "source": document.source,
        "date": to_iso(document.date) or None,
        "time": to_clock(document.time) or None,
        "date_origin": document.origin,
        "url": document.url,
        "bulletin": document.bulletin_name,
        "appearances": list(map(_appearance_to_json, document.appearances)),
        **({"versions": list(map(_version_to_json, document.versions))} if document.versions else {}),
    }


def _version_to_json(version: Document) -> JSONValue:
    return document_to_json(version) | {"past": version.is_past}


def removal_to_json(removal: Removal) -> dict[str, JSONValue]:
    """Return a removal as JSON that `bulletins rebuild` reads back: digests, and nothing of the text."""
    return {"removed": {"id": removal.id, "text": removal.text, "item": removal.item}}


def _appearance_to_json(appearance: Appearance) -> JSONValue:
    return {"place": appearance.place, "bulletin": bulletin_to_json(appearance.bulletin)}


def bulletin_to_json(bulletin: Bulletin) -> dict[str, JSONValue]:
    """Return a bulletin as JSON, without its items."""
    return {
        "id": bulletin.id,
        "name": bulletin.name,
        "source": bulletin.source,
        "date": to_iso(bulletin.date) or None,
        "time": to_clock(bulletin.time) or None,
        "date_origin": bulletin.origin,
        "url": bulletin.url,
    }


def info_to_json(found: Info) -> dict[str, JSONValue]:
    """Return the state of an index as JSON; `size` in bytes, days as ISO dates."""
    return {
        "documents": found.documents,
        "bulletins": found.bulletins,
        "first_day": found.first_day,
        "last_day": found.last_day,
        "built": found.built,
        "build": found.build,
        "size": found.size,
        "sources": [
            {"source": each.source, "first_year": each.first_year, "documents": each.documents}
            for each in found.sources
        ],
        "search": found.search,
        "advice": found.advice,
    }


# Control characters, lone surrogates, and what turns the direction of text.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Remove what could steer a terminal: control characters and those that turn the direction of text.

    What remains is for reading; a name that must stay recognisable is escaped, see `indexer.plain_text`.
    """
    return _STEERING.sub("", text)


def json_text(value: JSONValue, indent: int | None = None) -> str:
    """Serialise JSON without losing a character; those that could steer a terminal become escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)
