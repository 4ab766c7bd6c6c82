"""Who speaks in a text; and what only looks like it."""

import pytest

from index.french.speakers import turns


def speakers(text: str) -> list[str | None]:
    return [text[turn.speaker.start : turn.speaker.end] if turn.speaker else None for turn in turns(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hugo Ferrand, bonsoir. Hugo Ferrand : Bonsoir. On ferme. Inès Carval : Lesquelles ? "
            "Hugo Ferrand : Les plus longues.",
            ["Hugo Ferrand", "Inès Carval", "Hugo Ferrand"],
        ),
        ("Inès Carval : Que s’est-il passé ?\n\nLe maire : Rien.", ["Inès Carval", "Le maire"]),
        (
            "Inès Carval : Que s’est-il passé ?\nLe maire : Rien.\nInès Carval : Rien ?\nLe maire : Non.",
            ["Inès Carval", "Le maire", "Inès Carval", "Le maire"],
        ),
        (
            "Journaliste : Où étiez-vous ?\nL’ingénieur : Ici.\nJournaliste : Seul ?\nL’ingénieur : Oui.",
            ["Journaliste", "L’ingénieur", "Journaliste", "L’ingénieur"],
        ),
        ("JOURNALISTE : Qui êtes-vous ?\nTÉMOIN : Un voisin.", ["JOURNALISTE", "TÉMOIN"]),
        ("Question n° 2 : Combien ?\nRéponse : Douze.", ["Question n° 2", "Réponse"]),
        ("Q : Combien ?\nR : Douze.", ["Q", "R"]),
        (
            "J.-P. Darrou : Non. B. Campa : Si. J.-P. Darrou : Non.",
            ["J.-P. Darrou", "B. Campa", "J.-P. Darrou"],
        ),
        (
            "M.Druart : Bonsoir ! C. Lelong : Bonsoir. M.Druart : Alors ?",
            ["M.Druart", "C. Lelong", "M.Druart"],
        ),
        ("C’est fait. Lucet: Merci. C’est fini. Lucet: Bonsoir.", ["Lucet", "Lucet"]),
        ("Anne de La Tour (PS) : « Non. »\nAnne de La Tour (PS) : « Oui. »", ["Anne de La Tour (PS)"] * 2),
        ("– Paul Le Goff : Vous partez ?\n– Zoé d’Arcy : Demain.", ["Paul Le Goff", "Zoé d’Arcy"]),
        ("Voix off : Il était tard.\nVoix off : Il neigeait.", ["Voix off", "Voix off"]),
        ("Inès Carval :\nQue faire ?\nHugo Ferrand :\nRien.", ["Inès Carval", "Hugo Ferrand"]),
        ("M. le maire : Bien.\nM. le maire : Passons au vote.", ["M. le maire", "M. le maire"]),
        ("Pierre : Tu viens ?\nMarie : Non.\nPierre : Ah.\nMarie : Si.", ["Pierre", "Marie"] * 2),
        ("– Allô ?\n– Oui.\n– C’est moi.", [None, None, None]),
        ("— Allô ?\n—Oui.\n—C’est moi.", [None, None, None]),
        ("Il décroche. - Allô... Aidez-moi. - Qui parle ? - Votre voisin.", [None, None, None]),
    ],
)
def test_a_conversation_has_turns(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Objectif : finir avant l’hiver. Résultat : rien n’est fini.",
        "Objectif : Mars. Objectif : Vénus. Objectif : Pluton.",
        "Le premier ministre a prévenu : « Il n’y aura rien. » Il a ajouté : « Non. »",
        "Élise Lambert : une vie de marin.",
        "Emmanuel Martin : 24 %. Marine Durand : 21 %. Emmanuel Martin : 25 %.",
        "Paris : Nouvelle grève. Lyon : Retour au calme.",
        "Au programme : Trois films. Au programme : Deux livres.",
        "Il ajoute : « Non. » Il ajoute : « Jamais. »",
        "– du pain\n– du lait\n– des œufs",
        "– Du pain.\n– Du lait.\n– Des œufs.",
        "Il est 20 : 30. Rendez-vous à 21 : 30 : Soyez là.",
        "https://example.org : Une adresse. https://example.org : Une autre.",
    ],
)
def test_a_text_that_is_no_conversation_has_none(text: str) -> None:
    assert speakers(text) == []


def test_a_label_and_what_is_said_follow_each_other() -> None:
    text = "Paul Le Goff : Vous partez ?\nPaul Le Goff : Demain."
    first, second = turns(text)
    assert text[first.start : first.said] == "Paul Le Goff : "
    assert text[second.start : second.said] == "Paul Le Goff : "
    assert text[second.said :] == "Demain."
