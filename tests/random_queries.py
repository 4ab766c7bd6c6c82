"""Texts and queries made at random, of all that the language of queries has."""

import random

SMALL = ("de", "la", "le", "les", "a", "et", "en", "un", "du", "est", "que", "dans", "au", "l’été", "l’or")
WORDS = (
    "grève", "France", "président", "Paris", "inondations", "Corée", "Nord", "COVID-19", "20h30",
    "porte-avions", "USA", "NO", "1",
)  # fmt: skip
FIELDS = ("titre:", "corps:", "source:", "bulletin:")
DATES = ("date:2020", "date:2015..2021", "depuis:2a", "avant:2022", "date:hier", "hier", "2019", "lundi")
SIGNS = (
    "-", "–", "!", "=", "+", "#", "&eacute;", "(", ")", '"', "«", "~5", "*", " ET", " OU", " NON", " && ",
    "||", ":",
)  # fmt: skip


def text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(SMALL if chance.random() < 0.6 else WORDS) for _ in range(words))


def word(chance: random.Random) -> str:
    kind = chance.random()
    if kind > 0.9:
        return "".join(chance.choice("aeiouélmnrst’-.") for _ in range(chance.randint(1, 12)))
    found = chance.choice(SMALL if kind < 0.5 else WORDS)
    return chance.choice([found, found, found.upper(), found.capitalize()])


def part(chance: random.Random, depth: int = 0) -> str:
    kind = chance.random()
    if kind < 0.3:
        return word(chance)
    if kind < 0.5:
        words = " ".join(word(chance) for _ in range(chance.randint(0, 8)))
        return f'"{words}"{chance.choice(["", "~0", "~1", "~5", "~50", "~99999999999"])}'
    if kind < 0.6:
        return f"{word(chance)[: chance.randint(1, 5)]}*"
    if kind < 0.7:
        return chance.choice(("-", "=", "–", "!")) + part(chance, depth + 1)
    if kind < 0.78:
        return chance.choice(FIELDS) + part(chance, depth + 1)
    if kind < 0.84:
        return chance.choice(DATES)
    if kind < 0.92 and depth < 30:
        return f"({' '.join(part(chance, depth + 1) for _ in range(chance.randint(0, 4)))})"
    return chance.choice(SIGNS)


def query(chance: random.Random, sizes: tuple[int, ...] = (1, 2, 3, 5, 8, 20, 60)) -> str:
    """Make a query of any of some numbers of parts."""
    joints = (" ", " ", " ", " ET ", " OU ", "")
    return "".join(part(chance) + chance.choice(joints) for _ in range(chance.choice(sizes)))
