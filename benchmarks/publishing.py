"""Figures in RESULTS.md that a command writes: what stands between two marks is replaced."""

from collections.abc import Iterable
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


def publish(command: str, lines: Iterable[str]) -> None:
    """Write lines between the marks of a command; raises `ValueError` where it has none."""
    begin, end = f"<!-- {command} begins -->\n", f"<!-- {command} ends -->\n"
    text = RESULTS.read_text("utf-8")
    before, after = text[: text.index(begin)], text[text.index(end) :]
    RESULTS.write_text(before + begin + "\n".join(["", *lines, ""]) + after, "utf-8")
