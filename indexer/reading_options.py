"""What the commands that read files into an index share: paths, options, and how they report."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Protocol

import click

from index.cli.options import index_option
from index.cli.terminal import written_json
from index.engines import DEFAULT_LIMITS, Engine, Limits, OnShrink, open_engine
from index.errors import UsageError
from indexer.paths import check_paths
from indexer.progress import Progress
from indexer.readers.marks import Mark, named_mark
from indexer.report import Report
from indexer.standard_input import standard_input

Option = Callable[[Callable[..., None]], Callable[..., None]]
"""Adds an argument or an option to a command."""


class Fill(Protocol):
    """What fills an index from files: `indexer.pipeline.rebuild` or `indexer.pipeline.add`."""

    def __call__(
        self,
        engine: Engine,
        paths: tuple[Path, ...],
        report: Report,
        progress: Progress,
        limits: Limits,
        marks: tuple[Mark, ...],
        on_shrink: OnShrink,
    ) -> None:
        """Fill the index; the report is filled on the way."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What a command was asked to read, and how.

    Attributes:
        paths: Files and folders.
        index_url: Where the index is.
        limits: Memory and processes.
        marks: Marks that begin an item in a text beside the usual ones.
        is_strict: Exit with 1 when anything was skipped.
        is_json: Write the report as JSON to standard output.
        is_sure: Let an index lose more than half of its items without asking.
    """

    paths: tuple[Path, ...]
    index_url: str
    limits: Limits = DEFAULT_LIMITS
    marks: tuple[Mark, ...] = ()
    is_strict: bool = False
    is_json: bool = False
    is_sure: bool = False

    def run(self, fill: Fill) -> Report:
        """Fill the index and write the report, even where that fails."""
        kept = check_paths(self.paths)
        engine, report = open_engine(self.index_url), Report()
        try:
            fill(engine, kept, report, Progress(sys.stderr), self.limits, self.marks, self._on_shrink)
        finally:
            self._show(report)
        return report

    def _on_shrink(self, before: int, after: int) -> None:
        """Ask in a terminal whether an index may become much smaller; raise `UsageError` if it may not."""
        if self.is_sure:
            return
        told = f"{before:,} → {after:,}".replace(",", " ")
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise UsageError(
                f"the index would have less than half of its items ({told}) and stays as it is; "
                "give --yes if that is meant"
            )
        if not click.confirm(f"The index would have less than half of its items: {told}. Go on?", err=True):
            raise UsageError("the index stays as it is")

    def _show(self, report: Report) -> None:
        if self.is_json:
            click.echo(written_json(report.to_json(), indent=2))
            return
        for line in report.lines():
            click.echo(line, err=True)


def _to_path(context: click.Context, path: str) -> Path:
    """Return a given path, of - that of a copy of standard input.

    Raises:
        UsageError: It is empty, which would be the folder one is in.
    """
    if path == "-":
        return context.with_resource(standard_input())
    if not path.strip():
        raise UsageError(
            f"{path!r} is no path, as of an empty variable; give a file or folder, or . for this one"
        )
    return Path(path)


def paths_argument(name: str = "PATH", *, is_required: bool = True) -> Option:
    """Return the argument of files and folders."""
    return click.argument(
        "paths",
        nargs=-1,
        required=is_required,
        metavar=f"{name}..." if is_required else f"[{name}...]",
        callback=lambda context, _option, paths: tuple(_to_path(context, path) for path in paths),
    )


marks_option = click.option(
    "--mark",
    "marks",
    metavar="TEXT",
    multiple=True,
    callback=lambda _context, _option, texts: tuple(map(named_mark, texts)),
    help="What else begins titles in texts, beside ► ▶ ▸ ➤ ‣: a sign, 1. for any number, or CAPITALS.",
)

_OPTIONS = (
    click.option(
        "--memory",
        metavar="MIB",
        type=click.IntRange(min=1),
        envvar="BULLETINS_MEMORY",
        default=DEFAULT_LIMITS.memory,
        show_default=True,
        show_envvar=True,
        help="What all processes together may take, in MiB.",
    ),
    click.option(
        "--processes",
        metavar="N",
        type=click.IntRange(min=0),
        envvar="BULLETINS_PROCESSES",
        default=0,
        show_envvar=True,
        help="How many write at the same time.  [default: one a core]",
    ),
    marks_option,
    click.option("--json", "is_json", is_flag=True, help="Write the report as JSON to standard output."),
    click.option(
        "--yes", "is_sure", is_flag=True, help="Let the index lose more than half of its items, unasked."
    ),
    index_option,
)


_ONCE = (
    paths_argument(),
    click.option("--strict", "is_strict", is_flag=True, help="Exit with 1 when anything was skipped."),
)


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command that reads once, which gets them together as `request`."""
    return _with_options(command, (*_ONCE, *_OPTIONS))


def watching_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command that reads for ever, which gets them together as `request`."""
    return _with_options(command, (paths_argument("FOLDER"), *_OPTIONS))


def _with_options(command: Callable[..., None], options: Sequence[Option]) -> Callable[..., None]:

    @wraps(command)
    def gathered(
        *,
        paths: tuple[Path, ...],
        index_url: str,
        memory: int,
        processes: int,
        marks: tuple[Mark, ...],
        is_json: bool,
        is_sure: bool,
        is_strict: bool = False,
        **others: object,
    ) -> None:
        flags = is_strict, is_json, is_sure
        command(request=ReadRequest(paths, index_url, Limits(memory, processes), marks, *flags), **others)

    decorated: Callable[..., None] = gathered
    for option in reversed(options):
        decorated = option(decorated)
    return decorated
