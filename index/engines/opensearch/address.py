"""Where an archive lies on a cluster, and how the cluster is spoken to.

An address has no user and no password, since commands show it: they come from the environment.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.errors import UsageError

USER, PASSWORD = "BULLETINS_OPENSEARCH_USER", "BULLETINS_OPENSEARCH_PASSWORD"
CA, CERTIFICATE, KEY = (f"BULLETINS_OPENSEARCH_{name}" for name in ("CA", "CERTIFICATE", "KEY"))
UNVERIFIED = "BULLETINS_OPENSEARCH_UNVERIFIED"
"""Set to « yes » to trust any certificate."""
SHARDS = "BULLETINS_OPENSEARCH_SHARDS"

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
"""A name without a stop: the indexes of its builds have one behind it."""


@dataclass(frozen=True, slots=True)
class Address:
    """An archive on a cluster.

    Attributes:
        nodes: URLs of nodes of one cluster; where one does not answer another one is asked.
        name: Name of the archive, the alias of the build that serves.
    """

    nodes: tuple[str, ...]
    name: str

    @property
    def node(self) -> str:
        """The nodes, as errors name them."""
        return " or ".join(self.nodes)

    @property
    def is_verified(self) -> bool:
        """The certificate of the node is checked."""
        return os.environ.get(UNVERIFIED, "") != "yes"

    def __str__(self) -> str:
        """Return it as it was typed."""
        scheme, _, first = self.nodes[0].partition("//")
        others = (node.rpartition("//")[2] for node in self.nodes[1:])
        return f"opensearch+{scheme}//{','.join((first, *others))}/{self.name}"


def read_address(scheme: str, place: str) -> Address:
    """Read what follows `opensearch+http:` or `opensearch+https:`; raises `UsageError`."""
    typed = f"opensearch+{scheme}:{place}"
    if "@" in place:
        raise UsageError(f"an address shows what it holds: give user and password in {USER} and {PASSWORD}")
    hosts, _, name = place.removeprefix("//").partition("/")
    nodes = tuple(_read_node(scheme, host) for host in hosts.split(","))
    if not place.startswith("//") or not all(nodes) or not _NAME.fullmatch(name):
        raise UsageError(
            f"{typed!r} names no archive of a cluster; write opensearch+{scheme}://HOST:9200/NAME or "
            f"opensearch+{scheme}://HOST:9200,HOST:9200/NAME, NAME of a-z, 0-9, - and _"
        )
    return Address(tuple(dict.fromkeys(nodes)), name)


def _read_node(scheme: str, host: str) -> str:
    """Return the URL of a node, empty where a text is no host; raises `UsageError`."""
    try:
        parts = urlsplit(f"{scheme}://{host}")
        name, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"the address of the index cannot be read ({error})") from error
    if not name or parts.query or parts.fragment:
        return ""
    return f"{scheme}://{f'[{name}]' if ':' in name else name}:{port or 9200}"


def credentials(environment: Mapping[str, str] = os.environ) -> tuple[str, str] | None:
    """Return user and password; None where no user is set."""
    user = environment.get(USER, "")
    return (user, environment.get(PASSWORD, "")) if user else None


def shards(environment: Mapping[str, str] = os.environ) -> int:
    """Return the number of primary shards of a new build; raises `UsageError`."""
    typed = environment.get(SHARDS, "1")
    if not typed.isascii() or not typed.isdecimal() or not 1 <= int(typed) <= 1024:
        raise UsageError(f"{SHARDS} is {typed!r}, not a number from 1 to 1024")
    return int(typed)
