"""Results as lines for a terminal, and as JSON for programs."""

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import click

from index.document import to_iso
from index.query import Query
from index.ranking import Contribution
from index.results import Hit, Results
from index.text import MarkedText, Snippet, Span

JSONValue = str | int | float | bool | None | list["JSONValue"] | dict[str, "JSONValue"]


# Control characters, lone surrogates, and what turns the direction of text.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


Explanations = Mapping[str, tuple[Contribution, ...]]
"""What each term brought a document, by the document's id."""


def lines(
    query: Query, results: Results, explanations: Explanations = MappingProxyType({}), *, is_coloured: bool
) -> Iterator[str]:
    """Write results for a person; without colour, marks are [in brackets]."""
    count = (
        "aucune brève" if not results.total else f"{results.total} brève{'s' if results.total > 1 else ''}"
    )
    yield f"{count} pour « {printable(query.text)} »"
    if results.corrected:
        corrected = printable(results.corrected)
        yield f"Résultats aussi pour « {corrected} » ; --as-typed cherche seulement ce qui est tapé."
    if understood := results.query.understood.text:
        yield f"Requête comprise comme : {printable(understood)}"
    for note in results.query.warnings:
        yield printable(note.sentence)
    for hit in results.hits:
        yield ""
        yield f"{hit.rank:>3}. {_marked(hit.marked_title, is_coloured=is_coloured) or '(sans titre)'}"
        yield f"     {printable(_place(hit))}"
        for snippet in hit.snippets:
            yield f"     {_passage(snippet, is_coloured=is_coloured)}"
        if hit.id in explanations:
            yield from _explained(hit, explanations[hit.id])


def to_json(
    query: Query, results: Results, explanations: Explanations = MappingProxyType({})
) -> dict[str, JSONValue]:
    """Write results for a program; spans are [start, end) in characters."""
    return {
        "query": query.text,
        "understood": results.query.understood.text,
        "notes": [note.sentence for note in results.query.notes],
        "total": results.total,
        "total_is_exact": results.total_is_exact,
        "took_ms": round(results.took_ms, 3),
        "suggestion": results.corrected or None,
        "hits": [_hit_to_json(hit) | _explained_to_json(hit, explanations) for hit in results.hits],
    }


def printable(text: str) -> str:
    """Take out what could steer a terminal: control characters and those that turn the direction of text."""
    return _STEERING.sub("", text)


def json_text(value: JSONValue, indent: int | None = None) -> str:
    """Write JSON that keeps every character, those that could steer a terminal as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


def _hit_to_json(hit: Hit) -> dict[str, JSONValue]:
    document = hit.document
    return {
        "rank": hit.rank,
        "id": hit.id,
        "score": round(hit.score, 6),
        "title": hit.title,
        "title_spans": _pairs(hit.marked_title.spans),
        "date": to_iso(document.date),
        "source": document.source,
        "bulletin": document.appearances[0].bulletin.name if document.appearances else "",
        "url": document.url,
        "snippets": [{"text": snippet.text, "spans": _pairs(snippet.spans)} for snippet in hit.snippets],
    }


def _explained_to_json(hit: Hit, explanations: Explanations) -> dict[str, JSONValue]:
    if hit.id not in explanations:
        return {}
    return {"explanation": [_contribution_to_json(each) for each in explanations[hit.id]]}


def _contribution_to_json(brought: Contribution) -> dict[str, JSONValue]:
    return {
        "words": list(brought.wanted.words),
        "field": brought.wanted.field,
        "term": brought.wanted.term,
        "weight": round(brought.wanted.weight, 6),
        "frequency": brought.frequency,
        "holders": brought.holders,
        "idf": round(brought.idf, 6),
        "norm": round(brought.norm, 6),
        "share": round(brought.share, 6),
        "score": round(brought.score, 6),
    }


def _explained(hit: Hit, brought: tuple[Contribution, ...]) -> Iterator[str]:
    """Say in French what a score is the sum of, most first."""
    yield (
        f"     Score {hit.score:.3f}, somme de poids × rareté × présence"
        " (un mot compte 2 fois de plus dans le titre, 1 fois de plus au début du texte)"
    )
    for each in brought:
        wanted = each.wanted
        form = "toutes formes" if wanted.field == "stems" else "cette forme"
        yield printable(
            f"     {each.score:7.3f} = {wanted.weight:.2f} × {each.idf:.2f} × {each.share:.2f}"
            f"  {', '.join(wanted.words)}, {form} « {wanted.term} » :"
            f" dans {each.holders} brève{'s' if each.holders > 1 else ''},"
            f" ici {each.frequency} fois, longueur {each.norm:.2f}"
        )


def _pairs(spans: tuple[Span, ...]) -> list[JSONValue]:
    return [[span.start, span.end] for span in spans]


def _place(hit: Hit) -> str:
    """Say where a hit comes from, and the id to link to."""
    document = hit.document
    bulletin = document.appearances[0].bulletin.name if document.appearances else ""
    return " · ".join(filter(None, [to_iso(document.date) or "sans date", document.source, bulletin, hit.id]))


def _passage(snippet: Snippet, *, is_coloured: bool) -> str:
    before = "… " if snippet.is_cut_before else ""
    after = " …" if snippet.is_cut_after else ""
    return before + _marked(snippet, is_coloured=is_coloured) + after


def _marked(marked: MarkedText, *, is_coloured: bool) -> str:
    pieces, place = [], 0
    for span in marked.spans:
        word = printable(marked.text[span.start : span.end].replace("\n", " "))
        pieces.append(printable(marked.text[place : span.start].replace("\n", " ")))
        pieces.append(click.style(word, bold=True, underline=True) if is_coloured else f"[{word}]")
        place = span.end
    return "".join(pieces) + printable(marked.text[place:].replace("\n", " "))
