"""The hits of a page of results as HTML: written as text, which takes a fifth of the time of a template."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Flask
from markupsafe import Markup, escape

from index.archive.document import Document
from index.query import Query
from index.results import Hit, Order
from index.text import MarkedText
from webapp.addresses import (
    Trail,
    bulletin_address,
    day_address,
    is_lasting,
    item_address,
    permanent_item,
    source_address,
)
from webapp.bulletin_names import name_beside
from webapp.dates import clock, day
from webapp.languages import say
from webapp.present import counted, date_origin, in_french, is_long, marks, passage, shortened


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit in the list.

    Attributes:
        hit: The hit.
        heading: Its title with marks; without a title, the beginning of its body.
    """

    hit: Hit
    heading: MarkedText


def install(app: Flask) -> None:
    """Register the function of the templates."""
    app.jinja_env.globals.update(hit_list=hit_list)


def hit_list(rows: Sequence[HitRow], query: Query, order: Order) -> Markup:
    """Return the entries of the list of hits of a query in an order."""
    return Markup("\n".join([_entry(row, query, order) for row in rows]))  # noqa: S704  escaped below


def _entry(row: HitRow, query: Query, order: Order) -> str:
    document, rank = row.hit.document, row.hit.rank
    long = ' class="long"' if is_long(row.heading.text) else ""
    printed = f' data-at="{escape(permanent_item(document.id))}"' if is_lasting() else ""
    trail = Trail(query, order, rank)
    address = escape(item_address(document.id, trail))
    meta = "\n      ".join(_meta(document, trail))
    return f"""\
  <li id="r{rank}"><article class="row hit">
    <h2{in_french()}{long}{printed}><a href="{address}">{marks(row.heading)}</a></h2>
    <p class="margin meta">
      {meta}
    </p>{_earlier(row.hit, address)}{_passages(row.hit)}
  </article></li>"""


def _meta(document: Document, trail: Trail) -> Iterator[str]:
    """Yield what stands in the margin: day, source and bulletin."""
    yield _day(document)
    if document.origin == "weekday":
        supposed = say("date supposée")
        yield f'<span class="note" title="{date_origin(document)}">{supposed}</span>'
    if document.source:
        source = escape(shortened(document.source))
        yield f'<a href="{escape(source_address(document.source))}"><bdi>{source}</bdi></a>'
    if document.appearances:
        first, *others = document.appearances
        name, repeated, nth = map(escape, name_beside(first.bulletin, document))
        said = f'{name}<span class="hidden">{repeated}</span>{nth}' if repeated else name
        address = bulletin_address(first.bulletin.id, first.place, trail)
        yield f'<a href="{escape(address)}"><bdi>{said}</bdi></a>'
        if others:
            more = counted(len(others), "autre bulletin", "autres bulletins")
            said = say("et {others}", others=more)
            yield f'<span class="note">{said}</span>'


def _day(document: Document) -> str:
    if document.date is None:
        undated = say("sans date")
        return f"<span>{undated}</span>"
    return f'<a href="{escape(day_address(document.date))}">{_dated(document.date)}</a>{_clock(document)}'


def _dated(date: datetime.date) -> str:
    return f'<time datetime="{date}">{day(date)}</time>'


def _clock(document: Document) -> str:
    return f' <span class="soft">{clock(document.time)}</span>' if document.time else ""


def _earlier(hit: Hit, address: str) -> str:
    """Return the line about the earlier version that alone answers, with a link to what changed."""
    if hit.earlier is None:
        return ""
    said = say("Trouvé dans une version antérieure")
    if hit.earlier.date:
        found = say("Trouvé dans une version antérieure, du {day}", day=_dated(hit.earlier.date))
        said = f"{found}{_clock(hit.earlier)}"
    if hit.earlier_title:
        colon = say("\u00a0: ")
        said += f"{colon}<bdi{in_french()}>{marks(hit.earlier_title)}</bdi>"
    changed = say("Ce qui a changé")
    return f'\n    <p class="soft">{said}. <a href="{address}#versions">{changed}</a></p>'


def _passages(hit: Hit) -> str:
    if not hit.snippets:
        return ""
    passages = "".join([f"\n      <p>{passage(snippet)}</p>" for snippet in hit.snippets])
    return f'\n    <div class="text"{in_french()}>{passages}\n    </div>'
