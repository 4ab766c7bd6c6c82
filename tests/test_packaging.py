"""What pip installs has the compiled kernel where there is a C compiler, and works without one."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from fnmatch import filter as matching
from pathlib import Path
from zipfile import ZipFile

import pytest

from index.engines.whoosh.search.compiling import COMPILERS, SWITCH

ROOT = Path(__file__).parent.parent
LEXICON = "index/data/lexicon.sqlite"


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    variables = {**os.environ, SWITCH: "", "BULLETINS_INDEX": "whoosh:var/demo", **environment}
    done = subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(target: str, source: Path, folder: Path, **environment: str) -> Path:
    command = (sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder)
    run(*command, cwd=source, **environment)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture
def source(sdist: Path, tmp_path: Path) -> Path:
    """Unpack the sdist, and put the lexicon there that is compiled already."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    shutil.copy(ROOT / LEXICON, source / LEXICON)
    return source


def kernels(wheel: Path) -> list[str]:
    with ZipFile(wheel) as archive:
        return matching(archive.namelist(), "index/engines/whoosh/search/kernel-*.so")


TRIAL = """
from bulletins import main
for arguments in (["demo"], ["search", "otan"], ["info", "--json"]):
    main(arguments, standalone_mode=False)

from webapp.app import create_app

client = create_app().test_client()
for language in ("fr", "en"):
    help = client.get("/help", headers={"Accept-Language": language}).text
    assert f'<html lang="{language}">' in help
    assert "otan" in help
"""


def info_where_installed(wheel: Path, folder: Path) -> dict[str, str]:
    """Install a wheel beside the packages that the tests have, and try it on the samples."""
    venv.create(folder / "venv")
    python = folder / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--no-index", "--no-deps", "--no-compile", wheel, cwd=folder)
    told = run(python, "-c", TRIAL, cwd=folder, PYTHONPATH=sysconfig.get_path("platlib"))
    results, _, info = told.partition("\n{")
    assert "« otan »" in results
    found: dict[str, str] = json.loads("{" + info)
    return found


@pytest.mark.skipif(not any(map(shutil.which, COMPILERS)), reason="no C compiler here")
def test_a_wheel_made_where_there_is_a_compiler_has_the_kernel_and_loads_it(
    source: Path, tmp_path: Path
) -> None:
    (source / LEXICON).unlink()
    wheel = build("wheel", source, tmp_path / "wheel")
    assert len(kernels(wheel)) == 1
    assert "-py3-none-" in wheel.name
    assert not wheel.name.endswith("-any.whl")
    assert info_where_installed(wheel, tmp_path)["search"] == "compiled kernel"


def test_a_wheel_made_without_a_compiler_is_pure_and_says_what_to_do(source: Path, tmp_path: Path) -> None:
    wheel = build("wheel", source, tmp_path / "wheel", PATH=str(tmp_path))
    assert kernels(wheel) == []
    assert wheel.name.endswith("-py3-none-any.whl")
    found = info_where_installed(wheel, tmp_path)
    assert found["search"] == "numpy alone"
    assert "no kernel was compiled here" in found["advice"]


def test_a_wheel_is_pure_where_that_is_asked_for(source: Path, tmp_path: Path) -> None:
    build("wheel", source, tmp_path / "first")
    wheel = build("wheel", source, tmp_path / "second", **{SWITCH: "0"})
    assert kernels(wheel) == []
    assert wheel.name.endswith("-py3-none-any.whl")
