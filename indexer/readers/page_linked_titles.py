"""Which links of a page are the titles of the texts below them, as in a review of the press?

Links between the paragraphs of an article lead elsewhere.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from indexer.readers.notices import is_see_also
from indexer.readers.page_blocks import Block
from indexer.readers.page_surroundings import Surroundings

_FEWEST, _FEWEST_BELOW_A_LEAD = 2, 3  # of titles
_LONGEST_LEAD = 2  # paragraphs above the first of them
_LONGEST_ITEM = 6  # paragraphs below each


def linked_titles(blocks: Sequence[Block], kept: Sequence[bool], around: Surroundings) -> Set[int]:
    """Return the numbers of the blocks that are links of one form, and most of them followed by text.

    Args:
        blocks: The blocks of the page.
        kept: Which of them are text, links aside.
        around: What stands around the text.
    """
    titles = set[int]()
    prose = [n for n, block in enumerate(blocks) if kept[n] and block.has_sentence and not block.level]
    for numbers in _links_by_form(blocks, around).values():
        followed = [number for number in numbers if _is_followed_by_text(blocks, kept, number)]
        if len(followed) < _FEWEST or len(prose) > _LONGEST_ITEM * len(followed):
            continue
        within = [number for number in numbers if followed[0] <= number <= followed[-1]]
        is_heading = blocks[followed[0]].level > 0
        if len(followed) * 2 > len(within) and (is_heading or _begin_items(followed, prose)):
            titles.update(within)
    return titles


def _links_by_form(blocks: Sequence[Block], around: Surroundings) -> Mapping[tuple[str, int], list[int]]:
    """Return the numbers of the blocks that are links with a text of their own, by element and level."""
    count = Counter(block.text for block in blocks)
    found: dict[tuple[str, int], list[int]] = {}
    for number, block in enumerate(blocks):
        is_own = block.is_link and count[block.text] == 1 and not is_see_also(block.text)
        if is_own and not around.hold(block.tag):
            found.setdefault((block.tag.name, block.level), []).append(number)
    return found


def _is_followed_by_text(blocks: Sequence[Block], kept: Sequence[bool], number: int) -> bool:
    """Return whether what comes next is text with a sentence, or a line above such a text."""
    for place in range(number + 1, min(number + 3, len(blocks))):
        block = blocks[place]
        if not kept[place] or block.level or block.is_link:
            return False
        if block.has_sentence:
            return True
    return False


def _begin_items(links: Sequence[int], prose: Sequence[int]) -> bool:
    """Return whether all text stands below a link, or all but a lead and about a paragraph below each."""
    before = sum(number < links[0] for number in prose)
    is_each = len(links) >= _FEWEST_BELOW_A_LEAD and len(prose) - before <= len(links) + 1
    return before == 0 or (before <= _LONGEST_LEAD and is_each)
