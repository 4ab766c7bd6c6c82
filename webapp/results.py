"""The results of a query, ten a page."""

from dataclasses import dataclass

from flask import Response, request

from index.engines.reading import Reading
from index.highlighting.marks import mark
from index.query import Query
from index.results import Hit, Results
from index.text import MarkedText
from webapp import empty, home
from webapp.addresses import results_address
from webapp.errors import Problem, show_problem
from webapp.pagination import MAX_RESULTS, PER_PAGE, Pages, read_page
from webapp.present import NARROW, count, heading, number
from webapp.rendering import read_query, render, typed_query

_CAPPED = (
    f"Seules les {number(MAX_RESULTS)} premières brèves sont montrées{NARROW}; "
    "des guillemets ou des mots exclus en laissent moins."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A hit as it stands in the list.

    Attributes:
        hit: What was found.
        heading: Its title; the beginning of its body where it has none.
    """

    hit: Hit
    heading: MarkedText


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A page of results.

    Attributes:
        capped: What is said where some results are too deep to be shown.
    """

    query: Query
    results: Results
    pages: Pages
    listed: tuple[Listed, ...]
    capped: str = _CAPPED


def show(archive: Reading) -> Response:
    """Answer `/`: results where there is a query, the first page where there is none."""
    if not typed_query():
        return home.show(archive)
    query = read_query()
    page = read_page(request.args.get("page", "1"))
    if page is None or page > MAX_RESULTS // PER_PAGE:
        return _show_no_such_page(query, archive.search(query, limit=0))
    results = archive.search(query, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    pages = Pages(page, results.total)
    if page > pages.last:
        return _show_no_such_page(query, results)
    if not results.total:
        return empty.show(archive, query, results)
    listed = tuple(_listed(results.query, hit) for hit in results.hits)
    return render("results.html", ResultsPage(query, results, pages, listed))


def _listed(query: Query, hit: Hit) -> Listed:
    is_titled = bool(hit.title.strip())
    return Listed(hit, hit.marked_title if is_titled else mark(query, heading(hit.document)))


def _show_no_such_page(query: Query, results: Results) -> Response:
    pages = Pages(1, results.total)
    found = count(results.total, "brève") if results.total else "aucune brève"
    sentences = [f"Cette recherche trouve {found}, sur {count(pages.last, 'page')}."]
    if pages.is_capped:
        sentences.append(_CAPPED)
    label = f"Aller à la page {number(pages.last)}"
    problem = Problem(404, "Cette page de résultats n’existe pas", tuple(sentences), label)
    return show_problem(problem, results_address(query, pages.last))
