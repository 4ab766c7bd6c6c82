"""Our queries as a cluster is asked: which documents match, as filters, and what scores them beside.

The counterpart of `index.engines.whoosh.search.matching`: it looks up the same terms in the same fields.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from index.engines.opensearch.mapping import EARLIER, JSON, PROPERTIES
from index.french.dates import Period
from index.query import (
    AllOf,
    AnyOf,
    Clause,
    DateFrom,
    Dates,
    Field,
    Filters,
    Group,
    InField,
    Node,
    Not,
    Query,
)
from index.query.lookups import ANYWHERE, LOOKUPS, Lookup
from index.query.weighing import WeightedTerm, weigh
from index.results import Order

NEWEST = "newest"
NOTHING: JSON = {"match_none": {}}
EVERYTHING: JSON = {"match_all": {}}
_TITLE, _BODY = "title_places", "body_places"
_WITHIN_DAY = ("source", "place", "id")
"""Fields that order the documents of a day."""


def scored(query: Query) -> JSON:
    """Return the request for the documents that match a query, with their scores."""
    return {"bool": {"filter": [matching(query)], "should": [_scoring(each) for each in weigh(query)]}}


def named(query: Query, keys: Sequence[str]) -> tuple[JSON, Sequence[WeightedTerm]]:
    """Return the request that scores some documents, and the terms by the numbers that name them in it."""
    terms = weigh(query)
    should = [_scoring(each, str(number)) for number, each in enumerate(terms)]
    return {"bool": {"filter": [{"ids": {"values": list(keys)}}], "should": should}}, terms


def alike(stems: Mapping[str, float]) -> JSON:
    """Return the request for the documents that hold any of some weighted stems."""
    should = [{"term": {"stems": {"value": stem, "boost": weight}}} for stem, weight in stems.items()]
    return {"bool": {"should": should, "minimum_should_match": 1}} if should else NOTHING


def sorting(order: Order) -> list[JSON]:
    """Return the order of results, in which no two documents are equal."""
    by_day: JSON = {"date": {"order": "asc" if order == "oldest" else "desc", "missing": "_last"}}
    within_day: list[JSON] = [{field: {"order": "asc"}} for field in _WITHIN_DAY]
    by_score: list[JSON] = [{"_score": {"order": "desc"}}] if order == "relevance" else []
    return [*by_score, by_day, *within_day]


def matching(query: Query) -> JSON:
    """Return the request for the documents that match a query, without scores.

    Where it asks for earlier texts, too, those of which the newest text matches are named NEWEST.
    """
    newest = _newest(query)
    if not query.has_versions or newest is NOTHING:
        return newest
    return _any([{"bool": {"filter": [newest], "_name": NEWEST}}, _in_earlier(newest)])


def _in_earlier(newest: JSON) -> JSON:
    """Return the request for the documents of which an earlier text matches, and for the last of these."""
    last: JSON = {"size": 1, "sort": [{f"{EARLIER}.number": "desc"}], "_source": False}
    return {"nested": {"path": EARLIER, "query": _of_earlier(newest), "inner_hits": last}}


def _of_earlier(request: object) -> object:
    """Return a request with the fields of earlier texts in the place of the others."""
    if isinstance(request, dict):
        named = {f"{EARLIER}.{key}" if key in PROPERTIES else key: value for key, value in request.items()}
        return {key: _of_earlier(value) for key, value in named.items()}
    return list(map(_of_earlier, request)) if isinstance(request, list) else request


def _newest(query: Query) -> JSON:
    """Return the request for the documents of which the newest text matches a query."""
    root, filters = query.root, query.filters
    if not root.parts and not filters.narrow:
        return NOTHING
    required = (*root.required, *(root.words if filters.has_all_words else ()))
    conditions = (*required, *root.filters)
    wanted = [_all_of(conditions, None)] if conditions else []
    wanted += _narrowing(filters)
    if not wanted or (root.words and not required):
        wanted.append(_finding(weigh(query)))
    return _every(wanted)


def term(field: str, text: str) -> JSON:
    """Return the request for the documents that hold a term in a field."""
    return {"term": {field: {"value": text}}}


def published(source: str, day: str) -> JSON:
    """Return the query for the documents of a source that have a version of a day."""
    return _every([term("source", source), _any([term("date", day), term("version_days", day)])])


def of_period(period: Period) -> JSON:
    """Return the request for the documents of some days; undated ones are of none."""
    first, last = (period.first or date.min).isoformat(), (period.last or date.max).isoformat()
    return {"range": {"date": {"gte": first, "lte": last}}}


def holding(forms: Iterable[str]) -> JSON:
    """Return the request for the documents that hold all of some exact forms."""
    return _every([term("forms", form) for form in forms])


def _narrowing(filters: Filters) -> Iterator[JSON]:
    if filters.period:
        yield of_period(filters.period)
    if filters.sources:
        yield {"terms": {"source": list(filters.sources)}}
    if filters.date_origins:
        yield {"terms": {"date_origin": list(filters.date_origins)}}
    if filters.bulletin:
        yield term("bulletin", filters.bulletin)


# --- what scores, and what finds ---


def _scoring(wanted: WeightedTerm, name: str | None = None) -> JSON:
    """Return the request that scores a term; of a term of a name, where the whole name stands."""
    value: JSON = {"value": wanted.term, "boost": wanted.weight}
    naming: JSON = {} if name is None else {"_name": name}
    scores: JSON = {"term": {wanted.field: value}}
    if wanted.within:
        return {"bool": {"must": [scores], "filter": [_in_order(ANYWHERE, wanted.within)], **naming}}
    return {"term": {wanted.field: value | naming}}


def _finding(terms: Sequence[WeightedTerm]) -> JSON:
    """Return the request for the documents that any term finds by itself."""
    by_field: dict[str, list[str]] = {}
    names: list[JSON] = []
    for wanted in terms:
        if wanted.is_light:
            continue
        if wanted.within:
            names.append(_every([term(wanted.field, wanted.term), _in_order(ANYWHERE, wanted.within)]))
        else:
            by_field.setdefault(wanted.field, []).append(wanted.term)
    return _any([*(_terms(field, texts) for field, texts in by_field.items()), *names])


# --- the tree of a query ---


def _all_of(nodes: Iterable[Node], field: Field | None) -> JSON:
    wanted, excluded = list[JSON](), list[JSON]()
    for node in nodes:
        if isinstance(node, Not):
            excluded.append(_find(node.part, field))
        else:
            wanted.append(_find(node, field))
    if not excluded:
        return _every(wanted)
    return {"bool": {"filter": wanted, "must_not": excluded}}


def _find(node: Node, field: Field | None) -> JSON:
    if isinstance(node, Clause):
        return _clause(node, LOOKUPS[field])
    if isinstance(node, (Dates, DateFrom)):
        return _dated(node)
    if isinstance(node, InField):
        return _find(node.part, node.field)
    if isinstance(node, AnyOf):
        return _any([_find(part, field) for part in node.parts])
    if isinstance(node, Group):
        return _group(node, field)
    return _all_of(node.parts if isinstance(node, AllOf) else (node,), field)


def _dated(node: Dates | DateFrom) -> JSON:
    if isinstance(node, DateFrom):
        return term("date_origin", node.origin)
    return of_period(node.period)


def _group(group: Group, field: Field | None) -> JSON:
    required = group.required
    conditions = (*required, *group.filters)
    if required or not group.words:
        return _all_of(conditions, field)
    found = _any([_find(word, field) for word in group.words])
    return _every([found, _all_of(conditions, field)]) if conditions else found


# --- words ---


def _clause(clause: Clause, lookup: Lookup) -> JSON:
    """Return the request for the documents that match a clause in a field."""
    found: list[JSON] = []
    if clause.is_plain and lookup.stems and (clause.is_single or clause.tokens[0].is_variant):
        first = clause.tokens[0].position
        stems = {each.terms.stem for each in clause.finding_tokens if each.position == first}
        found += (_stem(lookup, stem) for stem in sorted(stems))
    if clause.kind != "prefix":
        found.append(_exact(clause, lookup))
    found += _alternatives(clause, lookup)
    return _any(found)


def _alternatives(clause: Clause, lookup: Lookup) -> Iterator[JSON]:
    single = [other.terms[0] for other in clause.alternatives if len(other.terms) == 1]
    if clause.is_plain and lookup.stems:
        yield from (_stem(lookup, terms.stem) for terms in single)
    forms = [terms.exact for terms in single if terms.exact]
    yield from (_terms(field, forms) for field in _fields(lookup, 1) if forms)
    for other in clause.alternatives:
        if len(other.terms) > 1:
            yield _in_order(lookup, tuple(terms.exact for terms in other.terms))


def _stem(lookup: Lookup, stem: str) -> JSON:
    found = term(lookup.stems, stem)
    if not lookup.not_stems:
        return found
    return {"bool": {"filter": [found], "must_not": [term(lookup.not_stems, stem)]}}


def _exact(clause: Clause, lookup: Lookup) -> JSON:
    wanted = clause.exact_terms
    if clause.slop is None or len(wanted) == 1:
        return _in_order(lookup, wanted)
    if not all(wanted):
        return NOTHING
    return _any([_near(field, wanted, clause.slop) for field in _fields(lookup, len(wanted))])


def _near(field: str, forms: Sequence[str], slop: int) -> JSON:
    """Return the request for documents in which some forms stand near each other, each as often as asked."""
    each = [{"match": {"query": form, "analyzer": "terms_only"}} for form in forms]
    return {"intervals": {field: {"all_of": {"intervals": each, "ordered": False, "max_gaps": slop}}}}


def _in_order(lookup: Lookup, forms: Sequence[str]) -> JSON:
    """Return the request for the documents in which some exact forms follow each other."""
    if not all(forms):
        return NOTHING
    if len(forms) == 1:
        return _any([term(field, forms[0]) for field in _fields(lookup, 1)])
    phrase = " ".join(forms)
    return _any([{"match_phrase": {field: {"query": phrase}}} for field in _fields(lookup, len(forms))])


def _fields(lookup: Lookup, words: int) -> tuple[str, ...]:
    """Return the fields in which some words are looked up together."""
    if lookup.exact != "forms":
        return (lookup.exact,)
    if lookup.zone is not None:
        return (_TITLE if lookup.zone == "title" else _BODY,)
    return ("forms",) if words == 1 else (_TITLE, _BODY)


def _terms(field: str, texts: Sequence[str]) -> JSON:
    return {"terms": {field: list(dict.fromkeys(texts))}}


def _any(parts: Sequence[JSON]) -> JSON:
    kept = [part for part in parts if part is not NOTHING]
    if len(kept) == 1:
        return kept[0]
    return {"bool": {"should": kept, "minimum_should_match": 1}} if kept else NOTHING


def _every(parts: Sequence[JSON]) -> JSON:
    if len(parts) == 1:
        return parts[0]
    return {"bool": {"filter": list(parts)}} if parts else EVERYTHING
