import pytest

from webapp.pagination import MAX_PAGES, Pages, read_page


@pytest.mark.parametrize(
    ("number", "total", "linked"),
    [
        (1, 5, (1,)),
        (1, 30, (1, 2, 3)),
        (1, 490, (1, 2, None, 49)),
        (3, 490, (1, 2, 3, 4, None, 49)),
        (4, 490, (1, 2, 3, 4, 5, None, 49)),
        (25, 490, (1, None, 24, 25, 26, None, 49)),
        (49, 490, (1, None, 48, 49)),
    ],
)
def test_the_first_the_near_and_the_last_pages_are_linked(number, total, linked):
    assert Pages(number, total).linked == linked


def test_pages_end_at_ten_thousand_results():
    pages = Pages(1000, 1_234_567)
    assert (pages.last, pages.last_rank, pages.next, pages.is_capped) == (MAX_PAGES, 10_000, None, True)
    assert MAX_PAGES == 1000


def test_no_page_stands_before_the_first():
    assert (Pages(1, 30).previous, Pages(2, 30).previous) == (None, 1)


def test_ten_thousand_results_are_all_shown():
    assert (Pages(1, 10_000).is_capped, Pages(1, 10_001).is_capped) == (False, True)


def test_a_page_number_has_at_most_six_digits():
    assert (read_page("1"), read_page("999999"), read_page("1000000")) == (1, 999_999, None)


def test_the_last_page_ends_with_the_last_result():
    pages = Pages(13, 123)
    assert (pages.last, pages.first_rank, pages.last_rank) == (13, 121, 123)


@pytest.mark.parametrize(
    "written", ["", "0", "01", "-1", "+1", "1.0", "1e9", "١", "²", " 1", "1\n", "9" * 5000]
)
def test_what_is_not_a_page_number_is_none(written):
    assert read_page(written) is None
