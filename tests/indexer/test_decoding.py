import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.decoding import MIXED, decode, decode_as

TEXT = "► L’été à Nîmes : « ça va », 1 000 €, cœur\nDeuxième ligne.\n"
LATIN_1 = "> L'été à Nîmes : « ça va »\n"
MOJIBAKE = "UTF-8 had been read as windows-1252 and written again; the letters were given back"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 with BOM"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "UTF-16 LE"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16 BE"),
        (TEXT.encode("utf-16-le"), "UTF-16 LE without BOM"),
        (TEXT.encode("utf-16-be"), "UTF-16 BE without BOM"),
    ],
)
def test_unicode_is_recognised(data, encoding):
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.oddities) == (TEXT, encoding, ())


def test_windows_1252_is_recognised():
    text = TEXT.replace("►", ">")
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.lacks_mark) == (text, "windows-1252", True)


def test_latin_1_is_recognised():
    decoded = decode(LATIN_1.encode("latin-1"))
    assert (decoded.text, decoded.encoding, decoded.lacks_mark) == (LATIN_1, "latin-1", True)


def test_bytes_that_windows_1252_leaves_undefined_make_it_latin_1():
    decoded = decode(b"\xe9t\xe9\x81")
    assert (decoded.text, decoded.encoding) == ("été", "latin-1")
    assert decoded.oddities == ("1 control character taken out",)


def test_one_undefined_byte_does_not_cost_the_typographic_letters():
    assert decode(b"l\x92\x9cuvre\x81 \xe9t\xe9").text == "l’œuvre été"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\f", "\v"])
def test_every_line_end_becomes_one(end):
    assert decode(f"un{end}deux".encode()).text == "un\ndeux"


def test_a_paragraph_separator_becomes_an_empty_line():
    assert decode("un\u2029deux".encode()).text == "un\n\ndeux"


def test_decomposed_accents_become_nfc():
    assert decode(unicodedata.normalize("NFD", TEXT).encode()).text == TEXT


def test_a_file_that_ends_inside_a_character_stays_utf_8():
    decoded = decode("L’été à".encode()[:-1])
    assert (decoded.text, decoded.encoding) == ("L’été ", "UTF-8")
    assert decoded.oddities == ("ends inside a character, which was left out",)


def test_an_accent_at_the_very_end_is_no_cut_character():
    assert decode(b"Au caf\xe9").text == "Au café"


def test_utf_16_that_ends_inside_a_character_is_kept():
    decoded = decode(b"\xff\xfe" + "été".encode("utf-16-le") + b"x")
    assert (decoded.text, len(decoded.oddities)) == ("été", 1)


def test_a_few_nuls_do_not_make_utf_16():
    decoded = decode(b"\xc3\xa9t\xc3\xa9 \x00\x00\x00 encore")
    assert (decoded.text, decoded.encoding) == ("été  encore", "UTF-8")
    assert decoded.oddities == ("3 control characters taken out",)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("text", "is_utf_16"),
    [
        ("a" * 11 + "►" * 9, True),  # more than half of the letters have a NUL
        ("a" * 10 + "►" * 10, False),
        ("a" * 21 + "Ā" * 2, True),  # less than a tenth as many have it on the other side
        ("a" * 20 + "Ā" * 2, False),
    ],
)
def test_most_letters_of_utf_16_have_a_nul_and_on_the_same_side(codec, text, is_utf_16):
    assert decode(text.encode(codec)).encoding.startswith("UTF-16") == is_utf_16


def test_a_line_of_a_mixed_file_that_is_all_utf_8_may_hold_any_letter():
    assert decode("À Київ\n".encode() + "été\n".encode("cp1252")).text == "À Київ\nété\n"


def test_an_emoji_in_a_file_of_two_encodings_is_read():
    assert decode("Un rire 😀\n".encode() + "été\n".encode("cp1252")).text == "Un rire 😀\nété\n"


def test_a_line_of_a_mixed_file_that_is_utf_8_by_chance_is_read_as_its_letters():
    data = "café\n".encode() + "Le mot É» finit\nété\n".encode("cp1252")
    assert decode(data).text == "café\nLe mot É» finit\nété\n"


def test_a_file_of_two_encodings_is_read_line_by_line():
    first, second = "► L’été à Nîmes\n", "> L’été à Arles\n"
    decoded = decode(first.encode() + second.encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.lacks_mark) == (first + second, MIXED, True)


def test_two_encodings_in_one_line_are_told_apart():
    assert decode("été ".encode() + "été".encode("cp1252")).text == "été été"


@pytest.mark.parametrize("text", ["«\xa0CAFÉ\xa0»", "CAFÉ» et été", "il a été\xa0», dit-il, à Paris"])
def test_windows_1252_that_looks_like_utf_8_by_chance_is_read_right(text):
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_utf_8_that_was_read_as_another_encoding_is_given_back(codec):
    text = "► L’été à Nîmes : grève"
    twice = "".join(bytes([byte]).decode(codec) for byte in text.encode())
    decoded = decode(twice.encode())
    assert (decoded.text, decoded.oddities) == (text, (MOJIBAKE,))


def test_a_text_that_only_quotes_mojibake_stays_as_it_is():
    text = "On lit « Ã© » à la place de « é »."
    assert decode(text.encode()).text == text


def test_a_lone_surrogate_is_taken_out_and_said():
    decoded = decode(b"\xff\xfe" + "a\ud800b".encode("utf-16-le", "surrogatepass"))
    assert (decoded.text, decoded.oddities) == ("ab", ("1 control character taken out",))


def test_letters_of_windows_1252_among_control_characters_are_given_back():
    assert decode("une \x9cuvre à voir".encode()).text == "une œuvre à voir"


def test_nothing_is_an_empty_text():
    assert [decode(data).text for data in (b"", b"\xef\xbb\xbf", b"\xff\xfe")] == ["", "", ""]


def test_plain_ascii_may_take_the_quote_mark_as_an_item_mark():
    assert decode(b"> Titre").lacks_mark


def test_a_declared_charset_that_does_not_fit_is_not_believed():
    assert decode_as("été".encode(), "iso-8859-1") is None
    assert decode_as(b"x", "no-such-charset") is None


def test_a_declared_latin_1_is_read_as_browsers_read_it():
    decoded = decode_as(b"l\x92\xe9t\xe9", "iso-8859-1")
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == ("l’été", "windows-1252")


@given(st.binary())
def test_any_bytes_become_text(data):
    text = decode(data).text
    assert text == unicodedata.normalize("NFC", text)
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs") for character in text if character not in "\t\n"
    )


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\u2028\u2029")))
def test_any_text_comes_through_utf_16_with_a_mark(text):
    assert decode(b"\xff\xfe" + text.encode("utf-16-le")).text == unicodedata.normalize("NFC", text)
