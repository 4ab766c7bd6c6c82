"""The cluster: every request that is sent to it, and a sentence of ours for whatever it answers instead."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar

from opensearchpy.helpers import streaming_bulk

from index.budget import current
from index.engines.opensearch.address import Address
from index.engines.opensearch.answers import Answered, Found, Source
from index.engines.opensearch.client import client_of
from index.engines.opensearch.mapping import JSON, RESULTS_AT_ONCE
from index.engines.opensearch.refusals import BusyError, ConflictError, MissingError, sentences
from index.errors import REBUILD, EngineUnavailableError, IndexDamagedError, SearchError

Answer = TypeVar("Answer")

WRITING_SECONDS = 600
"""Longest wait for what writes much."""
ATTEMPTS = 3
"""Times that what only reads is asked, where the cluster, or the node asked, is not there or too busy."""
OLDEST = 3
"""Major version of OpenSearch from which scores are those of `index.ranking`."""
_NAMED_AT_ONCE = 20
"""Indexes that one address names: it may have 4096 characters."""
_NANO = 1_000_000_000
_PATIENT = {"request_timeout": WRITING_SECONDS, "timeout": "60s"}
_LONG = {"request_timeout": WRITING_SECONDS}


Cell = tuple[tuple[str, ...], int]
"""A value of each of some fields, and how many documents have them together."""


class Page(NamedTuple):
    """The number of documents that match, and the first of them."""

    total: int
    found: list[Found]


class Cluster:
    """A cluster, spoken to at the nodes of one address; safe for several threads.

    Every method raises `EngineUnavailableError` where the cluster does not answer, and `SearchError` where it
    refuses.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._client = client_of(address)

    # --- reading ---

    def meta(self, index: str) -> tuple[str, JSON] | None:
        """Return the name of the index behind an alias, and its notes; None where there is none."""
        notes_alone = {"filter_path": "*.mappings._meta"}  # every search asks, and a mapping is long
        found = self._read(lambda: self._client.indices.get_mapping(index=index, params=notes_alone))
        if found == {}:  # it has none
            found = self._read(lambda: self._client.indices.get_mapping(index=index))
        if found is None:
            return None
        ((name, described),) = found.items()
        notes: JSON = described["mappings"].get("_meta", {})
        return name, notes

    def search(self, index: str, body: JSON) -> Page:
        """Search within the budget of this thread, which is spent where the cluster had to stop."""
        limit = current().end and max(1, (current().end - time.thread_time_ns()) * 1000 // _NANO)
        timed = {"timeout": f"{limit}ms"} if limit else {}
        answer = self.answer(index, {"track_total_hits": True, **timed, **body})
        hits = answer["hits"]
        return Page(int(hits["total"]["value"]), hits["hits"])

    def answer(self, index: str, body: JSON) -> Answered:
        """Search, and return all that the cluster answers."""
        how = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": "false"}
        answer: Answered | None = self._read(lambda: self._client.search(index=index, body=body, params=how))
        if answer is None:
            raise IndexDamagedError(f"the index {index!r} is gone; {REBUILD}")
        if answer["timed_out"]:
            current().was_spent = True
        return answer

    def walk(self, index: str, body: JSON, at_once: int = 500) -> Iterator[Found]:
        """Yield all that a search finds, in an order in which no two documents are equal."""
        after: JSON = {}
        while True:
            found = self.search(index, {**body, "size": at_once, **after}).found
            yield from found
            if len(found) < at_once:
                return
            after = {"search_after": found[-1]["sort"]}

    def cells(self, index: str, query: JSON, fields: Sequence[str]) -> Iterator[Cell]:
        """Yield how many documents have each combination of values, "" where one lacks a field."""
        sources = [{each: {"terms": {"field": each, "missing_bucket": True}}} for each in fields]
        cells: JSON = {"size": RESULTS_AT_ONCE, "sources": sources}
        while True:
            body: JSON = {"size": 0, "query": query, "aggs": {"cells": {"composite": cells}}}
            found = self.answer(index, body)["aggregations"]["cells"]
            for bucket in found["buckets"]:
                yield tuple(bucket["key"][each] or "" for each in fields), int(bucket["doc_count"])
            if "after_key" not in found:
                return
            cells = {**cells, "after": found["after_key"]}

    def counts(self, index: str, queries: Sequence[JSON]) -> list[int]:
        """Count the documents that match each of some queries."""
        body: JSON = {"size": 0, "aggs": {"cells": {"filters": {"filters": queries}}}}
        found = self.answer(index, body)["aggregations"]["cells"]
        return [int(each["doc_count"]) for each in found["buckets"]]

    def get(self, index: str, key: str) -> JSON | None:
        """Return what is stored of a document, by its key; None where there is none."""
        answer = self._read(lambda: self._client.get(index=index, id=key))
        if answer is None:
            return None
        source: Source = answer["_source"]
        return source["stored"]

    def names(self, pattern: str) -> list[str]:
        """Return the indexes of a pattern."""
        found = self._read(lambda: self._client.indices.get_alias(index=pattern))
        return sorted(found or ())

    def size(self, index: str) -> int:
        """Return the bytes that the primary shards of an index take on the disk."""
        return self._statistics(index, "store")["size_in_bytes"]

    def has_deletions(self, index: str) -> bool:
        """Return whether an index keeps documents that were deleted from it."""
        return self._statistics(index, "docs")["deleted"] > 0

    def _statistics(self, index: str, metric: str) -> dict[str, int]:
        answer = self._read(lambda: self._client.indices.stats(index=index, metric=metric))
        found: dict[str, int] | None = answer["_all"]["primaries"].get(metric) if answer else None
        if found is None:
            raise EngineUnavailableError(f"no shard of {index!r} is there on {self.address.node}: it is red")
        return found

    # --- writing ---

    def create_missing(self, index: str, body: JSON) -> None:
        """Create an index where there is none of its name."""
        if not self.names(index):
            try:
                self.create(index, body)
            except SearchError:
                if not self.names(index):  # another command was first
                    raise

    def create(self, index: str, body: JSON) -> None:
        """Create an index, once the cluster is of a version that is known."""
        self._check_version()
        self._write(lambda: self._client.indices.create(index=index, body=body, params=_PATIENT))

    def write(self, index: str, rows: Iterable[tuple[str, JSON | None]]) -> int:
        """Write documents by their keys, as fast as the cluster takes them; None deletes one; count them.

        Raises:
            SearchError: It refused one.
        """
        actions = (_action(index, key, row) for key, row in rows)
        count = 0
        with sentences(self.address):
            for is_taken, answer in streaming_bulk(
                self._client,
                actions,
                chunk_size=500,
                max_chunk_bytes=8 << 20,
                max_retries=8,
                initial_backoff=1,
                max_backoff=30,
                raise_on_error=False,
                request_timeout=WRITING_SECONDS,
            ):
                if not is_taken:
                    (result,) = answer.values()
                    reason = result.get("error", {}).get("reason", result.get("result", "unknown reason"))
                    raise SearchError(f"the cluster refused what was to be written to {index!r}: {reason}")
                count += 1
        return count

    def put(self, index: str, key: str, row: JSON, **condition: str | int) -> tuple[int, int] | None:
        """Write one document; return its version, or None where the condition does not hold."""
        try:
            with sentences(self.address):
                answer = self._client.index(index=index, id=key, body=row, params=condition)
        except ConflictError:
            return None
        return answer["_seq_no"], answer["_primary_term"]

    def version(self, index: str, key: str) -> tuple[int, int] | None:
        """Return the version of a document; None where there is none."""
        answer = self._read(lambda: self._client.get(index=index, id=key))
        return (answer["_seq_no"], answer["_primary_term"]) if answer else None

    def remove(self, index: str, key: str, **condition: int) -> None:
        """Delete a document, where there is one; raises `ConflictError` where a condition does not hold."""
        with suppress(MissingError), sentences(self.address):
            self._client.delete(index=index, id=key, params=condition)

    def flush(self, index: str) -> None:
        """Bring an index to the disk."""
        self._write(lambda: self._client.indices.flush(index=index, params={"force": "true", **_LONG}))

    def seal(self, index: str) -> None:
        """Take no writes to an index any more."""
        with sentences(self.address):
            self._client.indices.put_settings(index=index, body={"index.blocks.write": True})

    def refresh(self, index: str) -> None:
        """Let searches see what was written."""
        self._write(lambda: self._client.indices.refresh(index=index, params=_LONG))

    def clone(self, index: str, target: str) -> None:
        """Make an index of the same files as a sealed one, to which can be written."""
        body: JSON = {"settings": {"index.blocks.write": None}}
        self._write(
            lambda: self._client.indices.clone(index=index, target=target, body=body, params=_PATIENT)
        )

    def switch(self, alias: str, index: str, before: str | None) -> None:
        """Let an alias name an index from now on, in one step."""
        actions: list[JSON] = [{"add": {"index": index, "alias": alias}}]
        if before:
            actions.append({"remove": {"index": before, "alias": alias}})
        self._write(lambda: self._client.indices.update_aliases(body={"actions": actions}))

    def delete(self, indexes: Sequence[str]) -> None:
        """Delete indexes, with every byte of them."""
        for first in range(0, len(indexes), _NAMED_AT_ONCE):
            some = list(indexes[first : first + _NAMED_AT_ONCE])
            with sentences(self.address):
                self._client.indices.delete(index=some, params={"ignore_unavailable": "true"})

    def _check_version(self) -> None:
        answer = self._read(self._client.info)
        number = str(answer["version"]["number"]) if answer else "unknown"
        is_other = answer is None or answer["version"].get("distribution") != "opensearch"
        if is_other or int(number.partition(".")[0]) < OLDEST:
            raise SearchError(
                f"the cluster at {self.address.node} is of version {number}, no OpenSearch {OLDEST} or later"
            )

    def _read(self, ask: Callable[[], Answer]) -> Answer | None:
        """Ask again, after a while, what may be asked twice; None where what is asked for is not there."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with sentences(self.address):
                    return ask()
            except MissingError:
                return None
            except BusyError:
                if attempt == ATTEMPTS:
                    raise
                time.sleep(random.uniform(0.1, 0.3) * attempt)  # noqa: S311  no secret
        raise AssertionError

    def _write(self, ask: Callable[[], object]) -> None:
        with sentences(self.address):
            ask()


def _action(index: str, key: str, row: JSON | None) -> JSON:
    where = {"_index": index, "_id": key}
    return {**where, "_op_type": "delete"} if row is None else {**where, "_source": row}
