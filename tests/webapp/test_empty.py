"""The page of a query without results says why, and what would find some."""

from index import Document, open_engine
from tests.webapp.pages import reader
from webapp.app import create_app


def test_each_word_is_counted_alone_and_left_out(page):
    text = page("/", q='"baleine volante" -budget baleine')
    assert "Aucune brève pour" in text
    assert '<td class="num">123</td>' in text
    assert '<a href="/?q=-budget+baleine">-budget baleine</a> <span class="soft">123 brèves</span>' in text
    assert "exclu : " in text


def test_ways_to_widen_are_offered_with_what_they_find(page):
    assert "Ôter les guillemets : " in page("/", q='"baleine volante"')
    text = page("/", q="baleine -une")
    assert 'Ôter les exclusions : <a href="/?q=baleine">baleine</a> trouve 123 brèves.' in text


def test_a_single_word_has_no_query_without_it(page):
    text = page("/", q="licorne")
    assert "Sans ce mot" not in text
    assert 'class="num">0</td>' in text


def test_the_period_of_the_archive_is_said(page):
    text = page("/", q="licorne")
    assert 'L’archive va du <time datetime="2020-01-01">1er janvier 2020</time> au ' in text


def test_at_most_ten_words_are_counted(page):
    text = page("/", q=" ".join(f"licorne{letter}" for letter in "abcdefghijklmno"))
    assert text.count('<th scope="row">') == 10
    assert "Seuls les 10 premiers mots sont comptés ici." in text


def test_a_query_without_a_word_is_told_so(page):
    for query in ("?!", "\0", '""'):
        text = page("/", q=query)
        assert "Aucune brève" in text
        assert "aucun mot" in text


def test_of_words_that_are_all_required_each_is_counted_and_left_out(page):
    text = page("/", q="baleine ET licorne ET numéro")
    assert text.count('<th scope="row">') == 3
    assert (
        '<a href="/?q=baleine+ET+num%C3%A9ro">baleine ET numéro</a> <span class="soft">123 brèves</span>'
        in text
    )
    assert 'Accepter un seul de ces mots : <a href="/?q=baleine+licorne+num%C3%A9ro">' in text


def test_a_filter_that_leaves_nothing_can_be_taken_away(page):
    text = page("/", q="baleine date:1999 source:mer")
    assert (
        '<a href="/?q=baleine+source:mer">baleine source:mer</a> <span class="soft">123 brèves</span>' in text
    )
    assert "Ôter les dates et les sources : " in text


def test_a_source_and_a_date_that_were_typed_are_said_in_words_with_the_days_around(page):
    text = page("/", q='source:"Agence Nordet" date:2021-02-24')
    assert "<h1>Aucune brève <bdi>d’Agence Nordet le 24 février 2021</bdi></h1>" in text
    assert '<a href="/jour/2021-02-24">' in text
    assert "Vérifier l’orthographe" not in text
    text = page("/", q='baleine source:"Agence Nordet" -une date:2021')
    assert "Nordet en 2021</bdi> pour <strong>« <bdi>baleine -une</bdi> »</strong></h1>" in text
    assert "Aucune brève pour" in page("/", q="source:mer source:nordet date:2021 date:2022")


def test_a_source_that_was_typed_and_is_none_is_said_with_those_there_are(page):
    text = page("/", q='source:"Agense Nordet" baleine')
    assert "L’archive n’a pas de source « <bdi>Agense Nordet</bdi> »" in text
    assert 'Elle a : <a href="/?q=baleine&amp;source=Agence+Nordet"><bdi>Agence Nordet</bdi></a>' in text
    assert "n’a pas de source" not in page("/", q="source:nordet licorne")
    assert "n’a pas de source" not in page("/", q="baleine source:nordet", du="1999", au="1999")


def test_quotes_are_taken_away_within_operators_too(page):
    text = page("/", q='titre:"numéro baleine" OU "baleine volante"')
    assert "Ôter les guillemets : " in text


def test_all_forms_are_offered_for_one_that_the_archive_lacks(page):
    text = page("/", q="=baleines")
    assert (
        'Accepter toutes les formes des mots : <a href="/?q=baleines">baleines</a> trouve 123 brèves.' in text
    )
    assert "toutes les formes" not in page("/", q="-=une baleine licorne date:1999")


def test_a_source_of_several_words_is_one_though_it_was_typed_without_quotation_marks(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("n", "Une grève", "", "La Lettre du Littoral")])
    text = reader(create_app(url).test_client())("/?q=source:La+Lettre+du+Littoral+zèbre")
    assert "Aucune brève <bdi>de La Lettre du Littoral</bdi> pour <strong>« <bdi>zèbre</bdi> »" in text
    assert '<td class="num">1</td>' in text
