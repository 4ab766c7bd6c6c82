"""The fields of a build on a cluster, and how their terms are read; `index.fields` has the terms.

Our analysis makes all terms, see `rows`. A field that scores gets them with their weighted frequencies, as
`term|3`; a field with positions gets the terms of each position, as `nord|nordcoreen coreen`, and a HOLE for
each position without one. Title and body have fields of positions of their own, so that one tells the zone.
"""

from index import ranking
from index.french import analysis
from index.french.tokenizer import PARAGRAPH_GAP

FORMAT = "2"
"""Changes whenever a build written before can no longer be read."""
FINGERPRINT = f"opensearch format {FORMAT}, analysis {analysis.VERSION}, ranking {ranking.VERSION}"
"""An index with another fingerprint could answer wrongly and is refused."""

JSON = dict[str, object]

OF_VERSIONS = ("version_ids", "version_days")
EARLIER = "earlier"
"""Nested documents, one for each earlier text of a document, with the fields of that one."""

SEPARATOR = "|"
HOLE = "·"
LONGEST = 1 << 20
"""Characters of a token, of all terms of a position together."""
RESULTS_AT_ONCE = 10_000
"""Results that one request may reach; what lies further is walked to."""

_ANALYSIS: JSON = {
    "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": LONGEST}},
    "filter": {
        "frequencies": {"type": "delimited_term_freq", "delimiter": SEPARATOR},
        "terms": {"type": "pattern_capture", "patterns": [r"([^|]+)"], "preserve_original": False},
        "holes": {"type": "stop", "stopwords": [HOLE]},
    },
    "analyzer": {
        "weighted": {"tokenizer": "spaces", "filter": ["frequencies"]},
        "placed": {"tokenizer": "spaces", "filter": ["holes", "terms"]},
        "terms_only": {"tokenizer": "spaces"},
    },
}
_SCORES: JSON = {
    "type": "text",
    "analyzer": "weighted",
    "search_analyzer": "terms_only",
    "index_options": "freqs",
    "similarity": "bulletins",
}
_PLACED: JSON = {
    "type": "text",
    "analyzer": "placed",
    "search_analyzer": "terms_only",
    "norms": False,
    "position_increment_gap": PARAGRAPH_GAP,
}
_VALUE: JSON = {"type": "keyword"}
_TERMS: JSON = {"type": "keyword", "doc_values": False}

PROPERTIES: JSON = {
    **dict.fromkeys(ranking.FIELDS, _SCORES),
    **dict.fromkeys(("title_places", "body_places", "source_words", "bulletin_words"), _PLACED),
    **dict.fromkeys(("title", "title_only"), _TERMS),
    **dict.fromkeys(("source_forms", "bulletin_forms"), _VALUE),
    **dict.fromkeys(("id", "date", "month", "date_origin", "source", "bulletin", "place"), _VALUE),
    **dict.fromkeys(OF_VERSIONS, _VALUE),
}
"""The fields of a document that are looked up."""
UNSTORED = (
    "stems", "forms", "beginnings", "title", "title_only", "title_places", "body_places",
    "source_words", "bulletin_words", "source_forms", "bulletin_forms",
)  # fmt: skip
"""Fields that are made of the stored ones."""


def index_body(shards: int, *, is_of_files: bool = False) -> JSON:
    """Return settings and mapping of a new index."""
    settings: JSON = {
        "number_of_shards": 1 if is_of_files else shards,
        "auto_expand_replicas": "0-1",
        "refresh_interval": "-1",
        "translog.durability": "async",  # it is flushed before it serves
    }
    if is_of_files:
        piece: JSON = {
            "name": _VALUE,
            "data": {"type": "binary"},
            "modified": {"type": "long", "index": False},
        }
        return {"settings": settings, "mappings": {"dynamic": "strict", "properties": piece}}
    settings |= {
        "analysis": _ANALYSIS,
        "similarity": {"bulletins": {"type": "BM25", "k1": ranking.K1, "b": ranking.B}},
        "max_result_window": RESULTS_AT_ONCE,
    }
    return {"settings": settings, "mappings": _mappings()}


def _mappings() -> JSON:
    return {
        "dynamic": "strict",
        "_meta": {"fingerprint": FINGERPRINT},
        "_source": {"excludes": [*UNSTORED, EARLIER]},
        "properties": {
            **PROPERTIES,
            "stored": {"type": "object", "enabled": False},
            EARLIER: {"type": "nested", "properties": {**PROPERTIES, "number": {"type": "integer"}}},
        },
    }
