"""What changed between two texts is told word by word, and no word is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.changes import MOST_PAIRS, changes

BEFORE = (
    "Le pont de Cheviré ferme ce soir.\n\nUne déviation est en place.\n\nLa préfecture appelle à la prudence."
)


def written(before: str, after: str) -> list[str]:
    """Give each paragraph with what was added in +…+, what was taken out in -…-."""
    signs = {"kept": "", "added": "+", "removed": "-"}
    return [
        str(each)
        if isinstance(each, int)
        else " ".join(f"{signs[change.kind]}{change.text}{signs[change.kind]}" for change in each)
        for each in changes(before, after)
    ]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, ["3"]),
        (BEFORE.replace("\n\n", " \n\n\n"), ["3"]),
        (BEFORE.replace("ce soir", "demain"), ["Le pont de Cheviré ferme -ce soir.- +demain.+", "2"]),
        (f"{BEFORE}\n\nLes cars circulent.", ["3", "+Les cars circulent.+"]),
        (
            BEFORE.replace("Une déviation est en place.\n\n", ""),
            ["1", "-Une déviation est en place.-", "1"],
        ),
        ("", ["-Le pont de Cheviré ferme ce soir.-", "-Une déviation est en place.-",
              "-La préfecture appelle à la prudence.-"]),
    ],
)  # fmt: skip
def test_changes_are_told(after: str, expected: list[str]) -> None:
    assert written(BEFORE, after) == expected


WORDS = st.lists(st.sampled_from(("le", "pont", "l’eau", "ferme", "\n\n", "19\u00a0%")), max_size=30)


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_no_word_of_either_text_is_lost(before: str, after: str) -> None:
    found = list(changes(before, after))
    for text, kinds in ((before, ("kept", "removed")), (after, ("kept", "added"))):
        wanted = [word for word in re.split("[ \n]+", text) if word]
        told = [each for each in found if not isinstance(each, int)]
        words = [word for each in told for kind, part in each if kind in kinds for word in part.split(" ")]
        assert words == wanted or (len(told) < len(found) and set(words) <= set(wanted))


@pytest.mark.parametrize("end", ["\n\nfin", " fin"])
def test_long_texts_of_equal_words_are_compared_by_paragraphs_at_once(end: str) -> None:
    text = "mot " * int(MOST_PAIRS**0.5 + 2)
    found = list(changes(text, text + end))
    assert "fin" in str(found[-1])
