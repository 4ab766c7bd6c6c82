"""The pages shown when something is not as asked; none of them needs the index."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, render_template
from werkzeug.exceptions import BadRequest, HTTPException

from index.errors import (
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
    SearchError,
    UnknownIdError,
)
from webapp.rendering import render

RETRY_AFTER = 30
"""Seconds; a switch to a new index takes less."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a reader is told of it.

    Attributes:
        code: The HTTP status.
        title: What happened.
        sentences: What it means, and what to do.
        label: Where the page's one link leads.
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
        remedy: Commands that help, for the person who keeps the service.
        is_passing: It may be over by itself.
        now: Local time of the server.
    """

    title: str
    remedy: tuple[str, ...]
    is_passing: bool
    now: datetime


_UNKNOWN_ID = Problem(
    404,
    "Cette brève ou ce bulletin n’est pas dans l’archive",
    ("L’adresse est peut-être incomplète, ou le texte a été retiré de l’archive.",),
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
    """Give each error its page."""
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(BadRequest, _show_refusal)
    app.register_error_handler(UnknownIdError, _show_unknown_id)
    for error in (IndexMissingError, IndexDamagedError, IndexOutdatedError):
        app.register_error_handler(error, _show_unavailable)


def show_problem(problem: Problem, address: str = "/") -> Response:
    """Show a problem with its one link."""
    return render("error.html", ProblemPage(problem, address), problem.code)


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
    return show_problem(_UNKNOWN_ID)


def _show_unavailable(error: SearchError) -> Response:
    now = datetime.now().astimezone()
    match error:
        case IndexMissingError():
            page = Unavailable("L’index n’existe pas encore", ("bulletins rebuild PATH",), False, now)
        case IndexOutdatedError():
            title = "L’index vient d’une autre version du programme"
            page = Unavailable(title, ("bulletins rebuild PATH",), False, now)
        case _:
            remedy = ("bulletins check", "bulletins rebuild PATH")
            page = Unavailable("L’index n’est pas disponible pour l’instant", remedy, True, now)
    response = render("unavailable.html", page, 503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
