"""Several processes that answer at one socket: one that ends, whatever ended it, is replaced.

A file that is cut off under a running server ends the process that reads it, by a signal that no program can
answer; the others go on. Where processes cannot be forked (Windows) there is one.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import NoReturn

CAN_FORK = hasattr(os, "fork")
LEAST_LIFE = 1.0
"""Seconds between the beginnings of a process and of the one that replaces it."""


def run(serve: Callable[[int], None], count: int, tell: Callable[[str], None]) -> None:
    """Call a function in several processes until this one is told to end.

    Args:
        serve: Answers requests until its process gets SIGTERM, and returns or raises `SystemExit`; it is
            given the number of the process, from 0, and one that replaces another has its number.
        count: Number of processes.
        tell: Prints what ended a process.
    """
    if not CAN_FORK:
        serve(0)
        return
    alive, kept_open = os.pipe()  # closed when this process ends, even by SIGKILL
    begun: dict[int, tuple[int, float]] = {}
    try:
        for number in range(count):
            begun[_start(partial(serve, number), alive, kept_open)] = number, time.monotonic()
        while True:
            process, status = os.wait()
            tell(f"A process that answered ended ({_what_ended(status)}); another takes its place.")
            number, when = begun.pop(process)
            time.sleep(max(0.0, when + LEAST_LIFE - time.monotonic()))
            begun[_start(partial(serve, number), alive, kept_open)] = number, time.monotonic()
    finally:
        os.close(kept_open)
        for process in begun:
            os.kill(process, signal.SIGTERM)
        for process in begun:
            os.waitpid(process, 0)


def _start(serve: Callable[[], None], alive: int, kept_open: int) -> int:
    """Fork a process that answers, and return its number."""
    # An exception that a signal raises within fork would be lost.
    unblocked = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM, signal.SIGINT))
    process = os.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches it too, and its parent ends it
        os.close(kept_open)
        _answer(serve, alive, unblocked)
    signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
    return process


def _answer(serve: Callable[[], None], alive: int, unblocked: set[signal.Signals | int]) -> NoReturn:
    """Serve in a forked process, and end it: nothing of the parent's may run there."""
    code = 1
    try:
        Thread(target=_end_with, args=(alive,), daemon=True).start()
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        serve()
        code = 0
    except SystemExit:
        code = 0
    except BaseException:  # it is printed, and the parent starts another process
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _end_with(alive: int) -> None:
    """End this process when its parent has ended."""
    os.read(alive, 1)
    os._exit(1)


def _what_ended(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
