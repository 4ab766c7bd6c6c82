"""Do the tests fail where the code is wrong? Small faults are put into a copy of it, one after the other.

Run by `make mutants`; prints a table, and each fault that no test caught. First the tests run under coverage,
so that against a fault only those run that execute its line. What no test can see stands in equivalent.tsv:
module, statement before and after, reason.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from coverage import CoverageData

from benchmarks.mutants.faults import MODULES, ROOT, Mutant, sample
from benchmarks.mutants.plugin import COLLECTING
from benchmarks.mutants.trial import AT_ONCE, PLUGIN, Trees, survives

EQUIVALENT = Path(__file__).with_name("equivalent.tsv")
COVERAGE = ROOT / "var" / "mutants.coverage"


def main() -> None:
    """Try the faults of all modules, or of some."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("modules", nargs="*", default=MODULES, help="all where none is named")
    parser.add_argument(
        "--kept", action="store_true", help="run no test under coverage, but new tests always"
    )
    parser.add_argument("--seconds", type=int, default=300, help="for the tests against one fault")
    asked = parser.parse_args()
    if not asked.kept:
        collect()
    data = CoverageData(str(COVERAGE))
    data.read()
    listed, new = known_equivalent(), new_tests()
    print("| module | killed | equivalent | survived |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        trees = Trees(Path(folder))
        for module in asked.modules:
            chosen = sample(module)
            real = [each for each in chosen if (each.module, each.before, each.after) not in listed]
            outcomes = pool.map(
                lambda each: survives(each, tests_of(each, data) | new, trees, asked.seconds), real
            )
            left = [mutant for mutant, is_left in zip(real, outcomes, strict=True) if is_left]
            row = (len(real) - len(left), len(chosen) - len(real), len(left))
            print("|", " | ".join([module, *map(str, row)]), "|", flush=True)
            for mutant in left:
                where = f"{module}:{mutant.lines.start}"
                print(where, mutant.before, mutant.after, sep="\t", file=sys.stderr, flush=True)


def known_equivalent() -> set[tuple[str, ...]]:
    """Read the faults that were judged: module, statement before and after."""
    lines = EQUIVALENT.read_text("utf-8").splitlines()
    return {tuple(line.split("\t")[:3]) for line in lines if not line.startswith("#")}


def collect() -> None:
    """Note which test executes which line."""
    COVERAGE.parent.mkdir(exist_ok=True)
    included = ",".join(str(ROOT / module) for module in MODULES)
    options = ["--rcfile=/dev/null", f"--data-file={COVERAGE}", f"--include={included}"]
    apart = ["--ignore=tests/faults", "--ignore=tests/test_journey.py"]  # mostly in other processes, and slow
    command = [sys.executable, "-m", "coverage", "run", *options, "-m", "pytest", "-p", PLUGIN, *apart]
    subprocess.run(command, cwd=ROOT, env=os.environ | {COLLECTING: "1"}, check=True)


def tests_of(mutant: Mutant, data: CoverageData) -> set[str]:
    """Name the tests that come by a fault, or by its module where it acts at the import."""
    contexts = data.contexts_by_lineno(str(ROOT / mutant.module))
    found = {test for line in mutant.lines for test in contexts.get(line, ())}
    if "" in found:
        found = {test for tests in contexts.values() for test in tests}
    return found - {""}


def new_tests() -> set[str]:
    """Name the files of tests that changed since it was noted what they execute."""
    since = COVERAGE.stat().st_mtime
    new = (path for path in (ROOT / "tests").rglob("test_*.py") if path.stat().st_mtime > since)
    return {str(path.relative_to(ROOT)) for path in new}


if __name__ == "__main__":
    main()
