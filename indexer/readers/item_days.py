"""The day that an item of a text says of itself below its title: "Publié le 7 novembre 2024 à 18h30".

A line that is only a day ("Le 7 novembre 2024", "(Ouest-France, jeudi 7 novembre 2024)") counts where half of
the items have one: alone it may be the day of what is told. The lines stay in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.bulletin import Item
from indexer.dates import Moment, to_moment_as_sent
from indexer.readers.page_dateline import is_day, published_at

_LEAST = 2  # items
_PRESS = re.compile(
    r"[(\[]?(?P<name>[^\d,;:.!?|–—]{2,40}(?:\.(?:fr|com|org|net))?)\s*[,|–—-]\s*(?P<day>[^,;|–—]+?)[)\]]?"
)


def with_days(items: Sequence[Item]) -> tuple[Item, ...]:
    """Give the items of a text the days, and the times, that their first lines say."""
    lines = [item.body.lstrip("\n").partition("\n")[0].strip() if item.title else "" for item in items]
    said = [published_at(line) for line in lines]
    only = [_only_day(line) for line in lines]
    if len(only) - only.count(None) >= max(_LEAST, len(items) / 2):
        said = [one or other for one, other in zip(said, only, strict=True)]
    return tuple(_dated(item, moment) for item, moment in zip(items, said, strict=True))


def _only_day(line: str) -> Moment | None:
    """Return the day of a line that says no more than that, and the name of a newspaper."""
    press = _PRESS.fullmatch(line)
    day = press["day"] if press else line
    return to_moment_as_sent(day) if is_day(day) else None


def _dated(item: Item, moment: Moment | None) -> Item:
    if moment is None:
        return item
    return replace(item, date=moment.day, time=moment.at or item.time, date_origin="text")
