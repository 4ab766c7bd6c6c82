"""The page of a query that finds nothing: why, word by word, and how to widen it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response

from index.engines import Engine
from index.query import Clause, Group, Node, Not, Query, is_filter, parse, words
from index.results import Results
from webapp.home import Period, period
from webapp.rendering import render

MAX_PARTS = 10
"""Each costs two searches."""


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
        meant: As the archive understands it.
        corrected: What was probably meant; empty where nothing was corrected.
    """

    query: Query
    meant: Query
    corrected: str
    alone: tuple[Alone, ...]
    hidden_parts: int
    wider: tuple[Wider, ...]
    period: Period | None


def show(engine: Engine, query: Query, results: Results) -> Response:
    """Answer `/?q=…` where no document matches."""
    parts = tuple(dict.fromkeys(query.parts))
    alone = tuple(_alone(engine, query, part) for part in parts[:MAX_PARTS])
    hidden = len(parts) - len(alone)
    wider = tuple(_wider(engine, query, results.corrected))
    page = EmptyPage(query, results.query, results.corrected, alone, hidden, wider, period(engine.info()))
    return render("empty.html", page)


def _alone(engine: Engine, query: Query, part: Node) -> Alone:
    only, rest = query.only(part), query.without(part)
    total = engine.search(only, limit=0).total
    is_excluded = isinstance(part, Not)
    if not rest.parts:
        return Alone(only.text, is_excluded, total, None, 0)
    return Alone(only.text, is_excluded, total, rest.text, engine.search(rest, limit=0).total)


def _wider(engine: Engine, query: Query, corrected: str) -> Iterator[Wider]:
    """Give only what finds something."""
    changes = (
        ("Corriger l’orthographe", parse(corrected) if corrected else query),
        ("Ôter les guillemets", query.changed(_unquoted)),
        ("Accepter un seul de ces mots", query.loosened),
        ("Ôter les exclusions", query.keeping(lambda part: not isinstance(part, Not))),
        (
            "Ôter les dates et les sources",
            query.keeping(lambda part: isinstance(part, Not) or not is_filter(part)),
        ),
    )
    for advice, wider in changes:
        if wider.root != query.root and wider.parts:
            total = engine.search(wider, limit=0).total
            if total:
                yield Wider(advice, wider.text, total)


def _unquoted(clause: Clause) -> Node:
    return Group(tuple(words(clause.text))) if clause.is_phrase else clause
