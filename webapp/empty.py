"""The page of a query that finds nothing: why, word by word, and how to widen it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import Response

from index.engines.reading import Reading
from index.french.dates import Period
from index.query import Clause, Group, Node, Not, Query, is_filter, parse, words
from index.results import Results
from webapp.home import period
from webapp.rendering import render

MAX_PARTS = 10
"""Each costs two counts."""


@dataclass(frozen=True, slots=True)
class Alone:
    """What one part of a query does to it: a word, a phrase, a filter, or what operators link.

    Attributes:
        text: The part as it can be typed, without the sign that excludes it.
        is_excluded: It is excluded.
        total: Number of documents that have it.
        rest: The query without it; None where nothing would be left.
        rest_total: Number of documents that `rest` finds.
    """

    text: str
    is_excluded: bool
    total: int
    rest: str | None
    rest_total: int


@dataclass(frozen=True, slots=True)
class Wider:
    """A query that asks for less.

    Attributes:
        advice: What was changed.
        text: The changed query.
        total: Number of documents it finds.
    """

    advice: str
    text: str
    total: int


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """A query that finds nothing, and why.

    Attributes:
        query: As it was typed.
        rewritten: As the archive understands it.
        suggestion: What was probably meant; empty where nothing was corrected.
    """

    query: Query
    rewritten: Query
    suggestion: str
    alone: tuple[Alone, ...]
    hidden_parts: int
    wider: tuple[Wider, ...]
    period: Period | None


def show(archive: Reading, query: Query, results: Results) -> Response:
    """Answer `/?q=…` where no document matches."""
    parts = tuple(dict.fromkeys(query.parts))
    shown = parts[:MAX_PARTS]
    changes = tuple(_changes(query, results.suggestion))
    asked = [each for part in shown for each in (query.only(part), query.without(part))]
    totals = _totals(archive, [*asked, *(wider for _, wider in changes)])
    page = EmptyPage(
        query=query,
        rewritten=results.query,
        suggestion=results.suggestion,
        alone=tuple(_alone(query, part, totals) for part in shown),
        hidden_parts=len(parts) - len(shown),
        wider=tuple(Wider(advice, wider.text, totals[wider]) for advice, wider in changes if totals[wider]),
        period=period(archive.info),
    )
    return render("empty.html", page)


def _totals(archive: Reading, queries: Iterable[Query]) -> dict[Query, int]:
    """Count what each query finds; one without parts is not asked."""
    asked = tuple(dict.fromkeys(query for query in queries if query.parts))
    return dict(zip(asked, archive.totals(asked), strict=True))


def _alone(query: Query, part: Node, totals: Mapping[Query, int]) -> Alone:
    only, rest = query.only(part), query.without(part)
    is_excluded = isinstance(part, Not)
    if not rest.parts:
        return Alone(only.text, is_excluded, totals[only], None, 0)
    return Alone(only.text, is_excluded, totals[only], rest.text, totals[rest])


def _changes(query: Query, suggestion: str) -> Iterator[tuple[str, Query]]:
    """Yield queries that ask for less, or for what was probably meant, with what was changed."""
    changes = (
        ("Corriger l’orthographe", parse(suggestion) if suggestion else query),
        ("Ôter les guillemets", query.changed(_unquoted)),
        ("Accepter un seul de ces mots", query.loosened),
        ("Ôter les exclusions", query.keeping(lambda part: not isinstance(part, Not))),
        (
            "Ôter les dates et les sources",
            query.keeping(lambda part: isinstance(part, Not) or not is_filter(part)),
        ),
    )
    return ((advice, wider) for advice, wider in changes if wider.root != query.root and wider.parts)


def _unquoted(clause: Clause) -> Node:
    return Group(tuple(words(clause.text))) if clause.is_phrase else clause
