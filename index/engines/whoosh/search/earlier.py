"""Which documents have an earlier text that answers a query, where it asks for these, too."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.engines.whoosh.search.doc_sets import DocIntersection, DocList
from index.engines.whoosh.search.matching import Matching
from index.engines.whoosh.search.segment_reader import Numbers, Postings, SegmentReader
from index.fields import EARLIER, EARLIER_FIELDS, earlier_field, earlier_term, version_term
from index.query import Query


class _EarlierTexts(SegmentReader):
    """A segment whose documents have the texts of one of their versions."""

    def __init__(self, segment: SegmentReader, version: int) -> None:
        vars(self).update(vars(segment))  # its caches and scratch arrays, too
        self._version = version

    def postings(self, field: str, text: str) -> Postings | None:
        """See `SegmentReader.postings`."""
        if field in EARLIER_FIELDS:
            return super().postings(earlier_field(field), earlier_term(self._version, text))
        return super().postings(field, text)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The documents of a segment of which an earlier text answers.

    Attributes:
        version: Its number among the versions, from 0.
        numbers: Numbers of the documents, rising.
    """

    version: int
    numbers: Numbers


def earlier_matches(segment: SegmentReader, query: Query) -> Iterator[Earlier]:
    """Yield the documents of which an earlier text answers, by version, the oldest first."""
    versions = segment.file.starting(EARLIER, b"") if query.clauses else ()
    for version in range(len(versions)):
        having = segment.postings(EARLIER, version_term(version))
        if having:
            found = Matching(_EarlierTexts(segment, version)).match_all(query)
            numbers = segment.alive(DocIntersection([DocList(having.numbers), found]).numbers)
            yield Earlier(version, numbers)
