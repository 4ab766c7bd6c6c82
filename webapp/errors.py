"""The pages of errors; none of them needs the index. Programs get `webapp.problems` instead."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, HTTPException

from index.errors import (
    EngineUnavailableError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
    RemovedItemError,
    SearchError,
    UnknownIdError,
    UsageError,
)
from index.query import Note
from webapp.addresses import page_address
from webapp.item_words import capitalised, item_word
from webapp.languages import say
from webapp.problems import RETRY_AFTER, TOO_BUSY_FOR, problem_of
from webapp.rendering import render
from webapp.turns import TooBusyError
from webapp.wording import sentence

E = TypeVar("E", bound=Exception)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as shown to a reader.

    Attributes:
        code: The HTTP status.
        title: What happened.
        sentences: What it means, and what to do.
        label: Text of the only link of the page; empty where that leads to the first page.
    """

    code: int
    title: str
    sentences: tuple[str, ...]
    label: str = ""


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


def install(app: Flask) -> None:
    """Register the page of each error; programs get it as a problem."""
    _register(app, HTTPException, _show_http_error)
    _register(app, BadRequest, _show_refusal)
    _register(app, UnknownIdError, _show_unknown_id)
    _register(app, RemovedItemError, _show_removed)
    _register(app, TooBusyError, _show_too_busy)
    for error in (IndexMissingError, IndexDamagedError, IndexOutdatedError, EngineUnavailableError):
        _register(app, error, _show_unavailable)
    app.register_error_handler(UsageError, problem_of)  # no page refuses what a reader types


def _register(app: Flask, error: type[E], show: Callable[[E], Response]) -> None:
    app.register_error_handler(error, partial(_show, show))


def _show(show: Callable[[E], Response], error: E) -> Response:
    return problem_of(error) if f"{request.path}/".startswith("/api/") else show(error)


def show_problem(problem: Problem, address: str = "") -> Response:
    """Return the page of a problem, with a link to an address; to the first page where none is given."""
    return render("error.html", ProblemPage(problem, address or page_address("/")), problem.code)


def show_too_long() -> Response:
    """Return the page of a search that found nothing before its time was spent."""
    stopped = say("Elle a été arrêtée avant d’avoir rien trouvé.")
    advice = say(
        "Des mots plus rares, moins d’exclusions ou une distance plus courte entre les mots l’abrègent."
    )
    return show_problem(Problem(504, say("La recherche était trop longue"), (stopped, advice)))


def show_nothing_asked() -> Response:
    """Return the page of an export without a query and without a filter."""
    advice = say("L’adresse d’un export dit ce qu’il faut chercher, comme celle d’une page de résultats.")
    return show_problem(Problem(400, say("Rien n’est demandé"), (advice,)))


def show_faults(faults: Iterable[Note]) -> Response:
    """Return the page of an export of which the address has values without effect: no file would say so."""
    sentences = tuple(map(sentence, faults))
    return show_problem(Problem(400, say("Cette demande n’a pas de réponse"), sentences))


def _show_too_busy(_error: TooBusyError) -> Response:
    sentences = (
        say("Celle-ci n’a pas eu son tour\u202f: réessayez dans quelques secondes."),
        say("Une recherche simple, elle, passe toujours."),
    )
    response = show_problem(Problem(503, say("Trop de longues recherches à la fois"), sentences))
    response.headers["Retry-After"] = str(TOO_BUSY_FOR)
    return response


def _show_http_error(error: HTTPException) -> Response:
    code = error.code or 500
    response = show_problem(_problem(code))
    if code == 405:
        response.headers["Allow"] = "GET, HEAD"
    return response


def _problem(code: int) -> Problem:
    match code:
        case 404:
            return Problem(404, say("Cette page n’existe pas"), (say("L’adresse est peut-être incomplète."),))
        case 405:
            advice = say("Les méthodes admises sont GET et HEAD.")
            return Problem(405, say("Ici, on peut seulement lire"), (advice,))
        case 500:
            advice = say("Elle est de notre fait, et son détail est dans le journal du serveur.")
            return Problem(500, say("Une erreur s’est produite"), (advice,))
    return Problem(code, say("Cette demande n’a pas de réponse"), ())


def _show_refusal(_error: BadRequest) -> Response:
    # Under an untrusted or malformed host no address can be built, so this page has none.
    return render("refusal.html", status=400)


def _show_unknown_id(_error: UnknownIdError) -> Response:
    title = say("{this} ou ce bulletin n’est pas dans l’archive", this=capitalised(item_word().this))
    sentence = say("L’adresse est peut-être incomplète, ou le texte a été retiré de l’archive.")
    return show_problem(Problem(404, title, (sentence,)))


def _show_removed(_error: RemovedItemError) -> Response:
    title = say("{this} n’est plus dans l’archive", this=capitalised(item_word().this))
    sentence = say("Son texte en a été retiré pour de bon, et ne peut plus y être lu ni trouvé.")
    return show_problem(Problem(410, title, (sentence,)))


def _show_unavailable(error: SearchError) -> Response:
    now = datetime.now().astimezone()
    match error:
        case IndexMissingError():
            title = say("L’index n’existe pas encore")
            page = Unavailable(title, ("bulletins rebuild PATH",), is_passing=False, now=now)
        case IndexOutdatedError():
            title = say("L’index vient d’une autre version du programme")
            page = Unavailable(title, ("bulletins rebuild PATH",), is_passing=False, now=now)
        case EngineUnavailableError():
            title = say("L’index ne répond pas pour l’instant")
            page = Unavailable(title, ("bulletins info",), is_passing=True, now=now)
        case _:
            title = say("L’index n’est pas disponible pour l’instant")
            remedy = ("bulletins check", "bulletins rebuild PATH")
            page = Unavailable(title, remedy, is_passing=True, now=now)
    response = render("unavailable.html", page, 503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
