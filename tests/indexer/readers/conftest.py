"""A bulletin of our own, to be written as every kind of source and read back item for item."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from index.archive.document import Document
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.readers.marks import Mark
from indexer.report import Report


class Sample(NamedTuple):
    """An item as it must come back: title, paragraphs, day."""

    title: str
    body: str
    date: date


_ROWS = """\
2024-11-07|Budget : le conseil vote|Le conseil a voté jeudi.¶L’opposition s’est abstenue.
2024-11-07|Cœur, l’hôpital rouvre|Le service rouvre « dès lundi », selon la direction.
2024-11-08|AT&T rachète un réseau|Le prix : 3 < 5 milliards & plus, dit-on.
2024-03-31|Le pont de l’Île-aux-Moines|From 8 h à 9 h, le pont est fermé.¶From Vannes, on passe par Auray.
2024-12-17|Séisme au Vanuatu|Bilan provisoire : 14 morts.¶>From là, des renforts partent.
2024-02-29|« Non », dit-elle|Elle n’ira pas… ni demain, ni après.
2024-10-27|Météo ; pluie et vent|Rafales à 110 km/h ; prudence sur les côtes.
2025-01-01|Score, 3-2, à Brest|Brest l’emporte, 3-2, après prolongation.
2024-08-15|Naïveté ? L’œuvre ambiguë|Un maître zélé, Noël, août, çà et là.
2024-06-21|Prix : +12 %|Le beurre à 10 € le kilo, du jamais vu.
2024-11-17|Où vont les "gilets" ?|Ils l’ont dit : "jamais" ; puis plus rien.
2024-11-07|Dernière minute|La ligne 4 est rétablie.
"""
SAMPLES = tuple(
    Sample(title, body.replace("¶", "\n\n"), date.fromisoformat(day))
    for day, title, body in (row.split("|") for row in _ROWS.splitlines())
)


class Taken(NamedTuple):
    """What came in, and what was said of it."""

    documents: list[Document]
    report: Report

    @property
    def said(self) -> str:
        """The report as one text."""
        return "\n".join(self.report.lines())

    @property
    def told(self) -> list[tuple[str, str, date | None]]:
        """Title, body and day of each item."""
        return [(document.title, document.body, document.date) for document in self.documents]

    @property
    def titles(self) -> list[str]:
        """The titles."""
        return [document.title for document in self.documents]


@pytest.fixture
def samples() -> tuple[Sample, ...]:
    """Twelve items of a bulletin."""
    return SAMPLES


@pytest.fixture
def take(write: Callable[[str, str | bytes], Path], tmp_path: Path) -> Callable[..., Taken]:
    """Write files, and read them, or only what is given of them, as `rebuild` does."""

    def take(files: Mapping[str, str | bytes], given: str = "", marks: Sequence[Mark] = ()) -> Taken:
        for name, content in files.items():
            write(f"in/{name}", content)
        report = Report()
        documents = list(
            Intake([tmp_path / "in" / given], report, Progress(io.StringIO()), marks).documents()
        )
        return Taken(documents, report)

    return take
