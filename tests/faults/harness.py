"""Let one command that writes after another meet a fault, and see what is left; run with the shim loaded.

    harness.py FOLDER KIND ACTION ERROR STEP WORK

Every trial is a process of its own, forked from this one. Prints one line of JSON: how often the fault was
met, what was left, and every trial that was not as promised.
"""

import ctypes
import json
import os
import shutil
import signal
import sys
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import indexer.pipeline  # noqa: F401  imported once, not by each rebuild
from bulletins import main
from index import SearchError, open_engine, parse

KINDS = ("write", "fsync", "rename", "open", "make", "link")
ACTIONS = ("count", "fail", "fail from here", "kill", "tear")
LAST = 3
"""Calls at the end that are tried in every run."""
LARGEST, LARGE = 260, 65
"""Items of the parts of a standing archive, neither of which is merged with a few items more."""
TIMEOUT = 60
"""Seconds that one rebuild may take."""

shim = ctypes.CDLL(None)


@dataclass(frozen=True)
class Ended:
    """How a rebuild ended.

    Attributes:
        code: Its exit code, or minus the signal that ended it.
        said: What it wrote.
        calls: How many calls of the fault's kind it made; None where it was killed.
    """

    code: int
    said: str
    calls: int | None


def write(folder: Path, name: str, generation: str) -> None:
    """Write a bulletin of five items of a generation."""
    (folder / "input" / name).write_text(
        "".join(f"► Titre {number}\nTexte {generation}.\n" for number in range(5)), "utf-8"
    )


def begin(folder: Path, work: str) -> list[str]:
    """Write the old index and the new input; return the arguments of the command that makes the new one."""
    place, added = ["--index", f"whoosh:{folder / 'index'}"], str(folder / "input")
    if work == "add to parts":
        write_large_parts(folder, place)
    write(folder, "bulletin.txt", "ancien")
    if work == "remove":
        write(folder, "autre.txt", "nouveau")
    command(folder, ["add", added, *place])
    old = [each.id for each in open_engine(place[1]).documents() if "ancien" in each.body]
    if work == "remove":
        return ["remove", *old, *place]
    write(folder, "bulletin.txt", "nouveau")
    return ["add", "--prune", "--yes", added, *place] if "add" in work else ["rebuild", added, *place]


def write_large_parts(folder: Path, place: list[str]) -> None:
    """Index two large bulletins that stay, in a part each: what an addition links, and does not merge."""
    for name, count in (("grand.txt", LARGEST), ("moyen.txt", LARGE)):
        lines = (f"► {name} {number}\nTexte durable.\n" for number in range(count))
        (folder / "input" / name).write_text("".join(lines), "utf-8")
        command(folder, ["add", str(folder / "input"), *place])


def command(folder: Path, arguments: list[str], fault: tuple[int, int, int, int] | None = None) -> Ended:
    """Run a command in a forked process, which meets a fault of kind, number, action and error."""
    output, calls = folder / "output", folder / "calls"
    calls.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        signal.alarm(TIMEOUT)
        descriptor = os.open(output, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        if fault:
            kind, number, action, error = fault
            shim.fault_arm(str(folder / "index").encode(), kind, ctypes.c_long(number), action, error)
        try:
            main(arguments)
        except SystemExit as ended:
            sys.stdout.flush()
            sys.stderr.flush()
            calls.write_text(str(shim.fault_count(fault[0] if fault else 0)))
            os._exit(int(ended.code or 0))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(70)
    _, status = os.waitpid(child, 0)
    return Ended(
        os.waitstatus_to_exitcode(status),
        output.read_text("utf-8", "replace"),
        int(calls.read_text()) if calls.exists() else None,
    )


def generation_of(folder: Path) -> str:
    """Say what serves: the generation that every document is of, or what is wrong."""
    engine = open_engine(f"whoosh:{folder / 'index'}")
    staying = LARGEST + LARGE if (folder / "input" / "grand.txt").exists() else 0
    try:
        checked = engine.check().documents - staying
        found = {word: engine.search(parse(word)).total for word in ("ancien", "nouveau", "durable")}
    except SearchError as error:
        return str(error)
    seen = checked, *found.values()
    states = {(5, 5, 0): "ancien", (10, 5, 5): "ancien", (5, 0, 5): "nouveau"}
    return {(*state, staying): name for state, name in states.items()}.get(seen) or f"{checked}, {found}"


def leftovers(folder: Path, most: int) -> list[str]:
    """Name what does not belong in the folder after a command that ended well; at most so many builds do."""
    index = folder / "index"
    builds = sorted((index / "builds").iterdir())
    lost = [str(path) for path in index.rglob("*") if path.name.endswith((".new", "spool.sqlite"))]
    whole = [str(build) for build in builds if not (build / "build.json").exists()]
    return lost + whole + ([] if len(builds) <= most else list(map(str, builds)))


def problems(ended: Ended, left: str, *, is_kill: bool) -> list[str]:
    """Say what was not as promised."""
    found = []
    if left not in ("ancien", "nouveau") or (ended.code == 0 and left != "nouveau"):
        found.append(f"exit code {ended.code} left {left}")
    if "Traceback" in ended.said or "Exception ignored" in ended.said:
        found.append(f"a traceback: {ended.said[-1500:]}")
    if not is_kill and ended.code not in (0, 1):
        found.append(f"exit code {ended.code}: {ended.said[-500:]}")
    if ended.code == 1 and "Error: " not in ended.said:
        found.append(f"no sentence: {ended.said[-500:]}")
    return found


def trial(
    folder: Path, arguments: list[str], fault: tuple[int, int, int, int], *, is_first: bool
) -> tuple[Ended, str, list[str]]:
    """Meet one fault on the way from the old index to the new one; see what is left, and that it mends."""
    shutil.rmtree(folder / "index", ignore_errors=True)
    if not is_first:
        shutil.copytree(folder / "base", folder / "index")
    ended = command(folder, arguments, fault)
    left = generation_of(folder)
    if is_first and ended.code != 0 and left.startswith("no index at"):
        left = "ancien"
    found = problems(ended, left, is_kill=fault[2] in (ACTIONS.index("kill"), ACTIONS.index("tear")))
    mended = command(folder, arguments)
    if mended.code or generation_of(folder) != "nouveau":
        found.append(f"the next time: exit code {mended.code}, {mended.said[-500:]}")
    # Where the fault came after the switch, the next addition finds nothing to do, and deletes no build.
    found += [f"left over: {name}" for name in leftovers(folder, 3 if left == "nouveau" else 2)]
    if arguments[0] == "remove":
        found += [f"not gone: {file}" for file in (folder / "index").rglob("*") if holds(file, b"ancien")]
    return ended, left, found


def holds(file: Path, text: bytes) -> bool:
    """Return whether a file holds some bytes."""
    return file.is_file() and text in file.read_bytes()


def run(folder: Path, kind: int, action: int, error: int, step: int, work: str) -> None:
    """Try every `step`-th call of a kind that a command makes, and the last ones, which switch."""
    (folder / "input").mkdir()
    arguments, is_first = begin(folder, work), work == "first"
    (folder / "index").rename(folder / "base")
    whole, _, _ = trial(folder, arguments, (kind, 0, ACTIONS.index("count"), 0), is_first=is_first)
    calls = whole.calls or 0
    numbers = sorted({*range(1, calls + 1, step), *range(max(1, calls - LAST + 1), calls + 1)})
    outcomes: Counter[str] = Counter()
    told: list[str] = []
    for number in numbers:
        ended, left, found = trial(folder, arguments, (kind, number, action, error), is_first=is_first)
        copied = ", copied" if "no hard links" in ended.said else ""
        outcomes[f"{'killed' if ended.code < 0 else f'exit {ended.code}'}, {left}{copied}"] += 1
        told += [f"{KINDS[kind]} {number}: {problem}" for problem in found]
    print(json.dumps({"calls": calls, "tried": len(numbers), "outcomes": outcomes, "problems": told}))


if __name__ == "__main__":
    where, kind_name, action_name, error_name, every, wanted = sys.argv[1:]
    run(
        Path(where), KINDS.index(kind_name), ACTIONS.index(action_name), int(error_name), int(every),
        wanted,
    )  # fmt: skip
