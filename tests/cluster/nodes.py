"""Real nodes of OpenSearch on this machine, for tests and for `make cluster`; loopback only.

What they are made of: `tests.cluster.server`.

    python -m tests.cluster.nodes FOLDER PORT
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from tests.cluster.server import NoNodesError, java, server

STARTS_WITHIN = 110
"""Seconds: less than a test may take."""
NEEDED = 2 << 30
"""Bytes that the data of nodes may take."""
SETTINGS = {
    "network.host": "127.0.0.1",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "indices.query.bool.max_clause_count": "8192",
}
JVM = ("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Of a node that starts fast."""
FAST_JVM = ("-Xms2g", "-Xmx2g", "-XX:+UseSerialGC")
"""Of a node that answers fast, once it is warm."""
ALWAYS = ("--enable-native-access=ALL-UNNAMED", "-Dlog4j2.level=WARN")


@dataclass
class Node:
    """A node that runs.

    Attributes:
        url: Its address.
        home: The folder of its data and its log.
        settings: What it was started with.
        jvm: Options of its Java.
        process: Its process; None where another test process started it.
    """

    url: str
    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    jvm: Sequence[str] = JVM
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return (self.home / "log").read_text("utf-8", "replace")

    def start(self) -> None:
        """Start it, once more where it was killed."""
        command = [java(), *self.jvm, *ALWAYS, "-cp", server(), "Node"]
        command += [f"{name}={value}" for name, value in self.settings.items()]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
            )

    def wait(self, nodes: int = 1, within: float = STARTS_WITHIN) -> None:
        """Wait until it answers, in a cluster of so many nodes."""
        end = time.monotonic() + within
        health = f"{self.url}/_cluster/health?wait_for_nodes=>={nodes}&wait_for_status=yellow&timeout=1s"
        while time.monotonic() < end and self.process and self.process.poll() is None:
            try:
                with urllib.request.urlopen(health, timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the node at {self.url} does not start:\n{self.log[-3000:]}")

    @contextmanager
    def archive(self, name: str) -> Iterator[str]:
        """Yield the URL of an archive on it; nothing of that is left when the context ends."""
        try:
            yield f"opensearch+{self.url}/{name}"
        finally:
            forgetting = urllib.request.Request(f"{self.url}/{name}.*", method="DELETE")
            urllib.request.urlopen(forgetting, timeout=60).close()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process:
            self.process.kill()
            self.process.wait()
            if self.process.stdin:
                self.process.stdin.close()

    def stop(self) -> None:
        """End it in order."""
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
            self.kill()


def start(home: Path, port: int, settings: dict[str, str], jvm: Sequence[str] = JVM) -> Node:
    """Start a node; it ends with this process."""
    (home / "config").mkdir(parents=True, exist_ok=True)
    given = {**SETTINGS, "path.home": str(home), "http.port": str(port), **settings}
    node = Node(f"http://127.0.0.1:{port}", home, given, jvm)
    node.start()
    return node


@contextmanager
def running(count: int = 1, jvm: Sequence[str] = JVM) -> Iterator[list[Node]]:
    """Yield the nodes of a new cluster, in memory where there is room; nothing of it stays."""
    with tempfile.TemporaryDirectory(dir=_memory(), prefix="bulletins-") as home:
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
                nodes.append(start(Path(home, name), port, {**shared, **own}, jvm))
            for node in nodes:
                node.wait(count)
            yield nodes
        finally:
            for node in nodes:
                node.stop()


def _memory() -> Path | None:
    """Return a folder in memory, if there is room: a cluster writes its state to the disk with each index."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > NEEDED
    return memory if has_room else None


@contextmanager
def shared(folder: Path) -> Iterator[Node]:
    """Yield the node of all processes that name a folder; who starts it waits for the others to end."""
    with (folder / "node").open("a+") as told:
        if not _is_first(told):
            url, home = told.read().splitlines()
            yield Node(url, Path(home))
            return
        told.truncate(0)
        with running() as (node,):
            told.write(f"{node.url}\n{node.home}\n")
            told.flush()
            fcntl.flock(told, fcntl.LOCK_SH)
            yield node
            fcntl.flock(told, fcntl.LOCK_EX)
            told.truncate(0)


def _is_first(told: TextIO) -> bool:
    """Lock a file that nobody else has locked; else share it, once something stands in it."""
    while True:
        try:
            fcntl.flock(told, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(told, fcntl.LOCK_SH)
        else:
            return True
        told.seek(0, os.SEEK_END)
        if told.tell():
            told.seek(0)
            return False


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
