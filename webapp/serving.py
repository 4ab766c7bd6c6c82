"""What `bulletins serve` runs: the application, in several processes that answer at one socket."""

import logging
import socket
from functools import partial

import click
from flask import Flask

from webapp import processes, server
from webapp.app import WAITING
from webapp.rendering import compile_templates
from webapp.shares import Shares

THREADS = 1 + WAITING + 2
"""Threads of a process that answer: long searches leave two for short ones; more would only take turns."""


def run(app: Flask, listener: socket.socket, count: int) -> None:
    """Answer requests at a socket, in a number of processes, until this one is told to end."""
    # Without this, waitress warns whenever a request waits for a thread, which is what a queue is for.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    compile_templates(app)
    serve = partial(server.run, app, listener, THREADS, Shares(count))
    processes.run(serve, count, partial(click.echo, err=True))
