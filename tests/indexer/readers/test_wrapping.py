"""Hard-wrapped texts get their paragraphs back, words their halves; all other lines stay as they are."""

import textwrap

import pytest

from indexer.readers.wrapping import unwrap

PROSE = [
    "Le conseil municipal a voté jeudi soir le budget de l’année prochaine, après un long débat sur les "
    "transports et la rénovation des écoles du centre. L’opposition a quitté la salle avant le vote.",
    "Les pompiers ont maîtrisé dans la nuit un incendie qui avait pris dans un entrepôt de la zone "
    "industrielle. Personne n’a été blessé, selon la préfecture de Loire-Atlantique, qui a ouvert l’enquête.",
    "« Nous rouvrirons dès lundi », a promis la directrice, Mme Le Guen, devant les parents rassemblés.",
]
VERSES = """\
Les sanglots longs
Des violons
De l’automne
Blessent mon cœur
D’une langueur
Monotone."""
ALEXANDRINES = """\
Mignonne, allons voir si la rose qui ce matin avait
Ouvert sa robe de pourpre au grand soleil du jour,
Et dans cette vesprée a perdu les plis de sa robe
Pourprée, et son teint au vôtre pareil en tout point."""


@pytest.mark.parametrize("width", [55, 60, 66, 72, 76, 80, 100])
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_text_wrapped_at_any_width_has_its_paragraphs_again(width: int, number: int, between: str) -> None:
    title = "► Le budget est voté"
    paragraphs = PROSE[:number]
    wrapped = between.join(textwrap.fill(each, width) for each in paragraphs)
    text = unwrap(f"{title}\n\n{wrapped}\n")
    if between == "\n\n":
        assert text == f"{title}\n\n" + between.join(paragraphs) + "\n"
    else:  # a paragraph whose last line is full cannot be told from one that goes on
        assert " ".join(text.split()) == " ".join([title, *paragraphs])
        assert text.count("\n") <= number + 3


def test_titles_of_wrapped_items_stay_apart() -> None:
    body = textwrap.fill(PROSE[0], 72)
    items = [
        f"► Titre numéro {number}, assez long pour que la ligne soit tout à fait pleine" for number in (1, 2)
    ]
    text = unwrap("\n".join(f"{title}\n{body}" for title in items))
    assert text == "\n".join(f"{title}\n{PROSE[0]}" for title in items)


def test_a_wrapped_title_is_one_line() -> None:
    title = "► Le conseil municipal vote le budget de l’année prochaine après un très long débat"
    text = unwrap(textwrap.fill(title, 72) + "\n\n" + textwrap.fill(PROSE[0], 72))
    assert text == f"{title}\n\n{PROSE[0]}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Elle chante avec ses amis depuis les années 80. Leur but est de donner du baume au cœur.",
        "Le musée de Fécamp rouvre ses combles : on y voit, paraît-il, jusqu’aux îles au loin.",
        "La file de camions s’étire sur 34\u00a0kilomètres entre deux pays, 930\u202f000 colis attendent.",
        "Le reportage est à voir sur France 2. Il montre une baisse de -50% et une hausse de +40 % en un an.",
        "Les serres restent ouvertes. Objectif : laisser entrer le froid. Résultat : moins de pucerons.",
        "La colère monte. Un rassemblement d’ampleur : dix mille personnes. Le maire de Brest : absent.",
        "Le trajet se fait à plusieurs, dit-il. TF1 | Un reportage sur les routes de Bretagne, hier.",
    ],
)
@pytest.mark.parametrize("before", range(0, 40, 4))
def test_what_begins_a_line_by_chance_begins_no_paragraph(sentence: str, before: int) -> None:
    paragraph = f"{PROSE[0]} {'mot ' * (before // 4)}{sentence} {PROSE[1]}"
    assert unwrap(textwrap.fill(paragraph, 72)) == paragraph


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Un titre\nUn texte.",
        VERSES,
        ALEXANDRINES,
        "\n".join(PROSE),
        "\n\n".join(PROSE),
        "Au menu :\n- le budget de la ville voté jeudi soir\n- la grève des trains de banlieue\n- la météo",
        "1. Le budget de la ville est voté après un long débat au conseil\n2. Les trains sont à l’arrêt",
        "Ville\tVoix\tPart\nNantes\t12 000\t54 %\nRennes\t9 000\t51 %",
        "Nantes      12 000 voix au premier tour du scrutin      54 %\nRennes       9 000 voix",
        "| Nantes | 12 000 voix au premier tour de dimanche | 54 % |\n| Rennes | 9 000 | 51 % |",
        "Léa Salamé : Que répondez-vous à ceux qui disent le contraire\nLe ministre : rien du tout",
        "— Vous viendrez demain à la grande réunion publique de la mairie ?\n— oui, bien sûr",
        "LE JOURNAL DE VINGT HEURES PRÉSENTÉ CE SOIR PAR LA RÉDACTION\nle conseil a voté",
        "À la une\nLe budget\nLa grève\nLe temps qu’il fera demain",
        "http://exemple.fr/une/adresse/qui/est/longue/et/qui/ne/finit/pas\nhttp://exemple.fr/2",
    ],
)  # fmt: skip
def test_other_lines_stay_as_they_are(text: str) -> None:
    assert unwrap(text) == text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Une manifes-\ntation contre le gouver-\nnement.", "Une manifestation contre le gouvernement."),
        ("Il veut pour-\n  suivre.", "Il veut poursuivre."),
        ("l’adminis-\ntration", "l’administration"),
        ("GRANDE MANIFES-\nTATION", "GRANDE MANIFESTATION"),
        ("le vice-prési-\ndent", "le vice-président"),
        ("des manifes\u00ad\ntants", "des manifestants"),
        ("des manifes¬\ntants", "des manifestants"),
        ("Zelensky parle. Selon Zelen-\nsky", "Zelensky parle. Selon Zelensky"),
        ("le porte-\nparole", "le porte-parole"),
        ("Saint-\nÉtienne", "Saint-Étienne"),
        ("dit-\nil", "dit-il"),
        ("a-t-\non vu", "a-t-on vu"),
        ("peut-\nêtre", "peut-être"),
        ("selon Poutch-\nkov", "selon Poutch-kov"),
        ("► Défilé de manifes-\ntants\nLe texte.", "► Défilé de manifestants\nLe texte."),
        ("un tiret -\nune suite", "un tiret -\nune suite"),
        ("fin-\n\nautre", "fin-\n\nautre"),
        ("covid-\n19", "covid-\n19"),
    ],
)
def test_a_word_cut_at_a_line_end_is_whole(text: str, whole: str) -> None:
    assert unwrap(text) == whole


def test_the_turns_of_a_broken_dialogue_stay_apart() -> None:
    turns = [f"Léa Salamé : {PROSE[0]}", f"Le maire de Brest : {PROSE[2]}", "Léa Salamé : Merci à vous."]
    assert unwrap("\n".join(textwrap.fill(turn, 72) for turn in turns)) == "\n".join(turns)


def test_an_address_longer_than_the_lines_does_not_tell_their_width() -> None:
    address = "https://radio.example.org/" + "une-adresse-sans-fin-" * 6
    broken = textwrap.fill(f"{PROSE[0]} {address}", 72, break_long_words=False, break_on_hyphens=False)
    assert unwrap(f"{broken}\n\n{textwrap.fill(PROSE[1], 72)}").endswith(f"\n\n{PROSE[1]}")


@pytest.mark.parametrize("unit", ["a\n", "a-\n", "► a\n", "-\n", "a \n", "a-\nb"])
def test_many_short_lines_take_little(unit: str) -> None:
    assert unwrap(unit * 100_000).count("\n") <= 100_000
