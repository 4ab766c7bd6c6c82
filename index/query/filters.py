"""Filters: what the matches of a query are narrowed to, besides its words."""

from typing import NamedTuple

from index.archive.date_origin import DateOrigin
from index.french.dates import Period


class Filters(NamedTuple):
    """Conditions that a document must meet, and that score none.

    Attributes:
        period: It is of one of these days.
        sources: It is of a source of one of these names, to the letter; of any where there is none.
        bulletin: It is in the bulletin with this id.
        has_all_words: It has every plain word of the query but stop words, in any form.
        date_origins: Its date is from one of these, which may be none; from any where there is none here.
    """

    period: Period | None = None
    sources: tuple[str, ...] = ()
    bulletin: str = ""
    has_all_words: bool = False
    date_origins: tuple[DateOrigin, ...] = ()

    @property
    def narrow(self) -> bool:
        """They select documents by themselves, without a word."""
        return bool(self.period or self.sources or self.bulletin or self.date_origins)

    def of(self, *sources: str) -> "Filters":
        """Return the same filters for some sources, or for all where none is named."""
        return self._replace(sources=sources)


NO_FILTERS = Filters()
