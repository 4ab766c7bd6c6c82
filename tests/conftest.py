"""What tests of all rooms share: the sample index, and a skip that can be turned into an error."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's chromium; skips with the reason where it is missing, fails where everything is required."""
    found = shutil.which("chromium")
    if found:
        return found
    reason = "Debian's chromium is not installed (apt-get install chromium): the browser tests cannot run"
    if os.environ.get("BULLETINS_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)
