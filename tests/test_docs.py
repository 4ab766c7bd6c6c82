"""The README says what is true: its commands, its options, its variables, its first screen."""

import re
from pathlib import Path

import click
import pytest

from benchmarks.whoosh_suite.differences import reasons
from bulletins import main
from index.engines.whoosh.search.prefixes import MAX_EXPANSIONS
from index.query import MAX_CHARACTERS, MAX_DEPTH, MAX_PREFIXES, MAX_SLOP, MAX_WORDS, parse

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


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make ([a-z]+(?:-[a-z]+)*)", README))))
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


def test_the_docs_list_every_test_of_whoosh_that_fails() -> None:
    page = (ROOT / "docs" / "whoosh.md").read_text("utf-8")
    counted = re.search(r"Of (\d+) tests (\d+) pass", page)
    assert counted
    assert len(reasons(page)) == int(counted[1]) - int(counted[2])


LANGUAGE = (ROOT / "docs" / "query-language.md").read_text("utf-8")
TABLE = [line.split("|")[1] for line in LANGUAGE.splitlines() if line.startswith("| `")]
SHOWN = [typed for cell in TABLE for typed in re.findall("`([^`]+)`", cell)]


@pytest.mark.parametrize("typed", [typed for typed in SHOWN if re.search(r"[^:A-Z]$", typed)])
def test_what_the_docs_show_of_the_query_language_is_understood(typed: str) -> None:
    query = parse(f"depuis:{typed}" if typed in ("3sem", "6mois", "2ans") else typed)
    assert query.parts
    assert query.notes == ()


def test_the_docs_say_the_limits_of_a_query() -> None:
    limits = re.sub(r"\s+", " ", LANGUAGE[LANGUAGE.index("## Limits") :])
    assert f"{MAX_CHARACTERS:,} characters, {MAX_WORDS} words, {MAX_DEPTH} parentheses" in limits
    assert f"{MAX_PREFIXES} stars, {MAX_SLOP} words of distance" in limits
    assert f"at most {MAX_EXPANSIONS} words" in limits
