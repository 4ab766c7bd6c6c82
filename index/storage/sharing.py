"""Sharing files that never change between folders."""

import os
import shutil
from errno import EMLINK, ENOTSUP, EPERM, EXDEV
from pathlib import Path

_NO_LINKS = {EPERM, ENOTSUP, EMLINK, EXDEV}
"""What is said where a file system has no hard links, or no more for a file."""


def share(file: Path, folder: Path) -> bool:
    """Give a folder a file of another one, as a hard link or where that cannot be as a copy.

    Returns:
        Whether it is a link; a copy has the same time.
    """
    try:
        os.link(file, folder / file.name)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(file, folder / file.name)
        return False
    return True
