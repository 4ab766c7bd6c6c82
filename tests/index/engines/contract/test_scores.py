"""How strongly a document answers: every engine gives the scores of a slow, plain scorer.

The scorer is written from the specification of the ranking alone and knows nothing of our analysis: what each
spelling below is looked up under was written by hand.
"""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, parse
from tests.index.engines.contract.documents import Indexed


@dataclass(frozen=True)
class Piece:
    """One thing that a spelling is looked up under; a joined form or the number of 20h stands beside."""

    stem: str
    exact: str
    accented: str = ""
    is_beside: bool = False
    is_small: bool = False


VOCABULARY = {
    "grève": [Piece("greve", "greve", "grève")],
    "GRÈVES": [Piece("greve", "greves", "grèves")],
    "marché": [Piece("marche", "marche", "marché")],
    "pêche": [Piece("pêche", "peche", "pêche")],
    "péché": [Piece("pecher", "peche", "péché")],
    "l’OTAN": [Piece("otan", "otan")],
    "nord": [Piece("nord", "nord")],
    "coréens": [Piece("coreen", "coreens", "coréens")],
    "nord-coréens": [
        Piece("nordcoreen", "nordcoreens", "nordcoréens", is_beside=True),
        Piece("nord", "nord"),
        Piece("coreen", "coreens", "coréens"),
    ],
    "Pas-de-Calais": [
        Piece("pasdecalais", "pasdecalais", is_beside=True),
        Piece("pasdecalai", "", is_beside=True),
        Piece("pas", "pas", is_small=True),
        Piece("de", "de", is_small=True),
        Piece("calais", "calais"),
    ],
    "20h": [Piece("20h", "20h"), Piece("20~", "", is_beside=True)],
    "du": [Piece("du", "du", is_small=True)],
    "pourquoi": [Piece("pourquoi", "pourquoi", is_small=True)],
}
BEGINNINGS = {
    "greve": "greve", "greves": "greve", "marche": "march", "peche": "peche",
    "coreens": "coree", "nordcoreens": "nordc", "pasdecalais": "pasde", "calais": "calai",
}  # fmt: skip
"""Of words of five letters and more; the stem of another word scores in the place of a beginning."""
JOINED = {("nord", "coréens"): VOCABULARY["nord-coréens"][0]}

WORDS = st.sampled_from(sorted(VOCABULARY))
BODY = st.one_of(st.lists(WORDS, max_size=6), st.lists(WORDS, min_size=25, max_size=50))
CORPUS = st.lists(st.tuples(st.lists(WORDS, max_size=4), BODY), min_size=1, max_size=6)
QUERIES = st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=3, max_size=8)

Index = list[Counter[str]]
"""For each document the weighted frequency of each term, in one field."""


def terms(piece: Piece, field: str) -> list[str]:
    if field == "stem":
        return [piece.stem]
    if field == "beginning":
        return [BEGINNINGS[piece.exact]] if piece.exact in BEGINNINGS else []
    return [form for form in (piece.exact, piece.accented) if form]


def first_words(body: list[str], count: int) -> list[Piece]:
    """Give the first words of a body with what stands beside them; each part of a compound is a word."""
    pieces = [piece for word in body for piece in VOCABULARY[word]]
    given: list[Piece] = []
    for number, piece in enumerate(pieces):
        if piece.is_beside:
            joins_the_next = len(pieces) > number + 1 and (piece.exact or piece.stem).startswith(
                pieces[number + 1].exact
            )
            wanted = count > 0 if joins_the_next else count >= 0
            given += [piece] if wanted else []
            continue
        count -= 1
        if count < 0:
            break
        given.append(piece)
    return given


def index(corpus: list[tuple[list[str], list[str]]], field: str) -> Index:
    documents = []
    for title, body in corpus:
        counted: Counter[str] = Counter()
        for pieces, times in (
            ([piece for word in title for piece in VOCABULARY[word]], 2),
            ([piece for word in body for piece in VOCABULARY[word]], 1),
            (first_words(body, 40), 1),
        ):
            for piece in pieces:
                for term in terms(piece, field):
                    counted[term] += times
        documents.append(Counter({term: min(255, count) for term, count in counted.items()}))
    return documents


def lucene_byte(length: int) -> int:
    """Round as Lucene's SmallFloat does: intToByte4, and byte4ToInt back."""
    if length < 24:
        return length
    value = length - 24
    bits = value.bit_length()
    encoded = value if bits < 4 else ((value >> (bits - 4)) & 7) | ((bits - 3) << 3)
    low, shift = encoded & 7, (encoded >> 3) - 1
    return 24 + (low if shift == -1 else (low | 8) << shift)


def bm25(documents: Index, number: int, term: str) -> float:
    frequency = documents[number][term]
    if not frequency:
        return 0.0
    lengths = [sum(document.values()) for document in documents if document]
    average = sum(lengths) / len(lengths)
    holders = sum(term in document for document in documents)
    idf = math.log(1 + (len(lengths) - holders + 0.5) / (holders + 0.5))
    length = lucene_byte(sum(documents[number].values()))
    return idf * frequency / (frequency + 1.0 * (1 - 0.6 + 0.6 * length / average))


def weights(query: list[str]) -> list[tuple[Piece, float]]:
    """Give what a query looks up: small words at 0.3 beside others, what stands beside at 0.5."""
    full = [word for word in query if not all(piece.is_small for piece in VOCABULARY[word])]
    found = []
    for word in query:
        is_alone = not full
        for piece in VOCABULARY[word]:
            weight = (0.5 if piece.exact or piece.stem == "20~" else 0.05) if piece.is_beside else 1.0
            found.append((piece, weight * (0.3 if piece.is_small and not is_alone else 1.0)))
    single = [word for word in full if sum(not piece.is_beside for piece in VOCABULARY[word]) == 1]
    for one, other in pairwise(full):
        if one in single and other in single and (one, other) in JOINED:
            found.append((JOINED[one, other], 0.1))
    return found


def parts_apart(document: tuple[list[str], list[str]], word: str) -> bool:
    """Tell whether the parts of a compound follow each other in a title or a body."""
    wanted = [piece.exact for piece in VOCABULARY[word] if not piece.is_beside]
    for text in document:
        held = [piece.exact for each in text for piece in VOCABULARY[each] if not piece.is_beside]
        if any(held[at : at + len(wanted)] == wanted for at in range(len(held))):
            return True
    return False


def score(corpus: list[tuple[list[str], list[str]]], query: list[str], number: int) -> float:
    stems, forms, beginnings = (index(corpus, field) for field in ("stem", "form", "beginning"))
    total = 0.0
    best: dict[str, float] = {}
    for piece, weight in weights(query):
        total += weight * bm25(stems, number, piece.stem)
        total += weight * 0.25 * bm25(forms, number, piece.exact)
        if piece.accented:
            total += weight * 0.05 * bm25(forms, number, piece.accented)
        if piece.exact and not piece.is_small and weight > 0.1:  # not of two neighbouring words
            beginning = BEGINNINGS.get(piece.exact)
            if beginning is None:
                total += 0.6 * weight * bm25(stems, number, piece.stem)
            else:
                best[beginning] = max(best.get(beginning, 0.0), weight)
    for word in query:
        parts = [piece.exact for piece in VOCABULARY[word] if not piece.is_beside]
        if len(parts) > 1 and parts_apart(corpus[number], word):
            total += 0.25 * bm25(forms, number, max(parts, key=len))
    return total + sum(0.6 * weight * bm25(beginnings, number, term) for term, weight in best.items())


@settings(max_examples=min(30, settings().max_examples))
@given(corpus=CORPUS, queries=QUERIES)
def test_the_engine_scores_as_a_plain_scorer_and_explains_it(
    indexed: Indexed, corpus: list[tuple[list[str], list[str]]], queries: list[list[str]]
) -> None:
    documents = (
        Document(str(number), " ".join(title), " ".join(body)) for number, (title, body) in enumerate(corpus)
    )
    with indexed(documents) as engine:
        for words in queries:
            query = parse(" ".join(words))
            hits = engine.search(query, limit=100).hits
            assert [(hit.id, hit.score) for hit in engine.search(query, limit=2).hits] == [
                (hit.id, hit.score) for hit in hits[:2]
            ]
            for hit in hits:
                assert hit.score == pytest.approx(score(corpus, words, int(hit.id)), abs=1e-5), words
                explained = engine.explain(query, hit.id)
                assert sum(each.score for each in explained) == pytest.approx(hit.score, abs=1e-5)
