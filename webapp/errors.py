"""The pages of errors; none of them needs the index. Programs get `webapp.problems` instead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import BadRequest, HTTPException

from index.errors import (
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
    SearchError,
    UnknownIdError,
    UsageError,
)
from webapp.item_words import capitalised, item_word
from webapp.problems import RETRY_AFTER, TOO_BUSY_FOR, problem_of
from webapp.rendering import render
from webapp.turns import TooBusyError

E = TypeVar("E", bound=Exception)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as shown to a reader.

    Attributes:
        code: The HTTP status.
        title: What happened.
        sentences: What it means, and what to do.
        label: Text of the only link of the page.
    """

    code: int
    title: str
    sentences: tuple[str, ...]
    label: str = "Retour à l’accueil"


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """A problem, and the address of its link."""

    problem: Problem
    address: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """An index that cannot be read.

    Attributes:
        title: What happened.
        remedy: Commands that help, for the person who runs the service.
        is_passing: The problem may pass by itself.
        now: Local time of the server.
    """

    title: str
    remedy: tuple[str, ...]
    is_passing: bool
    now: datetime


_TOO_LONG = Problem(
    504,
    "La recherche était trop longue",
    (
        "Elle a été arrêtée avant d’avoir rien trouvé.",
        "Des mots plus rares, moins d’exclusions ou une distance plus courte entre les mots l’abrègent.",
    ),
)
_NOTHING_ASKED = Problem(
    400,
    "Rien n’est demandé",
    ("L’adresse d’un export dit ce qu’il faut chercher, comme celle d’une page de résultats.",),
)
_TOO_BUSY = Problem(
    503,
    "Trop de longues recherches à la fois",
    (
        "Celle-ci n’a pas eu son tour\u202f: réessayez dans quelques secondes.",
        "Une recherche simple, elle, passe toujours.",
    ),
)
_OTHERS = {
    404: Problem(404, "Cette page n’existe pas", ("L’adresse est peut-être incomplète.",)),
    405: Problem(405, "Ici, on peut seulement lire", ("Les méthodes admises sont GET et HEAD.",)),
    500: Problem(
        500,
        "Une erreur s’est produite",
        ("Elle est de notre fait, et son détail est dans le journal du serveur.",),
    ),
}


def install(app: Flask) -> None:
    """Register the page of each error; programs get it as a problem."""
    _register(app, HTTPException, _show_http_error)
    _register(app, BadRequest, _show_refusal)
    _register(app, UnknownIdError, _show_unknown_id)
    _register(app, TooBusyError, _show_too_busy)
    for error in (IndexMissingError, IndexDamagedError, IndexOutdatedError):
        _register(app, error, _show_unavailable)
    app.register_error_handler(UsageError, problem_of)  # no page refuses what a reader types


def _register(app: Flask, error: type[E], show: Callable[[E], Response]) -> None:
    app.register_error_handler(error, partial(_show, show))


def _show(show: Callable[[E], Response], error: E) -> Response:
    return problem_of(error) if f"{request.path}/".startswith("/api/") else show(error)


def show_problem(problem: Problem, address: str = "/") -> Response:
    """Return the page of a problem, with a link to an address."""
    return render("error.html", ProblemPage(problem, address), problem.code)


def show_too_long() -> Response:
    """Return the page of a search that found nothing before its time was spent."""
    return show_problem(_TOO_LONG)


def show_nothing_asked() -> Response:
    """Return the page of an export without a query and without a filter."""
    return show_problem(_NOTHING_ASKED)


def _show_too_busy(_error: TooBusyError) -> Response:
    response = show_problem(_TOO_BUSY)
    response.headers["Retry-After"] = str(TOO_BUSY_FOR)
    return response


def _show_http_error(error: HTTPException) -> Response:
    code = error.code or 500
    response = show_problem(_OTHERS.get(code) or Problem(code, "Cette demande n’a pas de réponse", ()))
    if code == 405:
        response.headers["Allow"] = "GET, HEAD"
    return response


def _show_refusal(_error: BadRequest) -> Response:
    # Under an untrusted or malformed host no address can be built, so this page has none.
    return Response(render_template("refusal.html"), 400, mimetype="text/html")


def _show_unknown_id(_error: UnknownIdError) -> Response:
    title = f"{capitalised(item_word().this)} ou ce bulletin n’est pas dans l’archive"
    sentence = "L’adresse est peut-être incomplète, ou le texte a été retiré de l’archive."
    return show_problem(Problem(404, title, (sentence,)))


def _show_unavailable(error: SearchError) -> Response:
    now = datetime.now().astimezone()
    match error:
        case IndexMissingError():
            title = "L’index n’existe pas encore"
            page = Unavailable(title, ("bulletins rebuild PATH",), is_passing=False, now=now)
        case IndexOutdatedError():
            title = "L’index vient d’une autre version du programme"
            page = Unavailable(title, ("bulletins rebuild PATH",), is_passing=False, now=now)
        case _:
            title = "L’index n’est pas disponible pour l’instant"
            remedy = ("bulletins check", "bulletins rebuild PATH")
            page = Unavailable(title, remedy, is_passing=True, now=now)
    response = render("unavailable.html", page, 503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
