"""Documents counted by source and period, compared with counting them one by one."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh.search.cells import Cells

NAMES = ["", "A", "B"]
documents = st.lists(st.tuples(st.integers(0, 2), st.sampled_from([0, 12, 13, 14, 15, 36, 400])), min_size=1)


@given(documents, st.data(), st.sampled_from([1, 3, 12]))
def test_cells_count_each_source_and_period(
    documents: list[tuple[int, int]], data: st.DataObject, length: int
) -> None:
    sources, periods = (np.array(column, dtype=np.int32) for column in zip(*documents, strict=True))
    numbers = sorted(data.draw(st.sets(st.integers(0, len(documents) - 1))))
    cells = Cells(NAMES, sources, periods)
    counts = cells.counts(np.array(numbers, dtype=np.uint32))
    chosen = [documents[number] for number in numbers]
    expected = Counter((NAMES[source], period // length or None) for source, period in chosen)
    rows = cells.rows(counts, length)
    assert {(name, each): count for name, row in rows for each, count in row.items()} == expected
    dated = [period for _, period in chosen if period]
    assert cells.extent(counts) == ((min(dated), max(dated)) if dated else None)
