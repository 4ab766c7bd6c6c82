"""The page of a query without results: why, part by part, and wider queries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from flask import Response

from index.engines.reading import Reading
from index.french.dates import Period
from index.query import (
    NO_FILTERS,
    Clause,
    Dates,
    Filters,
    Group,
    Node,
    Not,
    Query,
    is_filter,
    named_source,
    parse,
    with_source_names,
    words,
)
from index.results import Results
from webapp.addresses import results_address
from webapp.home import period
from webapp.languages import say
from webapp.offers import Offer, UnknownSources, only_day, said, without_unknown_sources
from webapp.rendering import render
from webapp.sharing import Since

MAX_PARTS = 10
"""Most parts of a query that are counted; each costs two counts."""


@dataclass(frozen=True, slots=True)
class PartCount:
    """A part of a query, counted: a word, a phrase, a filter, or what operators link.

    Attributes:
        text: The part as it can be typed, without the sign of an exclusion.
        is_excluded: The part is an exclusion.
        total: Number of documents that match the part alone.
        rest: The query without the part; None if that is empty.
        rest_total: Number of documents that match `rest`.
    """

    text: str
    is_excluded: bool
    total: int
    rest: Query | None
    rest_total: int


@dataclass(frozen=True, slots=True)
class Wider:
    """A wider query, or the corrected one.

    Attributes:
        advice: What was changed, as advice to the reader.
        query: The changed query.
        total: Number of documents that match it.
    """

    advice: str
    query: Query
    total: int


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """A query without results, and why.

    Attributes:
        query: The query as typed.
        rewritten: The query as searched.
        suggestion: The corrected query; None if nothing was corrected.
        parts: Its first parts, each once.
        hidden_parts: Number of parts left out.
        wider: Changed queries that have results.
        period: Period of the archive; None if nothing is dated.
        filters: What the filters say, as part of the heading: de France 2 le 24 février 2022.
        typed_filters: The same with a source and a date that were typed.
        rest: What was typed besides these.
        day: The only day that is asked for; None where there are others.
        limited: The query with the date and the source among its words as filters; None where it has none.
        unknown: Sources that are asked for and that the archive does not have.
        since: What changed since the address of this page was given; None where it does not say when.
    """

    query: Query
    rewritten: Query
    suggestion: Query | None
    parts: tuple[PartCount, ...]
    hidden_parts: int
    wider: tuple[Wider, ...]
    period: Period | None
    filters: str
    typed_filters: str
    rest: str
    day: date | None
    limited: Offer | None
    unknown: UnknownSources | None
    since: Since | None

    def with_source(self, name: str) -> str:
        """Return the address of the query in a source that the archive has."""
        known = self.unknown.query if self.unknown else self.query
        return results_address(known.narrowed(known.filters.of(name)))


def show(
    archive: Reading, query: Query, results: Results, limited: Offer | None, since: Since | None
) -> Response:
    """Answer `/?q=…` where no document matches."""
    held = [each.source for each in archive.info.sources if each.source]
    query = with_source_names(query, held)
    suggestion = parse(results.suggestion).narrowed(query.filters) if results.suggestion else None
    parts = tuple(dict.fromkeys(query.parts))
    splits = tuple(_Split(part, query.only(part), query.without(part)) for part in parts[:MAX_PARTS])
    changes = tuple(_changes(query, suggestion))
    split_queries = (each for split in splits for each in (split.only, split.rest))
    totals = _totals(archive, [*split_queries, *(wider for _, wider in changes)])
    counted = [split for split in splits if split.only in totals]
    filters, rest = with_typed_filters(query)
    page = EmptyPage(
        query=query,
        rewritten=results.query,
        suggestion=suggestion,
        parts=tuple(_counted(split, totals) for split in counted),
        hidden_parts=len(parts) - len(counted),
        wider=tuple(Wider(advice, wider, totals[wider]) for advice, wider in changes if totals.get(wider)),
        period=period(archive.info),
        filters=said(query.filters),
        typed_filters=said(filters),
        rest=rest.text,
        day=only_day(filters),
        limited=limited,
        unknown=without_unknown_sources(archive, query),
        since=since,
    )
    return render("empty.html", page)


def _source(part: Node) -> str:
    """Return the name after source:; empty where a part is something else."""
    named = named_source(part)
    return named.text if named else ""


def with_typed_filters(query: Query) -> tuple[Filters, Query]:
    """Return the filters of a query with the source and the date that were typed, and what else was typed.

    What is asked for more than once stays in the query.
    """
    filters, taken = query.filters, list[Node]()
    sources = [part for part in query.parts if _source(part)]
    if len(sources) == 1 and not filters.sources:
        filters, taken = filters.of(_source(sources[0])), sources
    dates = [part for part in query.parts if isinstance(part, Dates)]
    if len(dates) == 1 and not filters.period:
        filters, taken = filters._replace(period=dates[0].period), [*taken, *dates]
    return filters, query.keeping(lambda part: part not in taken) if taken else query


class _Split(NamedTuple):
    """A part of a query, the query of that part alone, and the query without it."""

    part: Node
    only: Query
    rest: Query


def _totals(archive: Reading, queries: Iterable[Query]) -> dict[Query, int]:
    """Count the documents that match each query, each once, but those without parts or beyond the budget."""
    counted = tuple(dict.fromkeys(each for each in queries if each.parts or each.filters.narrow))
    totals = zip(counted, archive.totals(counted), strict=True)
    return {query: total for query, total in totals if total is not None}


def _counted(split: _Split, totals: Mapping[Query, int]) -> PartCount:
    part, only, rest = split
    is_excluded = isinstance(part, Not)
    if rest not in totals:
        return PartCount(only.text, is_excluded, totals[only], None, 0)
    return PartCount(only.text, is_excluded, totals[only], rest, totals[rest])


def _changes(query: Query, suggestion: Query | None) -> Iterator[tuple[str, Query]]:
    """Yield the corrected query and wider ones, each with advice; those that change nothing are left out."""
    filters = query.filters
    changes = (
        (say("Corriger l’orthographe"), suggestion or query),
        (say("Accepter un seul de ces mots"), query.narrowed(filters._replace(has_all_words=False))),
        (say("Chercher à toutes les dates"), query.narrowed(filters._replace(period=None))),
        (say("Chercher dans toutes les sources"), query.narrowed(filters.of())),
        (say("Chercher dans tous les bulletins"), query.narrowed(filters._replace(bulletin=""))),
        (say("Ôter tous les filtres"), query.narrowed(NO_FILTERS)),
        (say("Ôter les guillemets"), query.changed(_unquoted)),
        (say("Accepter toutes les formes des mots"), query.changed(_in_any_form, is_all=False)),
        (say("Accepter un seul de ces mots"), query.loosened),
        (say("Chercher séparément les parties des mots composés"), query.apart),
        (say("Ôter les exclusions"), query.keeping(lambda part: not isinstance(part, Not))),
        (
            say("Ôter les dates et les sources"),
            query.keeping(lambda part: isinstance(part, Not) or not is_filter(part)),
        ),
    )
    advices: dict[Query, str] = {}
    for advice, wider in changes:
        if (wider.root, wider.filters) != (query.root, filters):
            advices.setdefault(wider, advice)
    return ((advice, wider) for wider, advice in advices.items())


def _in_any_form(clause: Clause) -> Node:
    return replace(clause, kind="word") if clause.kind == "form" else clause


def _unquoted(clause: Clause) -> Node:
    return Group(tuple(words(clause.text))) if clause.is_phrase else clause
