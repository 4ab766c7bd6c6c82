"""The page of results of a query; the home page without one."""

from dataclasses import dataclass
from functools import partial

from flask import Response, request

from index.budget import current
from index.engines.reading import Reading
from index.exports.formats import FORMATS, MAX_ROWS
from index.highlighting.marks import mark
from index.query import Query, parse, with_filters_in_words
from index.results import Hit, Order, Results
from index.selection import Selection
from index.timeline import Timeline
from webapp import empty, home
from webapp.addresses import View, comparison_address, period_addresses, results_address
from webapp.bars import Bars, bars
from webapp.bulletin_names import bulletin_name
from webapp.errors import Problem, show_problem, show_too_long
from webapp.hit_list import HitRow
from webapp.item_words import item_word, items
from webapp.languages import say
from webapp.narrowing import Choice, Narrowing, narrowing, other_units
from webapp.offers import Offer, in_quotes, limited, offered
from webapp.pagination import MAX_PAGES, MAX_RESULTS, PER_PAGE, Pages, read_page
from webapp.present import counted, heading, number
from webapp.rendering import render
from webapp.selection import read_selection, read_view
from webapp.sharing import Since, read_since, shared_address
from webapp.word_forms import Words, words


@dataclass(frozen=True, slots=True)
class TimelineLinks:
    """Where the links beside the timeline lead.

    Attributes:
        units: The other units that it may have.
        other_measure: The same with the other of number and share.
        all_words: The same of the documents with all words; empty where others are no more.
        comparison: The comparison of the sources; empty where there is but one.
    """

    units: tuple[Choice, ...]
    other_measure: str
    all_words: str
    comparison: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A page of results.

    Attributes:
        selection: What is shown: the query as typed with its filters, in an order.
        results: Its results.
        pages: This page among all.
        hits: The hits of this page.
        suggestion: The corrected query; None where nothing was corrected.
        all_words: The query for the documents with all words; None where others are no more.
        followed: The order in which it is followed: by date, unless no document has all the words.
        any_word: The query for the documents with any word, where only those with all are listed; else None.
        apart: The query with the parts of its compounds as words by themselves; None if it finds no more.
        words: Its words with their forms.
        quoted: The query in quotation marks, as a sentence is remembered; None where nothing holds it so.
        limited: The query with the date and the source among its words as filters; None where it has none,
            or where that finds nothing and nobody expects that the archive has these days.
        narrowing: Its filters and orders.
        view: How its timeline is shown.
        bars: Its timeline; None where there is nothing to compare.
        timeline: The links beside the timeline.
        is_counted: The matches could be counted by source and period within the budget.
        shared: The address that remembers how much this search found today; empty where that is not known.
        since: What changed since the address of this page was given; None where it does not say when.
        most_taken: Most results that are taken away at once.
        exports: The formats to take them away in: suffix and name of each.
    """

    selection: Selection
    results: Results
    pages: Pages
    hits: tuple[HitRow, ...]
    suggestion: Query | None
    all_words: Offer | None
    followed: Order
    any_word: Offer | None
    apart: Offer | None
    words: Words
    quoted: Offer | None
    limited: Offer | None
    narrowing: Narrowing
    view: View
    bars: Bars | None
    timeline: TimelineLinks
    is_counted: bool
    shared: str
    since: Since | None
    most_taken: int = MAX_ROWS
    exports: tuple[tuple[str, str], ...] = tuple((suffix, form.name) for suffix, form in FORMATS.items())

    @property
    def capped(self) -> str:
        """Sentence for results too deep to be shown."""
        return capped()

    @property
    def query(self) -> Query:
        """The query as typed, with its filters."""
        return self.selection.query

    def address(self, page: int) -> str:
        """Return the address of another page of these results."""
        return results_address(self.query, page, self.selection.order, self.view)


def capped() -> str:
    """Return the sentence for results too deep to be shown."""
    word = item_word()
    return say(
        "{only} {most} {first} {many} sont {shown}\u202f; "
        "des guillemets ou des mots exclus en laissent moins.",
        only=word.agreed("Seules les", "Seuls les"),
        most=number(MAX_RESULTS),
        first=word.agreed("premières", "premiers"),
        many=word.many,
        shown=word.agreed("montrées", "montrés"),
    )


def show(archive: Reading) -> Response:
    """Answer `/`: results where there is a query, the home page where there is none."""
    selection, page = read_selection(), _page_number()
    if selection.is_empty:
        return home.show(archive)
    first = max(0, page - 1) * PER_PAGE
    results = archive.search(selection.searched, PER_PAGE if page else 0, first, selection.order)
    pages = Pages(page, results.total)
    if not 1 <= page <= pages.last:
        return _show_no_such_page(selection, results)
    if not results.total and results.is_partial:
        return show_too_long()
    if not results.total:
        since = read_since(selection, results, archive.info.build)
        return empty.show(archive, selection.searched, results, _limited(archive, selection.query), since)
    return render("results.html", _page(archive, selection, results, pages))


def _page(archive: Reading, selection: Selection, results: Results, pages: Pages) -> ResultsPage:
    query, total, build = selection.query, results.total, archive.info.build
    searched = selection.searched
    is_strict = searched.filters.has_all_words
    is_bound = any(clause.is_bound for clause, _ in query.wanted)
    all_words = selection.with_all_words if selection.has_several_words and not is_strict else None
    everywhere = archive.timeline_of_all_sources(searched)
    if not (is_counted := not current().was_spent):
        everywhere = Timeline.of("year", {})
    view, shown = _shown(everywhere)
    held = archive.holdings(shown.unit, shown.periods)
    strict = offered(archive, all_words, least=0, most=total - 1)
    more_words = strict if strict and strict.total else None
    return ResultsPage(
        selection=selection,
        results=results,
        pages=pages,
        hits=tuple(_row(results.query, hit) for hit in results.hits),
        suggestion=parse(results.suggestion).narrowed(query.filters) if results.suggestion else None,
        all_words=more_words,
        followed="relevance" if strict and not strict.total else "newest",
        any_word=offered(archive, selection.with_any_word if is_strict else None, least=total + 1),
        apart=offered(archive, query.apart if is_bound else None, least=total + 1),
        words=words(archive, selection, results.query, view),
        quoted=offered(archive, in_quotes(query) if pages.number == 1 else None, least=1, most=total - 1),
        limited=_limited(archive, query),
        narrowing=narrowing(
            selection, everywhere, home.period(archive.info), _bulletin_name(archive, query), view
        ),
        view=view,
        bars=bars(
            query.filters.sources,
            shown,
            held,
            view.by,
            period_addresses(query, selection.order, view),
        ),
        timeline=_timeline_links(selection, everywhere, view, more_words),
        is_counted=is_counted,
        shared="" if results.is_partial else shared_address(selection, results, build),
        since=None if results.is_partial else read_since(selection, results, build),
    )


def _limited(archive: Reading, query: Query) -> Offer | None:
    return limited(archive, with_filters_in_words(query, [each.source for each in archive.info.sources]))


def _shown(finest: Timeline) -> tuple[View, Timeline]:
    """Return how a timeline is shown: as the request asks, but in several periods where there are any."""
    view = read_view()
    shown = finest.in_unit(view.unit or finest.unit)
    if shown.unit == finest.unit or len(shown.periods) < 2:
        return view._replace(unit=None), finest
    return view, shown


def _timeline_links(
    selection: Selection, finest: Timeline, view: View, all_words: Offer | None
) -> TimelineLinks:
    address = partial(results_address, order=selection.order)
    searched = selection.searched
    compared = searched.filters.sources if len(searched.filters.sources) > 1 else ()
    return TimelineLinks(
        units=other_units(
            finest,
            view.unit or finest.unit,
            lambda other: address(selection.query, view=view._replace(unit=other)),
        ),
        other_measure=address(
            selection.query, view=view._replace(by="number" if view.by == "share" else "share")
        ),
        all_words=address(all_words.query, view=view) if all_words else "",
        comparison=comparison_address(searched.narrowed(searched.filters.of(*compared)), view.unit)
        if len(finest.sources) > 1
        else "",
    )


def _bulletin_name(archive: Reading, query: Query) -> str:
    """Return the name of the bulletin that the query is narrowed to; empty where there is no such one."""
    bulletin = archive.catalogue.get(query.filters.bulletin) if query.filters.bulletin else None
    return bulletin_name(bulletin) if bulletin else ""


def _page_number() -> int:
    """Return the number of the page in the address of the request; 0 if it is none, or beyond MAX_PAGES."""
    page = read_page(request.args.get("page", "1")) or 0
    return page if page <= MAX_PAGES else 0


def _row(query: Query, hit: Hit) -> HitRow:
    is_titled = bool(hit.title.strip())
    return HitRow(hit, hit.marked_title if is_titled else mark(query, heading(hit.document)))


def _show_no_such_page(selection: Selection, results: Results) -> Response:
    pages = Pages(1, results.total)
    found = items(results.total) if results.total else item_word().none
    number_of_pages = counted(pages.last, "page", "pages")
    sentences = [say("Cette recherche trouve {found}, sur {pages}.", found=found, pages=number_of_pages)]
    if pages.is_capped:
        sentences.append(capped())
    label = say("Aller à la page {page}", page=number(pages.last))
    problem = Problem(404, say("Cette page de résultats n’existe pas"), tuple(sentences), label)
    return show_problem(problem, results_address(selection.query, pages.last, selection.order))
