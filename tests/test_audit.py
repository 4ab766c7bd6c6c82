"""What `.ci/audit` says of a report: a vulnerability fails, and data that are missing are told."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAID_BY = Path(__file__).parents[1] / ".ci" / "audited.py"
SOUND = {"name": "click", "version": "8.1", "vulns": []}
UNKNOWN = {"name": "flask", "skip_reason": "Dependency not found on PyPI"}
HURT = {"name": "lxml", "version": "6.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["6.1"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SOUND], 0, "pip-audit: 1 packages, 0 vulnerabilities; without data: none\n"),
        ([SOUND, UNKNOWN], 0, "pip-audit: 1 packages, 0 vulnerabilities; without data: flask\n"),
        (
            [SOUND, HURT],
            1,
            "pip-audit: lxml 6.0 has PYSEC-1, mended in 6.1: make lock\n"
            "pip-audit: 2 packages, 1 vulnerabilities; without data: none\n",
        ),
        ([UNKNOWN], 2, ""),
        (None, 2, ""),
    ],
)
def test_a_vulnerability_fails_and_missing_data_are_told(
    tmp_path: Path, packages: list[object] | None, code: int, said: str
) -> None:
    report = tmp_path / "report.json"
    report.write_text("" if packages is None else json.dumps({"dependencies": packages}), "utf-8")
    done = subprocess.run([sys.executable, SAID_BY, report], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (code, said)
