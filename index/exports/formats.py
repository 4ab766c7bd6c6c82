"""The formats in which results are taken away, by the suffix of their files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from index.budget import current
from index.exports import bibtex, comma_separated, json_lines, ris
from index.exports.row import Address, Row, remark, to_row
from index.results import Hit

MAX_ROWS = 10_000
"""Most results that are taken away at once."""
STOPPED = "La suite manque : le temps accordé à cet export était écoulé."
"""What the last row says where some are missing."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: Its name for readers.
        media_type: Its media type; all are in UTF-8.
        entry: Returns a row as it is written, its end included.
        mark: What a file of it begins with, before its head.
        head: What stands before the first row.
    """

    name: str
    media_type: str
    entry: Callable[[Row], str]
    mark: str = ""
    head: str = ""


FORMATS: Mapping[str, Format] = {
    "excel.csv": Format(
        "Excel en français (CSV)",
        "text/csv",
        partial(comma_separated.entry, dialect=comma_separated.FRENCH),
        comma_separated.BYTE_ORDER_MARK,
        comma_separated.head(comma_separated.COLUMNS, comma_separated.FRENCH),
    ),
    "csv": Format(
        "Tableur (CSV)",
        "text/csv",
        comma_separated.entry,
        comma_separated.BYTE_ORDER_MARK,
        comma_separated.head(comma_separated.COLUMNS),
    ),
    "jsonl": Format("JSON Lines", "application/x-ndjson", json_lines.entry),
    "ris": Format("RIS", "application/x-research-info-systems", ris.entry),
    "bib": Format("BibTeX", "application/x-bibtex", bibtex.entry),
}


def written(form: Format, hits: Iterable[Hit], address: Address, *, is_partial: bool) -> Iterator[str]:
    """Yield what a file says: its head, an entry a hit, and a last row that says so where hits are missing.

    Args:
        form: The format.
        hits: The results in their order.
        address: Makes the permanent address of an item.
        is_partial: It is known already that hits are missing.
    """
    yield form.head
    budget = current()
    for hit in hits:
        row = form.entry(to_row(hit, address))
        if budget.is_spent():  # the passage may lack a part of its matches
            is_partial = True
            break
        yield row
    if is_partial:
        yield form.entry(remark(STOPPED))
