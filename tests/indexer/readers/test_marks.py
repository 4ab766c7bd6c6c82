"""Which mark cuts a text, and where: the cases of data/marks.txt."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UsageError
from indexer.readers.items import cut
from indexer.readers.mark_choice import best_mark, likely_mark, title_likeness
from indexer.readers.marks import SIGNS, named_mark
from tests.indexer.readers.reading import spelled
from tests.work import calls

TEXT = (Path(__file__).parent.parent / "data" / "marks.txt").read_text("utf-8")
CASES = re.findall(
    r"^## ([^\n]*?)(?: --mark ([^\n]+))?\n(.*?)\n((?:=> [^\n]*\n)+)", TEXT, re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize(("name", "named", "text", "titles"), CASES, ids=[case[0] for case in CASES])
def test_the_mark_that_cuts_best_cuts_a_text(name, named, text, titles):
    text = spelled(text)
    mark = best_mark(
        text, [named_mark(named)] if named else (), takes_quotes=text.isascii() or "a écrit" in text
    )
    if titles == "=> none\n":
        assert mark is None
        return
    assert [item.title or "-" for item in cut(text, mark)] == re.findall("=> (.*)", titles)


def test_all_cases_are_read():
    assert len(CASES) == TEXT.count("\n## ") - TEXT.count("\n## ►")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("• Un\nA.\n• Deux\nB.", "•"),
        ("- Un\nA.\n- Deux\nB.", "-"),
        ("UN PONT\nA.\nDEUX PONTS\nB.", "CAPITALS"),
        ("1. Un\nA.\n2. Deux\nB.", "1."),
        ("■ Un\nA.\n■ Deux\nB.", "■"),
        ("Les courses :\n- du lait\n- du pain\n- du sel\nEt c’est tout.", ""),
        ("— Tu viens ?\n— Non.\nElle sortit.", ""),
        ("Un texte sans marque.\nDeux lignes.", ""),
        ("", ""),
    ],
)
def test_what_a_user_may_want_to_name_is_found(text, name):
    assert likely_mark(text) == name


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u00a0"])
def test_a_blank_mark_is_a_usage_error(text):
    with pytest.raises(UsageError, match="CAPITALS"):
        named_mark(text)


def test_a_usual_mark_can_be_named():
    assert best_mark("► Un\nA.", [named_mark("►\ufe0f")]).name == "►"


def test_a_paragraph_looks_less_like_a_title_than_a_title():
    likeness = [
        title_likeness(text)
        for text in (
            "Le conseil a voté. Il augmente les impôts de trois pour cent, et les cantines. La suite demain.",
            "Le conseil a voté.",
            "Le conseil vote",
        )
    ]
    assert likeness == sorted(set(likeness))


@given(
    st.text(st.sampled_from(f"{SIGNS}\ufe0f >*_-1.aAé’\n\u00a0\t"), max_size=200), st.sampled_from("•*-1a>")
)
def test_no_text_is_lost_whatever_the_mark(text, sign):
    mark = best_mark(text, [named_mark(sign)], takes_quotes=True)
    kept = "".join(item.title + item.body for item in cut(text, mark))
    assert sorted(kept.count(letter) for letter in "aAé") == sorted(
        text.count(letter) for letter in "aAé"
    ) or (sign == "a" and mark and mark.name == "a")


@pytest.mark.parametrize("unit", [" ", "*", "►", "►\n", "- ", "A", "A\n", "1", "_ ", "> a\n", "► a\nb ▶\n"])
@pytest.mark.parametrize("named", [(), ("CAPITALS", "1.", "***", "•")])
def test_the_work_of_choosing_grows_with_the_size_of_the_text_only(unit, named):
    marks = [named_mark(name) for name in named]

    def choose(size):
        text = "►\n" + unit * size + "\nx"
        return lambda: cut(text, best_mark(text, marks, takes_quotes=True))

    assert calls(choose(4000)) < 2.5 * calls(choose(2000)) + 100
