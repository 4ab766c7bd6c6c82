"""Are names found that were written by ear? On the television news beside the project.

Run: python -m benchmarks.names_by_ear. The names are first and last names that several items hold; each is
written wrongly by rules of French spelling, at random, and counts where each of its words has the right
one as its first correction, or is right as typed.
"""

import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.shared import VISIBLE, rows
from benchmarks.spelling_evidence import Archive, words
from index.french.folding import fold
from index.vocabulary.spelling import spell

SET = "tvnews"
NAMES, ITEMS = 1500, 8
"""Names that are asked for, and the fewest items of each."""
TRIES = 1500
NAME = re.compile(r"(?<![.!?] )(?<!^)\b([A-ZÉÈÎÔ][a-zéèêëïîôöçü]{2,} [A-ZÉÈÎÔ][a-zéèêëïîôöçü]{3,})\b")
RULES = [
    (re.compile(wrong), right)
    for wrong, right in (
        ("ph", "f"), ("f", "ph"), ("th", "t"), ("t(?![hi])", "th"), (r"([bcdfglmnprst])\1", r"\1"),
        ("(?<=[aeiou])([lmnprt])(?=[aeiou])", r"\1\1"), ("ck|qu(?=[ei])", "k"), ("c(?=[aour])", "k"),
        ("k", "c"), ("y", "i"), ("i(?!$)", "y"), (r"(?<=\w)[sdtx]$", ""), ("e$", ""),
        ("(?<=[lnrt])$", "e"), ("(?<=[aeion])$", "t"), ("h(?!$)", ""), ("eau|au", "o"),
        ("o(?=[nlt])", "au"), ("ai|ei", "é"), ("er$|ez$|et$", "é"), ("é$", "er"),
        ("an(?=[^aeiouyn])", "en"), ("en(?=[^aeiouyn])", "an"), ("z", "s"),
        ("(?<=[aeiou])s(?=[aeiou])", "z"), ("ss", "c"), ("c(?=[ei])", "s"), ("ç", "s"),
        ("ge(?=[oa])|j", "g"), ("g(?=[ei])", "j"), ("in(?=[^aeiouyn]|$)", "ain"), ("gu(?=[ei])", "g"),
        ("x", "ks"), ("w", "v"), ("v", "w"), ("ch(?=[rl])", "k"), ("sch|sh", "ch"),
    )
]  # fmt: skip
"""What of a word may be written otherwise, and how."""
KINDS = {"last": (0, 1), "both": (1, 1), "both twice": (2, 2)}
"""How many changes the first and the last name have."""


def names() -> list[str]:
    """Return the names that most items hold."""
    counted: Counter[str] = Counter()
    for row in rows(VISIBLE / SET / "corpus.jsonl.gz"):
        counted.update(set(NAME.findall(str(row["body"]))))
    return [name.lower() for name, items in counted.most_common(NAMES) if items >= ITEMS]


def by_ear(word: str, changes: int, chance: random.Random) -> str:
    """Return a word written otherwise in some places."""
    for _ in range(changes):
        places = [(found, right) for wrong, right in RULES for found in wrong.finditer(word)]
        if places:
            found, right = chance.choice(places)
            word = word[: found.start()] + found.expand(right) + word[found.end() :]
    return word


def cases(chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield a kind, what is typed, and the name that is meant."""
    known = names()
    for number in range(TRIES):
        kind = list(KINDS)[number % len(KINDS)]
        name = chance.choice(known)
        yield kind, " ".join(map(by_ear, name.split(), KINDS[kind], [chance] * 2)), name


def main() -> None:
    """Print how many names are found."""
    asked, found = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(SET, Path(folder))
        for kind, typed, name in cases(random.Random(1)):
            spelled = spell(words(typed), archive.vocabulary, archive.together)
            first = (
                each.corrections[0].written if each.corrections else each.terms.exact for each in spelled
            )
            asked[kind] += 1
            found[kind] += fold(" ".join(first).lower()) == fold(name)
    for kind in KINDS:
        print(f"{kind}: {found[kind]} of {asked[kind]} ({found[kind] / asked[kind]:.1%})")


if __name__ == "__main__":
    main()
