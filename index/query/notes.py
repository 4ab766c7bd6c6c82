"""Notes to the reader on their query: nothing is dropped or changed in silence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

NoteKind = Literal["ignored", "limited", "unknown", "corrected", "expanded"]


@dataclass(frozen=True, slots=True)
class Note:
    """A part of the query that is not searched as typed.

    Attributes:
        kind: What happened to that part.
        message: French sentence; values stand in it as {name}, so that it may be said in another language.
        values: The part as typed and, where there is one, the right way to write it.
    """

    kind: NoteKind
    message: str
    values: tuple[tuple[str, str | int], ...] = ()

    @property
    def sentence(self) -> str:
        """The French sentence with its values."""
        return self.said(str)

    def said(self, say: Callable[[str], str]) -> str:
        """Return the sentence in the language that a function puts its message in."""
        return say(self.message).format(**dict(self.values))

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence


def note(kind: NoteKind, message: str, /, **values: str | int) -> Note:
    """Make a note; its message is French, with {name} for each value."""
    return Note(kind, message, tuple(values.items()))
