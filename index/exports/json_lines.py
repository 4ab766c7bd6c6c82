"""JSON Lines: an object a line, every character kept."""

from index.archive.document import to_clock, to_iso
from index.as_json import json_text
from index.exports.row import Row


def entry(row: Row) -> str:
    """Return a row as a line of JSON, its keys in the order of the columns of the CSV."""
    return (
        json_text(
            {
                "date": to_iso(row.date) or None,
                "source": row.source,
                "bulletin": row.bulletin,
                "place": row.place,
                "title": row.title,
                "passage": row.passage,
                "address": row.address,
                "url": row.url,
                "id": row.id,
                "time": to_clock(row.time) or None,
                "date_origin": row.date_origin,
            }
        )
        + "\n"
    )
