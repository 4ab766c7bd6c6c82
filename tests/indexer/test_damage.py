"""Letters that were lost or garbled before a text came here are said."""

import pytest

from indexer.damage import damage
from indexer.decoding import decode

GOOD = "La préfecture a fermé la route à Évry : « c’est dit ».\n"


@pytest.mark.parametrize("codec", ["cp1252", "mac-roman", "cp850", "latin-1"])
@pytest.mark.parametrize("line", ["L’été à Nîmes", "une grève générale", "« Ça va », dit-il déçu"])
def test_one_garbled_line_in_a_good_text_is_said_and_kept(codec: str, line: str) -> None:
    garbled = line.encode().decode(codec, "ignore")
    text = GOOD + garbled + "\n" + GOOD
    [said] = damage(text)
    assert "1 garbled line" in said
    assert "line 2" in said
    assert garbled in decode(text.encode()).text or codec == "latin-1"


def test_replacement_characters_are_said() -> None:
    assert damage("Gr\ufffdve\nà l’h\ufffdpital") == (
        "2 replacement characters (U+FFFD) for letters that were lost before, first in line 1",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Gr=C3=A8ve =C3=A0 l=E2=80=99h=C3=B4pital", "3 letters written as in a quoted-printable mail"),
        ("Gr?ve ? l?h?pital, les infirmi?res r?clament", "5 question marks inside words"),
    ],
)
def test_letters_that_other_signs_stand_for_are_said(text: str, said: str) -> None:
    [clause] = damage(text)
    assert clause.startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "",
        "PÂQUES À PARIS, ÂGE D’OR, Âme, Âne, AMÃOE",
        "São Paulo, João, AÇÃO, MAÑANA",
        "√2 vaut 1,41 ; ├ et ─ tracent des cadres",
        "« Prix : 5 € » – l’œuvre",
        "radio.example/a?page=1 radio.example/b?page=2 radio.example/c?page=3",
        "Quoi? Qui? Comment? à l’été",
    ],
)
def test_a_good_text_is_not_suspected(text: str) -> None:
    assert damage(text) == ()
