"""An article of an export of Factiva: below its title stand words, day, time and newspaper, a line each.

In tables of the older form each row has a label: HD title, PD day, ET time, SN newspaper, LP and TD text.
"""

import re
from collections.abc import Iterator, Sequence

from bs4.element import Tag

from index.french.written_times import time_in
from indexer.bulletin import Item
from indexer.dates import Moment, to_moment_as_sent
from indexer.plain_text import one_line, to_plain
from indexer.readers.html_text import text_of
from indexer.readers.page_dateline import is_day

KNOWN_BY = (b"Headline", b"articleParagraph")
"""What the first article of such an export holds."""
ARTICLE = re.compile(
    r"<div\b[^>]{0,200}\bclass=[\"']?article\s\w*Article\b.*?(?=<div\b[^>]{0,200}\bclass=[\"']?article\s\w*Article\b|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_LABEL = re.compile("[A-Z]{2,3}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


def to_item(article: Tag) -> Item:
    """Return an article as an item."""
    rows = dict(_rows(article))
    if "HD" in rows:
        moment, source = _moment([_line(rows[key]) for key in ("PD", "ET") if key in rows])
        source = _line(rows["SN"]) if "SN" in rows else source
        texts, title = [rows[key] for key in ("LP", "TD") if key in rows], _line(rows["HD"])
    else:
        moment, source = _moment([_line(each) for each in article.find_all("div") if not each.find("div")])
        texts = article.find_all("p", class_=re.compile("articleParagraph$"))
        title = next((_line(each) for each in article.find_all(class_=re.compile("Headline$"))), "")
    day, at = moment or (None, None)
    return Item(title, "\n\n".join(filter(None, map(text_of, texts))), source=source, date=day, time=at)


def _rows(article: Tag) -> Iterator[tuple[str, Tag]]:
    for row in article.find_all("tr"):
        cells = row.find_all("td")
        if len(cells) > 1 and _LABEL.fullmatch(label := _line(cells[0])):
            yield label, cells[1]


def _line(tag: Tag) -> str:
    return one_line(to_plain(tag.get_text(" "))[0])


def _moment(lines: Sequence[str]) -> tuple[Moment | None, str]:
    """Return the moment that lines say, and the line behind it."""
    number = next((n for n, line in enumerate(lines) if is_day(line)), len(lines))
    moment = to_moment_as_sent(lines[number]) if number < len(lines) else None
    behind = [*lines[number + 1 : number + 3], ""]
    if moment and _CLOCK.fullmatch(behind[0]):
        return Moment(moment.day, time_in(behind[0])), behind[1]
    return moment, behind[0]
