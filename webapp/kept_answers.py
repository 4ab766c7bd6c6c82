"""The last answers of a process, for those who ask for the same again: a page whose link went to many."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from flask import Response

MOST_BYTES = 16 << 20
"""Bytes of all answers that are kept: some 2,000 pages compressed."""
_OF_ONE = 16
"""Share of them that one answer may take: 1 in this many."""


@dataclass(frozen=True, slots=True)
class _Answer:
    body: bytes
    headers: tuple[tuple[str, str], ...]


class KeptAnswers:
    """Whole answers by a tag that is the same only as long as the answer is; the latest asked for are kept.

    Args:
        most_bytes: Bytes of all their bodies.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes, self._bytes = most_bytes, 0
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._turn = Lock()

    def get(self, tag: str) -> Response | None:
        """Return the answer of a tag; None where it is not kept."""
        with self._turn:
            answer = self._answers.get(tag)
            if answer is None:
                return None
            self._answers.move_to_end(tag)
        return Response(answer.body, headers=answer.headers)

    def keep(self, tag: str, response: Response) -> None:
        """Keep an answer; leave out those that nobody has asked for longest."""
        answer = _Answer(response.get_data(), tuple(response.headers))
        if len(answer.body) * _OF_ONE > self._most_bytes:
            return
        with self._turn:
            replaced = self._answers.pop(tag, None)
            self._bytes += len(answer.body) - (len(replaced.body) if replaced else 0)
            self._answers[tag] = answer
            while self._bytes > self._most_bytes:
                _, oldest = self._answers.popitem(last=False)
                self._bytes -= len(oldest.body)
