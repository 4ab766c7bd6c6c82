"""From the fields of a query to the fields of an index in which they are looked up, see `index.fields`."""

from dataclasses import dataclass
from typing import Literal

from index.query.keywords import Field

Zone = Literal["title", "body"] | None
"""Part of a document in which positions must lie; None for anywhere."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The fields of an index that answer a field of a query.

    Attributes:
        exact: Field of exact forms, with positions.
        zone: Part of `exact` in which positions must lie.
        stems: Field of stems; empty where only exact forms are looked up.
        not_stems: Field whose documents with the stem are subtracted; empty where there is none.
    """

    exact: str
    zone: Zone = None
    stems: str = ""
    not_stems: str = ""


ANYWHERE = Lookup("forms", None, "stems")
LOOKUPS: dict[Field | None, Lookup] = {
    None: ANYWHERE,
    "title": Lookup("forms", "title", "title"),
    "body": Lookup("forms", "body", "stems", "title_only"),
    "source": Lookup("source_words"),
    "bulletin": Lookup("bulletin_words"),
}
EXACT_FIELDS = tuple(dict.fromkeys(lookup.exact for lookup in LOOKUPS.values()))
