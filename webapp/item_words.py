"""The word for an item, a setting of the archive: brève, sujet, article…, with its gender on every page.

A French word has an English one.
"""

from dataclasses import dataclass
from unicodedata import normalize

from flask import Flask, current_app

from index.errors import UsageError
from webapp.languages import ENGLISH, FRENCH, Language, language
from webapp.present import counted

WORDS = {
    "brève": (True, "item", "items"),
    "actualité": (True, "news item", "news items"),
    "article": (False, "article", "articles"),
    "chronique": (True, "column", "columns"),
    "dépêche": (True, "dispatch", "dispatches"),
    "document": (False, "document", "documents"),
    "extrait": (False, "excerpt", "excerpts"),
    "information": (True, "news item", "news items"),
    "notice": (True, "record", "records"),
    "nouvelle": (True, "news item", "news items"),
    "reportage": (False, "report", "reports"),
    "séquence": (True, "sequence", "sequences"),
    "sujet": (False, "story", "stories"),
    "texte": (False, "text", "texts"),
}
"""The words: whether each is feminine, and the English one with its plural."""
_ITEM_WORD = "ITEM_WORD"


@dataclass(frozen=True, slots=True)
class ItemWord:
    """The word for an item in a language.

    Attributes:
        one: The word in the singular.
        many: The plural.
        the: The word with its article.
        this: The word with its demonstrative.
        of_many: The plural after « de ».
        none: The word where there is none.
        all: The plural of them all.
        is_feminine: It is feminine.
    """

    one: str
    many: str
    the: str
    this: str
    of_many: str
    none: str
    all: str
    is_feminine: bool = False

    def agreed(self, feminine: str, masculine: str) -> str:
        """Return the form of another word that agrees with it."""
        return feminine if self.is_feminine else masculine


def find(word: str) -> dict[Language, ItemWord]:
    """Find a word in all languages; raises `UsageError`, which names those there are."""
    known = normalize("NFC", word.strip().lower())
    if known not in WORDS:
        raise UsageError(f"{word!r} is no word for an item; give one of {', '.join(WORDS)}")
    is_feminine, one, many = WORDS[known]
    return {FRENCH: _french(known, is_feminine=is_feminine), ENGLISH: _english(one, many)}


def _french(one: str, *, is_feminine: bool) -> ItemWord:
    many, is_elided = f"{one}s", one[0] in "aeéèiou"
    article, this, none, every = (
        ("la", "cette", "aucune", "toutes") if is_feminine else ("le", "ce", "aucun", "tous")
    )
    return ItemWord(
        one=one,
        many=many,
        the=f"l’{one}" if is_elided else f"{article} {one}",
        this=f"cet {one}" if is_elided and not is_feminine else f"{this} {one}",
        of_many=f"d’{many}" if is_elided else f"de {many}",
        none=f"{none} {one}",
        all=f"{every} les {many}",
        is_feminine=is_feminine,
    )


def _english(one: str, many: str) -> ItemWord:
    return ItemWord(one, many, f"the {one}", f"this {one}", f"of {many}", f"no {many}", f"all {many}")


def install(app: Flask, word: str) -> None:
    """Set the word of an application; raises `UsageError`."""
    app.config[_ITEM_WORD] = find(word)
    app.jinja_env.filters.update(items=items, capitalised=capitalised)


def words_of(app: Flask) -> dict[Language, ItemWord]:
    """Return the word of an application in all languages."""
    found: dict[Language, ItemWord] = app.config[_ITEM_WORD]
    return found


def item_word() -> ItemWord:
    """Return the word of the application that answers, in the language of the request."""
    return words_of(current_app)[language()]


def items(value: int) -> str:
    """Return a number of items: 12 sujets."""
    word = item_word()
    return counted(value, word.one, word.many)


def capitalised(text: str) -> str:
    """Return a text with a capital."""
    return text[:1].upper() + text[1:]
