"""Batch analysis for indexing: each distinct surface form is analysed once, and its words stored as numbers.

A text is cut at white space into surface forms, such as « l'Élysée, » with its signs. The words of a form
depend on nothing around it, with two exceptions: a number may continue after a space (30 000), and a form may
normalise to nothing and hide an empty line. Texts with either are read again, at last as a whole. So a text
becomes a list of row numbers, and all else is arithmetic on arrays, see `index.french.occurrences`.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.french.analysis import Token, chunk_with, placed, with_other_stems
from index.french.normalisation import CUT, SPACES, normalise, rejoined
from index.french.stemming import MAX_TERM, Terms, beginning, find_terms, is_stop_word, other_stems, prefetch
from index.french.tokenizer import NOUNS, PARAGRAPH, PARAGRAPH_GAP, in_full, unelided

BREAK = 0
"""Row of an empty line."""
NONE = -1
"""Number of what a word lacks: an accented form, a beginning, a written form that is not too long."""

Integers = NDArray[np.int32]

_FORM = re.compile(rf"\S+(?:(?<=\d)[ {SPACES}](?=\d\d\d)\S+)*")
_SIGNS = '.,;:!?()[]«»“”"…'
_LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-įŒœ]+(?:['’-][A-Za-zÀ-ÖØ-öø-įŒœ]+)*")
"""Forms that mean the same without the signs around them: they have no digit, and no dots of an acronym."""
_EVEN = re.compile(r"[!-_a-~«»À-ÅÇ-ÖØ-åç-öø-į’]+")
"""Texts in which normalising changes capitals and ’ only, so that no offset changes."""
_SIMPLE = re.compile(r"[A-Za-zÀ-ÅÇ-ÖØ-åç-öø-į]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_Word = tuple[Terms, str, int]
"""The terms of a word, the word as written, and its position in the form."""
_AT_ONCE = 10_000
"""Forms whose words are looked up at once; the lexicon remembers that many."""
_FORM_SIZE, _WORD_SIZE = 500, 80
"""Bytes that a form takes, and a word of one; most forms have one word."""
_COLUMNS = 6
"""Numbers that are kept of each word."""
_CONTINUES, _MAY_CONTINUE, _VANISHES = 1, 2, 4
"""Bits of `FormArrays.edges`: begins like the rest of a number, ends in a digit, normalises to nothing."""


class Numbered(dict[str, int]):
    """Numbers of texts, from 0 in the order of their first look-up."""

    def __missing__(self, text: str) -> int:
        """Assign the next number to a text."""
        number = self[text] = len(self)
        return number


class FormArrays(NamedTuple):
    """The rows of a form table, and the words of all rows, one row after the other.

    Attributes:
        end: By row, one past its last word; row 0, BREAK, has none.
        advance: By row, the number of positions that it takes.
        edges: By row, bits for what it may become next to another form.
        relative: By word, its position within the form.
        stem: By word, the number of its stem.
        exact: By word, the number of its exact form; NONE for another stem of the word before.
        accented: By word, the number of its accented form, or NONE.
        beginning: By word, the number of its beginning; NONE for a stop word or a short one.
        written: By word, the number of the word as written, or NONE.
    """

    end: Integers
    advance: Integers
    edges: Integers
    relative: Integers
    stem: Integers
    exact: Integers
    accented: Integers
    beginning: Integers
    written: Integers


class FormTable(dict[str, int]):
    """Numbers of the surface forms met so far, and their analysis; forms that differ in signs share a row.

    It grows with every distinct form, by about 600 bytes together with the counts that others keep of it, and
    with the words of forms that have many: see `size`.

    Attributes:
        stems: Numbers of the stems.
        terms: Numbers of the exact and the accented forms.
        beginnings: Numbers of the beginnings.
        written: Numbers of the words as written, those of at most MAX_TERM characters.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stems, self.terms, self.beginnings, self.written = (Numbered() for _ in range(4))
        self._alone: dict[tuple[Terms, str, int], int] = {}  # rows of single words
        self._terms_of = cache(find_terms)  # no longer than the table lives
        self._chunk_of = partial(chunk_with, self._terms_of)
        self[PARAGRAPH] = BREAK
        self._new: list[str] = []
        self._characters = 0  # of all forms
        self._rows = array("i", [BREAK])  # by number of the form
        self._cores: dict[str, int] = {}  # rows of forms of letters only, without the signs around them
        self._forms = array("i", (0, 0, 0))  # end, advance and edges of each row; the first is BREAK
        self._words = array("i")  # relative, stem, exact, accented, beginning and written of each word

    def __missing__(self, form: str) -> int:
        """Assign the next number to a new form; it is analysed later, with other new forms."""
        number = self[form] = len(self)
        self._new.append(form)
        return number

    @property
    def size(self) -> int:
        """Estimate of the bytes that it takes, with the counts that others keep of its forms and words."""
        return _FORM_SIZE * len(self) + _WORD_SIZE * (len(self._words) // _COLUMNS) + self._characters

    def arrays(self) -> FormArrays:
        """Return the rows of the forms read so far."""
        forms = np.array(self._forms, np.int32).reshape(-1, 3).T
        words = np.array(self._words, np.int32).reshape(-1, _COLUMNS).T
        return FormArrays(*(np.ascontiguousarray(column) for column in (*forms, *words)))

    def read(self, texts: Sequence[str]) -> tuple[Integers, Integers]:
        """Return the rows of the forms of texts, one text after the other, and the number of rows of each."""
        texts = list(map(rejoined, texts))
        cut = _Found.of([self._cut(text, str.split) for text in texts])
        self._analyse_new()
        found = _Found(np.frombuffer(self._rows, np.int32)[cut.numbers], cut.lengths)
        doubtful = self._doubtful(found)
        numbers = [self._cut(texts[text], _FORM.findall) for text in doubtful]
        self._analyse_new()
        found = found.replaced(doubtful, [[self._rows[number] for number in its] for its in numbers])
        doubtful = self._doubtful(found)
        found = found.replaced(doubtful, [self._read_whole(texts[text]) for text in doubtful])
        return found.numbers, found.lengths

    def _cut(self, text: str, cut: Callable[[str], list[str]]) -> list[int]:
        """Return the numbers of the forms of a text."""
        first, *others = text.split(PARAGRAPH)
        numbers = list(map(self.__getitem__, cut(first)))
        for paragraph in others:
            numbers.append(BREAK)
            numbers.extend(map(self.__getitem__, cut(paragraph)))
        return numbers

    def _analyse_new(self) -> None:
        """Analyse the forms added since the last call."""
        new, self._new = self._new, []
        self._characters += sum(map(len, new))
        for first in range(0, len(new), _AT_ONCE):
            self._analyse_forms(new[first : first + _AT_ONCE])

    def _analyse_forms(self, new: Sequence[str]) -> None:
        cores = list(map(_core, new))
        unknown = [core for core in dict.fromkeys(cores) if core not in self._cores]
        simple = [core for core in unknown if _SIMPLE.fullmatch(core)]
        compounds = [core.replace("-", "") for core in unknown if "-" in core]
        prefetch(dict.fromkeys(_WORD.findall("\n".join([*unknown, *compounds]).lower())))
        if simple:
            lowered = "\n".join(simple).lower().split("\n")
            self._add_simple(
                {
                    core: in_full(word)
                    for core, word in zip(simple, lowered, strict=True)
                    if not other_stems(word, is_in_capitals=core.isupper())
                }
            )
        self._rows.extend(
            self._cores.get(core) or self._row(form, core) for form, core in zip(new, cores, strict=True)
        )

    def _add_simple(self, cores: Mapping[str, str]) -> None:
        """Add rows for forms of letters only, which are one word each: the word in lower case by the form."""
        if not cores:
            return
        stems, exact, accented = zip(*map(self._terms_of, cores.values()), strict=True)
        number, row = self.terms.__getitem__, len(self._forms) // 3
        words = np.zeros((len(cores), _COLUMNS), np.int32)
        words[:, 1] = list(map(self.stems.__getitem__, stems))
        words[:, 2] = list(map(number, exact))
        words[:, 3] = [number(word) if word else NONE for word in accented]
        words[:, 4] = list(map(self._number_beginning, exact, accented))
        words[:, 5] = list(map(self._number_written, cores))
        forms = np.zeros((len(cores), 3), np.int32)
        forms[:, 0] = len(self._words) // _COLUMNS + 1 + np.arange(len(cores))
        forms[:, 1] = 1
        self._words.frombytes(words.tobytes())
        self._forms.frombytes(forms.tobytes())
        self._cores.update(zip(cores, range(row, row + len(cores)), strict=True))

    def _row(self, form: str, core: str) -> int:
        """Add the row of a form that is not a simple word; without its signs if they change nothing."""
        if not _LETTERS.fullmatch(core):
            return self._add(*self._read(form), _edges(form))
        row = self._cores[core] = self._add(*self._read(core))
        return row

    def _doubtful(self, found: "_Found") -> list[int]:
        """Return the numbers of the texts whose words may depend on what is next to a form."""
        edges = np.frombuffer(self._forms, np.int32)[2::3][found.numbers]
        is_doubtful = edges & _VANISHES != 0
        is_doubtful[1:] |= (edges[1:] & _CONTINUES != 0) & (edges[:-1] & _MAY_CONTINUE != 0)
        ends = np.cumsum(found.lengths)
        return list(np.unique(np.searchsorted(ends, np.flatnonzero(is_doubtful), side="right")))

    def _read_whole(self, text: str) -> list[int]:
        """Return rows of a text that is analysed as a whole: one for each of its words."""
        rows: list[int] = []
        for token, following in pairwise(chain(self._tokens(text), [None])):
            if token is None:
                break  # `pairwise` gives None only as the second
            position, after = token.position, following.position if following else 0
            if not rows and position > 0:
                rows.append(BREAK)
            key = token.terms, text[token.span.start : token.span.end], int(after > position)
            if key not in self._alone:
                self._alone[key] = self._add([(*key[:2], 0)], key[2])
            rows.append(self._alone[key])
            if after - position > PARAGRAPH_GAP:
                rows.append(BREAK)
        return rows

    def _read(self, form: str) -> tuple[list[_Word], int]:
        """Return the words of a form, and the number of positions that they take."""
        tokens = tuple(self._tokens(form))
        words = [(token.terms, form[token.span.start : token.span.end], token.position) for token in tokens]
        return words, tokens[-1].position + 1 if tokens else 0

    def _tokens(self, text: str) -> Iterator[Token]:
        """Return the tokens of a text, of which only those of one chunk are in memory."""
        if _EVEN.fullmatch(text) and "#" not in text:
            return with_other_stems(text, self._chunk_of(text.lower().replace("’", "'")).tokens)
        return placed(text, self._chunk_of)

    def _add(self, words: Iterable[_Word], advance: int, edges: int = 0) -> int:
        """Add a row, and return its number."""
        number = self.terms.__getitem__
        for (stem, exact, accented), written, relative in words:
            columns = [relative, self.stems[stem], NONE, NONE, NONE, NONE]
            if exact:
                columns[2:] = (
                    number(exact),
                    number(accented) if accented else NONE,
                    self._number_beginning(exact, accented),
                    self._number_written(written),
                )
            self._words.extend(columns)
        self._forms.extend((len(self._words) // _COLUMNS, advance, edges))
        return len(self._forms) // 3 - 1

    def _number_beginning(self, exact: str, accented: str) -> int:
        found = "" if is_stop_word(exact, accented) else beginning(exact)
        return self.beginnings[found] if found else NONE

    def _number_written(self, written: str) -> int:
        return self.written[written] if len(written) <= MAX_TERM and CUT not in written else NONE


class _Found(NamedTuple):
    """Numbers of the forms or rows of texts, one text after the other, and how many each text has."""

    numbers: Integers
    lengths: Integers

    @classmethod
    def of(cls, found: Sequence[Sequence[int]]) -> Self:
        lengths = np.fromiter(map(len, found), np.int32, len(found))
        return cls(np.fromiter(chain.from_iterable(found), np.int32, int(lengths.sum())), lengths)

    def replaced(self, texts: Sequence[int], others: Sequence[Sequence[int]]) -> Self:
        """Return the same with the numbers of some texts, rising, replaced by others."""
        if not texts:
            return self
        ends, lengths = np.cumsum(self.lengths), self.lengths.copy()
        parts, read_up_to = [], 0
        for text, other in zip(texts, others, strict=True):
            parts += [self.numbers[read_up_to : ends[text] - lengths[text]], np.array(other, np.int32)]
            read_up_to = ends[text]
            lengths[text] = len(other)
        return type(self)(np.concatenate([*parts, self.numbers[read_up_to:]]), lengths)


def _core(form: str) -> str:
    """Remove the signs around a form, and an elided article before a simple word."""
    core = form.strip(_SIGNS)
    if "’" in core or "'" in core:
        word = core[unelided(core.lower().replace("’", "'")) :]
        return word if _SIMPLE.fullmatch(word) and word.lower() not in NOUNS else core
    return core


def _edges(form: str) -> int:
    text = normalise(form).text
    continues = _CONTINUES if re.match(r"\d\d\d", text) else 0
    may_continue = _MAY_CONTINUE if text[-1:].isdecimal() else 0
    return continues | may_continue | (0 if text else _VANISHES)
