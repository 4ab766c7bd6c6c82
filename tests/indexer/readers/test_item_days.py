"""The days that the items of a text say of themselves."""

from collections.abc import Callable

import pytest


def _days(take: Callable, lines: tuple[str, ...], name: str = "Radio/revue.txt") -> list[str]:
    text = "\n\n".join(f"► Titre {number}\n{line}\nIl est fermé." for number, line in enumerate(lines))
    return [
        f"{each.date} {each.time or ''}".strip() + f" {each.date_origin}"
        for each in take({name: text}).documents
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Publié le 7 novembre 2024 à 18h30",
        "Mis en ligne le jeudi 7 novembre 2024 à 18:30 - Mis à jour le 8 novembre 2024",
        "Par Anne Le Gall, publié le 07/11/2024 à 18h30",
    ],
)
@pytest.mark.parametrize("name", ["Radio/revue.txt", "Radio/2024-11-09.txt"])
def test_an_item_that_says_when_it_was_published_has_that_day(take: Callable, line: str, name: str) -> None:
    first, second = _days(take, (line, "Il pleut."), name)
    assert first == "2024-11-07 18:30:00 text"
    assert second in ("None none", "None text", "2024-11-09 path")


@pytest.mark.parametrize(
    "lines",
    [
        ("Le 7 novembre 2024", "vendredi 8 novembre 2024"),
        ("(Ouest-France, jeudi 7 novembre 2024)", "[Le Télégramme - 08/11/2024]"),
    ],
)
def test_lines_that_are_only_a_day_count_where_most_items_have_one(
    take: Callable, lines: tuple[str, str]
) -> None:
    assert _days(take, lines) == ["2024-11-07 text", "2024-11-08 text"]
    assert "2024-11-07 text" not in _days(take, (lines[0], "Il pleut.", "Il vente."))


def test_the_line_stays_in_the_text(take: Callable) -> None:
    [document] = take({"a.txt": "► Le pont\nPublié le 7 novembre 2024\nIl est fermé."}).documents
    assert document.body == "Publié le 7 novembre 2024\n\nIl est fermé."


@pytest.mark.parametrize(
    "line", ["Mis à jour le 7 novembre 2024", "Le pont rouvre le 7 novembre 2024", "Brest, 2024"]
)
def test_a_day_of_what_is_told_is_not_that_of_the_item(take: Callable, line: str) -> None:
    assert not any("2024-11-07" in day for day in _days(take, (line, line), "Radio/2024-11-09.txt"))
