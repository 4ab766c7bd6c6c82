"""An index that is kept as its folders are: what comes is added, and parts are merged when nothing comes."""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import click

from index.cli.terminal import written_json
from index.engines import Engine, Limits, any_size
from index.errors import EmptyInputError, SearchError
from indexer.arrivals import Arrivals
from indexer.paths import Changed
from indexer.pipeline import add
from indexer.plain_text import counted
from indexer.progress import Progress
from indexer.readers.marks import Mark
from indexer.report import Report

PAUSE = 60.0  # seconds until what failed is tried again, unless its files change before
IDLE = 30.0  # seconds without an addition after which parts are merged


class _ShrinkingError(SearchError):
    """The index would lose more than half of its items."""


@dataclass(slots=True)
class Keeper:
    """Adds what arrives, one addition after another.

    Attributes:
        engine: The index.
        folders: Absolute paths of the folders.
        arrivals: What changed in them.
        limits: Memory and processes.
        marks: Marks that begin an item in a text beside the usual ones.
        is_pruning: Take out what the files no longer give.
        is_json: Write a line of JSON for each event.
        is_sure: Let the index lose more than half of its items.
    """

    engine: Engine
    folders: tuple[Path, ...]
    arrivals: Arrivals
    limits: Limits
    marks: tuple[Mark, ...] = ()
    is_pruning: bool = False
    is_json: bool = False
    is_sure: bool = False
    _added: float = field(default_factory=time.monotonic)
    _is_merged: bool = True

    def keep(self) -> None:
        """Add what has come to rest; merge parts where nothing came for a while."""
        if changed := self.arrivals.take():
            self._add(changed)
            self._added, self._is_merged = time.monotonic(), False
        elif not self._is_merged and time.monotonic() - self._added >= IDLE:
            self._is_merged = True
            self._merge()

    def say(self, event: str, message: str) -> None:
        """Tell the user what happened, in a sentence."""
        if self.is_json:
            click.echo(written_json({"event": event, "message": message}))
        else:
            click.echo(message, err=True)

    def _add(self, changed: Changed) -> None:
        """Add what changed; what fails is told, and tried again after a pause."""
        try:
            self._show(self._added_of(changed))
        except EmptyInputError as error:
            self.say("empty", str(error))
        except (SearchError, OSError) as error:
            self.say("error", f"{error}; tried again in {counted(round(PAUSE), 'second')}")
            self.arrivals.put_back(changed.paths, PAUSE)

    def _added_of(self, changed: Changed) -> Report:
        """Add what changed, without pruning where too much would go."""
        try:
            return self._read(changed, is_pruning=self.is_pruning)
        except _ShrinkingError as error:
            if not self.is_pruning:
                raise
            self.say("error", str(error))
            return self._read(changed, is_pruning=False)

    def _read(self, changed: Changed, *, is_pruning: bool) -> Report:
        report, on_shrink = Report(), any_size if self.is_sure else _refuse
        where = self.engine, self.folders, report, Progress(sys.stderr), self.limits, self.marks, on_shrink
        add(*where, is_pruning=is_pruning, changed=changed)
        return report

    def _show(self, report: Report) -> None:
        """Write what an addition did; nothing where that is nothing."""
        if report.is_empty:
            return
        if self.is_json:
            click.echo(written_json({"event": "add", "report": report.to_json()}))
            return
        for line in report.lines():
            click.echo(line, err=True)

    def _merge(self) -> None:
        try:
            if self.engine.merge_some():
                self.say("merge", "parts of the index were merged")
        except (SearchError, OSError) as error:
            self.say("error", str(error))


def _refuse(before: int, after: int) -> None:
    told = f"{before:,} → {after:,}".replace(",", " ")
    raise _ShrinkingError(
        f"the index would have less than half of its items ({told}); they stay, and "
        "bulletins add --prune --yes takes them out if that is meant"
    )
