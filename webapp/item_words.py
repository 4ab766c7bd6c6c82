"""The word for an item, a setting of the archive: brève, sujet, article…, with its gender on every page."""

from dataclasses import dataclass
from unicodedata import normalize

from flask import Flask, current_app

from index.errors import UsageError
from index.query.description import ALL_ITEMS
from index.text import MarkedText, Span
from webapp.present import count

DEFAULT = "brève"
WORDS = {
    "brève": True,
    "actualité": True,
    "article": False,
    "chronique": True,
    "dépêche": True,
    "document": False,
    "extrait": False,
    "information": True,
    "notice": True,
    "nouvelle": True,
    "reportage": False,
    "séquence": True,
    "sujet": False,
    "texte": False,
}
_ITEM_WORD = "ITEM_WORD"


@dataclass(frozen=True, slots=True)
class ItemWord:
    """The word for an item.

    Attributes:
        one: The word in the singular.
        is_feminine: It is feminine.
    """

    one: str
    is_feminine: bool

    @property
    def many(self) -> str:
        """The plural."""
        return f"{self.one}s"

    @property
    def the(self) -> str:
        """The word with its article."""
        return f"l’{self.one}" if self._is_elided else f"{self.agreed('la', 'le')} {self.one}"

    @property
    def this(self) -> str:
        """The word with its demonstrative."""
        return f"{self.agreed('cette', 'cet' if self._is_elided else 'ce')} {self.one}"

    @property
    def of_many(self) -> str:
        """The plural after « de »."""
        return f"d’{self.many}" if self._is_elided else f"de {self.many}"

    @property
    def none(self) -> str:
        """The word where there is none."""
        return f"{self.agreed('aucune', 'aucun')} {self.one}"

    @property
    def all(self) -> str:
        """The plural of them all."""
        return f"{self.agreed('toutes', 'tous')} les {self.many}"

    @property
    def _is_elided(self) -> bool:
        return self.one[0] in "aeéèiou"

    def agreed(self, feminine: str, masculine: str) -> str:
        """Return the form of another word that agrees with it."""
        return feminine if self.is_feminine else masculine


def find(word: str) -> ItemWord:
    """Find a word; raises `UsageError`, which names those there are."""
    known = normalize("NFC", word.strip().lower())
    if known not in WORDS:
        raise UsageError(f"{word!r} is no word for an item; give one of {', '.join(WORDS)}")
    return ItemWord(known, WORDS[known])


def install(app: Flask, word: str) -> None:
    """Set the word of an application, and register it for the templates; raises `UsageError`."""
    found = find(word)
    app.config[_ITEM_WORD] = found
    app.jinja_env.globals.update(word=found)
    app.jinja_env.filters.update(items=items, in_own_word=in_own_word)


def item_word() -> ItemWord:
    """Return the word of the application that answers."""
    found: ItemWord = current_app.config[_ITEM_WORD]
    return found


def items(value: int) -> str:
    """Return a number of items: 12 sujets."""
    return count(value, item_word().one)


def in_own_word(description: MarkedText) -> MarkedText:
    """Return the description of a query, which says « brèves », with the word of the archive."""
    if not description.text.startswith(ALL_ITEMS) or any(
        span.start < len(ALL_ITEMS) for span in description.spans
    ):
        return description
    text = item_word().all + description.text.removeprefix(ALL_ITEMS)
    longer = len(text) - len(description.text)
    return MarkedText(text, tuple(Span(start + longer, end + longer) for start, end in description.spans))


def capitalised(text: str) -> str:
    """Return a text with a capital."""
    return text[:1].upper() + text[1:]
