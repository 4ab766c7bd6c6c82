"""Search segment files whose arrays are forged, each array right before a guard page; run as a process.

    forger.py SEGMENT FIRST END

A read outside of an array ends the process by a signal. Prints each seed before it is tried, and "ended".
"""

import ctypes
import json
import mmap
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np

from index import parse
from index.engines.whoosh.search.searcher import IndexSearcher
from index.engines.whoosh.search.segment_reader import open_segments
from index.engines.whoosh.segment import container
from index.engines.whoosh.segment.segment_file import SegmentFile

PAGE = mmap.PAGESIZE
NO_ACCESS = 0
QUERIES = (
    "mer terre", '"de la"', '"de la"~5', '"de la mer"', "mer ET terre", "mer -terre", "=mer", "ter*",
    "titre:mer",
    "date:2020..2022 mer", "source:radio", "de la le", "-mer", "Corée du Nord", '"la la"~0',
)  # fmt: skip


def guarded(array: container.Array) -> container.Array:
    """Copy an array to the end of a page; the next page may not be read."""
    pages = -(-array.nbytes // PAGE)
    memory = mmap.mmap(-1, (pages + 1) * PAGE)
    at = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    protect = ctypes.CDLL(None, use_errno=True).mprotect
    protect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    if protect(at + pages * PAGE, PAGE, NO_ACCESS):
        raise OSError(ctypes.get_errno(), "mprotect")
    copy = np.frombuffer(memory, array.dtype, len(array), pages * PAGE - array.nbytes)
    copy[:] = array
    return copy


def forge(array: container.Array, chance: np.random.Generator) -> None:
    """Change an array in place."""
    if not len(array):
        return
    most = np.iinfo(array.dtype).max if array.dtype.kind == "u" else 2**31
    high = int(chance.choice([2, 300, int(array.max()) + 2, min(2**31, int(most)), int(most)]))
    some = chance.random(len(array)) < chance.choice([0.01, 0.2, 1.0])
    array[some] = chance.integers(0, max(1, min(high, 2**63 - 1)), int(some.sum())).astype(array.dtype)


def main() -> None:
    """Forge and search a range of files."""
    path, first, end = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    names = [name for name in container.Container(path).names if name != "store_bytes"]
    plain = container.Container._view
    opened: list[container.Array] = []

    def view(self: container.Container, kind: str, items: int, offset: int) -> container.Array:
        opened.append(guarded(plain(self, kind, items, offset)))
        return opened[-1]

    container.Container._view = view  # type: ignore[method-assign]
    for seed in range(first, end):
        print(seed, flush=True)
        chance = np.random.default_rng(seed)
        opened.clear()
        with suppress(container.ContainerError):
            whole = container.Container(path)
            for name in chance.choice(names, int(chance.integers(1, 4)), replace=False):
                forge(whole.untyped_array(str(name)), chance)
            container.Container.__init__ = _opened_as(whole)  # type: ignore[method-assign]
            file = SegmentFile(path)
            searcher = IndexSearcher(open_segments([(file, np.zeros(0, np.uint32))]))
            for typed in QUERIES:
                with suppress(Exception):
                    searcher.best(parse(typed), 10)
                with suppress(Exception):
                    searcher.counts(parse(typed))
        container.Container.__init__ = _INIT  # type: ignore[method-assign]
    print(json.dumps("ended"))


_INIT = container.Container.__init__


def _opened_as(whole: container.Container):  # type: ignore[no-untyped-def]
    def init(self: container.Container, _path: Path) -> None:
        vars(self).update(vars(whole))

    return init


if __name__ == "__main__":
    main()
