"""A body cut for reading: nothing is lost, and the marks stay where they are."""

import random

import pytest

from index import parse
from webapp.passages import GROUP, LONG, read, slices

SENTENCES = (
    "Le bac n’a pas bougé depuis mardi. ",
    "« Nous attendons une pièce qui vient de Brest », dit M. Le Bras, le patron, sans lever les yeux. ",
    "À quai, les camions font la queue sur deux kilomètres ; personne ne klaxonne plus. ",
    "Qui paiera ? ",
    "La préfecture promet une réponse avant le 12 nov. 2024, à 18 h. ",
    "Inès Carval : Et les pêcheurs ? ",
    "Hugo Ferrand : Ils sortent la nuit, quand la marée le permet. ",
    "– Oui. ",
    "Deuxième ligne\n",
    "\n\n",
    "Titre sans point\n\n",
)


def texts() -> list[str]:
    drawn = random.Random(15)
    bodies = ["".join(drawn.choices(SENTENCES, k=drawn.randint(1, 120))) for _ in range(150)]
    return [*bodies, "", "\n\n", "a", "x" * 5000, "mot " * 3000, "A. " * 2000, SENTENCES[0] * 300]


@pytest.mark.parametrize("body", texts())
def test_the_slices_of_a_body_are_the_body(body: str) -> None:
    found = list(slices(body))
    assert "".join(body[each.start : each.end] for each in found) == body
    assert all(
        each.start <= each.speaker.start <= each.speaker.end <= each.said <= each.end for each in found
    )


@pytest.mark.parametrize("body", texts())
def test_what_is_shown_is_the_body_and_its_marks(body: str) -> None:
    shown = read(parse("quai pièce Brest Inès"), body)
    whole = "".join(
        f"{piece.opening}{piece.speaker.text}{piece.colon}{piece.text.text}" for piece in shown.pieces
    )
    assert whole.replace("\n", "") == body.replace("\n", "")
    marked = [
        text.text[span.start : span.end]
        for piece in shown.pieces
        for text in (piece.speaker, piece.text)
        for span in text.spans
    ]
    expected = [word for word in ("quai", "pièce", "Brest", "Inès") for _ in range(body.count(word))]
    assert sorted(marked) == sorted(expected)
    assert shown.marks == len(expected)


def test_a_text_without_breaks_is_cut_after_sentences_at_some_600_characters() -> None:
    body = "".join(random.Random(3).choices(SENTENCES[:5], k=400)).strip()
    lengths = [len(piece.text.text) for piece in read(parse(""), body).pieces]
    assert all(GROUP <= length <= 700 for length in lengths[:-1])
    assert 500 < sum(lengths) / len(lengths) < 650
    assert all(piece.text.text.rstrip()[-1] in ".?" for piece in read(parse(""), body).pieces)


def test_short_texts_lists_and_tables_are_left_whole() -> None:
    listed = "\n".join(f"{n}. Une ligne de la liste. Elle a deux phrases." for n in range(60))
    for body in ("Une phrase. " * 70, listed):
        assert len(body) < LONG or "\n" in body
        assert len(read(parse(""), body).pieces) == 1


def test_speakers_stand_apart_from_what_they_say() -> None:
    body = "Inès Carval : Et les pêcheurs ? Hugo Ferrand : Ils sortent. Inès Carval : La nuit ?"
    pieces = read(parse("pêcheurs"), body).pieces
    assert [piece.speaker.text for piece in pieces] == ["Inès Carval", "Hugo Ferrand", "Inès Carval"]
    assert [piece.text.text for piece in pieces] == ["Et les pêcheurs ? ", "Ils sortent. ", "La nuit ?"]
    assert [piece.passage for piece in pieces] == [1, 0, 0]


def test_a_speaker_says_the_first_of_several_groups() -> None:
    body = f"Inès Carval : {SENTENCES[2] * 12}Hugo Ferrand : Oui. Inès Carval : Bien."
    speakers = [piece.speaker.text for piece in read(parse(""), body).pieces]
    assert speakers == ["Inès Carval", "", "Hugo Ferrand", "Inès Carval"]


def test_a_phrase_across_a_cut_is_marked_on_both_sides() -> None:
    body = "Le quai. " * 80 + "Fin du bac. Début du jour. " + "Le quai. " * 80
    found = [piece for piece in read(parse('"bac début"'), body).pieces if piece.passage]
    assert "".join(
        piece.text.text[span.start : span.end] for piece in found for span in piece.text.spans
    ) in {"bac. Début", "bac.Début"}


def test_a_text_of_up_to_five_lines_stays_whole_on_paper() -> None:
    texts = ("mot " * 90, "mot " * 110, "\n".join(["mot"] * 5), "\n".join(["mot"] * 6))
    assert [read(parse(""), text).pieces[0].is_long for text in texts] == [False, True, False, True]
