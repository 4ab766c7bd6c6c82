"""An interview of twenty minutes, a turn after the other, made of a few sentences of our own."""

import random

TURNS = 84
QUESTIONS = (
    "Vous avez commandé le bac pendant vingt-six ans. Qu’est-ce qui change, le premier matin sans lui ?",
    "Comment décidait-on de ne pas sortir ?",
    "On vous a souvent reproché votre prudence. Avec le recul, qu’en pensez-vous ?",
    "Et les habitants de l’île, que vous disaient-ils ?",
    "Vous souvenez-vous de la grande tempête de janvier ?",
    "Pourquoi n’avoir jamais accepté le poste de directeur du port ?",
    "Que faudrait-il dire à ceux qui prennent la suite ?",
)
ANSWERS = (
    "Le silence, d’abord. On n’imagine pas ce que pèse un moteur qui ne tourne plus.",
    "Je me levais à quatre heures, j’écoutais le vent, et je savais avant d’avoir ouvert les volets.",
    "Le règlement dit quarante nœuds ; moi, je regardais la couleur de l’eau à la sortie du chenal.",
    "Il y avait toujours quelqu’un sur le quai : une mère avec un enfant fiévreux, un maçon, le facteur.",
    "On ne refuse pas la mer à des gens pareils sans leur dire pourquoi, alors j’expliquais.",
    "La préfecture, elle, voulait des chiffres. J’ai rempli des cahiers entiers que personne n’a lus.",
    "En 1987, nous avons porté du pain pendant onze jours, deux fois par jour, sans un passager.",
    "Mon second, M. Le Bras, disait qu’un bon patron est un homme qui a peur au bon moment.",
    "Les gens de l’île ne disaient rien ; ils laissaient un panier d’huîtres devant la passerelle.",
    "J’ai appris à lire une carte avec mon grand-père, qui ne savait pas lire un journal.",
    "Quand la coque a touché, j’ai compté jusqu’à dix avant de parler, et l’équipage a compté avec moi.",
    "Ce n’est pas du courage, c’est de l’habitude : on range les mêmes gestes dans le même ordre.",
)
RARE = {
    21: "Une nuit, nous avons croisé un narval, très loin de chez lui, et personne ne nous a crus.",
    51: "Le dessin du narval est resté sur la porte de la cabine jusqu’au désarmement.",
    83: "Si vous passez au musée, vous verrez la sirène, le compas et ce narval de bois peint.",
}
TITLE = "« On range les mêmes gestes dans le même ordre » : le dernier patron du bac se souvient"


def body() -> str:
    """Return the interview: without a line feed, as it was transcribed."""
    drawn = random.Random(26)
    spoken = []
    for turn in range(TURNS):
        said = [drawn.choice(QUESTIONS)] if turn % 2 == 0 else drawn.choices(ANSWERS, k=drawn.randint(2, 9))
        spoken.append(f"{'Inès Carval' if turn % 2 == 0 else 'Yann Guillou'} : {' '.join(said)}")
        if turn in RARE:
            spoken[-1] += f" {RARE[turn]}"
    return " ".join(spoken)
