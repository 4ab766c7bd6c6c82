"""`{% trans %}` blocks, translated where a template is compiled: while a page is made, they cost nothing.

A template is compiled once a language. Babel finds the texts as it finds those of Jinja's own `i18n`
extension; what a block of that can do besides, as plurals, is left out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import cast

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from webapp.languages import Language, said_in

LANGUAGE = "language"
"""The global of an environment that its blocks are translated to."""
_VALUE = re.compile(r"%\((\w+)\)s")


class TranslatedBlocks(Extension):
    """`{% trans many=word.many %}Aucune de ses {{ many }}{% endtrans %}`."""

    tags = {"trans"}  # noqa: RUF012  as Jinja's own

    def parse(self, parser: Parser) -> nodes.Node:
        """Parse a block: text, with names alone as expressions."""
        line = next(parser.stream).lineno
        values = dict(_values(parser))
        body = parser.parse_statements(("name:endtrans",), drop_needle=True)
        text = "".join(_source(parser, node) for part in body for node in part.iter_child_nodes())
        language = cast(Language, self.environment.globals[LANGUAGE])
        return nodes.Output(list(_nodes(said_in(language, text), values)), lineno=line)


def _values(parser: Parser) -> Iterator[tuple[str, nodes.Expr]]:
    """Yield what is named at the beginning of a block."""
    while parser.stream.current.type != "block_end":
        parser.stream.skip_if("comma")
        name = parser.stream.expect("name").value
        parser.stream.expect("assign")
        yield name, parser.parse_expression()


def _source(parser: Parser, node: nodes.Node) -> str:
    """Return a part of the text as Babel finds it."""
    if not isinstance(node, (nodes.TemplateData, nodes.Name)):
        parser.fail("a text to be translated holds names only", node.lineno)
    return node.data if isinstance(node, nodes.TemplateData) else f"%({node.name})s"


def _nodes(text: str, values: Mapping[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    for place, part in enumerate(_VALUE.split(text)):
        if place % 2:
            yield values.get(part) or nodes.Name(part, "load")
        elif part:
            yield nodes.TemplateData(part)
