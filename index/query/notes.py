"""What a reader is told about their query: nothing is dropped or changed in silence."""

from dataclasses import dataclass
from typing import Literal

NoteKind = Literal["ignored", "limited", "corrected", "expanded"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is not searched as typed.

    Attributes:
        kind: What happened to it.
        sentence: In French, with what was typed and, where there is one, the way to say it.
    """

    kind: NoteKind
    sentence: str

    def __str__(self) -> str:
        """Give the sentence."""
        return self.sentence
