"""The tests of Whoosh that must fail on our index, each with its reason, as docs/whoosh.md lists them."""

import re

import pytest


class Differences:
    """A plugin of pytest: what is listed must fail, and everything else pass.

    Args:
        page: Text of the page with the list.
    """

    def __init__(self, page: str) -> None:
        self._reasons = reasons(page)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Mark the tests that must fail; raises `UsageError` where one is listed that is not there."""
        absent = dict(self._reasons)
        for item in items:
            reason = absent.pop(item.nodeid.removeprefix("tests/"), None)
            if reason is not None:
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
        if absent:
            raise pytest.UsageError(f"listed, but not among the tests: {', '.join(absent)}")


def reasons(page: str) -> dict[str, str]:
    """Read the rows of the table that name tests: for each test the first cell of its row."""
    rows = re.findall(r"^\| (.+?) \| (`test_.+) \|$", page, re.MULTILINE)
    return {test: reason for reason, tests in rows for test in re.findall("`(test_[^`]+)`", tests)}
