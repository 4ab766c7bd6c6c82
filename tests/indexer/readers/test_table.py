import csv
import io
from datetime import date

import pytest

from indexer.bulletin import LONGEST_ITEM

HEADER = ["titre", "texte", "date", "média", "identifiant"]


def _table(rows, delimiter=";", line_end="\r\n"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


def _rows(samples):
    return [HEADER, *([one.title, one.body, one.date, "Radio", 1000 + n] for n, one in enumerate(samples))]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_bulletin_comes_back_item_for_item(take, samples, delimiter, line_end):
    taken = take({"a.csv": _table(_rows(samples), delimiter, line_end)})
    assert taken.told == list(samples)
    assert [document.id for document in taken.documents] == [str(1000 + n) for n in range(len(samples))]
    assert taken.report.notes.count == 0


@pytest.mark.parametrize("charset", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_table_of_another_encoding_comes_back(take, samples, charset):
    taken = take({"a.csv": _table(_rows(samples)).encode(charset)})
    assert taken.told == list(samples)


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a"])
@pytest.mark.parametrize("first", ["sep=,\r\n", '"sep=,"\n', "SEP=,\n"])
def test_a_line_may_say_what_separates_the_cells(take, name, first):
    assert take({name: f"{first}titre,texte\nUn,a;b;c\n"}).told == [("Un", "a;b;c", None)]


def test_nuls_are_taken_out(take):
    assert take({"a.csv": "titre;texte\nUn\x00\x00;A\x00\n"}).told == [("Un", "A", None)]


def test_a_quoted_cell_keeps_its_lines(take):
    [document] = take({"a.csv": 'titre;texte\nUn;"A.\n\nB ""dit"" C."\n'}).documents
    assert document.body == 'A.\n\nB "dit" C.'


@pytest.mark.parametrize(
    "header",
    ["Title,Text,Date,Source", "HEADLINE,Full_Text,Published at,newspaper", "Intitulé,Contenu,Jour,Média"],
)
def test_columns_are_known_in_two_languages(take, header):
    [document] = take({"a.csv": f"{header}\nUn,Ici.,07/11/2024,Radio\n"}).documents
    assert (document.title, document.body, document.date, document.source) == (
        "Un",
        "Ici.",
        date(2024, 11, 7),
        "Radio",
    )


def test_a_row_without_source_or_date_takes_them_from_the_path(take):
    [document] = take({"Radio/2024-11-07.csv": "texte\nIci.\n"}).documents
    assert (document.source, document.date) == ("Radio", date(2024, 11, 7))


def test_a_number_as_id_stays_as_it_is_written(take):
    assert [item.id for item in take({"a.csv": "id,texte\n1239,A\n007,B\n"}).documents] == ["1239", "007"]


def test_columns_that_are_not_read_are_noted(take):
    assert (
        "has columns that are not read: auteur, score" in take({"a.csv": "texte;auteur;score\nA;B;3\n"}).said
    )


def test_a_table_without_a_text_is_skipped_with_the_names_of_its_columns(take):
    taken = take({"a.csv": "nom;prénom\nA;B\n"})
    assert taken.documents == []
    assert "has no column named body, texte, text, corps" in taken.said
    assert "its columns: nom, prénom" in taken.said


def test_a_row_of_too_many_cells_loses_nothing_in_silence(take):
    taken = take({"a.csv": "titre,texte\nUn,Ici, là\n", "b.csv": "texte,titre\nIci,Un,x\n"})
    assert taken.told == [("Un", "Ici, là", None), ("Un", "Ici", None)]
    assert "row 2: has 1 cell more than columns, which belong to its text" in taken.said
    assert "row 2: has 1 cell more than columns, which are not read: x" in taken.said


def test_a_date_that_cannot_be_read_is_said_and_the_row_kept(take):
    taken = take({"a.csv": "texte,date\nA,bientôt\n"})
    assert taken.told == [("", "A", None)]
    assert "row 2: has the date 'bientôt', which cannot be read" in taken.said


def test_rows_without_text_are_said_and_empty_ones_passed_over(take):
    taken = take({"a.csv": "titre,texte\n,…\n\n,\nUn,A\n"})
    assert taken.titles == ["Un"]
    assert taken.report.skipped.count == 1


def test_html_in_a_cell_is_read_as_text(take):
    assert take({"a.csv": 'texte\n"<p>L&rsquo;été</p><p>Fini</p>"\n'}).documents[0].body == "L’été\n\nFini"


def test_a_quote_that_is_not_closed_is_said(take):
    taken = take({"a.csv": 'texte\nA\n"B\n' + f"{'x' * 999}\n" * (2 * LONGEST_ITEM // 999)})
    assert [document.body for document in taken.documents] == ["A"]
    assert "is a quote not closed? what came before is kept" in taken.said


@pytest.mark.parametrize("above", ["\n\n", "Export du 7 novembre 2024\n\n", "Revue de presse;;\n"])
def test_lines_above_the_columns_are_passed_over_and_said(take, above):
    taken = take({"a.csv": f'{above}titre;texte\nUn;"A.\n\nB."\n'})
    assert taken.told == [("Un", "A.\n\nB.", None)]
    assert ("has lines above its columns, which are not read: " in taken.said) == bool(above.strip())


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("name", ["veille.txt", "veille"])
def test_a_table_is_known_by_the_names_of_its_columns(take, delimiter, name):
    rows = (("titre", "texte", "date"), ("Le pont", "Fermé.", "07/11/2024"))
    taken = take({name: "\n".join(delimiter.join(row) for row in rows)})
    assert [(document.title, document.body) for document in taken.documents] == [("Le pont", "Fermé.")]


@pytest.mark.parametrize(
    "line", ["Titre, texte et date du budget", "Le texte ; la date\nIl est voté.", "article | date\r"]
)
def test_a_text_that_begins_like_names_of_columns_is_a_text(take, line):
    assert "texts" in take({"a.txt": f"{line}\n\n► Le pont\nFermé.\n", "b.csv": "texte\nUn\n"}).said


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (
            "Horodateur,Titre de l'article,Contenu de l'article,Nom du média",
            "07/11/2024 18:30:22,Le pont,Fermé.,Radio",
        ),
        (
            '"Key","Title","Publication Title","Abstract Note","Date"',
            '"A","Le pont","Radio","Fermé.","45603.770833"',
        ),
        ("Page Name,Post Created,Message,Titre", "Radio,2024-11-07 18:30:00 CET,Fermé.,Le pont"),
        ("title;selftext;created_utc;channel", "Le pont;Fermé.;1731000600;Radio"),
    ],
)
def test_tables_of_other_programs_are_read_by_the_names_of_their_columns(take, columns, row):
    [document] = take({"a.csv": f"{columns}\n{row}\n"}).documents
    assert (document.title, document.body, document.source) == ("Le pont", "Fermé.", "Radio")
    assert f"{document.date} {document.time:%H:%M}" == "2024-11-07 18:30"


def test_of_several_columns_of_a_field_the_first_that_is_not_empty_is_read(take):
    taken = take({"a.csv": "titre;contenu;description\nLe pont;;Fermé.\nLa navette;Elle part.;Brève\n"})
    assert taken.told == [("Le pont", "Fermé.", None), ("La navette", "Elle part.", None)]


def test_a_broadcast_archive_is_read_by_the_names_of_its_columns(take):
    columns = "Identifiant de la notice;Titre propre;Date de diffusion;Heure de diffusion;Chaîne de diffusion"
    [document] = take(
        {"ina.csv": f"{columns};Résumé\n123.001;Le pont;07/11/2024;20:03:15;France 2;Fermé.\n"}
    ).documents
    assert (document.id, document.title, document.source) == ("123.001", "Le pont", "France 2")
    assert f"{document.date} {document.time}" == "2024-11-07 20:03:00"
