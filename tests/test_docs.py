"""The README and the docs say what is true: commands, options, variables, limits, names, layout."""

import ast
import re
import tomllib
from pathlib import Path
from pkgutil import resolve_name

import click
import pytest

from benchmarks.whoosh_suite.differences import reasons
from bulletins import main
from index.engines.whoosh.search.prefixes import MAX_EXPANSIONS
from index.exports.formats import MAX_ROWS
from index.query import MAX_CHARACTERS, MAX_DEPTH, MAX_PREFIXES, MAX_SLOP, MAX_WORDS
from webapp.api.endpoints import MAX_LIMIT
from webapp.api.openapi import document
from webapp.metrics import FAMILIES
from webapp.pagination import MAX_RESULTS, PER_PAGE
from webapp.problems import TITLES

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


PAGES = {
    path.name: path.read_text("utf-8") for path in (ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"))
}
PAGES["README.md"] = README
PATHS = {
    path
    for page in PAGES.values()
    for path in re.findall(r"`((?:index|indexer|webapp|docs|benchmarks|tests)/[\w./]*)`", page)
}


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_path_in_the_docs_is_there(path: str) -> None:
    assert (ROOT / path).exists()


ARCHITECTURE = PAGES["architecture.md"]
FIRST_CELLS = [line.split("|")[1] for line in ARCHITECTURE.splitlines() if line.startswith("| `")]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
FLOORS = {contract["containers"][0]: contract["layers"] for contract in CONTRACTS if "containers" in contract}


@pytest.mark.parametrize("name", sorted(set(re.findall("`([^`]+)`", ARCHITECTURE + PAGES["glossary.md"]))))
def test_whatever_the_pages_on_the_code_name_is_a_path_or_a_name_of_it(name: str) -> None:
    if ":" not in name:
        assert (ROOT / name).exists()
        return
    owner_name, last = re.split(r"[.:](?=\w+$)", name)
    owner = resolve_name(owner_name)
    assert hasattr(owner, last) or last in owner.__annotations__  # where a field of a dataclass is


FOLDERS = sorted(
    path.parent.relative_to(ROOT)
    for room in ("index", "indexer", "webapp")
    for path in (ROOT / room).rglob("__init__.py")
)


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_the_architecture_asks_each_folder_the_question_that_it_opens_with(folder: Path) -> None:
    opening = ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text("utf-8"))) or ""
    assert f"\n| `{folder}/` | {opening.partition('?')[0]}? |" in ARCHITECTURE


@pytest.mark.parametrize("container", FLOORS)
def test_the_architecture_lists_all_floors_in_the_order_of_the_contract(container: str) -> None:
    floor_of = {name: floor for floor, layer in enumerate(FLOORS[container]) for name in layer.split(" | ")}
    inside = rf"`{container.replace('.', '/')}/(\w+)(?:/|\.py)`"
    listed = [name for cell in FIRST_CELLS for name in re.findall(inside, cell)]
    assert sorted(listed) == sorted(floor_of)
    assert [floor_of[name] for name in listed] == sorted(floor_of.values())


@pytest.mark.parametrize("path", [path for path in document()["paths"] if "{date}" not in path])
def test_every_address_of_the_api_is_on_its_page(path: str) -> None:
    assert f"`{path}" in PAGES["api.md"]


def test_the_docs_say_the_limits_of_the_api() -> None:
    page = re.sub(r"\s+", " ", PAGES["api.md"])
    assert f"`limit` is {PER_PAGE} unless given, and {MAX_LIMIT} at most" in page
    assert f"the first {MAX_RESULTS:,}, of one build" in page
    assert f"more than {MAX_ROWS:,} counts" in page
    assert set(re.findall(r"^\| (\d+) \|", PAGES["api.md"], re.MULTILINE)) == {*map(str, TITLES)} - {"500"}


def test_every_figure_of_the_page_on_scaling_is_measured_or_extrapolated() -> None:
    rows = [line for line in PAGES["scaling.md"].splitlines() if line.startswith("|")]
    figures = [row for row in rows if re.search(r"\d (?:bytes|[MGT]B|ms|s|min|h|days)\b", row)]
    assert len(figures) > 10
    assert [row for row in figures if not re.search("measured|extrapolated", row)] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_number_of_the_metrics_is_in_the_docs(family: str) -> None:
    assert f"`{family}`" in PAGES["operating.md"]


def test_the_docs_list_every_test_of_whoosh_that_fails() -> None:
    page = (ROOT / "docs" / "whoosh.md").read_text("utf-8")
    counted = re.search(r"Of (\d+) tests (\d+) pass", page)
    assert counted
    assert len(reasons(page)) == int(counted[1]) - int(counted[2])


ENGLISH, FRENCH = (re.sub(r"\s+", " ", PAGES[f"query-language{name}.md"]) for name in ("", ".fr"))


def test_the_docs_say_the_limits_of_a_query() -> None:
    assert f"{MAX_CHARACTERS:,} characters, {MAX_WORDS} words, {MAX_DEPTH} parentheses" in ENGLISH
    assert f"{MAX_PREFIXES} stars and {MAX_SLOP} words of distance" in ENGLISH
    assert f"at most {MAX_EXPANSIONS} words" in ENGLISH
    assert f"{MAX_WORDS} mots, {MAX_DEPTH} parenthèses l’une dans l’autre, {MAX_PREFIXES} étoiles" in FRENCH
    assert f"{MAX_SLOP} mots de distance" in FRENCH
    assert f"au plus {MAX_EXPANSIONS} mots" in FRENCH
