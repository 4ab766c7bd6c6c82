"""Compilation of the search kernel, where there is a C compiler: for `make` and wheels (`hatch_build.py`).

python -m index.engines.whoosh.search.compiling

The name of the compiled file holds a digest of source, options and machine type, so that a kernel compiled
from anything else is never loaded. The build of a wheel loads this file by its path, with nothing but the
standard library.
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
"""Environment variable; 0 disables the kernel."""
COMPILERS = ("cc", "gcc", "clang")
_PATIENCE = 60
"""Seconds after which the compiler is killed."""


def binary() -> Path:
    """Return the path of the kernel compiled from this source for this machine; it may not exist."""
    machine = f"{OPTIONS}{sys.platform}{platform.machine()}{struct.calcsize('P')}"
    digest = sha256(SOURCE.read_bytes() + machine.encode()).hexdigest()
    return SOURCE.with_name(f"kernel-{digest[:16]}.so")


def compile_kernel() -> str:
    """Compile the kernel beside its source unless it exists; return a line on what search uses."""
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
    """Compile into a temporary folder, then move the file into place."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        compiled = Path(folder) / target.name
        command = [compiler, *OPTIONS, "-o", str(compiled), str(SOURCE)]
        subprocess.run(command, check=True, timeout=_PATIENCE, capture_output=True)  # noqa: S603  # our own words
        compiled.replace(target)


if __name__ == "__main__":
    print(compile_kernel(), file=sys.stderr)
