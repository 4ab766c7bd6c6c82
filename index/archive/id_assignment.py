"""Assigning the ids of the ledger: items and bulletins that were moved or renamed keep the id of their links.

It works on the tables of the spool, which hold the items and bulletins of this rebuild and of the ledger. An
item is recognised by its text, a bulletin by its items. An id given in the input is never changed.
"""

import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.archive.document import digest

COMMON = 50
"""An item in more bulletins does not help to recognise one, such as the same closing words every day."""

# Items without a given id whose id or text is in the ledger, but not with the same id, text and source.
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
    AND NOT EXISTS (SELECT 1 FROM elsewhere_item WHERE id = known.id)
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
class _Bulletin:
    """A bulletin of this rebuild or of the ledger.

    Attributes:
        date: ISO date, or empty.
        digest: Digest of the ids of its items.
        items: Number of its items.
    """

    id: str
    date: str
    name: str
    digest: str
    items: int


@dataclass(slots=True)
class _Assignment:
    """An assignment of new ids to unsettled items or bulletins, without duplicates.

    Attributes:
        taken: Returns whether an id belongs to a settled item or bulletin.
        is_known: Returns whether the ledger has an id.
        ids: New id by old id, which is the one from the input.
    """

    taken: Callable[[str], bool]
    is_known: Callable[[str], bool]
    ids: dict[str, str] = field(default_factory=dict)
    _assigned: set[str] = field(default_factory=set)

    def assign(self, old: str, candidates: Iterable[str]) -> None:
        """Assign the first free candidate to `old`, unless it has a new id or none is free."""
        if old in self.ids:
            return
        for new in candidates:
            if self.is_free(new):
                self.ids[old] = new
                self._assigned.add(new)
                return

    def is_free(self, new: str) -> bool:
        """Return whether an id is neither assigned nor taken."""
        return new not in self._assigned and not self.taken(new)

    def keep_or_make(self, old: str) -> None:
        """Assign `old` itself where it is free, else a made id that neither the ledger nor another has."""
        self.assign(old, [old])
        new = old
        while old not in self.ids:
            new = digest((new, "another"))
            self.assign(old, [] if self.is_known(new) else [new])


def assign_item_ids(database: sqlite3.Connection) -> None:
    """Assign ids of the ledger to items: by text and source, or by text alone where it left that source."""
    unsettled = database.execute(_UNSETTLED_ITEMS).fetchall()
    identifiers = {identifier for identifier, _, _ in unsettled}
    assignment = _Assignment(
        lambda new: (
            (new not in identifiers and _has(database, "document", new))
            or _has(database, "elsewhere_item", new)
        ),
        lambda new: _has(database, "ledger_item", new),
    )
    for identifier, text, source in unsettled:
        assignment.assign(identifier, _first_column(database, _SAME_SOURCE, (text, source, identifier)))
    for identifier, text, _ in unsettled:
        assignment.assign(identifier, _first_column(database, _MOVED_AWAY, (text, identifier)))
    for identifier in sorted(identifiers):
        assignment.keep_or_make(identifier)
    rename_items(database, assignment.ids)


def rename_items(database: sqlite3.Connection, ids: Mapping[str, str]) -> None:
    """Replace old ids of items by new ones."""
    _rename(database, ids, ("document", "id"), ("appearance", "document"), ("given", "item"))


def assign_bulletin_ids(database: sqlite3.Connection) -> None:
    """Assign ids of the ledger to bulletins: by all their items, else by most; ties by date and name."""
    _describe_bulletins(database)
    unsettled = [_Bulletin(*row) for row in database.execute(_UNSETTLED_BULLETINS)]
    identifiers = {bulletin.id for bulletin in unsettled}
    assignment = _Assignment(
        lambda new: (
            (new not in identifiers and _has(database, "bulletin", new))
            or _has(database, "elsewhere_bulletin", new)
        ),
        lambda new: _has(database, "ledger_bulletin", new),
    )
    alike = {bulletin.id: _alike(database, bulletin) for bulletin in unsettled}
    for bulletin in unsettled:
        assignment.assign(bulletin.id, [bulletin.id] if bulletin.id in alike[bulletin.id] else [])
    _assign_to_equals(assignment, unsettled, [_Bulletin(*row) for row in database.execute(_OF_EQUAL_ITEMS)])
    for bulletin in unsettled:
        assignment.assign(bulletin.id, alike[bulletin.id])
    for identifier in sorted(identifiers):
        assignment.keep_or_make(identifier)
    _rename(database, assignment.ids, ("bulletin", "id"), ("appearance", "bulletin"), ("given", "bulletin"))


def _assign_to_equals(
    assignment: _Assignment, unsettled: Sequence[_Bulletin], known: Sequence[_Bulletin]
) -> None:
    """Pair bulletins of equal items: first by date and name, then date, then name, then in order."""
    keys: tuple[Callable[[_Bulletin], Hashable], ...] = (
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
                assignment.assign(bulletin.id, [free.popleft()])


def _alike(database: sqlite3.Connection, bulletin: _Bulletin) -> list[str]:
    """Return the ids of the ledger's bulletins that share more than half of the items, most first."""
    found = []
    for *row, count in database.execute(_SHARING, (bulletin.id,)):
        known = _Bulletin(*row)
        if 2 * count > max(bulletin.items, known.items):
            is_named_so = (known.date, known.name) == (bulletin.date, bulletin.name)
            found.append((-count, not is_named_so, known.id))
    return [identifier for _, _, identifier in sorted(found)]


def _describe_bulletins(database: sqlite3.Connection) -> None:
    """Store the number and the digest of the items of each bulletin, and the items that are too common."""
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


def _rename(database: sqlite3.Connection, ids: Mapping[str, str], *columns: tuple[str, str]) -> None:
    """Replace old ids by new ones, in two steps, as a new id may be another's old one."""
    changed = [(new, old) for old, new in ids.items() if new != old]
    for table, column in columns:
        rename = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"  # noqa: S608  constants
        database.executemany(rename, [("\n" + new, old) for new, old in changed])
        database.executemany(rename, [(new, "\n" + new) for new, _ in changed])


def _has(database: sqlite3.Connection, table: str, identifier: str) -> bool:
    found = database.execute(f"SELECT 1 FROM {table} WHERE id = ?", (identifier,))  # noqa: S608  constants
    return found.fetchone() is not None


def _first_column(database: sqlite3.Connection, query: str, values: tuple[str, ...]) -> list[str]:
    return [row[0] for row in database.execute(query, values)]
