"""What a cluster answers in the place of an answer, as a sentence each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

from opensearchpy.exceptions import (
    ConnectionError as NoConnectionError,
)
from opensearchpy.exceptions import (
    ConnectionTimeout,
    OpenSearchException,
    SSLError,
    TransportError,
)

from index.engines.opensearch.address import CA, CERTIFICATE, KEY, PASSWORD, UNVERIFIED, USER, Address
from index.errors import EngineUnavailableError, SearchError

_BUSY = (408, 429, 502, 503, 504)


class MissingError(SearchError):
    """What was asked for is not on the cluster."""


class BusyError(EngineUnavailableError):
    """The cluster, or a part of it, is not there for a moment: what only reads is asked again."""


class ConflictError(SearchError):
    """Another command was first."""


@contextmanager
def sentences(address: Address) -> Iterator[None]:
    """Raise an error of ours for whatever the client raises."""
    try:
        yield
    except SSLError as error:
        raise _insecure(address, str(error.error)) from error
    except ConnectionTimeout as error:
        kind = BusyError if len(address.nodes) > 1 else EngineUnavailableError
        raise kind(f"the cluster at {address.node} does not answer in time") from error
    except NoConnectionError as error:
        raise BusyError(f"the cluster at {address.node} cannot be reached ({_reason(error)})") from error
    except TransportError as error:
        raise _refusal(address, error) from error
    except OpenSearchException as error:
        raise SearchError(f"the cluster at {address.node} was not understood ({error})") from error


def _insecure(address: Address, reason: str) -> EngineUnavailableError:
    if "CERTIFICATE_VERIFY_FAILED" in reason:
        return EngineUnavailableError(
            f"the certificate of {address.node} is not trusted ({reason}): name the file of its "
            f"authority in {CA}, or set {UNVERIFIED}=yes where the network is safe"
        )
    return EngineUnavailableError(
        f"{address.node} refuses to speak https ({reason}): if it asks for a certificate, name its file in "
        f"{CERTIFICATE}, and the file of its key in {KEY}"
    )


def _refusal(address: Address, error: TransportError) -> SearchError:
    status, reason = error.status_code, str(error)
    if status == 404:
        return MissingError(f"the cluster at {address.node} has no such index")
    if status == 409:
        return ConflictError(f"another command changed {address.name!r} on {address.node} meanwhile")
    known = next((make for sign, make in _KNOWN if sign in reason), None)
    if known and status != 503:
        return known(address)
    if status in (401, 403):
        return EngineUnavailableError(
            f"the cluster at {address.node} does not permit this ({status}): check {USER} and {PASSWORD}, "
            f"and the rights of that user on {address.name}*"
        )
    is_its_own = isinstance(status, int) and status >= 500
    is_passing = status in _BUSY or (is_its_own and any(sign in reason for sign in _PASSING))
    kind = BusyError if is_passing else EngineUnavailableError if is_its_own else SearchError
    said = ": ".join(islice(dict.fromkeys(_reasons(error.info)), 2)) or error.error
    return kind(f"the cluster at {address.node} refused ({status}{said and ': '}{said[:300]})")


def _reasons(told: object) -> Iterator[str]:
    """Yield the reasons in an answer, from the outermost in, each on one line."""
    if isinstance(told, dict):
        if isinstance(reason := told.get("reason"), str) and reason:
            yield " ".join(reason.split())
        told = list(told.values())
    for each in told if isinstance(told, list) else ():
        yield from _reasons(each)


def _read_only(address: Address) -> SearchError:
    return SearchError(
        f"the cluster at {address.node} takes no writes: it is read-only, most often as a disk is full "
        "(index.blocks.read_only_allow_delete); make room, then try again"
    )


def _too_many_words(address: Address) -> SearchError:
    return EngineUnavailableError(
        f"the query has too many words for the cluster at {address.node}: set "
        "indices.query.bool.max_clause_count to 8192 on it"
    )


def _closed(address: Address) -> SearchError:
    return EngineUnavailableError(
        f"an index of {address.name!r} on {address.node} was closed: open it again "
        f"(POST {address.name}/_open)"
    )


_PASSING = ("search_phase_execution_exception", "disconnected", "not connected", "node closed")
"""What is said of a node that has just died, before another one has taken its place."""
_KNOWN: tuple[tuple[str, Callable[[Address], SearchError]], ...] = (
    ("cluster_block_exception", _read_only),
    ("index_closed_exception", _closed),
    ("maxClauseCount", _too_many_words),
    ("too_many_clauses", _too_many_words),
    ("too_many_nested_clauses", _too_many_words),
)


def _reason(error: NoConnectionError) -> str:
    """Return the last line of why a connection failed, without addresses in memory."""
    cause: object = error.info
    while isinstance(cause, Exception) and cause.args and isinstance(cause.args[-1], Exception):
        cause = cause.args[-1]
    return str(cause).rpartition("] ")[2].rpartition(": ")[2].rstrip(")") or "no reason given"
