"""Entities that a program left in a plain text are read once."""

import pytest

from indexer.readers.entities import read_entities, read_tags


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Gr&egrave;ve &agrave; N&icirc;mes", "Grève à Nîmes"),
        ("l&#233;t&#xE9; &#X153;uvre", "lété œuvre"),
        ("l&rsquo;&eacute;t&eacute;&nbsp;: &laquo;&nbsp;oui&nbsp;&raquo;", "l’été\u00a0: «\u00a0oui\u00a0»"),
        ("&#9658; Titre", "► Titre"),
        ("AT&amp;T, 5 &lt; 6", "AT&T, 5 < 6"),
        ("&amp;eacute;", "&eacute;"),
        ("&#146;", "’"),
    ],
)
def test_entities_are_read_once_and_it_is_said(text: str, read: str) -> None:
    assert read_entities(text)[0] == read
    assert "entities of HTML" in read_entities(text)[1]


@pytest.mark.parametrize("text", ["R&D; et M&M’s", "a & b", "&eacute", "&;", "&#;", "?a=1&b=2", "&inconnu;"])
def test_what_is_no_entity_stays(text: str) -> None:
    assert read_entities(text) == (text, "")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<b>► Le pont</b>\nFermé.\n<b>► La navette</b>\nPart.", "► Le pont\nFermé.\n► La navette\nPart."),
        ("► Le pont<br>Fermé.<br/>\n► La <a href='/n'>navette</a>", "► Le pont\nFermé.\n► La navette"),
        ("<p>Un</p><p class='x'>Deux</p>\n<p>Trois</p>", "Un\nDeux\nTrois"),
    ],
)
def test_tags_are_taken_out_and_it_is_said(text: str, read: str) -> None:
    found, said = read_tags(text)
    assert found.strip().replace("\n\n", "\n") == read
    assert "of HTML" in said


@pytest.mark.parametrize(
    "text", ["", "a < b > c", "Le tag <b> ouvre, </b> ferme.", "<<< TITRE >>>", "<p>" * 9]
)
def test_what_only_speaks_of_tags_stays(text: str) -> None:
    assert read_tags(text) == (text, "")
