"""Where some words stand near each other, in any order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence


def minimal_windows(
    places: Iterable[tuple[int, str]], wanted: Sequence[str], slop: int
) -> Iterator[tuple[int, int]]:
    """Give the first and last place of each shortest window that holds all that is wanted.

    Args:
        places: Position and term of what a text holds of it, in order of position.
        wanted: Terms; one that is there twice must be found twice.
        slop: How many other words may be among them.
    """
    needed, held = Counter(wanted), Counter[str]()
    inside: list[tuple[int, str]] = []
    begin = 0
    for place, term in places:
        inside.append((place, term))
        held[term] += 1
        while held[inside[begin][1]] > needed[inside[begin][1]]:
            held[inside[begin][1]] -= 1
            begin += 1
        is_whole = all(held[each] >= count for each, count in needed.items())
        if is_whole and place - inside[begin][0] < len(wanted) + slop:
            yield inside[begin][0], place
