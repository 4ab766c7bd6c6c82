"""Which column of a table is which field of an item, by its name in French or English, and what cells say."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.archive.document import to_clock, to_iso
from index.french.folding import fold
from indexer.dates import Moment, to_moment_of_cell
from indexer.paths import PathMetadata
from indexer.readers.entities import read_entities
from indexer.readers.html_text import has_tags, html_line, html_text

COLUMNS = {
    "id": (
        "id",
        "identifiant",
        "uid",
        "guid",
        "numero",
        "reference",
        "ref",
        "cle",
        "key",
        "identifiant de la notice",
        "id str",
        "doc id",
        "post id",
        "tweet id",
        "article id",
        "story id",
    ),
    "title": (
        "title",
        "titre",
        "headline",
        "intitule",
        "objet",
        "subject",
        "sujet",
        "titre propre",
        "titre de l article",
        "titre article",
        "article title",
        "post title",
    ),
    "body": (
        "body",
        "texte",
        "text",
        "corps",
        "contenu",
        "content",
        "texte integral",
        "full text",
        "article body",
        "content html",
        "content text",
        "corps du texte",
        "article",
        "message",
        "description",
        "resume",
        "summary",
        "contenu de l article",
        "texte de l article",
        "article text",
        "texte complet",
        "text content",
        "selftext",
        "tweet",
        "transcription",
        "transcript",
        "verbatim",
        "abstract",
        "abstract note",
        "chapo",
        "chapeau",
        "extrait",
        "excerpt",
        "snippet",
    ),
    "date": (
        "date",
        "jour",
        "day",
        "date de publication",
        "date publication",
        "publication date",
        "date de parution",
        "date parution",
        "parution",
        "published",
        "published at",
        "date published",
        "date de diffusion",
        "date diffusion",
        "publish date",
        "pubdate",
        "datetime",
        "date heure",
        "created at",
        "horodateur",
        "timestamp",
        "post created",
        "created",
        "created utc",
        "issued",
        "date time",
        "date et heure",
        "date de mise en ligne",
        "date mise en ligne",
        "date d emission",
        "date document",
    ),
    "time": ("time", "heure", "horaire", "hour", "heure de diffusion", "heure de publication"),
    "date_origin": ("date origin",),
    "source": (
        "source",
        "media",
        "journal",
        "titre de presse",
        "chaine",
        "station",
        "newspaper",
        "publisher",
        "publication",
        "publication name",
        "nom de la source",
        "source name",
        "chaine de diffusion",
        "publication title",
        "container title",
        "titre de la publication",
        "support",
        "nom du support",
        "nom du media",
        "titre du journal",
        "nom du journal",
        "media name",
        "outlet",
        "page name",
        "channel",
        "canal",
        "site",
        "domain",
    ),
    "bulletin": (
        "bulletin",
        "edition",
        "emission",
        "newsletter",
        "lettre",
        "programme",
        "show",
        "titre collection",
    ),
    "url": (
        "url",
        "lien",
        "link",
        "adresse",
        "href",
        "permalink",
        "web url",
        "lien permanent",
        "adresse url",
        "url de l article",
        "article url",
        "post url",
        "page url",
        "uri",
    ),
}
"""Names of columns by field, in lower case without accents; the first that a table has is read."""

_APART = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")  # publishedAt is two words
_OF_HTML = (("title", html_line), ("body", html_text))
WEAK = frozenset(("abstract", "chapo", "chapeau", "extrait", "excerpt", "snippet", "transcript"))
"""Columns that hold the text where no other does; what stands around items may be called so, too."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table.

    Attributes:
        names: Their names as the table has them.
        places: Place of the column of each field, from 0.
        candidates: Places of all columns that may hold each field, the one of `places` first.
    """

    names: tuple[str, ...]
    places: dict[str, int]
    candidates: dict[str, list[int]]

    @property
    def unread(self) -> list[str]:
        """Names of the columns that hold no field."""
        read = set(self.places.values())
        return [name for place, name in enumerate(self.names) if place not in read and name]

    def filled(self, cells: Sequence[str]) -> dict[str, int]:
        """Return the place of each field in a row: of its columns the first that is not empty there."""
        return {
            field: next((place for place in places if place < len(cells) and cells[place].strip()), places[0])
            for field, places in self.candidates.items()
        }


def to_columns(header: Sequence[str]) -> Columns:
    """Find the fields of a table by the names of its columns."""
    names = tuple(name.strip() for name in header)
    plain = [fold(_APART.sub(" ", name).lower()).strip() for name in names]
    found = {
        field: [plain.index(known) for known in forms if known in plain] for field, forms in COLUMNS.items()
    }
    candidates = {field: places for field, places in found.items() if places}
    return Columns(names, {field: places[0] for field, places in candidates.items()}, candidates)


def to_fields(texts: Mapping[str, str], path: PathMetadata) -> dict[str, object]:
    """Return the texts of a row, by field, as the fields of a line of JSON: HTML as text, a day as ISO date.

    Args:
        texts: The texts.
        path: What the path of the file says: a row without date or source takes them from it.

    Raises:
        PageError: A text is HTML, and too large a tree.
    """
    shown = {field: _shown(texts[field], to_text) for field, to_text in _OF_HTML if texts.get(field)}
    written = texts.get("date", "")
    of_path = Moment(path.date, path.time) if path.date else None
    moment = to_moment_of_cell(written) if written else of_path
    return {
        "date_origin": "path" if of_path and not written else "given",
        **texts,
        **shown,
        "date": to_iso(moment.day) if moment else None,
        "time": texts.get("time") or (to_clock(moment.at) if moment else ""),
        "source": texts.get("source") or path.source,
    }


def _shown(text: str, to_text: Callable[[str], str]) -> str:
    return to_text(text) if has_tags(text) else read_entities(text)[0]


def unread_date(texts: Mapping[str, str], fields: Mapping[str, object]) -> tuple[str, ...]:
    """Return a clause about a date that is written in a row and was not read; none where there is none."""
    written = texts.get("date", "")
    return (f"has the date {written[:40]!r}, which cannot be read",) if written and not fields["date"] else ()
