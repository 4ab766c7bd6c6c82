import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.bulletin import LONGEST_ITEM, MOST_ITEMS, BulletinError, Item
from indexer.readers import items
from indexer.readers.items import split_title
from indexer.readers.mark_choice import LONGEST_TITLE, best_mark
from indexer.readers.marks import SIGNS, USUAL
from tests.indexer.readers.reading import spelled


def cut(text, *, takes_quotes=False):
    return items.cut(text, best_mark(text, takes_quotes=takes_quotes))


@pytest.mark.cases("marked_lines.tsv")
def test_a_marked_line_is_a_title(row):
    line, title = map(spelled, row)
    titles = [marked.title for mark in USUAL for marked in mark.lines(line)]
    assert titles == ([] if title == "-" else [title])


def test_a_quote_mark_is_a_mark_where_the_encoding_lacks_ours():
    assert cut(">Séoul\nA.", takes_quotes=True) == (Item("", ">Séoul\n\nA."),)
    assert cut("  > Séoul\nA.", takes_quotes=True) == (Item("", "> Séoul\n\nA."),)
    assert cut("> Séoul\nA.") == (Item("", "> Séoul\n\nA."),)
    assert cut("> Séoul\nA.", takes_quotes=True) == (Item("Séoul", "A."),)


def test_lines_are_paragraphs():
    assert cut("► Un\nA.\nB.\n► Deux\nC.\n") == (Item("Un", "A.\n\nB."), Item("Deux", "C."))


def test_empty_lines_separate_paragraphs_where_there_are_any():
    assert cut("► Un\n\nA\nb.\n\n\n  C.\n\n► Deux\n") == (Item("Un", "A\nb.\n\nC."), Item("Deux", ""))


def test_an_empty_line_before_the_next_mark_separates_items_not_paragraphs():
    assert cut("► Un\nA.\nB.\n\n► Deux\nC.") == (Item("Un", "A.\n\nB."), Item("Deux", "C."))


def test_text_before_the_first_mark_is_an_item_of_its_own():
    assert cut("\nÉdition du soir\n\n► Un\nA.") == (Item("", "Édition du soir"), Item("Un", "A."))


def test_a_text_without_a_mark_is_one_item():
    assert cut("Un texte.\nDeux lignes.") == (Item("", "Un texte.\n\nDeux lignes."),)


def test_marks_without_titles_are_items_without_text():
    assert cut("►\n\n►   \n►\u00a0") == (Item("", ""),) * 3


def test_white_space_is_collapsed_and_no_break_spaces_stay():
    text = "► Russie\u202f:  un\thabitant \n 30\u202f000   euros\u00a0 ! "
    assert cut(text) == (Item("Russie\u202f: un habitant", "30\u202f000 euros\u00a0!"),)


def test_a_marked_line_that_is_a_whole_paragraph_gives_its_first_sentence_as_title():
    line = "La réforme avance. " + "Et voici la suite. " * 30
    title, rest = split_title(line.strip())
    assert title == "La réforme avance."
    assert f"{title} {rest}" == line.strip()


def test_a_long_line_without_a_sentence_is_cut_between_words():
    title, rest = split_title("mot " * 200 + "fin")
    assert len(title) <= LONGEST_TITLE
    assert (title[-3:], rest[:3]) == ("mot", "mot")


def test_a_question_or_an_exclamation_ends_a_title():
    rest = "Et voici la suite sans fin " * 30
    assert split_title(f"Que dit la loi ? {rest}")[0] == "Que dit la loi ?"
    assert split_title(f"“Victoire !” {rest}")[0] == "“Victoire !”"
    assert split_title(f"O! {rest}")[0] == "O!"


def test_a_title_is_never_cut_without_need():
    title = ("Un mot. " * LONGEST_TITLE)[: LONGEST_TITLE - 1] + "x"
    assert split_title(title) == (title, "")
    assert split_title(f"{title}x")[0] == "Un mot."


def test_a_blank_behind_the_first_letter_is_a_place_to_cut():
    assert split_title("a " + "b" * 400) == ("a", "b" * 400)


def test_one_word_that_is_too_long_is_cut_inside():
    assert split_title("b" * 400) == ("b" * LONGEST_TITLE, "b" * 100)


def test_the_rest_of_a_long_marked_line_begins_the_body():
    line = "La réforme avance. " + "Et voici la suite. " * 30
    assert cut(f"► {line}\nCorps.") == (
        Item("La réforme avance.", f"{'Et voici la suite. ' * 30}".strip() + "\n\nCorps."),
    )


short = st.text(st.sampled_from(f"{SIGNS}\ufe0f >aé’.\u00a0\t"), max_size=40)
lines = st.lists(short | short.map(lambda text: (text * 400)[: LONGEST_TITLE + 50]), max_size=12)


@given(lines, st.booleans())
def test_any_text_is_cut_without_losing_a_letter(lines, takes_quotes):
    items = cut("\n".join(lines), takes_quotes=takes_quotes)
    kept = "".join(item.title + item.body for item in items)
    assert _letters(kept) == _letters("".join(lines))


@given(st.text())
def test_any_text_is_cut(text):
    for item in cut(text):
        assert item.title == item.title.strip()
        assert item.body == item.body.strip()
        assert "\n" not in item.title
        assert "\n\n\n" not in item.body


def _letters(text):
    return [character for character in text if unicodedata.category(character)[0] in "LN"]


def test_too_many_items_are_told():
    assert len(cut("► a\n" * MOST_ITEMS)) == MOST_ITEMS
    with pytest.raises(BulletinError, match="has more than 100,000 items; cut it into several files"):
        cut("► a\n" * (MOST_ITEMS + 1))


@pytest.mark.parametrize("unit", ["a", "\n", "a\n"])
def test_an_item_that_is_too_long_is_told(unit):
    with pytest.raises(BulletinError, match="may have 2,000,000; cut it into several"):
        cut("► Titre\n" + unit * (LONGEST_ITEM + 2))


def test_marks_within_a_line_begin_nothing():
    assert cut("► Un ► deux\ntrois ► quatre") == (Item("Un ► deux", "trois ► quatre"),)
    assert cut("a > b\n> c", takes_quotes=True) == (Item("", "a > b"), Item("c", ""))
