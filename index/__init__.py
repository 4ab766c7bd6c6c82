"""WHAT AN INDEX IS: what is it, and how is it found?

from index import open_engine, parse
engine = open_engine("whoosh:var/index")
results = engine.search(parse("corée du nord"), limit=10)
results.hits[0].id, results.hits[0].title, results.hits[0].snippets
"""

from index.archive.document import Appearance, Bulletin, Document
from index.engines import DEFAULT_INDEX, Engine, open_engine
from index.errors import SearchError
from index.query import Query, parse
from index.results import Hit, Results
from index.text import MarkedText, Snippet, Span

__all__ = [
    "DEFAULT_INDEX",
    "Appearance",
    "Bulletin",
    "Document",
    "Engine",
    "Hit",
    "MarkedText",
    "Query",
    "Results",
    "SearchError",
    "Snippet",
    "Span",
    "open_engine",
    "parse",
]
