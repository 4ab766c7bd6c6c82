"""The nodes that text without signs becomes."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from index.french.analysis import analyse
from index.french.dates import Period
from index.query import AllOf, AnyOf, Dates, InField, Not
from index.query.nodes import all_of, any_of, in_field, mapped, negated, plain_word, words


@given(st.text(" aé’'-.&0123œ\u00a0½\u00ad\u0301", max_size=30) | st.text(max_size=30))
@example("plus de 30 000 morts")
def test_the_words_of_a_text_are_its_written_words(text: str) -> None:
    spans = dict.fromkeys(token.written for token in analyse(text))
    assert [clause.text for clause in words(text)] == [text[span.start : span.end] for span in spans]


ONE, OTHER, THIRD = (plain_word(text) for text in ("un", "deux", "trois"))
DAY = Dates("date:2024", Period(date(2024, 1, 1), date(2024, 12, 31)))


def test_what_is_excluded_twice_is_asked() -> None:
    assert negated(negated(ONE)) == ONE
    assert negated(ONE) == Not(ONE)


def test_a_field_of_its_own_is_nearer_and_a_date_has_none() -> None:
    assert in_field("title", in_field("body", ONE)) == InField("body", ONE)
    assert in_field("title", DAY) == DAY
    assert in_field("title", Not(ONE)) == Not(InField("title", ONE))
    assert in_field("title", Not(DAY)) == Not(DAY)


def test_links_of_one_kind_are_flat_and_one_alone_is_none() -> None:
    assert all_of([ONE, all_of([OTHER, THIRD])]) == AllOf((ONE, OTHER, THIRD))
    assert any_of([any_of([ONE, OTHER]), THIRD]) == AnyOf((ONE, OTHER, THIRD))
    assert all_of([any_of([ONE, OTHER]), THIRD]) == AllOf((AnyOf((ONE, OTHER)), THIRD))
    assert (all_of([ONE]), any_of([ONE])) == (ONE, ONE)


def test_excluded_words_are_changed_only_with_all_others() -> None:
    node = all_of([ONE, negated(ONE), in_field("title", ONE)])
    change = {ONE: OTHER}.get
    changed = mapped(node, lambda clause: change(clause, clause))
    assert changed == all_of([OTHER, negated(OTHER), in_field("title", OTHER)])
    kept = mapped(node, lambda clause: change(clause, clause), is_all=False)
    assert kept == all_of([OTHER, negated(ONE), in_field("title", OTHER)])
    assert mapped(node, lambda clause: clause) is node
