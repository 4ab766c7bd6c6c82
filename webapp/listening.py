"""The socket that the page is served from, bound before its address is printed."""

import errno
import os
import socket
from ipaddress import ip_address

FIRST_PORT = 8000
MAX_TRIES = 100
"""Most ports tried, from `FIRST_PORT` on."""


class PortTakenError(Exception):
    """Another program listens at the port."""


def listen_at(host: str, port: int) -> socket.socket:
    """Return a socket that listens at a port; 0 lets the system choose one.

    Raises:
        PortTakenError: Another program listens at the port.
        OSError: The host is unknown or the port forbidden.
    """
    family, kind, protocol, _, place = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # on Windows, this option lets two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(1024)  # only from here on the port is ours
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(f"port {port} on {host} is taken; try --port {port + 1}") from error
        raise
    return listener


def listen_nearby(host: str) -> socket.socket:
    """Return a socket at the first free port from `FIRST_PORT` on; raises as `listen_at` does."""
    for port in range(FIRST_PORT, FIRST_PORT + MAX_TRIES):
        try:
            return listen_at(host, port)
        except PortTakenError:
            continue
    raise PortTakenError(f"ports {FIRST_PORT} to {FIRST_PORT + MAX_TRIES - 1} on {host} are all taken")


def is_loopback(listener: socket.socket) -> bool:
    """Return whether only this machine can reach a socket."""
    return ip_address(listener.getsockname()[0]).is_loopback


def is_everywhere(listener: socket.socket) -> bool:
    """Return whether a socket listens at every address of this machine."""
    return ip_address(listener.getsockname()[0]).is_unspecified


def port_of(listener: socket.socket) -> int:
    """Return the port of a socket."""
    return int(listener.getsockname()[1])
