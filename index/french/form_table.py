"""What the words of an archive's texts give, each found once: the analysis for indexing.

A text is cut at white space. What a form between gives (« l'Élysée, » with its signs) depends on nothing
around it, but for two things: a number may go on behind a space (30 000), and what normalises to nothing may
hide an empty line. Where either may be so, the text is looked at again, in the end as a whole. So a text
becomes a list of numbers, and everything after it is arithmetic on arrays, see `index.french.occurrences`.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from itertools import chain
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.french.analysis import chunk_with, placed
from index.french.normalisation import SPACES, normalise
from index.french.stemming import MAX_TERM, Terms, find_all_terms, find_terms
from index.french.tokenizer import PARAGRAPH, PARAGRAPH_GAP, in_full, unelided

BREAK = 0
"""Stands among the forms of a text where there is an empty line."""
NONE = -1
"""Stands for an accented form that a word does not have, or a written one that is too long."""

Integers = NDArray[np.int32]

_FORM = re.compile(rf"\S+(?:(?<=\d)[ {SPACES}](?=\d\d\d)\S+)*")
_SIGNS = '.,;:!?()[]«»“”"…'
_LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-įŒœ]+(?:['’-][A-Za-zÀ-ÖØ-öø-įŒœ]+)*")
"""Signs around these change nothing: they make no number, and no acronym with dots."""
_EVEN = re.compile(r"[!-_a-~«»À-ÅÇ-ÖØ-åç-öø-į’]+")
"""Of these normalising changes capitals and ’ only: every character keeps its place."""
_SIMPLE = re.compile(r"[A-Za-zÀ-ÅÇ-ÖØ-åç-öø-į]+")
_Piece = tuple[Terms, str, int]
"""What a word is looked up under, how it is written, and its position."""
_GOES_ON, _MAY_GO_ON, _VANISHES = 1, 2, 4


class Numbered(dict[str, int]):
    """Texts, numbered from 0 in the order in which they were first asked for."""

    def __missing__(self, text: str) -> int:
        """Number one more."""
        number = self[text] = len(self)
        return number


class FormArrays(NamedTuple):
    """What rows of forms give, and the pieces of all of them, one row after the other.

    Attributes:
        end: By row, where its pieces end; those of the first, BREAK, are none.
        advance: By row, the positions that it takes.
        edges: By row, bits that say what it may become beside another.
        relative: By piece, its position within the form.
        stem: By piece, the number of its stem.
        exact: By piece, the number of its exact form.
        accented: By piece, the number of its accented form, or NONE.
        written: By piece, the number of what is written there, or NONE.
    """

    end: Integers
    advance: Integers
    edges: Integers
    relative: Integers
    stem: Integers
    exact: Integers
    accented: Integers
    written: Integers


class FormTable(dict[str, int]):
    """The forms that were met. Several may have one row, as signs around a word change nothing.

    It grows with every form, by about 600 bytes with what is counted of it.

    Attributes:
        stems: Numbers of the stems.
        terms: Numbers of the exact and the accented forms.
        written: Numbers of the words as they are written, of at most MAX_TERM characters.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stems, self.terms, self.written = Numbered(), Numbered(), Numbered()
        self._alone: dict[tuple[Terms, str, int], int] = {}
        self._terms_of = cache(find_terms)  # for as long as the forms are kept
        self._chunk_of = partial(chunk_with, self._terms_of)
        self[PARAGRAPH] = BREAK
        self._new: list[str] = []
        self._rows = array("i", [BREAK])  # of each form that was analysed
        self._cores: dict[str, int] = {}  # rows of what has letters only, without the signs around it
        self._forms = array("i", (0, 0, 0))  # BREAK; where the pieces of a row end, advance, edges
        self._pieces = array("i")

    def __missing__(self, form: str) -> int:
        """Number a form that is met for the first time; it is analysed later, with others."""
        number = self[form] = len(self)
        self._new.append(form)
        return number

    def arrays(self) -> FormArrays:
        """Give what the forms read so far are."""
        forms = np.array(self._forms, np.int32).reshape(-1, 3).T
        pieces = np.array(self._pieces, np.int32).reshape(-1, 5).T
        return FormArrays(*(np.ascontiguousarray(column) for column in (*forms, *pieces)))

    def read(self, texts: Sequence[str]) -> tuple[Integers, Integers]:
        """Give the rows of the forms of texts, one text after the other, and how many each has."""
        cut = _Found.of([self._cut(text, str.split) for text in texts])
        self._analyse_new()
        found = _Found(np.array(self._rows, np.int32)[cut.numbers], cut.lengths)
        found = found.replaced(self._doubtful(found), lambda place: self._read_numbers(texts[place]))
        found = found.replaced(self._doubtful(found), lambda place: self._read_plainly(texts[place]))
        return found.numbers, found.lengths

    def _cut(self, text: str, cut: Callable[[str], list[str]]) -> list[int]:
        """Give the numbers of the forms of a text."""
        first, *others = text.split(PARAGRAPH)
        numbers = list(map(self.__getitem__, cut(first)))
        for paragraph in others:
            numbers.append(BREAK)
            numbers.extend(map(self.__getitem__, cut(paragraph)))
        return numbers

    def _read_numbers(self, text: str) -> list[int]:
        """Give the rows of the forms of a text in which numbers go on behind a space."""
        numbers = self._cut(text, _FORM.findall)
        self._analyse_new()
        return [self._rows[number] for number in numbers]

    def _analyse_new(self) -> None:
        """Analyse the forms that were met since the last time."""
        new, self._new = self._new, []
        cores = list(map(_core, new))
        self._add_simple(
            [core for core in dict.fromkeys(cores) if core not in self._cores and _SIMPLE.fullmatch(core)]
        )
        self._rows.extend(
            self._cores.get(core) or self._row(form, core) for form, core in zip(new, cores, strict=True)
        )

    def _add_simple(self, cores: Sequence[str]) -> None:
        """Number words of letters only, which have one piece each."""
        if not cores:
            return
        words = list(map(in_full, "\n".join(cores).lower().split("\n")))
        stems, exact, accented = find_all_terms(words)
        number, row = self.terms.__getitem__, len(self._forms) // 3
        pieces = np.zeros((len(cores), 5), np.int32)
        pieces[:, 1] = list(map(self.stems.__getitem__, stems))
        pieces[:, 2] = list(map(number, exact))
        pieces[:, 3] = [number(word) if word else NONE for word in accented]
        pieces[:, 4] = list(map(self._number_written, cores))
        forms = np.zeros((len(cores), 3), np.int32)
        forms[:, 0] = len(self._pieces) // 5 + 1 + np.arange(len(cores))
        forms[:, 1] = 1
        self._pieces.frombytes(pieces.tobytes())
        self._forms.frombytes(forms.tobytes())
        self._cores.update(zip(cores, range(row, row + len(cores)), strict=True))

    def _row(self, form: str, core: str) -> int:
        """Analyse a form that is not a simple word, with signs around it or without."""
        if not _LETTERS.fullmatch(core):
            return self._add(*self._read(form), _edges(form))
        row = self._cores[core] = self._add(*self._read(core))
        return row

    def _doubtful(self, found: "_Found") -> list[int]:
        """Name the texts whose forms may be others than those found, by their places."""
        edges = np.array(self._forms, np.int32)[2::3][found.numbers]
        is_doubtful = edges & _VANISHES != 0
        is_doubtful[1:] |= (edges[1:] & _GOES_ON != 0) & (edges[:-1] & _MAY_GO_ON != 0)
        ends = np.cumsum(found.lengths)
        return list(np.unique(np.searchsorted(ends, np.flatnonzero(is_doubtful), side="right")))

    def _read_plainly(self, text: str) -> list[int]:
        """Give each word of a text as a form of its own."""
        pieces, _ = self._read(text)
        positions = [position for *_, position in pieces]
        numbers = [BREAK] if positions[:1] > [0] else []
        for (its, written, position), after in zip(pieces, [*positions, 0][1:], strict=True):
            key = its, written, int(after > position)
            if key not in self._alone:
                self._alone[key] = self._add([(its, written, 0)], key[2])
            numbers.append(self._alone[key])
            if after - position > PARAGRAPH_GAP:
                numbers.append(BREAK)
        return numbers

    def _read(self, text: str) -> tuple[list[_Piece], int]:
        """Give the pieces of a text, and how many positions they take."""
        if _EVEN.fullmatch(text):
            tokens = self._chunk_of(text.lower().replace("’", "'")).tokens
        else:
            tokens = tuple(placed(text, self._chunk_of))
        pieces = [(token.terms, text[token.span.start : token.span.end], token.position) for token in tokens]
        return pieces, tokens[-1].position + 1 if tokens else 0

    def _add(self, pieces: Iterable[_Piece], advance: int, edges: int = 0) -> int:
        """Number a form."""
        for its, written, relative in pieces:
            accented = self.terms[its.accented] if its.accented else NONE
            stem, exact = self.stems[its.stem], self.terms[its.exact]
            self._pieces.extend((relative, stem, exact, accented, self._number_written(written)))
        self._forms.extend((len(self._pieces) // 5, advance, edges))
        return len(self._forms) // 3 - 1

    def _number_written(self, written: str) -> int:
        return self.written[written] if len(written) <= MAX_TERM else NONE


class _Found(NamedTuple):
    """The numbers of the forms of texts, one text after the other, and how many each has."""

    numbers: Integers
    lengths: Integers

    @classmethod
    def of(cls, found: Sequence[Sequence[int]]) -> Self:
        lengths = np.fromiter(map(len, found), np.int32, len(found))
        return cls(np.fromiter(chain.from_iterable(found), np.int32, int(lengths.sum())), lengths)

    def replaced(self, places: Sequence[int], read: Callable[[int], Sequence[int]]) -> Self:
        """Take other numbers for some texts."""
        if not places:
            return self
        others = [np.array(read(place), np.int32) for place in places]
        ends, lengths = np.cumsum(self.lengths), self.lengths.copy()
        parts, read_up_to = [], 0
        for place, other in zip(places, others, strict=True):
            parts += [self.numbers[read_up_to : ends[place] - lengths[place]], other]
            read_up_to = ends[place]
            lengths[place] = len(other)
        return type(self)(np.concatenate([*parts, self.numbers[read_up_to:]]), lengths)


def _core(form: str) -> str:
    """Take off the signs around a form, and what is elided before a simple word."""
    core = form.strip(_SIGNS)
    if "’" in core or "'" in core:
        word = core[unelided(core.lower().replace("’", "'")) :]
        return word if _SIMPLE.fullmatch(word) else core
    return core


def _edges(form: str) -> int:
    text = normalise(form).text
    goes_on = _GOES_ON if re.match(r"\d\d\d", text) else 0
    may_go_on = _MAY_GO_ON if text[-1:].isdecimal() else 0
    return goes_on | may_go_on | (0 if text else _VANISHES)
