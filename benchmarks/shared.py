"""The evaluation data beside the project, which measuring reads and no test needs."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"
VISIBLE = SHARED / "data" / "visible"


def rows(path: Path) -> Iterator[dict[str, object]]:
    """Yield the objects of a JSON Lines file, plain or .gz."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from map(json.loads, data.splitlines())
