"""The query of a request as typed, and the response of a template in the language of the request."""

from flask import Flask, Response, current_app, request
from jinja2 import Environment
from markupsafe import Markup

from webapp.item_words import words_of
from webapp.languages import FRENCH, LANGUAGES, Language, language
from webapp.present import encoded
from webapp.translation import LANGUAGE, TranslatedBlocks

KEPT = ("du", "au", "source", "bulletin", "date_de", "tri")
"""What a new query keeps of the address of a page of results: its filters, until they are taken off."""
MAX_SHOWN = 10_000
"""Characters of a query that the search box shows again; five times as many as are searched."""
_ENVIRONMENTS = "ENVIRONMENTS"


def install(app: Flask) -> None:
    """Make an environment a language, once all filters and functions of the templates are known."""
    app.jinja_env.globals.update(kept_filters=kept_filters)
    app.config[_ENVIRONMENTS] = {each: _environment(app, each) for each in LANGUAGES.values()}


def _environment(app: Flask, spoken: Language) -> Environment:
    made = app.jinja_env.overlay(extensions=[TranslatedBlocks])
    in_french = "" if spoken is FRENCH else Markup(' lang="fr"')
    own = {LANGUAGE: spoken, "in_french": in_french, "word": words_of(app)[spoken]}
    made.globals = {**app.jinja_env.globals, **own}
    return made


def compile_templates(app: Flask) -> None:
    """Compile all templates in French, lest the first pages of each process wait for it."""
    environment: Environment = app.config[_ENVIRONMENTS][FRENCH]
    for template in environment.list_templates(["html"]):
        environment.get_template(template)


def typed_query() -> str:
    """Return the query of the request as typed; empty if it is white space only."""
    typed = request.args.get("q", "")
    return typed if typed.strip() else ""


def kept_filters() -> list[tuple[str, str]]:
    """Return names and values that the search box keeps."""
    if request.endpoint != "search":
        return []
    asked = request.args.items(multi=True)
    return [(name, value) for name, value in asked if name in KEPT and (value or name == "source")]


def render(template: str, page: object = None, status: int = 200) -> Response:
    """Return the response of a template, filled with its page and the query as typed."""
    environment: Environment = current_app.config[_ENVIRONMENTS][language()]
    html = environment.get_template(template).render(page=page, typed=typed_query()[:MAX_SHOWN])
    return Response(encoded(html), status, mimetype="text/html")
