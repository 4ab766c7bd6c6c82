"""What may be written, and what does it ask?

    typed text → lexemes → tree → Query
      lexer.py     grammar.py  query.py

`parse` is the only entry point. `grammar.py` has the grammar, `tree.py` the nodes of a query, and
`description.py` the sentence that tells readers how it was understood. Any text is a query: readers are not
programmers.
"""

from index.query.filters import NO_FILTERS, Filters
from index.query.filters_in_words import with_filters_in_words
from index.query.grammar import parse, plain
from index.query.keywords import Field
from index.query.lexer import MAX_PREFIXES, MAX_SLOP
from index.query.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_WORDS
from index.query.nodes import plain_word, words
from index.query.notes import Note, note
from index.query.other_spellings import with_other_spellings
from index.query.query import Query, Wanted
from index.query.source_names import (
    named_source,
    nearest_first,
    note_on_unknown,
    similarity,
    unknown_sources,
    with_source_names,
)
from index.query.tree import (
    AllOf,
    Alternative,
    AnyOf,
    Clause,
    DateFrom,
    Dates,
    Group,
    InField,
    Node,
    Not,
    is_filter,
    is_plain,
)

__all__ = [
    "MAX_CHARACTERS",
    "MAX_DEPTH",
    "MAX_PREFIXES",
    "MAX_SLOP",
    "MAX_WORDS",
    "NO_FILTERS",
    "AllOf",
    "Alternative",
    "AnyOf",
    "Clause",
    "DateFrom",
    "Dates",
    "Field",
    "Filters",
    "Group",
    "InField",
    "Node",
    "Not",
    "Note",
    "Query",
    "Wanted",
    "is_filter",
    "is_plain",
    "named_source",
    "nearest_first",
    "note",
    "note_on_unknown",
    "parse",
    "plain",
    "plain_word",
    "similarity",
    "unknown_sources",
    "with_filters_in_words",
    "with_other_spellings",
    "with_source_names",
    "words",
]
