"""Synonyms in several spellings, and countries with their inhabitants: what a query may look for besides.

The groups stand in `data/names.txt`, which says how they are written; a reader's own file adds to them.
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
from index.french.normalisation import normalise
from index.french.stemming import STOP_WORDS, fold
from index.french.tokenizer import paragraphs, tokenize

Words = tuple[str, ...]
"""The folded words of a name, compounds by their parts."""

_Endings = tuple[tuple[str, str], ...]
"""What an ending becomes; the first that fits."""

_FEMININES: _Endings = (("eau", "elle"), ("en", "enne"), ("on", "onne"), ("e", "e"), ("", "e"))
_PLURALS: _Endings = (("eau", "eaux"), ("al", "aux"), ("s", "s"), ("x", "x"), ("z", "z"), ("", "s"))


class Kind(StrEnum):
    """How near the names of a group are to each other; also the heading of their part of the file."""

    SAME = "mêmes noms"
    RELATED = "pays et habitants"


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a file.

    Attributes:
        kind: The part of the file it stands in.
        names: As written; each is found by those that ask.
        asking: The first of `names`, those that look for the others.
        line: Its number, from 1.
    """

    kind: Kind
    names: Words
    asking: int
    line: int


@dataclass(frozen=True, slots=True)
class Expansion:
    """What to look for besides one name of a query.

    Attributes:
        kind: How near the others are to it.
        start: Its first word, counted from 0.
        end: One past its last word.
        others: The other names, as the file writes them.
    """

    kind: Kind
    start: int
    end: int
    others: tuple[str, ...]


class Synonyms:
    """Groups of names, looked up by the words of a query.

    Args:
        groups: From one file or several; a name may ask in several of them.
    """

    def __init__(self, groups: Iterable[Group]) -> None:
        self._by_words: dict[Words, list[Expansion]] = defaultdict(list)
        for group in groups:
            for name in group.names[: group.asking]:
                others = tuple(other for other in group.names if other != name)
                for words in forms(name):
                    self._by_words[words].append(Expansion(group.kind, 0, len(words), others))
        self._longest: dict[str, int] = {}
        for words in self._by_words:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def expand(self, words: Sequence[str]) -> tuple[Expansion, ...]:
        """Find the names among the folded words of a query, the longest first, apart from each other."""
        if self._longest.keys().isdisjoint(words):
            return ()
        return tuple(self._expansions(tuple(words)))

    def _expansions(self, words: Words) -> Iterator[Expansion]:
        start = 0
        while start < len(words):
            end = self._end(words, start)
            for found in self._by_words[words[start:end]] if end > start else ():
                yield Expansion(found.kind, start, end, found.others)
            start = max(end, start + 1)

    def _end(self, words: Words, start: int) -> int:
        """Tell where the longest name ends that begins at a word; at `start` where none does."""
        longest = self._longest.get(words[start], 0)
        ends = range(min(len(words), start + longest), start, -1)
        return next((end for end in ends if words[start:end] in self._by_words), start)


@lru_cache(maxsize=8)
def load_synonyms(own: Path | None = None) -> Synonyms:
    """Read the project's names, and a reader's own file beside them; each is read once.

    Raises:
        SearchError: A file cannot be read, or a line of it is not as `data/names.txt` says.
    """
    groups = read_groups(files("index").joinpath("data", "names.txt").read_text("utf-8"), "names.txt")
    return Synonyms((*groups, *(_read_own(own) if own else ())))


def read_groups(text: str, place: str) -> tuple[Group, ...]:
    """Read the groups of a file; `place` is said in errors."""
    groups: list[Group] = []
    asked: dict[tuple[Kind, Words], int] = {}
    kind = Kind.SAME
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        where = f"{place}, line {number}"
        if line.startswith("["):
            kind = _kind(line, where)
        elif line and not line.startswith("#"):
            groups.append(_group(kind, line, number, where))
            _check(groups[-1], asked, where)
    return tuple(groups)


def forms(name: str) -> Iterator[Words]:
    """Give the folded words of a name; with a small first letter, also of its feminine and plurals."""
    *first, last = words_of(name)
    for form in _inflected(last) if name[0].islower() else (last,):
        yield (*first, form)


@lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    """Give the folded words of a name, such as a query has them: no elided article, no joined forms."""
    if name.isascii() and name.isalpha() and len(name) > 3:
        return (name.lower(),)  # what follows gives the same; half of the names are read at no cost
    chunks = chain.from_iterable(paragraphs(normalise(name).text))
    return tuple(fold(word.text) for chunk in chunks for word in tokenize(chunk) if not word.is_variant)


def _read_own(path: Path) -> tuple[Group, ...]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SearchError(
            f"the names in {str(path)!r} cannot be read ({error}); save them as UTF-8"
        ) from error
    return read_groups(text, str(path))


def _kind(heading: str, where: str) -> Kind:
    try:
        return Kind(heading.strip("[] "))
    except ValueError as error:
        known = " or ".join(f"[{kind}]" for kind in Kind)
        raise SearchError(f"{where}: {heading!r} is no heading; write {known}") from error


def _group(kind: Kind, line: str, number: int, where: str) -> Group:
    asking, arrow, found = line.partition(">")
    sides = [[name.strip() for name in side.split(",") if name.strip()] for side in (asking, found)]
    names = (*sides[0], *sides[1])
    if len(names) < 2 or not sides[0] or (arrow and not sides[1]):
        raise SearchError(f"{where}: {line!r} has a name without another; write them as « Kiev, Kyiv »")
    return Group(kind, names, len(sides[0]) if arrow else len(names), number)


def _check(group: Group, asked: dict[tuple[Kind, Words], int], where: str) -> None:
    """Refuse a name that holds no word or only common ones, and one that asks from two lines."""
    for number, name in enumerate(group.names):
        words = words_of(name)
        if not words or STOP_WORDS.issuperset(words):
            raise SearchError(
                f"{where}: {name!r} is no name or too common a word; write it in full or leave it out"
            )
        before = asked.setdefault((group.kind, words), group.line) if number < group.asking else group.line
        if before != group.line:
            raise SearchError(f"{where}: {name!r} is in line {before} already; write both groups as one line")


def _inflected(word: str) -> Iterator[str]:
    """Give the regular forms of a folded masculine singular."""
    feminine = _with_ending(word, _FEMININES)
    yield from dict.fromkeys((word, _with_ending(word, _PLURALS), feminine, f"{feminine}s"))


def _with_ending(word: str, endings: _Endings) -> str:
    old, new = next((old, new) for old, new in endings if word.endswith(old))
    return word.removesuffix(old) + new
