"""Archives made at random, and what may happen to one, done to several engines alike."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from index import Appearance, Bulletin, Document, Engine
from index.archive.date_origin import DATE_ORIGINS
from index.archive.holdings import BuildReport
from index.errors import SearchError
from tests.random_queries import text

SOURCES = ("Le Monde", "Radio 1", "Agence du Nord", "")
FIRST_DAY = date(2019, 12, 25)
ITEMS = 120
"""Ids that an archive has at most: what comes again is often another text of an item that is there."""


def document(chance: random.Random) -> Document:
    """Make a document; one in eight is undated, and one in three is of no bulletin."""
    body = "\n\n".join(text(chance, chance.choice((3, 12, 60))) for _ in range(chance.randint(1, 4)))
    return Document(
        str(chance.randrange(ITEMS)),
        text(chance, chance.randint(0, 6)),
        body,
        chance.choice(SOURCES),
        _day(chance),
        appearances=tuple(_appearance(chance) for _ in range(chance.randrange(3))),
        time=time(chance.randrange(24)) if chance.random() < 0.3 else None,
        date_origin=chance.choice(DATE_ORIGINS),
    )


def _day(chance: random.Random) -> date | None:
    return None if chance.random() < 0.12 else FIRST_DAY + timedelta(chance.randrange(900))


def _appearance(chance: random.Random) -> Appearance:
    number = chance.randrange(20)
    bulletin = Bulletin(
        f"b{number}", f"Journal de {number} h", SOURCES[number % 4], FIRST_DAY + timedelta(number)
    )
    return Appearance(bulletin, chance.randint(1, 9))


class History:
    """What happens to an archive that several engines keep."""

    def __init__(self, engines: Sequence[Engine], chance: random.Random) -> None:
        self._engines, self._chance = engines, chance
        self._removed: list[str] = []
        self._rebuild()

    def go_on(self) -> None:
        """Let something happen."""
        self._chance.choices((self._add, self._remove, self._restore, self._rebuild), (6, 3, 1, 1))[0]()

    def _add(self) -> None:
        some = self._documents(30)
        self._to_all(lambda engine: _told(engine.add(some)))

    def _rebuild(self) -> None:
        some = self._documents(80)
        self._to_all(lambda engine: _told(engine.rebuild(some)))

    def _remove(self) -> None:
        held = [each.id for each in self._engines[0].documents()]
        gone = self._chance.sample(held, min(len(held), self._chance.randint(1, 8)))
        self._to_all(lambda engine: engine.remove(gone))
        self._removed += gone

    def _restore(self) -> None:
        back = self._removed[-3:]
        self._to_all(lambda engine: engine.restore(back))

    def merge(self) -> None:
        """Let all make one part of what was added."""
        self._to_all(lambda engine: engine.merge().documents)

    def _documents(self, most: int) -> list[Document]:
        return [document(self._chance) for _ in range(self._chance.randint(1, most))]

    def _to_all(self, change: Callable[[Engine], object]) -> None:
        """Do the same to all; they must tell the same of it."""
        told = [_answer(change, engine) for engine in self._engines]
        assert told == [told[0]] * len(told)


def _answer(change: Callable[[Engine], object], engine: Engine) -> object:
    try:
        return change(engine)
    except SearchError as error:
        return type(error), str(error)


def _told(report: BuildReport) -> object:
    return replace(report, build="")
