"""Words counted in runs add up to the words of all items."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.document import Document
from index.french.analysis import analyse
from index.french.stemming import MAX_TERM
from index.vocabulary.vocabulary_writer import VocabularyWriter
from index.vocabulary.word_counts import words_of

FILE = "vocabulary.sqlite"
texts = st.lists(
    st.sampled_from(
        ["Été", "été", "ete", "ÉTÉ", "l'été", "30 000", "30", "nord-coréens", "x" * 70, "Œuvre", "ø", "…"]
    )
).map(" ".join)


def read(folder: Path, table: str) -> set[tuple[str | int, ...]]:
    with closing(sqlite3.connect(folder / FILE)) as database:
        return set(database.execute(f"SELECT * FROM {table}"))


def plain_words(documents: Sequence[Document]) -> dict[str, set[tuple[str | int, ...]]]:
    """Count the words of documents one by one."""
    exact, forms, stems, ways = Counter(), Counter(), Counter(), Counter()
    for document in documents:
        found = [(text, token) for text in (document.title, document.body) for token in analyse(text)]
        exact.update({token.terms.exact for _, token in found if token.terms.exact})
        stems.update({token.terms.stem for _, token in found})
        found = [(text, token) for text, token in found if token.terms.exact]
        forms.update({(token.terms.exact, token.terms.accented or token.terms.exact) for _, token in found})
        written = {(token.terms.exact, text[token.span.start : token.span.end]) for text, token in found}
        ways.update({each for each in written if len(each[1]) <= MAX_TERM})
    return {
        "word": {(word, items, forms[word, word]) for word, items in exact.items()},
        "form": {(word, form, items) for (word, form), items in forms.items() if word != form},
        "stem": set(stems.items()),
        "written": {(*way, items) for way, items in ways.items()},
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.lists(st.lists(st.tuples(texts, texts), max_size=4), max_size=3))
def test_runs_add_up_to_the_words_of_all_items(tmp_path: Path, runs: list[list[tuple[str, str]]]) -> None:
    (tmp_path / FILE).unlink(missing_ok=True)
    documents = [[Document("", title, body) for title, body in run] for run in runs]
    with VocabularyWriter(tmp_path / FILE) as writer:
        for run in documents:
            writer.add(words_of(run))
    expected = plain_words([document for run in documents for document in run])
    assert {table: read(tmp_path, table) for table in expected} == expected
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
