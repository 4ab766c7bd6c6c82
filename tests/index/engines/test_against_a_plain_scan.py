"""Which documents match: every engine finds what a slow, plain scan finds.

The scan is written from the specification alone. It knows nothing of our analysis: for each spelling below,
its folded form and the family of forms that meet it are written by hand.
"""

import tempfile
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, open_engine, parse

URLS = ("whoosh:{folder}/index",)

# spelling: (folded form, family of the forms that meet)
VOCABULARY = {
    "grève": ("greve", "grève"),
    "grèves": ("greves", "grève"),
    "GRÈVE": ("greve", "grève"),
    "élection": ("election", "élection"),
    "élections": ("elections", "élection"),
    "électoral": ("electoral", "électoral"),
    "OTAN": ("otan", "otan"),
    "l’OTAN": ("otan", "otan"),
    "O.T.A.N.": ("otan", "otan"),
    "cœur": ("coeur", "cœur"),
    "cœurs": ("coeurs", "cœur"),
    "marché": ("marche", "marché"),
    "marche": ("marche", "marché"),
    "Corée": ("coree", "corée"),
    "Nord": ("nord", "nord"),
    "d’hôpital": ("hopital", "hôpital"),
    "hôpitaux": ("hopitaux", "hôpital"),
    "30\u202f000": ("30000", "30000"),
    "du": ("du", "du"),
    "la": ("la", "la"),
    "pas": ("pas", "pas"),
}
STOP_WORDS = {"du", "la", "pas"}
WORDS = st.sampled_from(sorted(VOCABULARY))


@dataclass(frozen=True)
class Clause:
    """One piece of a query: a word, or the words of a phrase."""

    words: tuple[str, ...]
    is_phrase: bool
    is_excluded: bool

    def typed(self) -> str:
        text = " ".join(self.words)
        return ("-" if self.is_excluded else "") + (f'"{text}"' if self.is_phrase else text)


def may_exclude(words: tuple[str, ...]) -> bool:
    """Tell whether a minus before it is an exclusion: before a figure it is not."""
    return not words[0][0].isdigit()


PLAIN = st.builds(lambda word: Clause((word,), False, False), WORDS)
PHRASE = st.builds(
    lambda words, minus: Clause(tuple(words), True, minus),
    st.lists(WORDS, min_size=1, max_size=3),
    st.booleans(),
)
EXCLUDED = st.builds(lambda word: Clause((word,), False, True), WORDS.filter(may_exclude))
QUERY = st.lists(st.one_of(PLAIN, PLAIN, PHRASE, EXCLUDED), min_size=1, max_size=4)
FIELD = st.lists(WORDS, max_size=5)
CORPUS = st.lists(st.tuples(FIELD, FIELD), min_size=1, max_size=7)


def has_word(fields: tuple[list[str], list[str]], word: str) -> bool:
    return any(VOCABULARY[each][1] == VOCABULARY[word][1] for field in fields for each in field)


def has_phrase(fields: tuple[list[str], list[str]], words: tuple[str, ...]) -> bool:
    wanted = [VOCABULARY[word][0] for word in words]
    for field in fields:
        forms = [VOCABULARY[word][0] for word in field]
        if any(forms[place : place + len(wanted)] == wanted for place in range(len(forms) - len(wanted) + 1)):
            return True
    return False


def has(fields: tuple[list[str], list[str]], clause: Clause) -> bool:
    return has_phrase(fields, clause.words) if clause.is_phrase else has_word(fields, clause.words[0])


def scan(corpus: list[tuple[list[str], list[str]]], query: list[Clause]) -> set[str]:
    """Find what matches: phrases decide, else any word; stop words only where there is nothing else."""
    phrases = [clause for clause in query if clause.is_phrase and not clause.is_excluded]
    words = [clause for clause in query if not clause.is_phrase and not clause.is_excluded]
    full = [clause for clause in words if VOCABULARY[clause.words[0]][0] not in STOP_WORDS]
    found = set()
    for number, fields in enumerate(corpus):
        if any(has(fields, clause) for clause in query if clause.is_excluded):
            continue
        if phrases:
            matches = all(has(fields, clause) for clause in phrases)
        elif words:
            matches = any(has(fields, clause) for clause in full or words)
        else:
            matches = True
        if matches:
            found.add(str(number))
    return found


@pytest.mark.parametrize("url", URLS)
@settings(max_examples=40, deadline=None)
@given(corpus=CORPUS, queries=st.lists(QUERY, min_size=4, max_size=12))
def test_the_engine_finds_what_a_plain_scan_finds(
    url: str, corpus: list[tuple[list[str], list[str]]], queries: list[list[Clause]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(url.format(folder=folder))
        engine.rebuild(
            Document(str(number), " ".join(title), " ".join(body))
            for number, (title, body) in enumerate(corpus)
        )
        for query in queries:
            typed = " ; ".join(
                clause.typed() for clause in query
            )  # a stop keeps 30 000 from joining its neighbour
            results = engine.search(parse(typed), limit=100)
            assert {hit.id for hit in results.hits} == scan(corpus, query), typed
            assert results.total == len(results.hits)
