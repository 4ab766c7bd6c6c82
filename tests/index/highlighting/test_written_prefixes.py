"""How written words begin, by which they are found before anything is analysed: none may be missed."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.french.folding import fold
from index.french.normalisation import normalise
from index.french.stemming import find_terms
from index.highlighting import written_prefixes
from index.highlighting.prefilter import WrittenPrefix, candidate_regions

ENDINGS = re.findall(
    r"\w+",
    """
    ance ique isme able iste eux atrice ateur ation logie usion ution ence ences ement ité abilité icité ivité
    if ives eaux aux oux euse euses issement amment emment ment îmes ir issions ions ée èrent er ez iez âmes
    aient ant asse ais aise eais ion ier ière s es e enn onn ett ell eill yer ayer y ç ï ë abil ic iv at œur æ
    """,
)
BEGINNINGS = st.text("aeiouyéèêëïîôûçhlnstrmqbcœ", min_size=1, max_size=6)
INVENTED = st.builds(
    lambda begin, ends: begin + "".join(ends), BEGINNINGS, st.lists(st.sampled_from(ENDINGS), max_size=3)
)
SAMPLES = Path(__file__).parents[3] / "samples"


def is_found(word: str, found_by: frozenset[bytes]) -> bool:
    return candidate_regions(word, [WrittenPrefix(beginning) for beginning in found_by]) == [(0, len(word))]


@given(INVENTED)
def test_a_word_begins_as_its_stem_says(word: str) -> None:
    assume(len(re.findall("oe|ae", fold(word))) <= 4)  # of more there are too many spellings
    assert is_found(word, written_prefixes.of_stem(find_terms(word).stem))


def test_every_word_of_the_samples_begins_as_its_stem_and_its_form_say() -> None:
    text = "\n".join(file.read_text("utf-8", "ignore") for file in SAMPLES.rglob("*.*"))
    words = set(re.findall(r"[^\W_]+", normalise(text).text))
    missed = [
        word
        for word in words
        if not is_found(word, written_prefixes.of_stem(find_terms(word).stem))
        or not is_found(word, written_prefixes.of_form(find_terms(word).exact))
    ]
    assert (len(words) > 1_000, missed) == (True, [])


@pytest.mark.parametrize(
    ("word", "query"),
    [
        ("travaux", "travail"),
        ("yeux", "œil"),
        ("amicaux", "amical"),
        ("présidentes", "président"),
        ("essuyait", "essuyer"),
        ("irait", "aller"),
        ("vendues", "vendre"),
        ("heureuses", "heureux"),
        ("influenceuses", "influenceur"),
        ("PECHE", "péché"),
        ("cœurs", "coeur"),
        ("St-Denis", "saintdenis"),
        ("Port-Ste-Marie", "portsaintemarie"),
        ("O.T.A.N.", "otan"),
        ("nord-coréens", "nordcoréen"),
        ("chef-d’œuvre", "chefoeuvre"),
        ("aujourd’hui", "aujourdhui"),
        ("l’hô\u00adpital", "hôpital"),
        ("e\u0301lections", "élection"),
        ("30 000", "30000"),
        ("1 234 567,5", "1234567,5"),
        ("1.5", "1,5"),
        ("20h30", "30"),
        ("Straße", "strasse"),
        ("Київ", "київ"),
    ],
)
def test_what_is_written_otherwise_is_found_by_its_stem(word: str, query: str) -> None:
    assert is_found(word, written_prefixes.of_stem(find_terms(query).stem))


@pytest.mark.parametrize(
    ("prefix", "word"), [("co", "cœur"), ("sai", "St"), ("portsa", "Port-St-Louis"), ("él", "ÉLU")]
)
def test_a_prefix_may_end_within_what_is_written_shorter(prefix: str, word: str) -> None:
    assert is_found(word, frozenset(written_prefixes.of_prefix(fold(prefix))))


@pytest.mark.parametrize("form", ["saint" * 6, "1" * 20])
def test_what_can_be_written_in_too_many_ways_is_not_looked_for_so(form: str) -> None:
    with pytest.raises(written_prefixes.TooManySpellingsError):
        written_prefixes.of_form(form)
