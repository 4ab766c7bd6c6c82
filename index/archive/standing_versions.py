"""Versions that come, beside those that stand in the archive: which ones come together, and stay."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from heapq import merge
from operator import attrgetter

from index.archive.document import Document, text_digest
from index.archive.near_duplicates import read_sketch, sketch
from index.archive.spool import Spool
from index.archive.standing import Standing
from index.archive.versions import DAYS, Dated, edits, find_version, is_comparable, version_id, versions_of

FIRST = -1_000_000
"""Where versions of the archive come, beside those that are added."""


Find = Callable[[str], Document | None]
"""Returns the document with an id, of its own or of a version."""


def name_versions(spool: Spool, find: Find) -> None:
    """Call versions under ids that the input gives as the archive calls them, where it has them."""
    by_document = defaultdict[str, list[Document]](list)
    links = spool.links()
    for version in spool.renamable():
        by_document[links.get(version.id, version.id)].append(version)
    for document_id, versions in by_document.items():
        document = find(document_id)
        if document and document.id == document_id:
            spool.rename(_names(document, versions), document_id)


def _names(document: Document, versions: list[Document]) -> dict[str, str]:
    """Return the names of versions, by the names that they have now."""
    held = {text_digest(each.title, each.body): each.id for each in versions_of(document)}
    taken, names = set(held.values()), dict[str, str]()
    for version in versions:
        text = text_digest(version.title, version.body)
        is_free = document.id == version.id and document.id not in taken
        names[version.id] = held.get(text) or (version.id if is_free else version_id(document.id, text))
    return names


def carry_over(spool: Spool, find: Find) -> None:
    """Add to the spool of a rebuild the versions of the archive that no source gives any more.

    As in an addition, those stay that were past already, where another version of theirs is given, and those
    of which one is an edit that the archive has not.

    Args:
        spool: All that the sources give, under its ids.
        find: Returns a document of the archive.
    """
    name_versions(spool, find)
    given = set(spool.links().values())
    days = dict[str, tuple[str, date]]()
    for identifier in spool.missing():
        document = find(identifier)
        version = find_version(find, identifier)
        if document is None or version is None:
            continue
        is_kept = version.is_past or not is_comparable(version)
        if is_kept and (document.id in given or any(spool.holds(each.id) for each in versions_of(document))):
            _take_past(spool, document, version)
        elif version.date and is_comparable(version):
            days[identifier] = version.source, version.date
    for identifier in _replaced(spool, find, days):
        if (document := find(identifier)) and (version := find_version(find, identifier)):
            _take_past(spool, document, version)


def _replaced(spool: Spool, find: Find, days: Mapping[str, tuple[str, date]]) -> set[str]:
    """Return the ids of versions that are missing and of which one gathered is an edit that is new."""
    near = {(source, each) for source, day in set(days.values()) for each in _around(day)}
    missing = (_dated(version) for each in _by_day(days) if (version := find_version(find, each)))
    given = (each for each in spool.dated() if (each.source, each.day) in near)
    replaced = set[str]()
    for pair in edits(merge(given, missing, key=attrgetter("place"))) if days else ():
        for here, there in (pair, pair[::-1]):
            if there in days and here not in days and _is_new(find, here):
                replaced.add(there)
    return replaced


def _by_day(days: Mapping[str, tuple[str, date]]) -> list[str]:
    return sorted(days, key=lambda each: (*days[each], each))


def _is_new(find: Find, identifier: str) -> bool:
    held = find_version(find, identifier)
    return held is None or held.is_past


def _take_past(spool: Spool, document: Document, version: Document) -> None:
    place = [each.id for each in versions_of(document)].index(version.id)
    spool.take_standing(replace(version, is_past=True), document, FIRST + place)


def gather_versions(standing: Standing, spool: Spool, changed: set[str]) -> dict[str, Document]:
    """Add to a spool all versions of the documents of the archive that those gathered may change.

    A version that no source gives any more stays where another one comes in its place.

    Args:
        standing: The archive.
        spool: The versions that are new or changed.
        changed: Their ids, and those of versions that are gone.

    Returns:
        These documents, by id.
    """
    links, gathered = spool.links(), set(spool.identifiers())
    found = {each.id: each for each in map(standing.document, (*changed, *links.values())) if each}
    new = {each for each in gathered if (held := standing.find(each)) is None or held.is_past}
    gone, replaced = changed - gathered, set[str]()
    for one, other in edits(merge(spool.dated(), _near(standing, spool), key=attrgetter("place"))):
        for here, there in ((one, other), (other, one)):
            if here in gathered and (document := standing.document(there)):
                found[document.id] = document
            if here in new and there in gone:
                replaced.add(there)
    given_anew = {links.get(each, each) for each in new}
    for document in found.values():
        _put(spool, document, gone, replaced, is_given_anew=document.id in given_anew)
    return found


def _put(
    spool: Spool, document: Document, gone: set[str], replaced: set[str], *, is_given_anew: bool
) -> None:
    """Add the versions of a document of the archive; of those that are gone the ones that were replaced."""
    for place, version in enumerate(versions_of(document)):
        if version.id not in gone:
            spool.take_standing(version, document, FIRST + place)
        elif version.id in replaced or is_given_anew:
            spool.take_standing(replace(version, is_past=True), document, FIRST + place)


def _near(standing: Standing, spool: Spool) -> Iterator[Dated]:
    """Yield the versions that stand and were published when those gathered were, as `edits` wants them."""
    days = {(each.source, near) for each in spool.dated() for near in _around(each.day)}
    for source, day in sorted(days):
        documents = standing.published(source, day)
        versions = (each for document in documents for each in versions_of(document))
        near = (
            each for each in versions if (each.source, each.date) == (source, day) and is_comparable(each)
        )
        yield from map(_dated, sorted(near, key=attrgetter("id")))


def _around(day: date) -> Iterator[date]:
    for days in range(-DAYS, DAYS + 1):
        try:
            yield day + timedelta(days)
        except OverflowError:
            continue


def _dated(version: Document) -> Dated:
    """Return a version that has a day as `edits` wants it."""
    day = version.date or date.max
    sketched = read_sketch(sketch(version.body))
    return Dated(version.id, version.source, day, version.time, sketched, lambda: version)
