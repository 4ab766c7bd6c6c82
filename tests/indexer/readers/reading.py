"""What several tests of pages and marks need: a page read from its HTML, signs that can be seen."""

from collections.abc import Sequence
from pathlib import Path

from indexer.bulletin import Received
from indexer.paths import FileType, InputFile, PathMetadata
from indexer.readers.marks import named_mark
from indexer.readers.webpage import read_page

NOTHING = PathMetadata("", None, "page")
"""What a path says that says nothing."""


def read(html: str | bytes, says: PathMetadata = NOTHING, marks: Sequence[str] = ()) -> Received:
    """Read a page."""
    path = Path("/bulletins/page.html")
    file = InputFile(path, path.parent, FileType.PAGE, 0)
    data = html if isinstance(html, bytes) else html.encode()
    return read_page(file, data, says, tuple(map(named_mark, marks)))


def spelled(text: str) -> str:
    """Return a text of a data file with the signs that cannot be seen in it."""
    return text.replace("␠", "\u00a0").replace("⌶", "\ufe0f")
