"""Times of day in short texts and names."""

from datetime import time

import pytest

from index.french.written_times import leading_time, time_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Journal de 20 h", time(20)), ("JT20H", time(20)), ("jt 20h30", time(20, 30)),
        ("Flash 8 h 05", time(8, 5)),
        ("20\u202fh\u202f15", time(20, 15)), ("La matinale, 7 heures", time(7)),
        ("Édition de 12:30", time(12, 30)),
        ("02h", time(2)), ("0h05", time(0, 5)), ("23h59", time(23, 59)), ("18h-20h", time(18)),
        ("de 6 h à 9 h", time(6)),
        ("20h00, 20 h", time(20)), ("2024-11-07T20:15:30+01:00", time(20, 15)),
        ("24 h chrono", None), ("48 heures", None), ("3 h de direct", None),
        ("6 h, 7 h et 8 h", None), ("25h", None),
        ("13 hommes", None), ("12-13", None), ("n° 20", None), ("20:60", None),
        ("1:02:03:04", None), ("", None),
    ],
)  # fmt: skip
def test_a_short_text_has_one_time_or_none(text: str, found: time | None) -> None:
    assert time_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20h15 – Le pont rouvre", time(20, 15)), ("20 h 15 : le pont rouvre", time(20, 15)),
        ("[20:15] Le pont rouvre", time(20, 15)), ("(7h05) Le pont", time(7, 5)),
        ("20h15. Le pont", time(20, 15)), ("20h15 Le pont", time(20, 15)), ("20h15 de direct", None),
        ("20h15", time(20, 15)), ("20h15, place de la mairie", None), ("20 h : le pont", None),
        ("20:15:10 – Le pont", None), ("Le 20h15 – Brest", None), ("3 h 15 de retard", None),
        ("120h15 – Le", None),
    ],
)  # fmt: skip
def test_an_entry_begins_with_its_time(text: str, found: time | None) -> None:
    assert leading_time(text) == found
