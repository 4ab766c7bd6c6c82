"""Keywords of a query: operators in capitals, and names of fields before a colon."""

import re
from typing import Literal

from index.archive.date_origin import DateOrigin
from index.french.folding import fold

Sign = Literal["and", "or", "not"]
Field = Literal["title", "body", "source", "bulletin"]
When = Literal["date", "since", "before", "after"]

OPERATORS: dict[str, Sign] = {
    "ET": "and",
    "AND": "and",
    "OU": "or",
    "OR": "or",
    "NON": "not",
    "NOT": "not",
    "SAUF": "not",
    "&&": "and",
    "||": "or",
}
NEVER_WORDS = {"AND", "NOT", "&&", "||"}
"""Operators even in a text all in capitals: French lacks such words, as it has « ET », « OU », « L’OR »."""

FIELDS: dict[str, Field] = {
    "titre": "title",
    "corps": "body",
    "source": "source",
    "bulletin": "bulletin",
    "title": "title",
    "body": "body",
}
WHENS: dict[str, When] = {
    "date": "date",
    "depuis": "since",
    "avant": "before",
    "apres": "after",
    "since": "since",
    "before": "before",
    "after": "after",
}
FIELD_NAMES: dict[Field, str] = {
    "title": "titre",
    "body": "corps",
    "source": "source",
    "bulletin": "bulletin",
}
NAME_FIELDS: tuple[Field, ...] = ("source", "bulletin")
"""Fields of names: they narrow the documents, and neither score nor are marked or corrected."""
ORIGIN_WORDS: dict[DateOrigin, str] = {
    "given": "donnée",
    "page": "page",
    "path": "chemin",
    "text": "texte",
    "weekday": "supposée",
    "none": "aucune",
}
"""What date: may be followed by instead of a date: where the dates are from."""
ORIGINS: dict[str, DateOrigin] = {fold(word): origin for origin, word in ORIGIN_WORDS.items()} | {
    "given": "given",
    "path": "path",
    "text": "text",
    "supposed": "weekday",
    "none": "none",
}
VERSIONS = "versions"
"""The field that asks for earlier texts of items, too: versions:oui."""
FRENCH = ("titre", "corps", "source", "bulletin", "date", "depuis", "avant", "après", VERSIONS)
"""Names suggested for one that is no field."""

FIELD = re.compile(r"(?P<name>[^\W\d_]+):(?!//)")
ORIGIN = re.compile(r"(?P<name>[^\W\d_]+)(?![\w-])")
YES_OR_NO = re.compile(r"(?P<yes>oui|yes)\b|(?:non|no)\b", re.IGNORECASE)
SPACED_FIELD = re.compile(r"(?P<name>[^\W\d_]+)\s:")
OPERATOR = re.compile(rf"(?:{'|'.join(map(re.escape, OPERATORS))})(?![^\s()\"“”„«»])")
_OPERATOR_ALONE = re.compile(rf"(?<![^\s()\"“”„«»]){OPERATOR.pattern}")


def is_in_capitals(text: str) -> bool:
    """Return whether a query is typed all in capitals, its operators aside."""
    others = _OPERATOR_ALONE.sub(" ", text)
    return any(map(str.isupper, others)) and not any(map(str.islower, others))


def has_operator(text: str) -> bool:
    """Return whether a text has an operator."""
    return _OPERATOR_ALONE.search(text) is not None
