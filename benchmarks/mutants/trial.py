"""Tests against one fault, in a copy of the project and a process of their own."""

import multiprocessing
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from queue import SimpleQueue

import pytest

from benchmarks.mutants.faults import ROOT, Mutant
from benchmarks.mutants.plugin import LISTED

PLUGIN = "benchmarks.mutants.plugin"
AT_ONCE = 2
SECONDS = 20
"""For one test: a fault may make a loop endless."""
_FIRST = 3
"""Files of tests that nearly always tell, the one of the module by itself."""
_ENDED = 100
"""Added to pytest's exit code, so that nothing else is taken for it."""
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["pytest", "hypothesis", "numpy", "whoosh.index", "flask", "bs4"])


class Trees:
    """Copies of the project, which faults are put into: one for each of those that run at once."""

    def __init__(self, folder: Path) -> None:
        self._free: SimpleQueue[Path] = SimpleQueue()
        self._stamps = count(1)
        for number in range(AT_ONCE):
            ignored = shutil.ignore_patterns(".*", "var", "__pycache__")
            self._free.put(Path(shutil.copytree(ROOT, folder / str(number), ignore=ignored)))

    @contextmanager
    def holding(self, mutant: Mutant) -> Iterator[Path]:
        """Lend a copy with a fault in it, which is taken out again."""
        tree = self._free.get()
        path = tree / mutant.module
        whole = path.read_bytes()
        try:
            path.write_text(mutant.code, "utf-8")
            os.utime(
                path, (stamp := next(self._stamps), stamp)
            )  # or Python would take what it compiled before
            yield tree
        finally:
            path.write_bytes(whole)
            self._free.put(tree)


def survives(mutant: Mutant, tests: set[str], trees: Trees, seconds: int) -> bool:
    """Run tests against a fault: those of its own file, of two that execute most of it, then the rest."""
    files = Counter(test.split("::")[0] for test in tests)
    own = f"tests/{Path(mutant.module).parent}/test_{Path(mutant.module).stem}.py"
    ordered = sorted(files, key=lambda file: (file != own, Path(own).name not in file, -files[file], file))
    with trees.holding(mutant) as tree:
        (tree / "tests.txt").write_text("\n".join(tests), "utf-8")
        parts = (ordered[:1], ordered[1:_FIRST], ordered[_FIRST:])
        return all(ended_well(part, tree, seconds) for part in parts if part)


def ended_well(files: Sequence[str], tree: Path, seconds: int) -> bool:
    """Return whether no test of some files failed; with none that ended in so many seconds, too."""
    process = _FORKS.Process(target=run_tests, args=(files, tree))
    process.start()
    process.join(seconds)
    if process.exitcode is None and process.pid:
        os.killpg(process.pid, signal.SIGKILL)
        process.join()
        return True
    code = process.exitcode or 0
    if code not in range(_ENDED, _ENDED + 6) and code > 0:
        raise RuntimeError(f"the tests were not run: exit code {code}")
    return code in (_ENDED, _ENDED + 5)  # 5: none was there to run


def run_tests(files: Sequence[str], tree: Path) -> None:
    """Run tests on a copy of the project, in a process that has the libraries loaded already."""
    os.setsid()
    os.chdir(tree)
    os.environ |= {LISTED: str(tree / "tests.txt"), "PYTHONPATH": str(tree)}
    sys.path[:] = [str(tree), *(path for path in sys.path if path not in ("", str(ROOT)))]
    sys.dont_write_bytecode = False  # what is compiled once is there for the next fault
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    options = ["-x", "-p", "no:cacheprovider", f"--timeout={SECONDS}", f"--basetemp={tree / 'basetemp'}"]
    loaded = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # what the server loaded for all of them
    os._exit(_ENDED + pytest.main(["-p", PLUGIN, *options, *loaded, *files]))
