"""Carry ids over from the ledger: what was moved, renamed or moved down keeps the id it was linked by.

Works on the tables of the spool, which hold the documents and bulletins of this run beside those of the
ledger. An item is known again by its text, a bulletin by its items. The given id of an item is never changed.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from index.document import digest

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
    SELECT id, digest, items FROM bulletin AS here
    WHERE NOT EXISTS (SELECT 1 FROM ledger_bulletin WHERE id = here.id AND digest = here.digest)
    AND (EXISTS (SELECT 1 FROM ledger_bulletin WHERE id = here.id)
         OR EXISTS (
             SELECT 1 FROM appearance JOIN ledger_place ON item = document WHERE appearance.bulletin = here.id
         ))
    ORDER BY id
"""
_SHARING = """
    SELECT id, items, count(*) FROM ledger_bulletin
    JOIN ledger_place ON ledger_place.bulletin = id
    WHERE item IN (SELECT document FROM appearance WHERE bulletin = ?)
    AND item NOT IN (SELECT item FROM ledger_common)
    GROUP BY id ORDER BY count(*) DESC, id
"""


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
            if new not in self._given and not self.taken(new):
                self.ids[old] = new
                self._given.add(new)
                return

    def give_own(self, old: str) -> None:
        """Let one keep the id it came with, or make one where the ledger gave that to another."""
        self.give(old, [old])
        new = old
        while old not in self.ids:
            new = digest((new, "another"))
            self.give(old, [] if self.is_known(new) else [new])


def carry_items(database: sqlite3.Connection) -> None:
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


def carry_bulletins(database: sqlite3.Connection) -> None:
    """Give bulletins their ids of the ledger: by all their items; else by most of them, or by name."""
    _describe_bulletins(database)
    unsettled = database.execute(_UNSETTLED_BULLETINS).fetchall()
    identifiers = {identifier for identifier, _, _ in unsettled}
    assignment = _Assignment(
        lambda new: new not in identifiers and _has(database, "bulletin", new),
        lambda new: _has(database, "ledger_bulletin", new),
    )
    alike = {identifier: _alike(database, identifier, size) for identifier, _, size in unsettled}
    for identifier, _, _ in unsettled:
        assignment.give(identifier, [identifier] if identifier in alike[identifier] else [])
    for identifier, items, _ in unsettled:
        same = "SELECT id FROM ledger_bulletin WHERE digest = ? ORDER BY id"
        assignment.give(identifier, _first_column(database, same, (items,)))
    for identifier, _, _ in unsettled:
        assignment.give(identifier, alike[identifier])
    for identifier in sorted(identifiers):
        assignment.give_own(identifier)
    _rename(database, assignment.ids, ("bulletin", "id"), ("appearance", "bulletin"))


def _alike(database: sqlite3.Connection, bulletin: str, size: int) -> list[str]:
    """Name the bulletins of the ledger that share most items with one, those that share more first."""
    shared = database.execute(_SHARING, (bulletin,))
    return [known for known, known_size, count in shared if 2 * count > max(size, known_size)]


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
