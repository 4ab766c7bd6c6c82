"""The help page: the query language by examples."""

from flask import Response

from webapp.rendering import render


def show() -> Response:
    """Answer `/help`."""
    return render("help.html")
