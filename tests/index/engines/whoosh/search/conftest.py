"""Every test of the search runs both ways: with numpy alone, and with the kernel where it is compiled."""

from collections.abc import Iterator

import pytest

from index.engines.whoosh.search import kernel


@pytest.fixture(params=["numpy", "kernel"], autouse=True)
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "numpy":
            patch.setattr(kernel, "loaded", None)
        elif kernel.loaded is None:
            pytest.skip("the kernel is not compiled here")
        yield
