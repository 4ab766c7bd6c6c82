"""Timelines and calendars as HTML: written as text, as a template takes ten times as long for many parts."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import NamedTuple

from flask import Flask
from markupsafe import Markup

from webapp.bars import Bar, Bars
from webapp.calendar import Calendar, Month, Year
from webapp.dates import months
from webapp.item_words import ItemWord, item_word, items
from webapp.languages import say
from webapp.present import counted, number


def install(app: Flask) -> None:
    """Register the filters and the function of the templates."""
    app.jinja_env.filters.update(drawn=drawn, axis=axis, table_rows=rows)
    app.jinja_env.filters.update(compared_rows=compared_rows, calendar_rows=calendar_rows)
    app.jinja_env.globals.update(month_headings=month_headings)


def drawn(bars: Bars) -> Markup:
    """Return the bars as SVG; attributes only, as the Content-Security-Policy allows no styles."""
    title = say("{name}\u00a0: {said}")
    said = _Said(
        word=item_word(),
        title=f"<title>{title}</title>".format,
        found=say("{total} sur {held}, {share}").format,
        lack=say("rien dans l’archive"),
    )
    wide, own = f"{bars.width:.2f}%", f"{bars.width * 0.8:.2f}%"
    return Markup("".join([_drawn(bar, bars.width / 10, wide, own, said) for bar in bars.bars]))  # noqa: S704  escaped where it may need it


class _Said(NamedTuple):
    """What bars say, once for all of them: a title with its name, and what follows it."""

    word: ItemWord
    title: Callable[..., str]
    found: Callable[..., str]
    lack: str


def _drawn(bar: Bar, margin: float, wide: str, own: str, said: _Said) -> str:
    begin, x = f"{bar.x:.2f}%", f"{bar.x + margin:.2f}%"
    if bar.address:
        total = counted(bar.total, said.word.one, said.word.many)
        title = said.title(
            name=bar.names.full, said=said.found(total=total, held=number(bar.held), share=bar.share)
        )
        return (
            f'<a href="{escape(bar.address)}" tabindex="-1">{title}'
            f'<rect x="{begin}" width="{wide}" height="100%"/><rect class="bar" x="{x}" '
            f'y="{100 - bar.height:.2f}%" width="{own}" height="{bar.height:.2f}%"/></a>'
        )
    if bar.held:
        title = said.title(name=bar.names.full, said=said.word.none)
        return f'<g>{title}<rect class="none" x="{x}" y="96%" width="{own}" height="4%"/></g>'
    title = said.title(name=bar.names.full, said=said.lack)
    return f'<g>{title}<rect class="lack" x="{begin}" width="{wide}" height="100%"/></g>'


def axis(bars: Bars) -> Markup:
    """Return the years under the bars as SVG."""
    drawn = []
    for tick in bars.ticks:
        x = f"{tick.x:.2f}%"
        text = f'<text x="{x}" dx=".3em" y="1.2em">{tick.name}</text>'
        linked = f'<a href="{escape(tick.address)}" tabindex="-1">{text}</a>' if tick.address else text
        close = ' class="close"' if tick.is_close else ""
        drawn.append(f'<g{close}>{linked}<line x1="{x}" x2="{x}" y2="70%"/></g>')
    return Markup("".join(drawn))  # noqa: S704  addresses are escaped, all else is ours


def rows(bars: Bars) -> Markup:
    """Return the rows of the table, the newest period first."""
    lack = say("rien dans l’archive")
    return Markup("".join([_row(bar, lack) for bar in reversed(bars.bars)]))  # noqa: S704  addresses are escaped


def _row(bar: Bar, lack: str) -> str:
    named = f'<a href="{escape(bar.address)}">{bar.names.short}</a>' if bar.address else bar.names.short
    if not bar.held:
        cells = f'<td class="soft" colspan="{2 + len(bar.counts)}">{lack}</td>'
    else:
        cells = _cells([*map(number, bar.counts), number(bar.total), bar.share])
    return f'<tr><th scope="row">{named}</th>{cells}</tr>'


def _cells(texts: Iterable[str]) -> str:
    return '<td class="num">{}</td>'.format('</td><td class="num">'.join(texts))


def compared_rows(periods: Sequence[Sequence[Bar]]) -> Markup:
    """Return the rows of a comparison: by period a number and a share of each source."""
    return Markup("".join(map(_compared, periods)))  # noqa: S704  addresses are escaped


def _compared(bars: Sequence[Bar]) -> str:
    cells = _cells(cell for bar in bars for cell in _number_and_share(bar))
    return f'<tr><th scope="row">{bars[0].names.short}</th>{cells}</tr>'


def _number_and_share(bar: Bar) -> tuple[str, str]:
    if not bar.held:
        return "–", "–"
    total = number(bar.total)
    return f'<a href="{escape(bar.address)}">{total}</a>' if bar.address else total, bar.share


def month_headings() -> Markup:
    """Return the headings of the months of a calendar."""
    cells = (f'<th scope="col"><abbr title="{name}">{short}</abbr></th>' for name, short in months())
    return Markup("".join(cells))  # noqa: S704  all of it is ours


def calendar_rows(calendar: Calendar) -> Markup:
    """Return the rows of a calendar, the newest year first."""
    return Markup("\n".join(map(_calendar_row, calendar.years)))  # noqa: S704  addresses are escaped


def _calendar_row(year: Year) -> str:
    if not year.total:
        years = str(year.last) if year.first == year.last else f"{year.first} – {year.last}"
        return f'<tr><th scope="row">{years}</th>{_lack(12)}</tr>'
    linked = f'<a href="{escape(year.address)}">{year.first}</a>' if year.address else str(year.first)
    total = f'<span class="count">{items(year.total)}</span>'
    return f'<tr><th scope="row">{linked} {total}</th>{"".join(map(_month, year.months))}</tr>'


def _month(month: Month) -> str:
    if not month.total:
        return _lack() if month.is_gap else "<td></td>"
    shown = number(month.total)
    linked = f'<a href="{escape(month.address)}">{shown}</a>' if month.address else shown
    return f'<td class="b{month.level}">{linked}</td>'


def _lack(months: int = 1) -> str:
    """Return the cell of months that have nothing."""
    nothing, span = say("rien"), f' colspan="{months}"' if months > 1 else ""
    return f'<td class="lack"{span}>{nothing}</td>'
