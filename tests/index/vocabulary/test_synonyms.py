"""Synonyms in several spellings: what a query looks for besides, and how a reader adds their own."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SearchError
from index.french.analysis import analyse
from index.french.stemming import STOP_WORDS, terms
from index.vocabulary.synonyms import Relation, Synonyms, inflections, load_synonyms, read_groups, words_of
from tests.work import calls

TEXT = files("index").joinpath("data", "names.txt").read_text("utf-8")
GROUPS = read_groups(TEXT, "names.txt")
ALL_NAMES = sorted({name for group in GROUPS for name in group.names})


def others(query: str, own: Path | None = None) -> set[str]:
    """Give every other name that a query looks for."""
    words = [token.terms.exact for token in analyse(query) if not token.is_variant]
    return {other for found in load_synonyms(own).expand(words) for other in found.synonyms}


def of(text: str) -> Synonyms:
    return Synonyms(read_groups(text, "mine.txt"))


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("Choigou", "Shoigu"),
        ("CHOÏGOU", "Shoigu"),
        ("sergei shoigu", "Choïgou"),
        ("Poutine", "Putin"),
        ("zelenski", "Zelensky"),
        ("Netanyahu", "Netanyahou"),
        ("Ceausescu et Kadhafi", "Gaddafi"),
        ("kyïv", "Kiev"),
        ("kharkov", "Kharkiv"),
        ("birmanie", "Myanmar"),
        ("turkiye", "Turquie"),
        ("l’OTAN", "NATO"),
        ("O.N.U.", "Nations unies"),
        ("les Nations unies", "ONU"),
        ("la france insoumise", "LFI"),
        ("corée du nord", "nord-coréen"),
        ("Nord-Coréennes", "Corée du Nord"),
        ("nord coréens", "Corée du Nord"),
        ("ukrainiennes", "Ukraine"),
        ("Pays-Bas", "néerlandais"),
        ("l'industrie bretonne", "Bretagne"),
        ("stéphanois", "Saint-Étienne"),
        ("bisontines", "Besançon"),
        ("tours", "tourangeau"),
        ("états unis", "américain"),
    ],
)
def test_a_name_looks_for_its_other_names(query: str, other: str) -> None:
    assert other in others(query)


@pytest.mark.parametrize(
    "query",
    [
        "un accord", "est", "or noir", "l’âme", "nord", "corée", "élections américaines", "tourangeau",
        "deux tours", "réunionnais", "liégeois", "mâconnais", "un tigre", "",
    ],
)  # fmt: skip
def test_a_common_word_or_a_wider_name_looks_for_nothing_wrong(query: str) -> None:
    assert not others(query) - {"tourangeau", "tourangelle"}


def test_no_stop_word_looks_for_a_name() -> None:
    assert [word for word in STOP_WORDS if load_synonyms().expand([word])] == []


def test_an_expansion_says_which_words_it_stands_beside_and_how_near_it_is() -> None:
    (found,) = load_synonyms().expand(["tirs", "de", "la", "coree", "du", "nord", "hier"])
    assert (found.relation, found.start, found.end, found.synonyms) == (
        Relation.RELATED,
        3,
        6,
        ("nord-coréen",),
    )


def test_a_country_of_another_name_has_both_kinds_of_others() -> None:
    assert {found.relation for found in load_synonyms().expand(["birmanie"])} == {
        Relation.SAME,
        Relation.RELATED,
    }


def test_the_longest_name_is_taken_and_its_words_no_second_time() -> None:
    group = of("Congo, Zaïre\nRépublique du Congo, Brazzaville")
    (found,) = group.expand(["republique", "du", "congo"])
    assert found.synonyms == ("Brazzaville",)


def test_names_of_one_query_are_found_in_order() -> None:
    found = load_synonyms().expand(["kiev", "et", "otan", "nord", "coreen"])
    assert list(dict.fromkeys((each.start, each.end) for each in found)) == [(0, 1), (2, 3), (3, 5)]


@given(st.lists(st.sampled_from(["coree", "du", "nord", "otan", "un", "les", "republicains", "a", ""])))
def test_the_names_of_a_query_lie_in_it_in_order_and_apart(words: list[str]) -> None:
    end = 0
    for start, stop in dict.fromkeys((found.start, found.end) for found in load_synonyms().expand(words)):
        assert end <= start < stop <= len(words)
        end = stop


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("coréen", "coreen, coreens, coreenne, coreennes"),
        ("breton", "breton, bretons, bretonne, bretonnes"),
        ("lillois", "lillois, lilloise, lilloises"),
        ("belge", "belge, belges"),
        ("provençal", "provencal, provencaux, provencale, provencales"),
        ("manceau", "manceau, manceaux, mancelle, mancelles"),
        ("nord-coréen", "nord coreen, nord coreens, nord coreenne, nord coreennes"),
        ("Bretagne", "bretagne"),
    ],
)
def test_a_name_with_a_small_letter_stands_for_its_feminine_and_plurals(name: str, expected: str) -> None:
    assert {" ".join(form) for form in inflections(name)} == set(expected.split(", "))


# --- the project's own file ---


def test_there_are_hundreds_of_groups_of_each_kind() -> None:
    count = Counter(group.relation for group in GROUPS)
    assert count[Relation.SAME] >= 400
    assert count[Relation.RELATED] >= 300


def test_a_name_has_the_words_that_a_query_for_it_has() -> None:
    for name in ALL_NAMES:
        assert words_of(name) == tuple(token.terms.exact for token in analyse(name) if not token.is_variant)


def test_no_name_stands_twice_in_a_group() -> None:
    for group in GROUPS:
        words = [words_of(name) for name in group.names]
        assert len(set(words)) == len(words), group


def test_no_group_says_only_what_the_stems_unite_already() -> None:
    for group in GROUPS:
        stems = {
            tuple(terms(word).stem for word in form) for name in group.names for form in inflections(name)
        }
        assert len(stems) > 1, group


def test_the_names_are_read_once_and_a_name_of_plain_letters_costs_no_analysis() -> None:
    assert load_synonyms() is load_synonyms()
    words_of.cache_clear()
    assert calls(lambda: words_of("Kharkiv")) < 10 < calls(lambda: words_of("Kharkív"))


# --- a reader's own file ---


def test_a_readers_own_names_stand_beside_those_of_the_project(tmp_path: Path) -> None:
    own = tmp_path / "noms.txt"
    own.write_text(
        "\ufeff# les nôtres\nTchoïgou, Choïgou\n\n[pays et habitants]\nKerguelen, kerguélénois\n", "utf-8"
    )
    assert others("choigou", own) == {"Tchoïgou", "Shoigu", "Shoigou"}
    assert others("kerguélénoises", own) == {"Kerguelen"}
    assert others("kyiv", own) == {"Kiev"}
    assert not others("tchoïgou")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kiev", "line 1: 'Kiev' has a name without another"),
        ("# noms\n\nKiev,", "line 3: 'Kiev,' has a name without another"),
        ("> Kiev, Kyiv", "line 1: '> Kiev, Kyiv' has a name without another"),
        ("Kiev >", "line 1: 'Kiev >' has a name without another"),
        ("ONU, un", "line 1: 'un' is no name or too common a word"),
        ("ONU > un", "line 1: 'un' is no name or too common a word"),
        ("ONU, ???", "line 1: '???' is no name or too common a word"),
        ("Kiev, Kyiv\nOdessa, kyïv", "line 2: 'kyïv' is in line 1 already"),
        ("[personnes]\nKiev, Kyiv", "line 1: '[personnes]' is no heading; write [mêmes noms] or"),
    ],
)
def test_a_line_that_cannot_be_understood_is_named_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(SearchError, match=r"^mine\.txt, ") as raised:
        of(text)
    assert said in str(raised.value)


def test_a_name_may_be_found_from_several_lines() -> None:
    group = of("Tours > Loire\nBlois > Loire")
    assert [found.synonyms for found in group.expand(["tours", "blois"])] == [("Loire",), ("Loire",)]


@pytest.mark.parametrize(("name", "word"), [("St", "saint"), ("Ste", "sainte")])
def test_a_name_written_as_the_tokenizer_reads_it_otherwise_is_found(name: str, word: str) -> None:
    assert of(f"{name}, Sanctus").expand([word])[0].synonyms == ("Sanctus",)


@pytest.mark.parametrize("content", [None, b"Kiev, Ky\xefv"], ids=["missing", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    own = tmp_path / "noms.txt"
    if content is not None:
        own.write_bytes(content)
    with pytest.raises(SearchError, match="cannot be read"):
        load_synonyms(own)
