"""The help page: `docs/query-language.md` or its French twin, each query in it a link to its results."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from flask import Response, request
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from webapp.addresses import results_address
from webapp.languages import chosen, language
from webapp.present import in_french
from webapp.rendering import render

_FILES = {"fr": "query-language.fr.md", "en": "query-language.md"}
"""The text of each language."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the help.

    Attributes:
        title: Its heading.
        opening: Paragraphs before the examples.
        examples: Queries, and what they find.
        rest: Paragraphs after them.
    """

    title: Markup
    opening: tuple[Markup, ...]
    examples: tuple[tuple[Markup, Markup], ...]
    rest: tuple[Markup, ...]


def show() -> Response:
    """Answer `/help`."""
    return render("help.html", _sections(language().code, request.script_root, chosen()))


class _Examples(RendererHTML):
    """Whatever stands in backticks is a query, and what is emphasised are French words."""

    def code_inline(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,  # noqa: ARG002  the renderer gives it
        env: EnvType,  # noqa: ARG002
    ) -> str:
        """Return a query as a link."""
        query = tokens[idx].content
        return f'<a href="{escape(results_address(query))}"><code{in_french()}>{escape(query)}</code></a>'

    def em_open(
        self,
        tokens: Sequence[Token],  # noqa: ARG002
        idx: int,  # noqa: ARG002
        options: OptionsDict,  # noqa: ARG002
        env: EnvType,  # noqa: ARG002
    ) -> str:
        """Return the beginning of French words."""
        return f"<em{in_french()}>"


def _listed(queries: Markup) -> Markup:
    """Return queries without the commas between them: each has a line of its own."""
    return Markup(" <a").join(queries.split(Markup(", <a")))


@lru_cache(16)
def _sections(code: str, _script_root: str, _chosen: str) -> tuple[Section, ...]:
    """Read the help in a language; its links depend on the other arguments."""
    pieces = list(_pieces(text(code)))
    starts = [place for place, (tag, _) in enumerate(pieces) if tag in ("h1", "h2")]
    return tuple(_section(pieces[start:end]) for start, end in pairwise([*starts, len(pieces)]))


def _section(pieces: Sequence[tuple[str, Markup]]) -> Section:
    (_, title), *rest = pieces
    cells = [html for tag, html in rest if tag == "td"]
    place = next((place for place, (tag, _) in enumerate(rest) if tag == "td"), len(rest))
    paragraphs = [html for tag, html in rest if tag == "p"]
    return Section(
        title,
        opening=tuple(paragraphs[:place]),
        examples=tuple(zip(map(_listed, cells[::2]), cells[1::2], strict=True)),
        rest=tuple(paragraphs[place:]),
    )


def text(code: str) -> str:
    """Return the help in a language as Markdown."""
    installed = Path(__file__).parent / "docs"
    folder = installed if installed.is_dir() else Path(__file__).parent.parent / "docs"
    return (folder / _FILES[code]).read_text("utf-8")


def _pieces(markdown: str) -> Iterator[tuple[str, Markup]]:
    """Yield headings, paragraphs and cells, each with its tag: h1, h2, p, td."""
    reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Examples).enable("table")
    tokens = reader.parse(markdown)
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.tag != "th":
            html = reader.renderer.render([token], reader.options, {})
            yield before.tag, Markup(html)  # noqa: S704  the text is ours, and its HTML is escaped
