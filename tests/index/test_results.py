"""What a search answers: marks made when they are asked for, and counts by month and year."""

from datetime import date

from index import Document, Hit, parse
from index.results import Counts


def test_days_add_up_to_months_and_years_undated_ones_apart_and_last() -> None:
    days = {date(2025, 1, 2): 1, date(2024, 12, 31): 2, date(2024, 12, 1): 4, date(2024, 3, 1): 8, None: 16}
    counts = Counts({}, {}, days)
    assert list(counts.months.items()) == [
        (date(2025, 1, 1), 1),
        (date(2024, 12, 1), 6),
        (date(2024, 3, 1), 8),
        (None, 16),
    ]
    assert list(counts.years.items()) == [(date(2025, 1, 1), 1), (date(2024, 1, 1), 14), (None, 16)]


def test_a_hit_marks_its_title_and_its_body_by_the_query() -> None:
    hit = Hit(1, 2.0, Document("x", "L’OTAN recule", "Le sommet de l’OTAN."), parse("otan"))
    assert [hit.title[span.start : span.end] for span in hit.marked_title.spans] == ["OTAN"]
    assert [snippet.text[span.start : span.end] for snippet in hit.snippets for span in snippet.spans] == [
        "OTAN"
    ]
    assert hit.snippets is hit.snippets
