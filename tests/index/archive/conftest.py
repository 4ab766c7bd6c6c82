"""Two bulletins of one radio, indexed once."""

from pathlib import Path

import pytest

from tests.index.archive.archives import EVENING, MORNING, Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two bulletins of one radio, indexed once."""
    archive = Archive(tmp_path / "bulletins", tmp_path / "index")
    archive.write(MORNING, "greve", "otan", "meteo")
    archive.write(EVENING, "foot")
    archive.rebuild()
    return archive
