"""The language of the pages: French, or English by the browser's wish or by `langue` in the address.

An address names a language only where a reader chose another one than the browser asks for. It goes along
with every link from page to page, so that no cookie is needed; permanent addresses lack it, and are in the
language of who opens them. Files and feeds are French, and the API is as it is.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

PARAMETER = "langue"
"""What names the language in an address."""
_ENGLISH_TEXTS = Path(__file__).parent / "english.po"
_NAMED = re.compile(rf"(?<=[?&]){PARAMETER}=[^&#]*&|[?&]{PARAMETER}=[^&#]*(?=#|$)")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language of the pages.

    Attributes:
        code: Its code in addresses and in HTML.
        name: Its own name.
        locale: Whose dates and numbers Babel writes.
    """

    code: str
    name: str
    locale: str


@cache
def _english_texts() -> GNUTranslations:
    """Read the English texts: some 20 ms."""
    compiled = BytesIO()
    with _ENGLISH_TEXTS.open("rb") as file:
        write_mo(compiled, read_po(file, "en"))
    compiled.seek(0)
    return GNUTranslations(compiled)


FRENCH = Language("fr", "Français", "fr")
ENGLISH = Language("en", "English", "en_GB")
LANGUAGES = {language.code: language for language in (FRENCH, ENGLISH)}

_current = ContextVar("language", default=FRENCH)
_chosen = ContextVar("chosen", default="")


def install(app: Flask) -> None:
    """Choose the language of each request, before all else, and say in each answer that it was chosen."""
    app.before_request(_choose)
    app.after_request(_vary)
    app.teardown_request(_forget)
    app.jinja_env.globals.update(say=say, noun=noun, chosen_language=chosen, other_language=other_language)


def _choose() -> None:
    named = request.args.get(PARAMETER, "")
    _chosen.set(named if named in LANGUAGES else "")
    _current.set(LANGUAGES.get(named) or _wished())


def _forget(_error: BaseException | None) -> None:
    _chosen.set("")
    _current.set(FRENCH)


def _vary(response: Response) -> Response:
    if request.endpoint != "static":
        response.vary.add("Accept-Language")
    return response


def _wished() -> Language:
    """Return the language that the browser of the request asks for."""
    return _preferred(request.headers.get("Accept-Language", ""))


@lru_cache(256)
def _preferred(accepted: str) -> Language:
    """Return English where an Accept-Language header prefers it over French."""
    best = {FRENCH.code: 0.0, ENGLISH.code: 0.0, "*": 0.0}
    for named, quality in parse_accept_header(accepted, LanguageAccept):
        code = named.lower().partition("-")[0]
        best[code] = max(best.get(code, 0.0), quality)
    return ENGLISH if best[ENGLISH.code] > max(best[FRENCH.code], best["*"]) else FRENCH


def language() -> Language:
    """Return the language of the request; French outside one."""
    return _current.get()


def chosen() -> str:
    """Return the code of the language that the address of the request names; empty where it names none."""
    return _chosen.get()


@contextmanager
def speaking(other: Language) -> Iterator[None]:
    """Return a context in which another language is spoken."""
    token = _current.set(other)
    try:
        yield
    finally:
        _current.reset(token)


def said_in(other: Language, text: str) -> str:
    """Return a French text of ours in a language."""
    return text if other is FRENCH else _english_texts().gettext(text)


def say(text: str, /, **values: object) -> str:
    """Return a French text of ours in the language of the request, filled with values: {name}."""
    said = said_in(_current.get(), text)
    return said.format(**values) if values else said


def noun(value: int, one: str, many: str) -> str:
    """Return a French noun for a number in the language of the request; in French 0 and 1 are singular."""
    if _current.get() is FRENCH:
        return one if value < 2 else many
    return _english_texts().ngettext(one, many, value)


def without_language(address: str) -> str:
    """Return an address that names no language."""
    return _NAMED.sub("", address) if PARAMETER in address else address


def other_language() -> tuple[Language, str]:
    """Return the language that the page is offered in besides, and its address from here.

    It is named only where the browser asks for another one.
    """
    other = ENGLISH if language() is FRENCH else FRENCH
    here = without_language(f"?{request.query_string.decode(errors='replace')}").removeprefix("?")
    named = "" if other is _wished() else f"{PARAMETER}={other.code}"
    return other, "?" + "&".join(filter(None, (here, named)))
