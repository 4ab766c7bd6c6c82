"""Notes to the reader on their query: nothing is dropped or changed in silence."""

from dataclasses import dataclass
from typing import Literal

NoteKind = Literal["ignored", "limited", "corrected", "expanded"]


@dataclass(frozen=True, slots=True)
class Note:
    """A part of the query that is not searched as typed.

    Attributes:
        kind: What happened to that part.
        sentence: French sentence with the part as typed and, where there is one, the right way to write it.
    """

    kind: NoteKind
    sentence: str

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence
