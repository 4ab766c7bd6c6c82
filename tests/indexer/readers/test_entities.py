"""Entities that a program left in a plain text are read once."""

import pytest

from indexer.readers.entities import read_entities


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
