"""Which documents match: every engine finds what a slow, plain scan finds.

The scan is written from the specification alone. It knows nothing of our analysis nor of our grammar: for
each spelling below, its folded form, its accented form and the family of forms that meet it are written by
hand, and queries are typed with all their parentheses.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, parse
from tests.index.engines.contract.documents import Indexed

# spelling: (folded form, form with its accents, family of the forms that meet)
VOCABULARY = {
    "grève": ("greve", "grève", "grève"),
    "grèves": ("greves", "grèves", "grève"),
    "GRÈVE": ("greve", "grève", "grève"),
    "élection": ("election", "élection", "élection"),
    "élections": ("elections", "élections", "élection"),
    "électoral": ("electoral", "électoral", "électoral"),
    "OTAN": ("otan", "otan", "otan"),
    "l’OTAN": ("otan", "otan", "otan"),
    "O.T.A.N.": ("otan", "otan", "otan"),
    "cœur": ("coeur", "coeur", "cœur"),
    "cœurs": ("coeurs", "coeurs", "cœur"),
    "marché": ("marche", "marché", "marché"),
    "marche": ("marche", "marche", "marche"),
    "Corée": ("coree", "corée", "corée"),
    "Nord": ("nord", "nord", "nord"),
    "d’hôpital": ("hopital", "hôpital", "hôpital"),
    "hôpitaux": ("hopitaux", "hôpitaux", "hôpital"),
    "30\u202f000": ("30000", "30000", "30000"),
    "du": ("du", "du", "du"),
    "la": ("la", "la", "la"),
    "pas": ("pas", "pas", "pas"),
}
STOP_WORDS = {"du", "la", "pas"}
PREFIXES = {"grè": "gre", "ÉLEC": "elec", "mar": "mar", "cœu": "coeu", "hôp": "hop", "pas": "pas"}
SOURCES = {"Radio Nord": {"radio", "nord"}, "Agence": {"agence"}, "": set()}
DAYS = [None, date(2023, 12, 31), date(2024, 1, 1), date(2024, 11, 7), date(2025, 1, 1)]
PERIODS = {
    "date:2024": (date(2024, 1, 1), date(2024, 12, 31)),
    "date:2024-11-07": (date(2024, 11, 7), date(2024, 11, 7)),
    "avant:2024": (date.min, date(2023, 12, 31)),
    "après:2024-01-01": (date(2024, 1, 2), date.max),
    "depuis:2024": (date(2024, 1, 1), date.max),
    'date:"du 31 décembre 2023 au 1er janvier 2024"': (date(2023, 12, 31), date(2024, 1, 1)),
}
WORDS = st.sampled_from(sorted(VOCABULARY))


@dataclass(frozen=True)
class Scanned:
    """A document as the scan sees it: paragraphs of spellings."""

    title: list[str]
    body: list[list[str]]
    source: str
    day: date | None

    def fields(self, field: str) -> list[list[list[str]]]:
        return {"": [[self.title], self.body], "titre": [[self.title]], "corps": [self.body]}[field]

    def paragraphs(self, field: str) -> list[list[str]]:
        return [paragraph for paragraphs in self.fields(field) for paragraph in paragraphs]


@dataclass(frozen=True)
class Piece:
    """A piece of a query.

    Attributes:
        kind: What it is; `word`, `filter` and `required` decide what it does beside others.
    """

    kind: str
    typed: str
    has: Callable[[Scanned, str], bool]
    is_stop_word: bool = False


def word(text: str) -> Piece:
    def has(document: Scanned, field: str) -> bool:
        folded, accented, family = VOCABULARY[text]
        held = [VOCABULARY[each] for part in document.paragraphs(field) for each in part]
        # Typed without accents, a word is any word of these letters: marche is marché, too.
        return any(each[2] == family or (accented == folded == each[0]) for each in held)

    return Piece("word", text, has, VOCABULARY[text][0] in STOP_WORDS)


def form(text: str) -> Piece:
    folded, accented, _ = VOCABULARY[text]

    def has(document: Scanned, field: str) -> bool:
        held = [VOCABULARY[each] for part in document.paragraphs(field) for each in part]
        return any(accented == each[1] if accented != folded else folded == each[0] for each in held)

    return Piece("required", f"={text}", has)


def prefix(text: str) -> Piece:
    def has(document: Scanned, field: str) -> bool:
        held = [VOCABULARY[each][0] for part in document.paragraphs(field) for each in part]
        return any(each.startswith(PREFIXES[text]) for each in held)

    return Piece("required", f"{text}*", has)


def phrase(words: list[str]) -> Piece:
    wanted = [VOCABULARY[each][0] for each in words]

    def has(document: Scanned, field: str) -> bool:
        return any(
            forms[place : place + len(wanted)] == wanted
            for part in document.paragraphs(field)
            for forms in [[VOCABULARY[each][0] for each in part]]
            for place in range(len(forms))
        )

    return Piece("required", f'"{" ".join(words)}"', has)


def near(words: list[str], slop: int) -> Piece:
    wanted = Counter(VOCABULARY[each][0] for each in words)

    def has(document: Scanned, field: str) -> bool:
        width = len(words) + slop
        return any(
            not wanted - Counter(forms[place : place + width])
            for part in document.paragraphs(field)
            for forms in [[VOCABULARY[each][0] for each in part]]
            for place in range(len(forms))
        )

    return Piece("required", f'"{" ".join(words)}"~{slop}', has)


def days(typed: str) -> Piece:
    first, last = PERIODS[typed]
    return Piece(
        "filter", typed, lambda document, _: document.day is not None and first <= document.day <= last
    )


def source(name: str) -> Piece:
    return Piece("filter", f"source:{name}", lambda document, _: name.lower() in SOURCES[document.source])


def in_field(field: str, piece: Piece) -> Piece:
    if "source:" in piece.typed:
        return piece  # a source has a field of its own
    kind = "filter" if piece.kind == "filter" else "required"
    return Piece(kind, f"{field}:({piece.typed})", lambda document, _: piece.has(document, field))


def excluded(piece: Piece) -> Piece:
    if "-(" in piece.typed:
        return piece  # what is excluded twice is asked
    return Piece("filter", f"-({piece.typed})", lambda document, field: not piece.has(document, field))


def linked(operator: str, pieces: list[Piece]) -> Piece:
    many = all if operator == "ET" else any
    kind = "filter" if all(piece.kind == "filter" for piece in pieces) else "required"
    typed = f" {operator} ".join(f"({piece.typed})" for piece in pieces)
    return Piece(
        kind, f"({typed})", lambda document, field: many(piece.has(document, field) for piece in pieces)
    )


def together(pieces: list[Piece]) -> Piece:
    """Put pieces beside each other: signs are required, else any word, stop words where nothing else is."""
    words = [piece for piece in pieces if piece.kind == "word"]
    full = [piece for piece in words if not piece.is_stop_word]
    needed = [piece for piece in pieces if piece.kind != "word"]
    has_required = any(piece.kind == "required" for piece in pieces)

    def has(document: Scanned, field: str) -> bool:
        if not all(piece.has(document, field) for piece in needed):
            return False
        return has_required or not words or any(piece.has(document, field) for piece in full or words)

    # a stop keeps 30 000 from joining its neighbour
    kind = "required" if has_required else "words" if words else "filter"
    return Piece(kind, " ; ".join(piece.typed for piece in pieces), has)


LISTS = st.lists(WORDS, min_size=1, max_size=3)
LEAVES = st.one_of(
    WORDS.map(word),
    WORDS.map(word),
    st.sampled_from(sorted(word for word in VOCABULARY if word[0].isalpha())).map(form),
    st.sampled_from(sorted(PREFIXES)).map(prefix),
    LISTS.map(phrase),
    st.builds(near, LISTS, st.integers(0, 3)),
    st.sampled_from(sorted(PERIODS)).map(days),
    st.sampled_from(["radio", "Nord", "AGENCE"]).map(source),
)


def larger(pieces: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    several = st.lists(pieces, min_size=2, max_size=3)
    operators = st.sampled_from(["ET", "OU"])
    return st.one_of(
        st.builds(in_field, st.sampled_from(["titre", "corps"]), pieces),
        pieces.map(excluded),
        st.builds(linked, operators, several),
        st.builds(linked, operators, st.tuples(several.map(together), pieces).map(list)),
    )


PIECES = st.recursive(LEAVES, larger, max_leaves=4)
QUERY = st.lists(PIECES, min_size=1, max_size=4)
PARAGRAPH = st.lists(WORDS, max_size=5)
DOCUMENTS = st.builds(
    Scanned,
    PARAGRAPH,
    st.lists(st.lists(WORDS, min_size=1, max_size=5), max_size=3),
    st.sampled_from(sorted(SOURCES)),
    st.sampled_from(DAYS),
)


def document(number: int, scanned: Scanned) -> Document:
    body = "\n\n".join(map(" ".join, scanned.body))
    return Document(str(number), " ".join(scanned.title), body, scanned.source, scanned.day)


@settings(max_examples=min(60, settings().max_examples))
@given(st.lists(DOCUMENTS, min_size=1, max_size=7), st.lists(QUERY, min_size=4, max_size=12))
def test_the_engine_finds_what_a_plain_scan_finds(
    indexed: Indexed, corpus: list[Scanned], queries: list[list[Piece]]
) -> None:
    with indexed(document(number, scanned) for number, scanned in enumerate(corpus)) as engine:
        for pieces in queries:
            query = together(pieces)
            if query.typed.isupper():
                continue  # ET and OU would be words
            expected = {str(number) for number, scanned in enumerate(corpus) if query.has(scanned, "")}
            results = engine.search(parse(query.typed), limit=100)
            assert {hit.id for hit in results.hits} == expected, query.typed
            assert results.total == len(results.hits)
