"""The compiled kernel is optional, and only the one of this source and this machine is ever loaded."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.engines.whoosh.search import compiling, kernel


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the source where nothing is compiled."""
    copy = tmp_path / compiling.SOURCE.name
    shutil.copy(compiling.SOURCE, copy)
    monkeypatch.setattr(compiling, "SOURCE", copy)
    return copy


def test_it_is_not_loaded_where_it_is_not_wanted() -> None:
    asked = "from index.engines.whoosh.search import kernel; print(kernel.loaded)"
    environment = {**os.environ, compiling.SWITCH: "0"}
    told = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "None"


def test_without_a_compiler_nothing_is_compiled_and_nothing_fails(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert compiling.compile_kernel() == "no C compiler: search uses numpy alone"
    assert kernel.load() is None


def test_a_compiler_that_fails_is_said_and_leaves_nothing(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: sys.executable)
    assert "cannot be compiled" in compiling.compile_kernel()
    assert list(source.parent.iterdir()) == [source]


@pytest.mark.skipif(not any(map(shutil.which, compiling.COMPILERS)), reason="no C compiler here")
def test_a_kernel_of_another_source_is_not_loaded_and_goes(source: Path) -> None:
    assert compiling.compile_kernel() == "the kernel of the search was compiled"
    assert compiling.compile_kernel() == "the kernel of the search is compiled"
    assert kernel.load()
    stale = compiling.binary()
    source.write_text(source.read_text() + "\n/* changed */\n")
    assert kernel.load() is None
    compiling.compile_kernel()
    assert kernel.load()
    assert not stale.exists()


def test_a_file_that_is_no_library_is_not_loaded_and_that_is_said(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiling.binary().write_bytes(b"no library")
    assert kernel.load() is None
    monkeypatch.setattr(kernel, "loaded", None)
    assert f"{compiling.binary()} cannot be loaded" in kernel.answering()[1]
