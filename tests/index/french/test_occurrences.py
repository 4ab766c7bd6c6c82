"""The analysis for indexing gives what the analysis of one text gives."""

from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.french.analysis import Token, analyse
from index.french.form_table import FormTable
from index.french.normalisation import CUT, rejoined
from index.french.occurrences import Occurrences, occurrences
from index.french.stemming import MAX_TERM, Terms
from index.ranking import weights
from tests.index.plain_fields import frequencies

WORDS = (
    "l'Élysée", "l’hôpital,", "«", "»", "nord-coréens", "O.T.A.N.", "30", "000", "000,5", "1,5", "20h30",
    "St-Étienne", "a-t-il", "aujourd'hui.", "œuvre", "cafe\u0301", "\u200b", "co\u00adop", "２０", "²", "1½",
    "x" * 70, "prud'hommes", "Johnson&Johnson", "1er", "\u0301", "…", "-", ".5", "5.", "\u00a8", "12345",
    "A.", "d'",
)  # fmt: skip
SPACES = (
    " ",
    " ",
    " ",
    "",
    "\u00a0",
    "\u202f",
    "\n",
    "\n\n",
    "\n\n\n",
    "\n\u200b\n",
    "\n\u0301\n",
    "\t",
    "\u2028",
    "  ",
)
texts_of_words = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), max_size=30
).map(lambda parts: "".join(word + space for word, space in parts))  # fmt: skip
any_text = st.one_of(
    texts_of_words, st.text(max_size=60), st.text("aé1 .,'-\n\u200b\u0301°½&…«", max_size=40)
)

Said = list[tuple[int, Terms, str]]


def said(forms: FormTable, found: Occurrences, text: int) -> Said:
    stems, terms, written = list(forms.stems), [*forms.terms, ""], [*forms.written, ""]
    return [
        (
            int(found.positions[place]),
            Terms(stems[found.stems[place]], terms[found.exact[place]], terms[found.accented[place]]),
            written[found.written[place]],
        )
        for place in range(len(found.texts))
        if found.texts[place] == text
    ]


def is_kept(token: Token, written: str) -> bool:
    """Tell whether the way in which a word is written is kept."""
    return bool(token.terms.exact) and len(written) <= MAX_TERM and CUT not in written


def plainly(text: str) -> Said:
    tokens = [(token, rejoined(text[token.span.start : token.span.end])) for token in analyse(text)]
    return [
        (token.position, token.terms, written if is_kept(token, written) else "") for token, written in tokens
    ]


@settings(deadline=None)
@given(st.lists(any_text, max_size=4))
@example(["30\u00a0000 morts", "30 \u200b000", "30 \u00a0000", "7 2024 150"])
@example(["\n\na\n\n\n\nb\n\n", "", "\n\u200b\nc", "…"])
@example(["A. A. A. ", "S. N. C. F.", "S.\xa0N.\u202fC. F."])
@example(["\u200b", ",5", "a.\nb", "2", "000", "0`0"])
def test_texts_give_what_the_plain_analysis_gives(texts):
    forms = FormTable()
    for _ in range(2):  # when everything is new, and when everything is known
        found = occurrences(forms, texts)
        assert [said(forms, found, number) for number in range(len(texts))] == [
            plainly(text) for text in texts
        ]


@settings(deadline=None)
@given(st.lists(st.tuples(any_text, any_text), max_size=3))
@example([("un deux", " ".join(f"mot-{n} 20h" for n in range(50)))])
def test_weights_sum_to_the_frequencies(documents):
    forms = FormTable()
    found = occurrences(forms, [text for document in documents for text in document])
    stems, counted = list(forms.stems), [Counter() for _ in documents]
    for text, stem, weight in zip(found.texts, found.stems, weights(found), strict=True):
        counted[text // 2][stems[stem]] += int(weight)
    expected = [frequencies(analyse(title), analyse(body), "stems") for title, body in documents]
    assert [{stem: min(n, 255) for stem, n in each.items()} for each in counted] == expected
