"""The addresses of the API: what is answered at each, and what may be said there."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Response, request

from index.counting import DIMENSIONS
from index.engines.reading import Reading
from index.exports.formats import MAX_ROWS
from index.vocabulary.completion import MAX_CHARACTERS as MAX_COMPLETED
from webapp.addresses import ORDERS, ORIGIN_NAMES
from webapp.api import answers, cursors
from webapp.api.answers import Given
from webapp.api.parameters import Parameter, read
from webapp.pagination import MAX_RESULTS, PER_PAGE
from webapp.selection import MAX_SOURCES

MAX_LIMIT = 100
"""Most hits of one answer."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the API, or all of a kind.

    Attributes:
        rule: Its address, as Flask reads it.
        name: Name of the operation.
        summary: What it answers.
        parameters: What may be said there.
        answer: Makes the answer.
        schema: Name of the answer's schema, see `webapp.api.schemas`.
        problems: Statuses of the problems that are its own.
    """

    rule: str
    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Reading, Given], Response]
    schema: str
    problems: tuple[int, ...] = ()

    def show(self, archive: Reading, /, **path: str) -> Response:
        """Answer a request; raises `UsageError` where it says what it may not."""
        return self.answer(archive, read(self.parameters, path, request.args))


_PERIOD = Parameter(
    "du",
    "Only items of this day, month or year, or later.",
    {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "examples": ["2024-11-07", "2024"]},
)
_SELECTION = (
    Parameter(
        "q",
        "The query, as typed on the page: any text is one. What was ignored or cut is said in the notes.",
        {"type": "string", "examples": ['grève OU "mouvement social" -métro']},
    ),
    _PERIOD,
    replace(_PERIOD, name="au", description="Only items of this day, month or year, or earlier."),
    Parameter(
        "source",
        "Only items of a source of this name, to the letter; may be repeated.",
        {"type": "array", "items": {"type": "string"}, "maxItems": MAX_SOURCES},
    ),
    Parameter("bulletin", "Only items of the bulletin with this id.", {"type": "string"}),
    Parameter(
        "date_de",
        "Only items whose date is given, or read in the page, the path (chemin) or the text, or supposed by "
        "a day of the week, or that have none (aucune); may be repeated.",
        {"type": "array", "items": {"type": "string", "enum": [*ORIGIN_NAMES.values()]}, "maxItems": 6},
    ),
    Parameter("mots", "tous: only items that have all the words.", {"type": "string", "enum": ["tous"]}),
    Parameter(
        "tri",
        "recent: newest first, ancien: oldest first, both without the items that lack a word. If missing: "
        "strongest first, then newest.",
        {"type": "string", "enum": [*ORDERS]},
    ),
    Parameter(
        "telquel",
        "1: correct no spelling, and look for no other names.",
        {"type": "string", "enum": ["1"]},
    ),
)
_LIMIT = Parameter(
    "limit",
    "Most hits of this answer.",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": PER_PAGE},
)
_CURSOR = Parameter(
    "cursor",
    "The next_cursor of the answer before, with the parameters of that one; only limit may change. Followed "
    f"to the end, they give the first {MAX_RESULTS} hits, each once and in order, all of one build of the "
    "index. After a rebuild the answer is 410, as where the query means other days (hier) or names than it "
    "did: begin anew without it.",
    {"type": "string", "pattern": cursors.PATTERN},
)
_BY = Parameter(
    "by",
    f"Count by one or two of {', '.join(DIMENSIONS)}; more than {MAX_ROWS} numbers are refused. If missing: "
    "the total only.",
    {
        "type": "string",
        "pattern": "^({0})(,({0}))?$".format("|".join(DIMENSIONS)),
        "examples": ["year,source"],
    },
)
_TYPED = Parameter(
    "q",
    f"What was typed so far, a space at its end included; beyond {MAX_COMPLETED} characters there are none.",
    {"type": "string", "examples": ["grè"]},
    is_required=True,
)
_DATE = Parameter(
    "date",
    "The day.",
    {
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "examples": ["2024-11-07"],
    },
    place="path",
)
_ID_IN_PATH = Parameter("id", "Its id.", {"type": "string", "minLength": 1}, place="path")
_ID = Parameter(
    "id",
    "Its id; needed for one that no path can hold, with . or .. between its slashes.",
    {"type": "string"},
    is_required=True,
)

ENDPOINTS = (
    Endpoint(
        "/api/search",
        "search",
        "Ranked hits of a query, with the passages that answer it",
        (*_SELECTION, _LIMIT, _CURSOR),
        answers.search,
        "Results",
        (410, 504),
    ),
    Endpoint(
        "/api/counts",
        "counts",
        "Numbers of all items that match a query",
        (*_SELECTION, _BY),
        answers.counts,
        "Counts",
        (422, 504),
    ),
    Endpoint("/api/suggest", "suggest", "Completions of a query", (_TYPED,), answers.suggest, "Completions"),
    Endpoint("/api/day/<date>", "day", "The bulletins of a day", (_DATE,), answers.day, "Day"),
    *(
        Endpoint(rule, f"{name}{suffix}", summary, (parameter,), answer, schema, codes)
        for name, summary, answer, schema, codes in (
            ("item", "An item, whole", answers.item, "Item", (404, 410)),
            (
                "bulletin",
                "A bulletin, and the list of its items",
                answers.bulletin,
                "BulletinContents",
                (404,),
            ),
        )
        for rule, suffix, parameter in (
            (f"/api/{name}/<id:id>", "", _ID_IN_PATH),
            (f"/api/{name}", "_by_parameter", _ID),
        )
    ),
)
