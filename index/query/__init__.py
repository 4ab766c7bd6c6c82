"""What a reader may write, and what is understood of it: `parse` is the only door.

    typed text → lexemes → tree → Query
      lexer.py     grammar.py  asked.py

The grammar stands in `grammar.py`, the pieces of a query in `tree.py`, the sentence that says what was
understood in `understood.py`. Any text is a query: readers are not programmers.
"""

from index.query.asked import Query, Wanted
from index.query.building import plain_word, words
from index.query.grammar import parse, plain
from index.query.lexer import MAX_PREFIXES, MAX_SLOP
from index.query.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_WORDS
from index.query.names import Field
from index.query.notes import Note
from index.query.tree import AllOf, Alternative, AnyOf, Clause, Dates, Group, InField, Node, Not, is_filter

__all__ = [
    "MAX_CHARACTERS",
    "MAX_DEPTH",
    "MAX_PREFIXES",
    "MAX_SLOP",
    "MAX_WORDS",
    "AllOf",
    "Alternative",
    "AnyOf",
    "Clause",
    "Dates",
    "Field",
    "Group",
    "InField",
    "Node",
    "Not",
    "Note",
    "Query",
    "Wanted",
    "is_filter",
    "parse",
    "plain",
    "plain_word",
    "words",
]
