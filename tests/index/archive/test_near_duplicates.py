"""An edit is told from another item that shares words with it, in either order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.near_duplicates import is_edit, outline

TITLE = "Crue de la Vilaine : trois communes évacuées"
BODY = (
    "La Vilaine a dépassé ce matin la cote de quatre mètres à Guichen. Les habitants de trois communes ont "
    "été conduits dans des gymnases, où la Croix-Rouge a dressé cent vingt lits. La préfecture maintient la "
    "vigilance rouge jusqu’à demain midi, et demande de ne prendre la route qu’en cas de nécessité."
)
MORE = (
    "Le trafic des trains est interrompu entre Redon et Rennes, où la voie est sous l’eau sur deux "
    "kilomètres. La SNCF n’attend pas de reprise avant la fin de la semaine."
)
CLOSING = (
    " Ce sujet a été diffusé dans le journal du soir de Télé-Horizon, que présente Jeanne Kervella. Vous y "
    "retrouvez chaque soir l’actualité de la région, des enquêtes et les images de nos correspondants."
)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (TITLE, BODY),
        (TITLE, BODY.replace("quatre mètres", "4,20 m").replace("cent vingt", "cent cinquante")),
        (TITLE.replace("trois", "cinq"), BODY.replace("trois communes", "cinq communes")),
        (TITLE, f"{BODY} {MORE}"),
        (TITLE, f"{MORE} {BODY}"),
        (TITLE, BODY.partition(". ")[2]),
        (TITLE, BODY.partition("La préf")[0]),
        ("Bretagne : la montée des eaux se poursuit", BODY),
        ("Bretagne : la montée des eaux se poursuit", BODY.replace("demain midi", "jeudi soir")),
        (TITLE, f"{BODY} {MORE} {MORE.replace('Redon', 'Vannes').replace('trains', 'cars')}"),
    ],
)
def test_an_edit_is_known(title: str, body: str) -> None:
    one, other = outline(TITLE, BODY), outline(title, body)
    assert is_edit(one, other)
    assert is_edit(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # the same closing words
        ((TITLE, BODY[:120] + CLOSING), ("Le homard européen se raréfie", MORE[:90] + CLOSING)),
        # a title that comes back, of another day or hour
        (
            ("Les titres du lundi 6 mai", "Le point." + CLOSING),
            ("Les titres du mardi 7 mai", "Le point." + CLOSING),
        ),
        (("Le journal de 13 h", "Le point." + CLOSING), ("Le journal de 20 h", "Le point." + CLOSING)),
        # the same event in other words
        ((TITLE, BODY), ("Crue de la Vilaine : les écoles fermées", MORE)),
        # one sentence quoted by another item
        (
            (TITLE, BODY),
            ("Inondations : le bilan", f"{MORE} {MORE.upper()} {BODY.partition('. ')[0]}. {CLOSING}"),
        ),
        (("Météo", "Du soleil."), ("Météo", "De la pluie.")),
        # the same few words under another title
        (("Grève à la SNCF", "Voir la vidéo."), ("Neige sur le Morvan", "Voir la vidéo.")),
        (("Grève n° 1", "Les trains sont à l’arrêt."), ("Grève n° 2", "Les trains sont à l’arrêt.")),
        (("", ""), ("Météo", "De la pluie sur tout le pays.")),
    ],
)
def test_another_item_is_none(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not is_edit(outline(*one), outline(*other))
    assert not is_edit(outline(*other), outline(*one))


TEXTS = st.lists(
    st.sampled_from((TITLE, BODY, MORE, CLOSING, "", "é", "6 mai 2024", "13 h")), max_size=4
).map(" ".join)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_neither_has_to_come_first(title: str, body: str, other_title: str, other_body: str) -> None:
    one, other = outline(title, body), outline(other_title, other_body)
    assert is_edit(one, other) == is_edit(other, one)


@given(TEXTS, st.text())
def test_a_text_with_words_is_an_edit_of_itself(title: str, body: str) -> None:
    assert is_edit(outline(title, f"{body} mot"), outline(title, f"{body} mot"))
