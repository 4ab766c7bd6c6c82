"""The socket the page is served from, bound before anything is said about it."""

import errno
import os
import socket
from ipaddress import ip_address

FIRST_PORT = 8000
MAX_TRIES = 100


class PortTakenError(Exception):
    """Another program listens at this port."""


def listen_at(host: str, port: int) -> socket.socket:
    """Bind one port; 0 lets the system choose.

    Raises:
        PortTakenError: Another program has it.
        OSError: The host is unknown or the port forbidden.
    """
    family, kind, protocol, _, place = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it lets two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(1024)  # only now is the port ours
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(f"port {port} on {host} is taken; try --port {port + 1}") from error
        raise
    return listener


def listen_nearby(host: str) -> socket.socket:
    """Bind the first free port from `FIRST_PORT` on; raises as `listen_at` does."""
    for port in range(FIRST_PORT, FIRST_PORT + MAX_TRIES):
        try:
            return listen_at(host, port)
        except PortTakenError:
            continue
    raise PortTakenError(f"ports {FIRST_PORT} to {FIRST_PORT + MAX_TRIES - 1} on {host} are all taken")


def is_loopback(listener: socket.socket) -> bool:
    """Only this machine can reach it."""
    return ip_address(listener.getsockname()[0]).is_loopback


def is_everywhere(listener: socket.socket) -> bool:
    """It answers at every address of this machine."""
    return ip_address(listener.getsockname()[0]).is_unspecified


def port_of(listener: socket.socket) -> int:
    """Give the port that was bound."""
    return int(listener.getsockname()[1])
