"""The examples of deployment start the program as it can be started."""

import re
import shlex
from pathlib import Path

import pytest

from bulletins import main

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"


def started() -> dict[str, list[str]]:
    """Give the arguments with which each example starts the program."""
    unit = re.search(
        r"^ExecStart=/opt/bulletins/bin/bulletins (.*)$", read("bulletins.service"), re.MULTILINE
    )
    container = re.search(r"^CMD \[(.*)\]$", read("Containerfile"), re.MULTILINE)
    assert unit
    assert container
    return {"systemd": shlex.split(unit[1]), "container": shlex.split(container[1].replace(",", " "))}


def read(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


@pytest.mark.parametrize("example", ["systemd", "container"])
def test_the_program_understands_how_it_is_started(example: str) -> None:
    name, *arguments = started()[example]
    given = main.commands[name].make_context(name, arguments).params
    assert f"proxy_pass http://127.0.0.1:{given['port']};" in read("nginx.conf")
    assert f"server_name {given['public_address'].removeprefix('https://')};" in read("nginx.conf")


def test_the_container_gets_all_that_the_program_is_made_of() -> None:
    copied = {
        name
        for line in re.findall(r"^COPY (?!--)(.*)$", read("Containerfile"), re.MULTILINE)
        for name in line.split()[:-1]
    }
    wheel = (ROOT / "pyproject.toml").read_text("utf-8")
    only = re.search(r"only-include = \[(.*)\]", wheel)
    assert only
    assert copied >= {
        *re.findall(r'"([^"]+)"', only[1]),
        "samples",
        "docs",
        "pyproject.toml",
        "requirements.lock",
    }
    assert all((ROOT / name).exists() for name in copied)
