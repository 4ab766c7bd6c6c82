"""What a cluster answers, as far as it is read."""

from typing import NotRequired, TypedDict

from index.engines.opensearch.mapping import JSON


class Source(TypedDict, total=False):
    """What is read back of a document, of a piece of a file, or of a build."""

    stored: JSON
    name: str
    data: str
    modified: int
    build: str
    replaced: int


class Explanation(TypedDict):
    """How Lucene made a score."""

    value: float
    description: str
    details: list["Explanation"]


class _Offset(TypedDict):
    offset: int


class _Nested(TypedDict):
    _nested: _Offset


class _NestedHits(TypedDict):
    hits: list[_Nested]


class _Inner(TypedDict):
    hits: _NestedHits


class Found(TypedDict):
    """A document that a search found."""

    _id: str
    _score: float | None
    _source: NotRequired[Source]
    sort: list[object]
    matched_queries: NotRequired[list[str]]
    _explanation: NotRequired[Explanation]
    inner_hits: NotRequired[dict[str, _Inner]]


class _Total(TypedDict):
    value: int


class _Hits(TypedDict):
    total: _Total
    hits: list[Found]


class _Bucket(TypedDict):
    key: NotRequired[dict[str, str | None]]
    doc_count: int


class _Cells(TypedDict):
    buckets: list[_Bucket]
    after_key: NotRequired[dict[str, str | None]]


class Answered(TypedDict):
    """The answer to a search."""

    timed_out: bool
    hits: _Hits
    aggregations: dict[str, _Cells]
