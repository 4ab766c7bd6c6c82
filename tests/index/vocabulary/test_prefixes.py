"""The words that the prefixes of a query stand for: the most frequent, within a room that all share."""

from index import parse
from index.query import Query
from index.vocabulary.prefixes import MAX_EXPANSIONS, PREFIXED, PrefixWords, expand_prefixes


def expanded(text: str, found: int) -> Query:
    """Expand the prefixes of a query in an archive where each has so many words."""

    def words_of(prefix: str) -> PrefixWords:
        best = tuple(f"{prefix}{number}" for number in range(min(found, MAX_EXPANSIONS)))
        return PrefixWords(best, found)

    return expand_prefixes(parse(text), words_of)


def test_a_query_without_a_prefix_stays_itself() -> None:
    query = parse('grève "corée du nord" -russie')
    assert expand_prefixes(query, lambda prefix: PrefixWords((prefix,), 1)) is query


def test_a_prefix_stands_for_its_words_each_at_half_the_weight() -> None:
    (clause,) = expanded("GOUVERN*", 3).clauses
    assert [(each.written, each.weight) for each in clause.alternatives] == [
        ("gouvern0", PREFIXED), ("gouvern1", PREFIXED), ("gouvern2", PREFIXED),
    ]  # fmt: skip
    assert expanded("gouvern*", 3).notes == ()


def test_prefixes_share_the_room_and_each_says_what_it_leaves_out() -> None:
    query = expanded("gouvern* minist* gouvern*", MAX_EXPANSIONS)
    assert {len(clause.alternatives) for clause in query.clauses} == {MAX_EXPANSIONS // 2}
    assert sorted(note.sentence for note in query.notes) == [
        "512 mots commencent par gouvern : seuls les 256 plus fréquents sont cherchés.",
        "512 mots commencent par minist : seuls les 256 plus fréquents sont cherchés.",
    ]


def test_a_prefix_of_no_word_stands_for_none() -> None:
    (clause,) = expanded("gouvern*", 0).clauses
    assert clause.alternatives == ()


def test_an_excluded_prefix_stands_for_its_words_too() -> None:
    query = expanded("grève -minist*", 2)
    (excluded,) = [clause for clause in query.clauses if clause.kind == "prefix"]
    assert len(excluded.alternatives) == 2
