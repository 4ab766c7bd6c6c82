"""Nodes of this machine, to which others join, and what they spend."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from index.engines.opensearch.files import CACHE
from tests.cluster.nodes import FAST_JVM, Node, free_ports, start

PATIENCE = 600
"""Seconds that a node may take to start beside other work."""
TICKS = os.sysconf("SC_CLK_TCK")


class Cluster:
    """Nodes of this machine; others may join."""

    def __init__(self, home: Path) -> None:
        self.home, self.nodes = home, list[Node]()
        self._ports = free_ports(6)

    def join(self) -> None:
        """Start one more node, and wait until it is there."""
        number = len(self.nodes)
        name, transport = f"node-{number}", self._ports[2 * number + 1]
        own = {"node.name": name, "transport.port": str(transport)}
        first = {"discovery.seed_hosts": f"127.0.0.1:{self._ports[1]}"}
        if not number:
            first["cluster.initial_cluster_manager_nodes"] = name
        node = start(self.home / name, self._ports[2 * number], {**own, **first}, FAST_JVM)
        self.nodes.append(node)
        node.wait(len(self.nodes), PATIENCE)

    def ask(self, method: str, path: str, body: object = None) -> object:
        """Send a request, and return the answer."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.nodes[0].url}/{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=600) as answer:
                found: object = json.load(answer)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.read().decode()}") from error
        return found

    def number(self, path: str, *keys: str) -> int:
        """Return one number of an answer."""
        found = self.ask("GET", path)
        for key in keys:
            assert isinstance(found, dict)
            found = found[key]
        assert isinstance(found, int)
        return found

    def settle(self) -> None:
        """Wait until all shards are where they stay."""
        self.ask(
            "GET", "_cluster/health?wait_for_status=green&wait_for_no_relocating_shards=true&timeout=500s"
        )

    def cpu(self) -> float:
        """Return the seconds of CPU of all nodes so far."""
        return sum(map(_cpu, self._pids()))

    def memory(self) -> int:
        """Return the bytes of memory of the first node, at most."""
        status = Path(f"/proc/{next(self._pids())}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) << 10

    def _pids(self) -> Iterator[int]:
        return (node.process.pid for node in self.nodes if node.process)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def cluster_of_one(work: Path) -> Iterator[Cluster]:
    """Yield a cluster of one node; nothing of it stays."""
    work.mkdir(parents=True, exist_ok=True)
    os.environ[CACHE] = str(work / "cache")
    with TemporaryDirectory(dir=work) as home:
        cluster = Cluster(Path(home))
        try:
            cluster.join()
            yield cluster
        finally:
            for node in cluster.nodes:
                node.stop()
