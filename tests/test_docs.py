"""The README says what is true: its commands, its options, its variables, its first screen."""

import re
from pathlib import Path

import click
import pytest

from bulletins import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_every_command_is_in_the_readme() -> None:
    assert set(main.commands) == set(re.findall(r"^\| `bulletins (\w+)", README, re.MULTILINE))


def test_the_readme_names_no_option_that_no_command_has() -> None:
    options = {
        name
        for command in main.commands.values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
    }
    assert set(re.findall(r"--[a-z][a-z-]+", README)) <= options


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make ([a-z]+)", README))))
def test_every_make_target_in_the_readme_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_every_variable_that_the_code_reads_is_in_the_readme() -> None:
    code = "".join(
        path.read_text("utf-8")
        for room in ("index", "indexer", "webapp")
        for path in (ROOT / room).rglob("*.py")
    )
    code += (ROOT / "bulletins.py").read_text("utf-8")
    used = set(re.findall(r"BULLETINS_[A-Z]+", code))
    assert used
    assert used <= set(re.findall(r"BULLETINS_[A-Z]+", README))


def test_the_first_screen_says_what_a_newcomer_needs() -> None:
    first = "\n".join(README.splitlines()[:40])
    picture = re.search(r"!\[[^]]+\]\(([^)]+)\)", first)
    assert picture
    assert (ROOT / picture[1]).read_bytes().startswith(b"\x89PNG")
    for needed in ("make run", "make test", "bulletins rebuild", "var/index", "`index/` is code"):
        assert needed in first


@pytest.mark.parametrize("name", re.findall(r"`((?:index|indexer|webapp|docs|benchmarks)/[\w./]*)`", README))
def test_every_path_in_the_readme_is_there(name: str) -> None:
    assert (ROOT / name).exists()
