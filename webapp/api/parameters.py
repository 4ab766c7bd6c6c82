"""What may be said in an address of the API: what the document says of a parameter is what is checked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from werkzeug.datastructures import MultiDict

from index.as_json import JSONValue
from index.errors import UsageError

Schema = dict[str, JSONValue]
_MOST_SAID = 40
"""Characters of a value that an error repeats."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter.

    Attributes:
        name: Its name.
        description: What it does.
        schema: Its values: an `enum`, an `integer` with bounds, a string with a `pattern` or without, or an
            `array` of strings, for which it is repeated.
        place: Where it stands.
        is_required: It must be there; one in the path always is.
    """

    name: str
    description: str
    schema: Schema
    place: Literal["query", "path"] = "query"
    is_required: bool = False

    @property
    def is_repeated(self) -> bool:
        """It may be given several times."""
        return self.schema["type"] == "array"

    def to_json(self) -> Schema:
        """Return the parameter as OpenAPI has it."""
        return {
            "name": self.name,
            "in": self.place,
            "description": self.description,
            "required": self.is_required or self.place == "path",
            "schema": self.schema,
        }


def read(
    parameters: Iterable[Parameter], path: Mapping[str, str], query: MultiDict[str, str]
) -> dict[str, str]:
    """Return the first value of each parameter that was given.

    Raises:
        UsageError: A parameter is unknown, missing, repeated, or has a value that it may not have.
    """
    known = {each.name: each for each in parameters}
    for name in query:
        if name not in known or known[name].place == "path":
            names = ", ".join(each.name for each in known.values() if each.place == "query")
            raise UsageError(f"{_said(name)} is no parameter here; there are: {names or 'none'}")
    for parameter in known.values():
        values = [path[parameter.name]] if parameter.name in path else query.getlist(parameter.name)
        for fault in _faults(parameter, values):
            raise UsageError(f"{parameter.name} {fault}")
    return {**query.to_dict(), **path}


def _faults(parameter: Parameter, values: list[str]) -> Iterator[str]:
    """Yield what is wrong with the values of a parameter."""
    schema = parameter.schema
    if parameter.is_required and not values:
        yield "is missing; it must be given"
    if not parameter.is_repeated and len(values) > 1:
        yield f"is given {len(values)} times; once is meant"
    match schema:
        case {"maxItems": int(most)} if len(values) > most:
            yield f"is given {len(values)} times; {most} may be"
    match schema:
        case {"items": dict(of_each)}:
            schema = of_each
    for value in values:
        if wanted := _wanted(schema, value):
            yield f"is {_said(value)}; {wanted}"


def _wanted(schema: Schema, value: str) -> str:
    """Return what a value may be where it is not that; empty where it is."""
    match schema:
        case {"enum": [*names]} if value not in names:
            return f"it may be {' or '.join(map(str, names))}"
        case {"minimum": int(least), "maximum": int(most)}:
            if not (_NUMBER.fullmatch(value) and least <= int(value) <= most):
                return f"it may be a number from {least} to {most}"
        case {"pattern": str(pattern)} if not re.fullmatch(pattern, value):
            return _advice(schema)
    return ""


def _advice(schema: Schema) -> str:
    match schema:
        case {"examples": [*examples]}:
            return f"write it like {' or '.join(map(str, examples))}"
    return "take it as it was answered"


def _said(value: str) -> str:
    return repr(value if len(value) <= _MOST_SAID else f"{value[:_MOST_SAID]}…")
