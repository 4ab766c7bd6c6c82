"""Proximity: where terms stand near each other, in any order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence


def minimal_windows(
    occurrences: Iterable[tuple[int, str]], wanted: Sequence[str], slop: int
) -> Iterator[tuple[int, int]]:
    """Yield the first and the last position of each minimal window that has all wanted terms.

    Args:
        occurrences: Position and term of each wanted term of a text, in order of position.
        wanted: Terms; one that is there twice must be found twice.
        slop: Maximum of other words in the window.
    """
    needed, counted = Counter(wanted), Counter[str]()
    window: list[tuple[int, str]] = []
    begin = 0
    for position, term in occurrences:
        window.append((position, term))
        counted[term] += 1
        while counted[window[begin][1]] > needed[window[begin][1]]:
            counted[window[begin][1]] -= 1
            begin += 1
        is_whole = all(counted[each] >= count for each, count in needed.items())
        if is_whole and position - window[begin][0] < len(wanted) + slop:
            yield window[begin][0], position
