"""Synonyms: groups of names that are searched together, such as spellings, or a country and its people.

The groups are in `data/names.txt`, which describes its format; a reader's own file adds to them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from pathlib import Path

from index.errors import SearchError
from index.french.folding import fold
from index.french.normalisation import normalise
from index.french.stemming import STOP_WORDS
from index.french.tokenizer import paragraphs, tokenize

Words = tuple[str, ...]
"""The folded words of a name; a compound is split into its parts."""

_Endings = tuple[tuple[str, str], ...]
"""Endings with their replacements; the first ending that fits counts."""

_FEMININES: _Endings = (("eau", "elle"), ("en", "enne"), ("on", "onne"), ("e", "e"), ("", "e"))
_PLURALS: _Endings = (("eau", "eaux"), ("al", "aux"), ("s", "s"), ("x", "x"), ("z", "z"), ("", "s"))


class Relation(StrEnum):
    """How the names of a group are related; the value is the heading of their section in the file."""

    SAME = "mêmes noms"
    RELATED = "pays et habitants"


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """The names of one line of a file.

    Attributes:
        relation: Section of the file.
        names: All names, as written.
        inputs: Number of names, from the first, that are expanded to all others; the rest are only found.
        line: Line number, from 1.
    """

    relation: Relation
    names: tuple[str, ...]
    inputs: int
    line: int


@dataclass(frozen=True, slots=True)
class Expansion:
    """The synonyms of a name in a query.

    Attributes:
        relation: How the synonyms are related to the name.
        start: First word of the name in the query, counted from 0.
        end: One past the last word of the name.
        synonyms: The other names of the group, as written.
    """

    relation: Relation
    start: int
    end: int
    synonyms: tuple[str, ...]


class Synonyms:
    """Synonym groups, looked up by the words of a query.

    Args:
        groups: Groups of one file or several; a name may be an input of several.
    """

    def __init__(self, groups: Iterable[SynonymGroup]) -> None:
        self._by_words: dict[Words, list[tuple[Relation, tuple[str, ...]]]] = defaultdict(list)
        for group in groups:
            for name in group.names[: group.inputs]:
                others = tuple(other for other in group.names if other != name)
                for words in inflections(name):
                    self._by_words[words].append((group.relation, others))
        self._longest: dict[str, int] = {}
        for words in self._by_words:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def expand(self, words: Sequence[str]) -> tuple[Expansion, ...]:
        """Find the names in the folded words of a query, left to right; at each word the longest name counts.

        A name in several groups has several expansions. Names do not overlap.
        """
        if self._longest.keys().isdisjoint(words):
            return ()
        return tuple(self._expansions(tuple(words)))

    def _expansions(self, words: Words) -> Iterator[Expansion]:
        start = 0
        while start < len(words):
            end = self._end(words, start)
            for relation, others in self._by_words[words[start:end]] if end > start else ():
                yield Expansion(relation, start, end, others)
            start = max(end, start + 1)

    def _end(self, words: Words, start: int) -> int:
        """Return the end of the longest name that begins at a word; `start` if none does."""
        longest = self._longest.get(words[start], 0)
        ends = range(min(len(words), start + longest), start, -1)
        return next((end for end in ends if words[start:end] in self._by_words), start)


@lru_cache(maxsize=8)
def load_synonyms(own: Path | None = None) -> Synonyms:
    """Read the project's groups and those of a reader's own file; each file is read once.

    Raises:
        SearchError: A file cannot be read, or a line breaks the format that `data/names.txt` describes.
    """
    groups = read_groups(files("index").joinpath("data", "names.txt").read_text("utf-8"), "names.txt")
    return Synonyms((*groups, *(_read_own(own) if own else ())))


def read_groups(text: str, file: str) -> tuple[SynonymGroup, ...]:
    """Read the groups of a file.

    Args:
        text: Content of the file.
        file: Name of the file, for errors.

    Raises:
        SearchError: A line breaks the format.
    """
    groups: list[SynonymGroup] = []
    lines: dict[tuple[Relation, Words], int] = {}
    relation = Relation.SAME
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        where = f"{file}, line {number}"
        if line.startswith("["):
            relation = _relation(line, where)
        elif line and not line.startswith("#"):
            groups.append(_group(relation, line, number, where))
            _check(groups[-1], lines, where)
    return tuple(groups)


def inflections(name: str) -> Iterator[Words]:
    """Yield the folded words of a name; if it begins with a small letter, also its feminine and plurals."""
    *first, last = words_of(name)
    for form in _inflected(last) if name[0].islower() else (last,):
        yield (*first, form)


@lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    """Return the folded words of a name as a query has them: without elided articles and joined forms."""
    if name.isascii() and name.isalpha() and len(name) > 3:
        return (name.lower(),)  # the same as below, at no cost, for half of the names
    chunks = chain.from_iterable(paragraphs(normalise(name).text))
    return tuple(fold(word.text) for chunk in chunks for word in tokenize(chunk) if not word.is_variant)


def _read_own(path: Path) -> tuple[SynonymGroup, ...]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SearchError(
            f"the names in {str(path)!r} cannot be read ({error}); save them as UTF-8"
        ) from error
    return read_groups(text, str(path))


def _relation(heading: str, where: str) -> Relation:
    try:
        return Relation(heading.strip("[] "))
    except ValueError as error:
        known = " or ".join(f"[{relation}]" for relation in Relation)
        raise SearchError(f"{where}: {heading!r} is no heading; write {known}") from error


def _group(relation: Relation, line: str, number: int, where: str) -> SynonymGroup:
    left, arrow, right = line.partition(">")
    sides = [[name.strip() for name in side.split(",") if name.strip()] for side in (left, right)]
    names = (*sides[0], *sides[1])
    if len(names) < 2 or not sides[0] or (arrow and not sides[1]):
        raise SearchError(f"{where}: {line!r} has a name without another; write them as « Kiev, Kyiv »")
    return SynonymGroup(relation, names, len(sides[0]) if arrow else len(names), number)


def _check(group: SynonymGroup, lines: dict[tuple[Relation, Words], int], where: str) -> None:
    """Refuse a name without words or of stop words only, and a name that is an input in two lines.

    Args:
        group: The group of a line.
        lines: Line of each input so far; the inputs of this group are added.
        where: File and line, for errors.
    """
    for number, name in enumerate(group.names):
        words = words_of(name)
        if not words or STOP_WORDS.issuperset(words):
            raise SearchError(
                f"{where}: {name!r} is no name or too common a word; write it in full or leave it out"
            )
        is_input = number < group.inputs
        before = lines.setdefault((group.relation, words), group.line) if is_input else group.line
        if before != group.line:
            raise SearchError(f"{where}: {name!r} is in line {before} already; write both groups as one line")


def _inflected(word: str) -> Iterator[str]:
    """Yield the regular inflections of a folded masculine singular, itself first."""
    feminine = _with_ending(word, _FEMININES)
    yield from dict.fromkeys((word, _with_ending(word, _PLURALS), feminine, f"{feminine}s"))


def _with_ending(word: str, endings: _Endings) -> str:
    old, new = next((old, new) for old, new in endings if word.endswith(old))
    return word.removesuffix(old) + new
