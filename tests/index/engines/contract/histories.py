"""An archive that came in many additions, and all that it must answer as one that came at once."""

import random

from index import Engine, parse
from index.results import Order
from tests.index.engines.contract.documents import EVENING, MIXED, MORNING, NEXT_DAY, QUERIES

ORDERS: tuple[Order, ...] = ("relevance", "newest", "oldest")


def add_all(engine: Engine, chance: random.Random) -> None:
    """Add `MIXED` in any order, some at a time, and merge now and then."""
    waiting = chance.sample(MIXED, len(MIXED))
    while waiting:
        count = chance.randint(1, 30)
        engine.add(waiting[:count])
        waiting = waiting[count:]
        if chance.random() < 0.2:
            engine.merge()


def answers(engine: Engine) -> list[object]:
    """Give all that two indexes of the same documents must say alike."""
    found: list[object] = [list(engine.documents())]
    with engine.reading() as archive:
        for typed in QUERIES:
            query = parse(typed)
            for order in ORDERS:
                results = archive.search(query, 100, order=order)
                hits = [(hit.id, hit.score) for hit in results.hits]
                found.append((typed, order, results.total, hits, results.suggestion))
            found += [archive.counts(query), archive.timeline(query)]
        for document in MIXED[::7]:
            if document in found[0]:  # type: ignore[operator]
                found.append([each.id for each in archive.similar(document)])
                found.append(archive.neighbours(document))
        for bulletin in (MORNING, EVENING, NEXT_DAY):
            if archive.catalogue.get(bulletin.id):
                found.append(archive.bulletin(bulletin.id))
        found += [archive.complete(typed) for typed in ("v", "ve", "plu", "num", "vent et p")]
        found += [archive.vocabulary.fuzzy_terms(typed, 2, 5) for typed in ("pluei", "vant", "neiges")]
        found += [archive.latest(20), archive.holdings("month"), archive.word_forms(parse("vent pluie"), 5)]
        info = archive.info
        found += [info.documents, info.bulletins, info.first_day, info.last_day, info.sources]
    return found
