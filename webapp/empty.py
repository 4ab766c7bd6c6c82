"""The page of a query that finds nothing: why, word by word, and how to widen it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Response

from index.engines import Engine
from index.query import Clause, Query, parse, to_text
from webapp.home import Period, period
from webapp.rendering import render

MAX_CLAUSES = 10
"""Each costs two searches."""


@dataclass(frozen=True, slots=True)
class Alone:
    """What one word or phrase does to the query.

    Attributes:
        clause: The word or phrase.
        total: Number of documents that have it.
        rest: The query without it; None where nothing would be left.
        rest_total: Number of documents that `rest` finds.
    """

    clause: Clause
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
    """A query that finds nothing, and why."""

    query: Query
    alone: tuple[Alone, ...]
    hidden_clauses: int
    wider: tuple[Wider, ...]
    period: Period | None


def show(engine: Engine, query: Query) -> Response:
    """Answer `/?q=…` where no document matches."""
    clauses = tuple(dict.fromkeys(query.clauses))
    alone = tuple(_alone(engine, query, clause) for clause in clauses[:MAX_CLAUSES])
    hidden = len(clauses) - len(alone)
    page = EmptyPage(query, alone, hidden, tuple(_wider(engine, query)), period(engine.info()))
    return render("empty.html", page)


def _alone(engine: Engine, query: Query, clause: Clause) -> Alone:
    found = engine.search(replace(query, clauses=(replace(clause, is_excluded=False),)), limit=0)
    rest = query.without(clause)
    if not rest.clauses:
        return Alone(clause, found.total, None, 0)
    return Alone(clause, found.total, rest.text, engine.search(rest, limit=0).total)


def _wider(engine: Engine, query: Query) -> Iterator[Wider]:
    """Give only what finds something."""
    changes = (
        ("Ôter les guillemets", tuple(_unquoted(clause) for clause in query.clauses)),
        ("Ôter les exclusions", tuple(clause for clause in query.clauses if not clause.is_excluded)),
    )
    for advice, clauses in changes:
        text = to_text(clauses)
        if clauses != query.clauses and text:
            total = engine.search(parse(text), limit=0).total
            if total:
                yield Wider(advice, text, total)


def _unquoted(clause: Clause) -> Clause:
    return clause if clause.is_excluded else replace(clause, is_phrase=False)
