"""The client of a cluster: one that asks another node where one is not reached, or has vanished."""

import logging
import os
import socket
from collections.abc import Collection, Mapping

from opensearchpy import OpenSearch, Transport, Urllib3HttpConnection
from opensearchpy.exceptions import ConnectionError as NoConnectionError
from opensearchpy.exceptions import ImproperlyConfigured
from urllib3 import Timeout
from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from index.engines.opensearch.address import CA, CERTIFICATE, KEY, Address, credentials
from index.errors import UsageError

SECONDS = 30
"""Longest wait for an answer."""
REACHED = 3
"""Longest wait until a node is connected, or the system of its machine says that it has got what was sent."""
POOL = 32
"""Connections that are kept for threads that ask at the same time."""
_UNREACHED = (NewConnectionError, ConnectTimeoutError)
"""What fails before anything is sent."""


class _Connection(Urllib3HttpConnection):
    """Knows soon that the machine of a node has vanished, however long an answer may take."""

    def _create_urllib3_pool(self) -> None:
        super()._create_urllib3_pool()
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
            vanished = (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, REACHED * 1000)
            self.pool.conn_kw["socket_options"] = [*HTTPConnection.default_socket_options, vanished]

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        body: bytes | None = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """Ask the node, as opensearch-py does."""
        waits = Timeout(connect=REACHED, read=timeout or SECONDS)
        return super().perform_request(method, url, params, body, waits, ignore, headers)  # type: ignore[arg-type]


class _Transport(Transport):
    """Asks the other nodes where one is not reached, be it to write: nothing was sent to that one.

    It is left alone for a minute then, and longer where it is not there after that.
    """

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        body: object = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """Ask a node, and the others in turn; what is asked is what opensearch-py asks."""
        others = len(self.hosts) - 1
        while True:
            try:
                return super().perform_request(method, url, params, body, timeout, ignore, headers)
            except NoConnectionError as error:
                if not others or not isinstance(error.info, _UNREACHED):
                    raise
            others -= 1


def client_of(address: Address) -> OpenSearch:
    """Return a client; raises `UsageError` where a certificate cannot be read."""
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # it tells of what `refusals` says
    given = {name: os.environ.get(name) or None for name in (CA, CERTIFICATE, KEY)}
    try:
        return OpenSearch(
            list(address.nodes),
            transport_class=_Transport,
            connection_class=_Connection,
            http_auth=credentials(),
            timeout=SECONDS,
            max_retries=0,  # `Cluster` asks again what may be asked twice
            retry_on_timeout=len(address.nodes) > 1,  # and leaves a node alone that does not answer
            pool_maxsize=POOL,
            verify_certs=address.is_verified,
            ssl_show_warn=False,
            ca_certs=given[CA],
            client_cert=given[CERTIFICATE],
            client_key=given[KEY],
        )
    except (OSError, ValueError, ImproperlyConfigured) as error:
        raise UsageError(f"the certificates of {address.node} cannot be read ({error})") from error
