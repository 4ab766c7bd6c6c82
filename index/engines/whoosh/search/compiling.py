"""Compiles the kernel of the search where there is a compiler, for `make` and for a wheel (`hatch_build.py`).

python -m index.engines.whoosh.search.compiling

The name of the compiled file tells its source, its options and the kind of machine, so that no other one is
ever loaded. What builds a wheel has the standard library only, and loads this file by its path.
"""

import platform
import shutil
import struct
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

SOURCE = Path(__file__).with_name("kernel.c")
OPTIONS = ("-std=c11", "-O3", "-shared", "-fPIC", "-ffp-contract=off")
SWITCH = "BULLETINS_KERNEL"
"""Variable that leaves the kernel out where it is 0."""
COMPILERS = ("cc", "gcc", "clang")
_PATIENCE = 60
"""Seconds."""


def binary() -> Path:
    """Name the file of the kernel, compiled for this machine."""
    machine = f"{OPTIONS}{sys.platform}{platform.machine()}{struct.calcsize('P')}"
    digest = sha256(SOURCE.read_bytes() + machine.encode()).hexdigest()
    return SOURCE.with_name(f"kernel-{digest[:16]}.so")


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
