"""Texts of 8 bits are read by the encoding in which their letters are French, and doubt is said."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.decoding import decode, decode_as
from indexer.report import Report

TEXTS = [
    "Grève à l'hôpital : le conseil a voté jeudi soir le budget de l'année, après un long débat.",
    "La préfecture a fermé la route départementale. Voilà où en sont les travaux, là-bas.",
    "GRÈVE GÉNÉRALE À ÉVRY : LES ÉCOLES FERMÉES",
    "« Ça suffit », a-t-il lâché à Nîmes.",
    "Le maire a été élu dès le premier tour.",
    "Forêt : août brûlant, îlots de fraîcheur, maïs grillé, Noël au balcon.",
    "À Paris, l'État prépare la rentrée.",
    "Liberté.",
    "La situation à Gao",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("mac-roman", "Mac OS Roman"),
        ("cp850", "code page 850"),
        ("cp1252", ""),
        ("iso8859-15", ""),
        ("latin-1", ""),
    ],
)
def test_the_letters_of_french_tell_the_encoding(codec: str, name: str, text: str) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.oddities) == (text, ())
    assert decoded.encoding == (name or "latin-1")


@pytest.mark.parametrize(
    ("codec", "text", "name"),
    [
        ("mac-roman", "L’œuvre de Sœur Marie… « Où est-elle ? » – à Paris", "Mac OS Roman"),
        ("mac-roman", "l’été 1990 : 3 000 élèves", "Mac OS Roman"),
        ("iso8859-15", "Le cœur du manœuvre vaut 300 € à Évry", "iso-8859-15"),
        ("cp1252", "l’œuvre… « Où ? » – 5 € à Évry", "windows-1252"),
        ("cp1252", "Slobodan Milošević, né à Požarevac".replace("ć", "c"), "windows-1252"),
        ("cp1252", "« Oui », dit-il. – Non…", "windows-1252"),
        ("latin-1", "1½ heure, à 20°, ±3 m²", "latin-1"),
    ],
)
def test_signs_tell_it_too(codec: str, text: str, name: str) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding) == (text, name)


def test_what_may_be_either_is_read_as_windows_1252_and_said() -> None:
    decoded = decode("On verra bien…".encode("cp1252"))
    assert decoded.text == "On verra bien…"
    assert decoded.oddities == ("may be code page 850 as well as windows-1252, which it is read as",)


@pytest.mark.parametrize(
    ("codec", "text"), [("cp1251", "Привет, Киев и Москва"), ("cp1250", "Łódź, Kraków, Gdańsk")]
)
def test_letters_that_are_no_french_are_said(codec: str, text: str) -> None:
    decoded = decode(text.encode(codec))
    assert any("may be" in oddity for oddity in decoded.oddities)


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("macintosh", "mac-roman"),
        ("x-mac-roman", "mac-roman"),
        ("IBM850", "cp850"),
        ("cp437", "cp437"),
        ("ISO-8859-15", "iso8859-15"),
        ("windows-1251", "cp1251"),
        ("iso-8859-1", "cp1252"),
    ],
)
def test_a_declared_charset_counts(charset: str, codec: str) -> None:
    text = "Привет, Киев" if codec == "cp1251" else "Il a été là-bas, à côté."
    decoded = decode_as(text.encode(codec), charset)
    assert decoded is not None
    assert (decoded.text, decoded.oddities) == (text, ())
    said = f"Content-Type: text/plain; charset={charset}\n\n{text}"
    assert decode(said.encode(codec)).text == said


def test_a_charset_that_only_a_wrong_default_declares_gives_way_to_the_letters_and_is_said() -> None:
    decoded = decode_as("Il a été élu.".encode("mac-roman"), "iso-8859-1")
    assert decoded is not None
    assert decoded.text == "Il a été élu."
    assert decoded.oddities == ("declares iso-8859-1, but its letters are Mac OS Roman",)


@pytest.mark.parametrize("charset", ["unicode_escape", "idna", "rot13", "zip", "utf-7", "punycode", "utf-16"])
def test_no_codec_that_is_no_charset_of_texts_is_believed(charset: str) -> None:
    assert decode_as(b"\xe9t\xe9", charset) is None


@pytest.mark.parametrize(
    "codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac-roman", "cp850", "cp1252"]
)
@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz"])
def test_json_lines_of_any_encoding_are_read_and_it_is_said(
    write: Callable[[str, bytes], Path],
    read_all: Callable[[], tuple[list[str], Report]],
    codec: str,
    suffix: str,
) -> None:
    lines = "".join(
        json.dumps({"title": title, "body": "Le conseil a voté."}, ensure_ascii=False) + "\n"
        for title in ("Grève générale", "À l'hôpital")
    )
    data = lines.encode(codec)
    write(f"a.{suffix}", gzip.compress(data) if suffix.endswith("gz") else data)
    titles, report = read_all()
    assert titles == ["Grève générale", "À l'hôpital"]
    assert all("is not UTF-8 but" in line for line in report.notes.lines)
    assert report.notes.count == (1 if codec.startswith("utf") else 2)
