"""What an addition changes in an archive: the documents that it writes and takes out, and their bulletins.

Documents are gathered in a spool, get the ids of the ledger, and are compared with what stands in the
archive. The cost is that of what comes in and of what the same files gave before, not that of the archive.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.archive.catalogue import Place
from index.archive.document import Appearance, Bulletin, Document, text_digest, to_iso
from index.archive.gathering import MOST_REFUSALS, gathering
from index.archive.holdings import BulletinCount, Changes, Refusal, Refusals
from index.archive.ledger import Known, KnownBulletin, KnownFile, KnownItem, LedgerError
from index.archive.removals import Removals, left_out_note, untaken_note
from index.archive.source_files import SourceFiles
from index.archive.spool import Sizing, Spool
from index.archive.standing import Standing, joined
from index.archive.standing_versions import gather_versions, name_versions
from index.archive.versions import versions_of
from index.errors import REBUILD, IndexDamagedError


@dataclass(slots=True)
class Addition:
    """The changes of an addition; the documents to write are in the spool.

    Attributes:
        spool: The documents to write.
        refusals: Documents that were left out.
        deleted: Ids of documents of the archive that are taken out or written anew.
        bulletins: Bulletins that change, with their number of documents; 0 for one that is taken out.
        places: All places of these bulletins, in order.
        known: What the ledger learns.
        notes: Oddities, a sentence each.
        counts: Numbers of documents.
    """

    spool: Spool
    refusals: Refusals
    deleted: list[str] = field(default_factory=list)
    bulletins: list[BulletinCount] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: Changes = field(default_factory=Changes)

    def refuse(self, refusal: Refusal | None) -> None:
        """Count a document that is left out, where there is one."""
        if refusal:
            first, count = self.refusals.first, self.refusals.count
            self.refusals = Refusals((*first, refusal) if count < MOST_REFUSALS else first, count + 1)

    @property
    def is_empty(self) -> bool:
        """Nothing changes."""
        return not (self.deleted or self.bulletins or self.known or self.spool.count())


@contextmanager
def gathered_addition(
    build: Path,
    documents: Iterable[Document],
    standing: Standing,
    files: SourceFiles,
    removals: Removals,
    sizing: Sizing,
) -> Iterator[Addition]:
    """Yield what changes in an archive where documents are added; the spool is gone when the context ends.

    Args:
        build: Folder of the new build.
        documents: Read once.
        standing: The archive.
        files: The files that the documents come from; filled while they are read.
        removals: What was removed for good.
        sizing: How large documents are, and may be.
    """
    with _ledger_errors(), gathering(build, documents, sizing) as (spool, refusals):
        spool.assign_ids_in(standing)
        name_versions(spool, standing.document)
        left_out = spool.leave_out(removals, lambda each: standing.ledger.item(each) is not None)
        bulletins = {each.bulletin.id: each.bulletin for each in spool.bulletins()}
        stale = _count_stale(standing, files, spool, bulletins)
        kept_files = list(_release(standing, files, spool, bulletins))
        _call_as_known(standing, spool, bulletins)
        notes = [*left_out_note(left_out), *untaken_note(files.all_removals, removals)]
        addition = Addition(spool, refusals, notes=notes)
        changed = _compare(standing, addition)
        before = gather_versions(standing, spool, changed)
        spool.compose()
        appearances = _count(addition, before)
        _count_places(standing, addition, bulletins, appearances)
        addition.counts = replace(addition.counts, stale=stale)
        _learn(standing, addition, changed)
        addition.known += kept_files
        yield addition


@contextmanager
def _ledger_errors() -> Iterator[None]:
    """Raise `IndexDamagedError` where the ledger of the archive cannot be read: an addition needs it."""
    try:
        yield
    except LedgerError as error:
        raise IndexDamagedError(f"the ledger of the index {error}; {REBUILD}") from error


def _release(
    standing: Standing, files: SourceFiles, spool: Spool, bulletins: dict[str, Bulletin]
) -> Iterator[KnownFile]:
    """Take back what files gave before that give it again or no more; yield what is known of them now."""
    given: dict[bytes, KnownFile] = {}
    for each in spool.given(files.digests):
        given[each.path] = given[each.path].with_more(each) if each.path in given else each
    items, links = {item for each in given.values() for item in each.loose}, spool.links()
    replaced = {links[each] for each in items if each in links} - items
    items |= replaced
    for path, digest in files.digests.items():
        now, before = given.get(path, KnownFile(path, digest)), files.known(path)
        if before and files.is_pruning:
            standing.release(before, before.bulletins, before.loose)
        elif before:
            again = _among(before, bulletins, items)
            standing.release(before, again.bulletins, again.loose)
            now = _with_stale(now, _without_loose(before, replaced))
        yield now
    for known in files.gone.values() if files.is_pruning else ():
        standing.release(known, known.bulletins, known.loose)
        yield KnownFile(known.path, None)
    yield from _taken_over(standing, files, bulletins)


def _count_stale(standing: Standing, files: SourceFiles, spool: Spool, bulletins: dict[str, Bulletin]) -> int:
    """Count the documents that only files gave which give them no more, where these are to stay."""
    if files.is_pruning:
        return 0
    items = {*spool.identifiers(), *spool.links().values()}
    probe = replace(standing, changed={}, released=set())
    read_again = filter(None, map(files.known, files.digests))
    for before in (*read_again, *files.gone.values()):
        again = _among(before, bulletins, items)
        stale = set(before.bulletins) - set(again.bulletins), set(before.loose) - set(again.loose)
        probe.release(before, *stale)
    return sum(kept is None and identifier not in items for identifier, kept in probe.changed.items())


def _taken_over(
    standing: Standing, files: SourceFiles, bulletins: dict[str, Bulletin]
) -> Iterator[KnownFile]:
    """Take back bulletins that files gave which are there no more, and that come from elsewhere now."""
    taken: dict[bytes, set[str]] = defaultdict(set)
    for identifier in bulletins:
        for path in standing.ledger.givers(identifier):
            if path not in files.digests and not files.is_there(path):
                taken[path].add(identifier)
    for path, again in taken.items():
        giver = standing.ledger.file(path)
        if giver is None or (files.is_pruning and path in files.gone):
            continue
        standing.release(giver, again, ())
        left = tuple(each for each in giver.bulletins if each not in again)
        yield replace(giver, bulletins=left, digest=giver.digest if left or giver.loose else None)


def _among(before: KnownFile, bulletins: dict[str, Bulletin], items: set[str]) -> KnownFile:
    """Return what a file gave before that is given again."""
    return replace(
        before,
        bulletins=tuple(each for each in before.bulletins if each in bulletins),
        loose=tuple(each for each in before.loose if each in items),
    )


def _without_loose(known: KnownFile, items: set[str]) -> KnownFile:
    """Return what a file gave before, without items that other texts replace now."""
    kept = [tuple(each for each in of if each not in items) for of in (known.items, known.loose)]
    return replace(known, items=kept[0], loose=kept[1])


def _with_stale(now: KnownFile, before: KnownFile) -> KnownFile:
    """Return a file with what it gave once and gives no more; it is read again the next time."""
    bulletins = tuple(dict.fromkeys((*now.bulletins, *before.bulletins)))
    loose = tuple(dict.fromkeys((*now.loose, *before.loose)))
    if (bulletins, loose) == (now.bulletins, now.loose):
        return now
    return KnownFile(now.path, "", tuple(dict.fromkeys((*now.items, *before.items))), bulletins, loose)


Appearances = dict[str, tuple[Appearance, ...]]
"""By the id of each document that changes, where it appears then."""


def _compare(standing: Standing, addition: Addition) -> set[str]:
    """Leave in the spool the versions that are new or changed; return their ids and those that are gone."""
    spool, found, unchanged = addition.spool, set[str](), set[str]()
    for given in spool.versions():
        version = joined(standing.get(given.id), given)
        is_same = version == standing.find(given.id)
        refusal = None if is_same else spool.put(version)
        if is_same or refusal:
            addition.refuse(refusal)
            spool.drop(given.id)
            unchanged.add(given.id)
        else:
            found.add(given.id)
    for identifier, kept in standing.changed.items():
        if identifier not in found and identifier not in unchanged:
            found.add(identifier)
            if kept:
                spool.put(kept)
    addition.counts = Changes(unchanged=len(unchanged))
    return found


def _count(addition: Addition, before: Mapping[str, Document]) -> Appearances:
    """Note which documents are written and which are taken out, and count; return where they appear then."""
    found = Appearances(dict.fromkeys(before, ()))
    held = {each.id: document.id for document in before.values() for each in versions_of(document)}
    new, staying = 0, set[str]()
    for document in addition.spool.documents():
        found[document.id] = document.appearances
        was = {held[each.id] for each in versions_of(document) if each.id in held}
        staying |= was
        new += not was
    addition.deleted = list(before)
    gone = len(before) - len(staying)
    changed = addition.spool.count() - new
    addition.counts = replace(addition.counts, new=new, changed=changed, gone=gone)
    return found


def _call_as_known(standing: Standing, spool: Spool, bulletins: dict[str, Bulletin]) -> None:
    """Call the bulletins that get more items, and were not given anew, as the archive calls them already."""
    for identifier in bulletins.keys() - standing.released:
        known = standing.catalogue.get(identifier)
        if known and known != bulletins[identifier]:
            bulletins[identifier] = known
            spool.put_bulletin(known)


def _count_places(
    standing: Standing, addition: Addition, bulletins: dict[str, Bulletin], appearances: Appearances
) -> None:
    """Note the bulletins whose places change, with all of these."""
    added: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for document, each in appearances.items():
        for appearance in each:
            added[appearance.bulletin.id].append((appearance.place, document))
    for identifier in sorted(bulletins.keys() | standing.released | added.keys()):
        bulletin = standing.catalogue.get(identifier)
        before = standing.catalogue.contents(identifier, -1)
        staying = [each for each in before if each[1] not in appearances]
        places = tuple(sorted({*staying, *added[identifier]}))
        now = bulletins.get(identifier) or bulletin
        if now and (places, now) != (before, bulletin) and (places or bulletin):
            addition.bulletins.append(BulletinCount(now, len(places)))
            addition.places += ((identifier, *place) for place in places)


def _learn(standing: Standing, addition: Addition, changed: set[str]) -> None:
    """Note what the ledger learns of versions and bulletins."""
    leads = addition.spool.leads()
    items: dict[str, set[str]] = defaultdict(set)
    for version in addition.spool.versions():
        text = text_digest(version.title, version.body)
        lead = leads.get(version.id, "")
        addition.known.append(KnownItem(version.id, text, version.source, lead))
        for each in () if version.is_past else version.appearances:
            items[each.bulletin.id].add(version.id)
    for bulletin, documents in ((each.bulletin, each.documents) for each in addition.bulletins):
        if documents:
            identifier, name, day = bulletin.id, bulletin.name, to_iso(bulletin.date)
            known = standing.ledger.bulletin(identifier)
            now = items[identifier].union(set(known.items) - changed if known else ())
            addition.known.append(KnownBulletin(identifier, day, name, tuple(sorted(now))))
