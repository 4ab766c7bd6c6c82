"""Compiles the kernel of the search where there is a compiler.

python -m index.engines.whoosh.search.compiling
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from index.engines.whoosh.search.kernel import OPTIONS, SOURCE, binary

COMPILERS = ("cc", "gcc", "clang")
_PATIENCE = 60
"""Seconds."""


def compile_kernel() -> str:
    """Compile it beside its source unless that was done, and say in one line what search uses now."""
    target = binary()
    if target.exists():
        return "the kernel of the search is compiled"
    compiler = next(filter(None, map(shutil.which, COMPILERS)), None)
    if compiler is None:
        return "no C compiler: search uses numpy alone"
    try:
        _compile(compiler, target)
    except (OSError, subprocess.SubprocessError) as error:
        return f"the kernel cannot be compiled ({error}): search uses numpy alone"
    for other in target.parent.glob("kernel-*.so"):
        if other != target:
            other.unlink()
    return "the kernel of the search was compiled"


def _compile(compiler: str, target: Path) -> None:
    """Compile into a file that nobody reads yet."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / target.name
        command = [compiler, *OPTIONS, "-o", str(made), str(SOURCE)]
        subprocess.run(command, check=True, timeout=_PATIENCE, capture_output=True)  # noqa: S603  # our own words
        made.replace(target)


if __name__ == "__main__":
    print(compile_kernel(), file=sys.stderr)
