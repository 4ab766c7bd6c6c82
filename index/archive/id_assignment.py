"""Carry ids over from the ledger: what was moved, renamed or moved down keeps the id it was linked by.

Works on the tables of the spool, which hold the documents and bulletins of this run beside those of the
ledger. An item is known again by its text, a bulletin by its items. The given id of an item is never changed.
"""

import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from index.archive.document import digest

COMMON = 50
"""An item of more bulletins tells nothing about which bulletin it is (the same closing words every day)."""

# Of this run's items without a given id: those that the ledger knows, but not exactly as they come.
_UNSETTLED_ITEMS = """
    SELECT id, text, source FROM document AS here
    WHERE is_own
    AND (EXISTS (SELECT 1 FROM ledger_item WHERE text = here.text)
         OR EXISTS (SELECT 1 FROM ledger_item WHERE id = here.id))
    AND NOT EXISTS (
        SELECT 1 FROM ledger_item WHERE id = here.id AND text = here.text AND source = here.source
    )
    ORDER BY id
"""
_SAME_SOURCE = "SELECT id FROM ledger_item WHERE text = ? AND source = ? ORDER BY id = ? DESC, id"
_MOVED_AWAY = """
    SELECT id FROM ledger_item AS known WHERE text = ?
    AND NOT EXISTS (SELECT 1 FROM document WHERE text = known.text AND source = known.source)
    ORDER BY id = ? DESC, id
"""
_UNSETTLED_BULLETINS = """
    SELECT id, coalesce(date, ''), name, digest, items FROM bulletin AS here
    WHERE NOT EXISTS (SELECT 1 FROM ledger_bulletin WHERE id = here.id AND digest = here.digest)
    AND (EXISTS (SELECT 1 FROM ledger_bulletin WHERE id = here.id)
         OR EXISTS (
             SELECT 1 FROM appearance JOIN ledger_place ON item = document WHERE appearance.bulletin = here.id
         ))
    ORDER BY date, name, id
"""
_OF_EQUAL_ITEMS = """
    SELECT id, date, name, digest, items FROM ledger_bulletin
    WHERE digest IN (SELECT digest FROM bulletin) ORDER BY date, name, id
"""
_SHARING = """
    SELECT id, date, name, digest, items, count(*) FROM ledger_place
    JOIN ledger_bulletin ON id = ledger_place.bulletin
    WHERE item IN (
        SELECT document FROM appearance AS place
        WHERE bulletin = ? AND NOT EXISTS (SELECT 1 FROM ledger_common WHERE item = place.document)
    )
    GROUP BY id
"""


@dataclass(frozen=True, slots=True)
class _Described:
    """A bulletin of this run or of the ledger.

    Attributes:
        date: ISO date, or empty.
        digest: Of the ids of its items.
        items: How many these are.
    """

    id: str
    date: str
    name: str
    digest: str
    items: int


@dataclass(slots=True)
class _Assignment:
    """Who gets which id; each id once.

    Attributes:
        taken: Tells whether an id is held by something that is settled.
        is_known: Tells whether the ledger has an id.
        ids: The id that each of the unsettled gets, by the one it came with.
    """

    taken: Callable[[str], bool]
    is_known: Callable[[str], bool]
    ids: dict[str, str] = field(default_factory=dict)
    _given: set[str] = field(default_factory=set)

    def give(self, old: str, candidates: Iterable[str]) -> None:
        """Give one that has none yet the first candidate that is free."""
        if old in self.ids:
            return
        for new in candidates:
            if self.is_free(new):
                self.ids[old] = new
                self._given.add(new)
                return

    def is_free(self, new: str) -> bool:
        """Tell whether nobody has an id yet."""
        return new not in self._given and not self.taken(new)

    def give_own(self, old: str) -> None:
        """Let one keep the id it came with, or make one where the ledger gave that to another."""
        self.give(old, [old])
        new = old
        while old not in self.ids:
            new = digest((new, "another"))
            self.give(old, [] if self.is_known(new) else [new])


def assign_item_ids(database: sqlite3.Connection) -> None:
    """Give items their ids of the ledger: by text and source, or by text alone where it left its source."""
    unsettled = database.execute(_UNSETTLED_ITEMS).fetchall()
    identifiers = {identifier for identifier, _, _ in unsettled}
    assignment = _Assignment(
        lambda new: new not in identifiers and _has(database, "document", new),
        lambda new: _has(database, "ledger_item", new),
    )
    for identifier, text, source in unsettled:
        assignment.give(identifier, _first_column(database, _SAME_SOURCE, (text, source, identifier)))
    for identifier, text, _ in unsettled:
        assignment.give(identifier, _first_column(database, _MOVED_AWAY, (text, identifier)))
    for identifier in sorted(identifiers):
        assignment.give_own(identifier)
    _rename(database, assignment.ids, ("document", "id"), ("appearance", "document"))


def assign_bulletin_ids(database: sqlite3.Connection) -> None:
    """Give bulletins their ids of the ledger: by all their items; else by most of them, or by name."""
    _describe_bulletins(database)
    unsettled = [_Described(*row) for row in database.execute(_UNSETTLED_BULLETINS)]
    identifiers = {bulletin.id for bulletin in unsettled}
    assignment = _Assignment(
        lambda new: new not in identifiers and _has(database, "bulletin", new),
        lambda new: _has(database, "ledger_bulletin", new),
    )
    alike = {bulletin.id: _alike(database, bulletin) for bulletin in unsettled}
    for bulletin in unsettled:
        assignment.give(bulletin.id, [bulletin.id] if bulletin.id in alike[bulletin.id] else [])
    _give_to_equals(assignment, unsettled, [_Described(*row) for row in database.execute(_OF_EQUAL_ITEMS)])
    for bulletin in unsettled:
        assignment.give(bulletin.id, alike[bulletin.id])
    for identifier in sorted(identifiers):
        assignment.give_own(identifier)
    _rename(database, assignment.ids, ("bulletin", "id"), ("appearance", "bulletin"))


def _give_to_equals(
    assignment: _Assignment, unsettled: Sequence[_Described], known: Sequence[_Described]
) -> None:
    """Pair bulletins of equal items: first those of one date and name, last whatever is left, in order."""
    keys: tuple[Callable[[_Described], Hashable], ...] = (
        lambda bulletin: (bulletin.digest, bulletin.date, bulletin.name),
        lambda bulletin: (bulletin.digest, bulletin.date),
        lambda bulletin: (bulletin.digest, bulletin.name),
        lambda bulletin: bulletin.digest,
    )
    for key in keys:
        waiting: dict[Hashable, deque[str]] = defaultdict(deque)
        for bulletin in known:
            if assignment.is_free(bulletin.id):
                waiting[key(bulletin)].append(bulletin.id)
        for bulletin in unsettled:
            if bulletin.id not in assignment.ids and (free := waiting[key(bulletin)]):
                assignment.give(bulletin.id, [free.popleft()])


def _alike(database: sqlite3.Connection, bulletin: _Described) -> list[str]:
    """Name the bulletins of the ledger that share most items with one, those that share more first."""
    found = []
    for *row, count in database.execute(_SHARING, (bulletin.id,)):
        known = _Described(*row)
        if 2 * count > max(bulletin.items, known.items):
            is_named_so = (known.date, known.name) == (bulletin.date, bulletin.name)
            found.append((-count, not is_named_so, known.id))
    return [identifier for _, _, identifier in sorted(found)]


def _describe_bulletins(database: sqlite3.Connection) -> None:
    """Note for each bulletin how many items it has, and their digest."""
    for (bulletin,) in database.execute("SELECT id FROM bulletin").fetchall():
        items = _first_column(
            database,
            "SELECT DISTINCT document FROM appearance WHERE bulletin = ? ORDER BY document",
            (bulletin,),
        )
        database.execute(
            "UPDATE bulletin SET digest = ?, items = ? WHERE id = ?",
            (digest(items), len(items), bulletin),
        )
    database.execute(
        "INSERT INTO ledger_common SELECT item FROM ledger_place GROUP BY item HAVING count(*) > ?", (COMMON,)
    )


def _rename(database: sqlite3.Connection, ids: dict[str, str], *columns: tuple[str, str]) -> None:
    """Put new ids in the place of old ones, in two steps: one's new id may be another's old one."""
    changed = [(new, old) for old, new in ids.items() if new != old]
    for table, column in columns:
        rename = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"  # noqa: S608  both are constants
        database.executemany(rename, [("\n" + new, old) for new, old in changed])
        database.executemany(rename, [(new, "\n" + new) for new, _ in changed])


def _has(database: sqlite3.Connection, table: str, identifier: str) -> bool:
    found = database.execute(f"SELECT 1 FROM {table} WHERE id = ?", (identifier,))  # noqa: S608  constants
    return found.fetchone() is not None


def _first_column(database: sqlite3.Connection, query: str, values: tuple[str, ...]) -> list[str]:
    return [row[0] for row in database.execute(query, values)]
