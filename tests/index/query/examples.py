"""The examples of `queries.tsv`, texts that people and programs send, and what a query means."""

import csv
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from index import Appearance, Bulletin, Document
from index.query import (
    Clause,
    DateFrom,
    Dates,
    InField,
    Node,
    Not,
    Query,
    parse,
)

FOLDER = Path(__file__).parent
TODAY = date(2025, 6, 20)


def rows(name: str) -> list[dict[str, str]]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    table = (line for line in lines if line and not line.startswith("# "))
    return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


ROWS = rows("queries.tsv")
TYPED = [row["typed"] for row in ROWS]
DOCUMENTS = rows("query_documents.tsv")
# What people and programs send: words, operators, quotes of every kind, and characters that break things.
TEXTS = ["otan", "corée", "l’été", "nord-coréens", "O.T.A.N.", "30", "1", "000", "20h", "le", "OTAN"]
SIGNS = ["-", '"', "«", "»", "(", ")", "ET", "OU", "NON", "AND", "SAUF", "titre:", "source:", "corps:(", "-("]
PIECES = [
    "gouvern*",
    "=marché",
    "-otan",
    "date:2024-11",
    "date:supposée",
    "depuis:7j",
    'avant:"mai 2024"',
    '"tokyo séoul"~3',
]
QUERIES = st.one_of(
    st.text(max_size=200),
    st.text("ab é-\"“”„«»'’.,05\x00\ud800\u0301\u200b\n()=*:~ETOUN", max_size=60),
    st.lists(st.sampled_from(TEXTS + SIGNS + PIECES), max_size=20).map(" ".join),
)


def one_width(text: str) -> str:
    return text.replace("\u202f", " ")


def meaning(node: Node) -> object:
    """Give what a node asks for, without how it was typed."""
    if isinstance(node, Clause):
        return node.kind, node.slop, [(token.terms, token.is_variant) for token in node.tokens]
    if isinstance(node, Dates):
        return node.period
    if isinstance(node, DateFrom):
        return node.origin
    if isinstance(node, Not):
        return "not", meaning(node.part)
    if isinstance(node, InField):
        return node.field, meaning(node.part)
    return type(node).__name__, [meaning(part) for part in node.parts]


def meanings(query: Query) -> object:
    return meaning(query.root)


def asked(text: str) -> Query:
    return parse(text, TODAY)


def document(row: dict[str, str]) -> Document:
    day = date.fromisoformat(row["date"]) if row["date"] else None
    bulletin = Bulletin(f"b-{row['id']}", row["bulletin"], row["source"], day)
    appearances = (Appearance(bulletin, 1),) if row["bulletin"] else ()
    body = row["body"].replace(" ¶ ", "\n\n")
    return Document(row["id"], row["title"], body, row["source"], day, appearances=appearances)
