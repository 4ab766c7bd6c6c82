"""The nodes that text without signs becomes."""

from hypothesis import example, given
from hypothesis import strategies as st

from index.french.analysis import analyse
from index.query.nodes import words


@given(st.text(" aé’'-.&0123œ\u00a0½\u00ad\u0301", max_size=30) | st.text(max_size=30))
@example("plus de 30 000 morts")
def test_the_words_of_a_text_are_its_written_words(text: str) -> None:
    spans = dict.fromkeys(token.written for token in analyse(text))
    assert [clause.text for clause in words(text)] == [text[span.start : span.end] for span in spans]
