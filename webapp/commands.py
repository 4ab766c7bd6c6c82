"""`bulletins serve`: the web page on a production WSGI server."""

import re
import signal
import socket
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from index.cli.options import index_option, names_option
from index.cores import available_cores
from index.engines import open_engine
from index.errors import SearchError
from index.text import is_web_address
from index.vocabulary.synonyms import load_synonyms
from webapp.defaults import BUDGET, ITEM_WORD
from webapp.listening import (
    FIRST_PORT,
    PortTakenError,
    is_everywhere,
    is_loopback,
    listen_at,
    listen_nearby,
    port_of,
)

MOST_PROCESSES = 4
"""Processes that answer unless told: one a core, but no more than this, as each takes some 100 MB."""


@click.command()
@index_option
@names_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    help=f"Port to listen at; 0 for any.  [default: {FIRST_PORT}, or the next one that is free]",
)
@click.option(
    "--budget",
    type=click.FloatRange(0.01),
    default=BUDGET,
    show_default=True,
    metavar="SECONDS",
    help="CPU time that the answer to one request may take; what was found until then is shown.",
)
@click.option(
    "--processes",
    "count",
    type=click.IntRange(1, 64),
    default=lambda: min(available_cores(), MOST_PROCESSES),
    show_default=f"one a core, at most {MOST_PROCESSES}",
    metavar="NUMBER",
    help="Processes that answer.",
)
@click.option(
    "--public-address",
    default="",
    callback=lambda _context, _option, value: _public(value),
    metavar="URL",
    help="What permanent addresses begin with, in citations, exports and feeds: https://archive.example.org",
)
@click.option(
    "--item-word",
    default=ITEM_WORD,
    show_default=True,
    envvar="BULLETINS_ITEM_WORD",
    show_envvar=True,
    metavar="WORD",
    help="What the pages call an item: brève, sujet, article, dépêche, …",
)
@click.option(
    "--trusted-host",
    "trusted_hosts",
    multiple=True,
    callback=lambda _context, _option, names: tuple(map(_host_name, names)),
    metavar="NAME",
    help="Name under which readers reach the page, such as bulletins.example.org; may be repeated.",
)
def serve(
    index_url: str,
    own_names: Path | None,
    host: str,
    port: int | None,
    budget: float,
    count: int,
    public_address: str,
    item_word: str,
    trusted_hosts: tuple[str, ...],
) -> None:
    """Serve the web page until Ctrl-C."""
    # All pages, with Flask and Babel, which no other command may wait for.
    from webapp.app import create_app  # noqa: PLC0415
    from webapp.serving import run  # noqa: PLC0415

    load_synonyms(own_names)  # a file that cannot be read fails here, not at the first search
    app = create_app(
        index_url, (_in_address(host), *trusted_hosts), own_names, budget, public_address, item_word
    )
    listener = _listen(host, port)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    _announce(listener, host, port, has_names=bool(trusted_hosts or public_address))
    _announce_index(index_url)
    run(app, listener, count)


def _public(address: str) -> str:
    """Check the public address; raises `click.BadParameter`."""
    if address and not (is_web_address(address) and set(address).isdisjoint("?#@\\ ")):
        raise click.BadParameter(f"{address!r} is no address such as https://archive.example.org")
    return address


_LABEL = r"[\w](?:[\w-]{0,61}\w)?"
_HOST_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]?")
_IN_ADDRESS = re.compile(r"(?:[a-zA-Z][\w+.-]*://)?(?:[^/@]*@)?(?P<name>[^/:?#]+)")


def _host_name(name: str) -> str:
    """Check a name of this server; raises `click.BadParameter` for an address or a name with a port."""
    bare = name.strip().rstrip(".")
    if _HOST_NAME.fullmatch(bare):
        return bare
    found = _IN_ADDRESS.match(bare)
    meant = f"; did you mean {found['name']}?" if found and _HOST_NAME.fullmatch(found["name"]) else ""
    raise click.BadParameter(f"{name!r} is no name of a host, such as bulletins.example.org{meant}")


def _listen(host: str, port: int | None) -> socket.socket:
    try:
        return listen_nearby(host) if port is None else listen_at(host, port)
    except PortTakenError as error:
        raise click.ClickException(str(error)) from error
    except (OSError, UnicodeError) as error:
        raise click.ClickException(f"cannot listen at {host!r}: {error}") from error


def _announce(listener: socket.socket, host: str, port: int | None, *, has_names: bool) -> None:
    """Print the address of the page, and a warning if other machines can reach it."""
    if port is None and port_of(listener) != FIRST_PORT:
        click.echo(f"Port {FIRST_PORT} is taken; this is the next one that is free.", err=True)
    name = host
    if is_everywhere(listener):
        name = "::1" if listener.family == socket.AF_INET6 else "127.0.0.1"
    click.echo(f"http://{_in_address(name)}:{port_of(listener)}/  (Ctrl-C ends)", err=True)
    if is_loopback(listener):
        return
    click.echo(
        "Others can reach this page: there is no password and no encryption here, so put it behind a proxy "
        "that has both.",
        err=True,
    )
    if is_everywhere(listener) and not has_names:
        click.echo("It answers to this machine's loopback names only: add --trusted-host NAME.", err=True)


def _announce_index(index_url: str) -> None:
    """Print what is wrong with the index; the pages show it too, until it is mended."""
    try:
        open_engine(index_url).info()
    except SearchError as error:
        click.echo(f"{error}\nServing nevertheless: the pages answer once there is an index.", err=True)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


commands: list[click.Command] = [serve]
