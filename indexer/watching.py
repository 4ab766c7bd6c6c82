"""Watching folders: what comes is added when it has come to rest, whatever happens to the folders meanwhile.

The system tells what changed; where it cannot, all files are looked at now and then, and where even that
fails everything is read again each minute. What is told is a hint: an addition reads what is there.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change, watch

from indexer.arrivals import Arrivals
from indexer.plain_text import printable

WAKE = 0.2  # seconds: what comes is to be found within one
POLL = 2.0  # seconds between two looks at all files
MINUTE = 60.0
DAY = 24 * 60 * MINUTE

Say = Callable[[str, str], None]
"""Tells the user a kind of event, "folder" or "polling", and a sentence."""

Changes = set[tuple[Change, str]]


class Watcher:
    """Watches folders for ever, and notes what changes in them.

    Args:
        folders: Absolute paths of the folders.
        arrivals: Where changes are noted.
        say: Tells what happened to the folders.
        is_polling: Look at all files instead of asking the system, as on network disks.
    """

    def __init__(
        self, folders: Sequence[Path], arrivals: Arrivals, say: Say, *, is_polling: bool = False
    ) -> None:
        self._folders = folders
        self._arrivals = arrivals
        self._say = say
        self._is_polling = is_polling
        self._is_timed = False
        self._seen: dict[Path, tuple[int, int] | None] = {}
        self._looked = time.monotonic()

    def run(self, on_wake: Callable[[], None]) -> None:
        """Watch for ever, and call `on_wake` every `WAKE` seconds; what is there at first counts as new."""
        while True:
            self._look_at_folders()
            for changes in self._changes():
                self._arrivals.note(
                    Path(path)
                    for change, path in changes
                    if change is not Change.modified or not Path(path).is_dir()
                )
                if any(_identity(folder) != self._seen[folder] for folder in self._folders):
                    self._arrivals.note(self._there())  # what changes until all are watched again is not told
                    break
                self._note_all_now_and_then()
                on_wake()

    def _look_at_folders(self) -> None:
        """Note what is in the folders that are there now and were not before; say which went and came."""
        for folder in self._folders:
            before, now = self._seen.get(folder), _identity(folder)
            name = printable(str(folder))
            if now is None:
                self._arrivals.forget(folder)
            if now is None and (before or folder not in self._seen):
                self._say("folder", f"the folder {name} is away; what it gave stays, and it is waited for")
            elif now and now != before:
                if folder in self._seen:
                    self._say(
                        "folder", f"the folder {name} is back, or is another one; all of it is looked at"
                    )
                self._arrivals.note([folder])
            self._seen[folder] = now

    def _note_all_now_and_then(self) -> None:
        """Look at everything once a day, as a change may have been lost; each minute where none is told."""
        now = time.monotonic()
        if now - self._looked >= (MINUTE if self._is_timed else DAY):
            self._looked = now
            self._arrivals.note(self._there())

    def _there(self) -> list[Path]:
        return [folder for folder, identity in self._seen.items() if identity]

    def _changes(self) -> Iterator[Changes]:
        """Yield what changes, at least every `WAKE` seconds, until that fails."""
        there = self._there()
        if self._is_timed or not there:
            time.sleep(WAKE)
            yield set()
            return
        try:
            for changes in watch(
                *there,
                watch_filter=None,
                debounce=int(WAKE * 1000),
                rust_timeout=int(WAKE * 1000),
                yield_on_timeout=True,
                force_polling=self._is_polling,
                poll_delay_ms=int(POLL * 1000),
            ):
                yield changes
                if not self._is_polling and any(map(_is_new_folder, changes)):
                    _check_watches_left(there[0])
        except FileNotFoundError:
            self._arrivals.note(there)  # a folder went this moment
            time.sleep(WAKE)
            yield set()
        except (OSError, RuntimeError, UnicodeError) as error:
            self._take_another_way(error)
            yield set()

    def _take_another_way(self, error: Exception) -> None:
        """Look at everything, and choose how to go on."""
        self._arrivals.note(self._there())
        if "Unable to decode" in str(error):
            return  # the name of a file, which the addition can read
        reason = printable(str(error).partition(" (")[0])
        if self._is_polling:
            self._is_timed = True
            self._say("polling", f"the files cannot be looked at ({reason}); all are read each minute")
        else:
            self._is_polling = True
            self._say(
                "polling",
                f"the system tells no changes ({reason}); all files are looked at every {POLL:.0f} seconds",
            )


def _is_new_folder(told: tuple[Change, str]) -> bool:
    change, path = told
    return change is Change.added and Path(path).is_dir()


def _check_watches_left(folder: Path) -> None:
    """Raise `OSError` where no more folders can be watched, as nobody tells when a new one is not.

    The system gives one watch for each folder: this takes another one, and lets go of it.
    """
    next(watch(folder, recursive=False, rust_timeout=1, step=1, yield_on_timeout=True, force_polling=False))


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another one of its name; None where there is none."""
    try:
        status = folder.stat()
        return (status.st_dev, status.st_ino) if folder.is_dir() else None
    except OSError:
        return None
