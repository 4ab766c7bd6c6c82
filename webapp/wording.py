"""What `index/` says of a query, in the language of the request and with the word of the archive."""

from flask import Flask

from index.query import Note, Query
from index.query.description import Wording
from index.text import MarkedText
from webapp.dates import period
from webapp.item_words import item_word
from webapp.languages import say


def install(app: Flask) -> None:
    """Register the filters of the templates."""
    app.jinja_env.filters.update(description=description, sentence=sentence)


def description(query: Query) -> MarkedText:
    """Return the sentence that tells what is searched."""
    return query.described(Wording(say, period, item_word().all))


def sentence(note: Note) -> str:
    """Return the sentence of a note."""
    return note.said(say)
