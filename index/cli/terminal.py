"""Results as lines of text for a person at a terminal."""

import codecs
import json
import re
import sys
from collections.abc import Iterator

import click

from index.archive.document import Document, to_clock, to_iso
from index.as_json import JSONValue, json_text, printable
from index.counting import DATES, Table
from index.query import Query
from index.query.weighing import TermExplanation
from index.results import Hit, Results
from index.text import MarkedText, Snippet

_NOT_ASCII = re.compile("[^\x00-\x7f]")


def lines(query: Query, results: Results, *, is_coloured: bool) -> Iterator[str]:
    """Yield the lines of results, in French; without colour, matched words are [in brackets]."""
    yield from heading(query, results)
    for hit in results.hits:
        yield ""
        yield f"{hit.rank:>3}. {_marked(hit.marked_title, is_coloured=is_coloured) or '(sans titre)'}"
        yield f"     {printable(_origin(hit))}"
        if hit.earlier:
            yield f"     {printable(_of_earlier(hit.earlier))}"
        for snippet in hit.snippets:
            yield f"     {_passage(snippet, is_coloured=is_coloured)}"
        if hit.explanation is not None:
            yield from _explained(hit, hit.explanation)


def _of_earlier(version: Document) -> str:
    when = f"{to_iso(version.date)} {to_clock(version.time)}".strip()
    return " · ".join(filter(None, ["dans une version antérieure", when, version.title]))


def written_json(value: JSONValue, indent: int | None = None) -> str:
    """Serialise JSON for standard output: in ASCII alone where that is not UTF-8, so that it comes back."""
    text = json_text(value, indent)
    if _is_utf_8(sys.stdout.encoding):
        return text
    return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _is_utf_8(encoding: str | None) -> bool:
    try:
        return codecs.lookup(encoding or "utf-8").name == "utf-8"
    except LookupError:
        return False


def count_lines(table: Table) -> Iterator[str]:
    """Yield the rows of a table: the number, then what it is of."""
    for key, number in table.rows:
        named = (
            each or ("sans date" if name in DATES else f"sans {name}")
            for name, each in zip(table.by, key, strict=True)
        )
        yield f"{number:>8}  {printable('  '.join(named))}"


def heading(query: Query, results: Results) -> Iterator[str]:
    """Yield the number of matches, what was understood and what was not."""
    count = (
        "aucune brève" if not results.total else f"{results.total} brève{'s' if results.total > 1 else ''}"
    )
    yield f"{count} pour « {printable(query.text)} »" if query.text else count
    if results.suggestion:
        suggestion = printable(results.suggestion)
        yield f"Résultats aussi pour « {suggestion} » ; --as-typed cherche seulement ce qui est tapé."
    if understood := results.query.description.text:
        yield f"Requête comprise comme : {printable(understood)}"
    for note in results.query.warnings:
        yield printable(note.sentence)


def _explained(hit: Hit, explanation: tuple[TermExplanation, ...]) -> Iterator[str]:
    """Yield the terms that a score is the sum of, most first."""
    yield (
        f"     Score {hit.score:.3f}, somme de poids × rareté × présence"
        " (un mot compte 2 fois de plus dans le titre, 1 fois de plus au début du texte)"
    )
    for each in explanation:
        wanted = each.wanted
        form = "toutes formes" if wanted.field == "stems" else "cette forme"
        yield printable(
            f"     {each.score:7.3f} = {wanted.weight:.2f} × {each.idf:.2f} × {each.share:.2f}"
            f"  {', '.join(wanted.words)}, {form} « {wanted.term} » :"
            f" dans {each.doc_freq} brève{'s' if each.doc_freq > 1 else ''},"
            f" ici {each.frequency} fois, longueur {each.norm:.2f}"
        )


def _origin(hit: Hit) -> str:
    """Return the day, the source and the bulletin of a hit, and its id to link to."""
    document = hit.document
    day = f"{to_iso(document.date)} {to_clock(document.time)}".strip() or "sans date"
    supposed = "date supposée" if document.origin == "weekday" else ""
    return " · ".join(filter(None, [day, supposed, document.source, document.bulletin_name, hit.id]))


def _passage(snippet: Snippet, *, is_coloured: bool) -> str:
    before = "… " if snippet.is_cut_before else ""
    after = " …" if snippet.is_cut_after else ""
    return before + _marked(snippet, is_coloured=is_coloured) + after


def _marked(marked: MarkedText, *, is_coloured: bool) -> str:
    pieces, end = [], 0
    for span in marked.spans:
        word = _one_line(marked.text[span.start : span.end])
        pieces.append(_one_line(marked.text[end : span.start]))
        pieces.append(click.style(word, bold=True, underline=True) if is_coloured else f"[{word}]")
        end = span.end
    return "".join(pieces) + _one_line(marked.text[end:])


def _one_line(text: str) -> str:
    return printable(text.replace("\n", " "))
