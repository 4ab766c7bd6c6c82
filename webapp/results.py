"""The page of results of a query; the home page without one."""

from dataclasses import dataclass

from flask import Response, request

from index.engines.reading import Reading
from index.highlighting.marks import mark
from index.query import Query, with_date_filter
from index.results import Hit, Results
from index.text import MarkedText
from webapp import empty, home
from webapp.addresses import results_address
from webapp.errors import Problem, show_problem, show_too_long
from webapp.pagination import MAX_PAGES, MAX_RESULTS, PER_PAGE, Pages, read_page
from webapp.present import NARROW, count, heading, number
from webapp.rendering import read_query, render, typed_query

_CAPPED = (
    f"Seules les {number(MAX_RESULTS)} premières brèves sont montrées{NARROW}; "
    "des guillemets ou des mots exclus en laissent moins."
)


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit in the list.

    Attributes:
        hit: The hit.
        heading: Its title with marks; without a title, the beginning of its body.
    """

    hit: Hit
    heading: MarkedText


@dataclass(frozen=True, slots=True)
class Offer:
    """Another query that the reader may have meant, and the number of documents that match it."""

    query: Query
    total: int


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A page of results.

    Attributes:
        query: The query as typed.
        results: Its results.
        pages: This page among all.
        hits: The hits of this page.
        apart: The query with the parts of its compounds as words by themselves; None if it finds no more.
        dated: The query with the date among its words as a filter; None if it finds nothing.
        capped: Sentence for results too deep to be shown.
    """

    query: Query
    results: Results
    pages: Pages
    hits: tuple[HitRow, ...]
    apart: Offer | None = None
    dated: Offer | None = None
    capped: str = _CAPPED


def show(archive: Reading) -> Response:
    """Answer `/`: results where there is a query, the home page where there is none."""
    if not typed_query():
        return home.show(archive)
    query, page = read_query(), _page_number()
    results = archive.search(query, PER_PAGE if page else 0, max(0, page - 1) * PER_PAGE)
    pages = Pages(page, results.total)
    if not 1 <= page <= pages.last:
        return _show_no_such_page(query, results)
    if not results.total:
        return show_too_long() if results.is_partial else empty.show(archive, query, results)
    hits = tuple(_row(results.query, hit) for hit in results.hits)
    is_bound = any(clause.is_bound for clause, _ in query.wanted)
    apart = _offered(archive, query.apart if is_bound else None, least=results.total + 1)
    dated = _offered(archive, with_date_filter(query), least=1)
    return render("results.html", ResultsPage(query, results, pages, hits, apart, dated))


def _offered(archive: Reading, query: Query | None, least: int) -> Offer | None:
    """Return a query with its number of matches; None where it matches fewer documents than `least`."""
    if query is None:
        return None
    (total,) = archive.totals([query])
    return Offer(query, total) if total is not None and total >= least else None


def _page_number() -> int:
    """Return the number of the page in the address of the request; 0 if it is none, or beyond MAX_PAGES."""
    page = read_page(request.args.get("page", "1")) or 0
    return page if page <= MAX_PAGES else 0


def _row(query: Query, hit: Hit) -> HitRow:
    is_titled = bool(hit.title.strip())
    return HitRow(hit, hit.marked_title if is_titled else mark(query, heading(hit.document)))


def _show_no_such_page(query: Query, results: Results) -> Response:
    pages = Pages(1, results.total)
    found = count(results.total, "brève") if results.total else "aucune brève"
    sentences = [f"Cette recherche trouve {found}, sur {count(pages.last, 'page')}."]
    if pages.is_capped:
        sentences.append(_CAPPED)
    label = f"Aller à la page {number(pages.last)}"
    problem = Problem(404, "Cette page de résultats n’existe pas", tuple(sentences), label)
    return show_problem(problem, results_address(query, pages.last))
