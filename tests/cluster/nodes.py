"""Real nodes of OpenSearch on this machine, for tests and for `make cluster`; loopback only.

The server is that of Maven Central, fetched once into a cache. It needs a JDK of version 21 or later.

    python -m tests.cluster.nodes FOLDER PORT
"""

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CACHE = "BULLETINS_NODES"
"""Folder of the server; ~/.cache/bulletins-nodes where it is not set."""
OLDEST_JAVA = 21
STARTS_WITHIN = 90
"""Seconds."""
SETTINGS = {
    "network.host": "127.0.0.1",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "indices.query.bool.max_clause_count": "8192",
}
JVM = (
    *("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
    *("--enable-native-access=ALL-UNNAMED", "-Dlog4j2.level=WARN"),
)


class NoNodesError(RuntimeError):
    """No node can be started here, and why."""


@dataclass
class Node:
    """A node that runs.

    Attributes:
        url: Its address.
        home: The folder of its data and its log.
        process: Its process.
    """

    url: str
    home: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return (self.home / "log").read_text("utf-8", "replace")

    def wait(self, nodes: int = 1) -> None:
        """Wait until it answers, in a cluster of so many nodes."""
        end = time.monotonic() + STARTS_WITHIN
        health = f"{self.url}/_cluster/health?wait_for_nodes=>={nodes}&wait_for_status=yellow&timeout=1s"
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(health, timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the node at {self.url} does not start:\n{self.log[-3000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()

    def stop(self) -> None:
        """End it in order."""
        self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.kill()


def java() -> str:
    """Return a Java that is new enough; raises `NoNodesError`."""
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, sorted(Path("/usr/lib/jvm").glob("*"), reverse=True))]
    for found in (*(f"{home}/bin/java" for home in homes if home), shutil.which("java")):
        if found and Path(found).exists() and shutil.which("javac", path=str(Path(found).resolve().parent)):
            told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
            version = re.search(r'version "(\d+)', told)
            if version and int(version[1]) >= OLDEST_JAVA:
                return found
    raise NoNodesError(f"no JDK {OLDEST_JAVA} or later is here (JAVA_HOME, /usr/lib/jvm)")


def server() -> Path:
    """Return the folder of the server's jars, fetched when it is first asked for; raises `NoNodesError`."""
    pom = HERE / "pom.xml"
    cache = Path(os.environ.get(CACHE) or Path.home() / ".cache" / "bulletins-nodes")
    folder = cache / hashlib.sha256(pom.read_bytes()).hexdigest()[:12]
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if not maven:
        raise NoNodesError("Maven is not installed (apt-get install maven): no server to start")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as draft:
        command = [maven, "--quiet", "--batch-mode", "--file", str(pom), "dependency:copy-dependencies"]
        command += ["-DincludeScope=runtime", f"-DoutputDirectory={draft}/jars"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoNodesError(f"Maven cannot fetch the server: {done.stdout.strip()[-300:]}")
        with suppress(OSError):  # another process was first
            Path(draft, "jars").rename(folder)
    return folder


def start(home: Path, port: int, settings: dict[str, str]) -> Node:
    """Start a node; it ends with this process."""
    (home / "config").mkdir(parents=True, exist_ok=True)
    given = {**SETTINGS, "path.home": str(home), "http.port": str(port), **settings}
    command = [java(), *JVM, "-cp", f"{server()}/*", str(HERE / "Node.java")]
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(
            [*command, *(f"{name}={value}" for name, value in given.items())],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    return Node(f"http://127.0.0.1:{port}", home, process)


@contextmanager
def running(count: int = 1) -> Iterator[list[Node]]:
    """Yield the nodes of a new cluster, in memory where there is room; nothing of it stays."""
    memory = Path("/dev/shm")  # a cluster writes its state to the disk with each index
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None, prefix="bulletins-") as home:
        ports = free_ports(2 * count)
        names = [f"node-{number}" for number in range(count)]
        together = {
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in ports[count:]),
            "cluster.initial_cluster_manager_nodes": ",".join(names),
        }
        shared = together if count > 1 else {"discovery.type": "single-node"}
        nodes: list[Node] = []
        try:
            for name, port, transport in zip(names, ports[:count], ports[count:], strict=True):
                own = {"node.name": name, "transport.port": str(transport)}
                nodes.append(start(Path(home, name), port, {**shared, **own}))
            for node in nodes:
                node.wait(count)
            yield nodes
        finally:
            for node in nodes:
                node.stop()


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens to."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def main() -> None:
    """Serve the samples on a node of which the data stay."""
    folder, port = Path(sys.argv[1]).absolute(), int(sys.argv[2])
    bulletins = str(Path(sys.executable).parent / "bulletins")
    try:
        node = start(folder, port, {"discovery.type": "single-node", "transport.port": str(port + 100)})
    except NoNodesError as error:
        sys.exit(f"no cluster: {error}")
    index = ("--index", f"opensearch+{node.url}/bulletins")
    try:
        node.wait()
        if subprocess.run([bulletins, "info", *index], capture_output=True, check=False).returncode:
            subprocess.run([bulletins, "rebuild", "samples", *index], check=True)
        with suppress(KeyboardInterrupt):
            subprocess.run([bulletins, "serve", *index], check=False)
    except (RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"no cluster: {error}")
    finally:
        node.stop()


if __name__ == "__main__":
    main()
