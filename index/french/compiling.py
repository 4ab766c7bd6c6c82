"""Compilation of the lexicon, `data/lexicon.sqlite`: for `make` and wheels (`hatch_build.py`).

python -m index.french.compiling

The forms and their lemmas are those of simplemma (see NOTICE); `data/stems.txt` unites and parts lemmas.
The build of a wheel loads this file by its path, with nothing but the standard library and simplemma.
"""

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from importlib.metadata import version
from itertools import groupby, takewhile
from pathlib import Path

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

DATA = Path(__file__).parents[1] / "data"
FILE = DATA / "lexicon.sqlite"
LINES = DATA / "stems.txt"

_TABLES = """
    CREATE TABLE form (form TEXT PRIMARY KEY, stem TEXT, others TEXT, is_word INT) WITHOUT ROWID;
    CREATE TABLE stem (stem TEXT PRIMARY KEY, prefixes TEXT) WITHOUT ROWID;
"""
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_OF_VERBS = (
    *(("e", "er", 5), ("é", "er", 3), ("ée", "er", 4), ("ation", "er", 3), ("ication", "ier", 3)),
    *(("ement", "er", 5), ("age", "er", 5), ("issement", "ir", 3), ("it", "ire", 3), ("ait", "aire", 3)),
    *(("ert", "rir", 2), ("u", "re", 3), ("int", "indre", 2), ("scription", "scrire", 2)),
    *(("uction", "uire", 3), ("i", "ir", 4)),
)
_FEMININES = (
    *(("ive", "if", 2), ("euse", "eux", 2), ("euse", "eur", 3), ("trice", "teur", 2), ("ère", "er", 3)),
    *(("onne", "on", 3), ("eure", "eur", 2), ("aise", "ais", 4), ("oise", "ois", 4), ("ienne", "ien", 2)),
    *(("elle", "el", 4), ("ale", "al", 2), ("ente", "ent", 3), ("ante", "ant", 3), ("ande", "and", 4)),
)
"""Ending of a lemma, that of the lemma it is made of, and the fewest letters before them: of shorter words
not all are kin, as parlement and parler, livre and livrer. Kin that are shorter stand in `data/stems.txt`."""
_SHORTEST = 4
"""Letters of a singular whose plural is sought: mai and mais, moi and mois are no pairs."""
_PARTICIPLES = ("ée", "ie", "ue")
_SHORTEST_ROOT = 3
"""Letters of a participle before its ending: née, vue and crue are nouns, names, or short and frequent."""
_PREFIX = 4
"""Letters by which the forms of a stem are grouped to find its written prefixes."""

Fold = Callable[[str], str]


def compile_lexicon(fold: Fold) -> str:
    """Write the lexicon unless it is there; return a line on what was done.

    Args:
        fold: Removes the accents, `index.french.folding.fold`.
    """
    stamp = _digest()
    if _stamp() == stamp:
        return "the lexicon is compiled"
    lines = [line.split() for line in LINES.read_text("utf-8").splitlines() if not line.startswith("#")]
    families = stems(lemmas(), [[_plain(word) for word in line] for line in lines if line], fold)
    new = FILE.with_suffix(".new")
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(new)) as database:
        database.executescript(_TABLES)
        database.executemany("INSERT INTO form VALUES (?, ?, ?, ?)", sorted(_forms(families, fold)))
        database.executemany("INSERT INTO stem VALUES (?, ?)", sorted(_prefixes(families, fold)))
        database.execute("CREATE TABLE stamp AS SELECT ? AS stamp", (stamp,))
        database.commit()
        database.execute("VACUUM")
    new.replace(FILE)
    return "the lexicon was compiled"


def _digest() -> str:
    """Return a digest of all that the lexicon is made of."""
    parts = Path(__file__).read_bytes(), LINES.read_bytes(), version("simplemma").encode()
    return sha256(b"\0".join(parts)).hexdigest()[:16]


def _stamp() -> str:
    """Return the stamp of the file that is there; empty where there is none, or none that can be read."""
    try:
        with closing(sqlite3.connect(f"{FILE.as_uri()}?mode=ro", uri=True)) as database:
            return str(database.execute("SELECT stamp FROM stamp").fetchone()[0])
    except sqlite3.Error:
        return ""


def lemmas() -> dict[str, str]:
    """Return the lemma of each French form that simplemma knows, both in lower case, œ written oe.

    Of a form with a capital (Rennes, Marie) and one without, the one with it counts: news write names.
    """
    known = DefaultDictionaryFactory().get_dictionary("fr")
    words = {form: lemma for form, lemma in known.items() if form.isalpha()}
    plain = {_plain(form): _plain(_last(words, lemma)) for form, lemma in words.items() if form[0].islower()}
    names = {_plain(form): _plain(_last(words, lemma)) for form, lemma in words.items() if form[0].isupper()}
    found = plain | {form: lemma for form, lemma in names.items() if len(form) > 2}
    found |= _plurals(found, names)
    return found | dict(_participles(found, names))


def _plurals(lemma_of: Mapping[str, str], names: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield singulars and plurals with one lemma: a terrasse is no form of terrer, and sauces none of saucer.

    Where the singular is a lemma it counts, else the lemma that is no verb: news write more nouns.
    """
    for plural, its_lemma in lemma_of.items():
        singular = plural[:-1]
        lemma = lemma_of.get(singular, its_lemma)
        is_pair = plural.endswith("s") and len(singular) >= _SHORTEST
        if lemma == its_lemma or not is_pair or singular in names or plural in names:
            continue
        both = sorted((lemma, its_lemma), key=lambda each: (each != singular, _is_verb(each, lemma_of)))
        yield from ((singular, both[0]), (plural, both[0]))


def _participles(lemma_of: Mapping[str, str], names: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield feminines of participles that are lemmas of their own, with that of the masculine: sortie, levée.

    Those that are another word, as partie and armée, stand in `data/stems.txt`.
    """
    for feminine, its_lemma in lemma_of.items():
        root, lemma = feminine[:-2], lemma_of.get(feminine[:-1], feminine)
        is_noun = its_lemma == feminine != lemma and feminine.endswith(_PARTICIPLES) and feminine not in names
        verbs = (lemma, *(root + ending for ending in ("er", "ir", "re")))
        if is_noun and len(root) >= _SHORTEST_ROOT and any(_is_verb(verb, lemma_of) for verb in verbs):
            yield from ((feminine, lemma), (f"{feminine}s", lemma))


def _is_verb(lemma: str, lemma_of: Mapping[str, str]) -> bool:
    """Return whether a lemma is an infinitive: it has a future, or in -ir, -oir and -re a participle."""
    root = lemma[:-2]
    known = [lemma.removesuffix("e") + "a"]
    if lemma.endswith("er"):
        known += f"{root[:-1]}iera", f"{root}{root[-1:]}era", f"{root[:-2]}è{root[-1:]}era"
    elif lemma.endswith(("ir", "re")):
        known += f"{root}ant", f"{root[:-1]}ant"
    return any(lemma_of.get(form) == lemma for form in known)


def _last(words: Mapping[str, str], lemma: str) -> str:
    """Return the lemma of a lemma, and so on."""
    seen = {lemma}
    while (lemma := words.get(lemma, lemma)) not in seen:
        seen.add(lemma)
    return lemma


def _plain(form: str) -> str:
    return form.lower().translate(_LIGATURES)


def stems(lemma_of: Mapping[str, str], lines: Sequence[Sequence[str]], fold: Fold) -> dict[str, str]:
    """Return the stem of each form: one for all forms of a lemma, of the nouns made of it, and of a line.

    Args:
        lemma_of: Lemma of each form.
        lines: Words of one stem, which the first of them names, and of no other by an ending: a lemma with
            all its forms, a form of another lemma with its plural. Those that are not known are added.
        fold: Removes the accents.

    Returns:
        Stems, folded; with their accents where another stem is folded to the same: marché and marche.
    """
    listed = {word for line in lines for word in line}
    united = {lemma: origin for lemma, origin in _kin(lemma_of) if lemma not in listed}
    family = {form: _last(united, lemma) for form, lemma in lemma_of.items()}
    renamed: dict[str, str] = {}
    forms: dict[str, str] = {}
    for line in lines:
        for word in line:
            if lemma_of.get(word, word) == word:
                renamed[family.setdefault(word, word)] = line[0]
            else:
                forms |= {word: line[0], f"{word}s": line[0]}
    family = {form: renamed.get(stem, stem) for form, stem in family.items()} | forms
    alike = defaultdict(set)
    for stem in set(family.values()):
        alike[fold(stem)].add(stem)
    return {form: stem if len(alike[fold(stem)]) > 1 else fold(stem) for form, stem in family.items()}


def _kin(lemma_of: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the lemmas that are made of another one, with that one: licenciement and licencier."""
    lemmas = set(lemma_of.values())
    for endings, are_of_verbs in ((_OF_VERBS, True), (_FEMININES, False)):
        for ending, other, least in endings:
            for lemma in lemmas:
                root = lemma.removesuffix(ending)
                origin = root + other
                is_made_of_it = root != lemma and len(root) >= least and origin in lemmas
                if is_made_of_it and _is_verb(origin, lemma_of) == are_of_verbs:
                    yield lemma, origin


def _forms(stem_of: Mapping[str, str], fold: Fold) -> Iterator[tuple[str, str, str, bool]]:
    """Yield each form, its stem, other stems of forms folded to it, and whether it is a word by itself.

    A folded form that is no word stands for all words that are folded to it; its first stem is that of a word
    in its basic form, the shortest.
    """
    folded: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for form, stem in stem_of.items():
        folded[fold(form)][stem].append(form)
    for form, by_stem in folded.items():
        is_word = form in stem_of
        ranked = sorted(
            by_stem, key=lambda stem: (stem != stem_of.get(form), fold(stem) != form, len(stem), stem)
        )
        yield form, ranked[0], " ".join(ranked[1:]), is_word
        for stem, forms in by_stem.items():
            yield from ((each, stem, "", True) for each in forms if each != form)


def _prefixes(stem_of: Mapping[str, str], fold: Fold) -> Iterator[tuple[str, str]]:
    """Yield each stem with the prefixes of its folded forms, as few as begin with the same letters."""
    forms: dict[str, set[str]] = defaultdict(set)
    for form, stem in stem_of.items():
        forms[stem].add(fold(form))
    for stem, its in forms.items():
        groups = groupby(sorted(its), key=lambda form: form[:_PREFIX])
        yield stem, " ".join(_common_prefix(list(group)) for _, group in groups)


def _common_prefix(forms: Sequence[str]) -> str:
    """Return what all of some sorted forms begin with: it is what the first and the last begin with."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(forms[0], forms[-1], strict=False))
    return "".join(letter for letter, _ in alike)


def main() -> None:
    """Compile the lexicon for this checkout."""
    from index.french.folding import fold  # noqa: PLC0415  not there when a wheel is built

    print(compile_lexicon(fold), file=sys.stderr)


if __name__ == "__main__":
    main()
