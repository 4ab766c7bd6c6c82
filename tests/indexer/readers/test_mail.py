import quopri
import textwrap
from base64 import b64encode
from datetime import date
from email.message import EmailMessage
from html import escape

import pytest

from indexer.readers import mbox
from indexer.readers.marks import named_mark

DAY = date(2024, 11, 7)
SENT = "Thu, 07 Nov 2024 08:00:00 +0100"
PLAIN = "Content-Type: text/plain; charset=utf-8\n"


def _mail(body="Un texte.", subject="Un", sent=SENT, sender="La Lettre <lettre@exemple.fr>", more=""):
    return f"From: {sender}\nSubject: {subject}\nDate: {sent}\n{more}\n{body}\n"


def _message(sample, number=0, kind="plain"):
    message = EmailMessage()
    message["From"], message["Subject"] = "La Lettre <lettre@exemple.fr>", sample.title
    message["Date"], message["Message-ID"] = (
        f"{sample.date:%d %b %Y} 08:00:00 +0100",
        f"<{number}@exemple.fr>",
    )
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in sample.body.split("\n\n"))
    html = f"<!doctype html><html><body><h1>{escape(sample.title)}</h1>{paragraphs}</body></html>"
    if kind == "html":
        message.set_content(html, subtype="html")
    else:
        message.set_content(sample.body, cte="8bit" if kind == "8bit" else "quoted-printable")
    if kind == "both":
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def _mailbox(mails, quotes=True):
    lines = []
    for mail in mails:
        lines += [b"From lettre@exemple.fr Thu Nov  7 08:00:00 2024"]
        lines += [
            b">" + line if quotes and line.lstrip(b">").startswith(b"From ") else line
            for line in mail.split(b"\n")
        ]
        lines += [b""]
    return b"\n".join(lines)


@pytest.mark.parametrize("kind", ["plain", "8bit", "html", "both"])
def test_a_bulletin_comes_back_mail_for_mail(take, samples, kind):
    mails = {f"{n:02}.eml": _message(one, n, kind) for n, one in enumerate(samples)}
    taken = take(mails)
    assert taken.told == list(samples)
    assert {document.source for document in taken.documents} == {"La Lettre"}


@pytest.mark.parametrize("name", ["a.mbox", "a.txt", "Inbox"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_mailbox_comes_back_mail_for_mail(take, samples, name, line_end):
    mailbox = _mailbox(_message(one, n, "8bit") for n, one in enumerate(samples))
    assert take({name: mailbox.replace(b"\n", line_end)}).told == list(samples)


def test_a_mailbox_that_quotes_no_line_is_cut_at_its_mails_only(take, samples):
    mailbox = _mailbox((_message(one, n, "8bit") for n, one in enumerate(samples)), quotes=False)
    assert take({"a.mbox": mailbox}).titles == [one.title for one in samples]


@pytest.mark.parametrize("first", ["From \n", "From MAILER-DAEMON\n", "From - Thu Nov  7 08:00:00 2024\n"])
def test_the_first_line_of_a_mail_may_lack_address_and_date(take, first):
    assert take({"a.mbox": f"{first}{_mail()}\n{first}{_mail(subject='Deux')}"}).titles == ["Un", "Deux"]


@pytest.mark.parametrize(
    "more", [">From lettre@exemple.fr Thu Nov  7 08:00:00 2024\n", "X-Long: a\n b\n\tc\n"]
)
@pytest.mark.parametrize("name", ["a.eml", "a.mbox"])
def test_odd_headers_hide_no_text(take, name, more):
    start = "From x Thu Nov  7 08:00:00 2024\n" if name == "a.mbox" else ""
    assert take({name: f"{start}{_mail(more=more)}"}).told == [("Un", "Un texte.", DAY)]


@pytest.mark.parametrize(
    "written",
    [
        "=?utf-8?q?L=E2=80=99=C3=A9t=C3=A9_=C3=A0?= =?utf-8?q?_Orl=C3=A9ans?=",
        "=?utf-8?b?TOKAmcOpdMOpIMOg?=\n =?utf-8?b?IE9ybMOpYW5z?=",
        "=?windows-1252?q?L=92=E9t=E9_=E0_Orl=E9ans?=",
        "L’été à Orléans",
        "L’été\n à Orléans",
        "L’été à Orléans".encode("cp1252"),
    ],
)
def test_a_subject_is_decoded_however_it_is_written(take, written):
    subject = written if isinstance(written, bytes) else written.encode()
    mail = _mail().encode().replace(b"Subject: Un", b"Subject: " + subject)
    assert take({"a.eml": mail}).titles == ["L’été à Orléans"]


def test_a_subject_that_cannot_be_decoded_stays_as_it_is_written(take):
    assert take({"a.eml": _mail(subject="=?utf-8?b?w6kw6?= été")}).titles == ["=?utf-8?b?w6kw6?= été"]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-15"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_text_is_decoded_by_its_charset(take, charset, declared):
    head = f"MIME-Version: 1.0\nContent-Type: text/plain{'; charset=' + charset if declared else ''}\n"
    text = "L'été, à Orléans" if charset == "iso-8859-15" else "L’été, à Orléans"
    assert take({"a.eml": _mail(text, more=head).encode(charset)}).documents[0].body == text


def test_quoted_printable_comes_before_flowed_lines(take):
    text = quopri.encodestring(
        "Un long \nparagraphe.\n\n> cité \n> encore\n".encode(), quotetabs=True
    ).decode()
    head = "Content-Type: text/plain; charset=utf-8; format=flowed\n"
    head += "Content-Transfer-Encoding: quoted-printable\n"
    assert take({"a.eml": _mail(text, more=head)}).documents[0].body == "Un long paragraphe.\n\n> cité encore"


def test_lines_that_a_program_broke_are_paragraphs(take):
    words = "Le conseil municipal de la ville a voté jeudi soir le budget de l’année, après un débat sur les "
    lines = textwrap.wrap(words * 4 + "écoles.", 72)
    assert take({"a.eml": _mail("\n".join(lines))}).documents[0].body == " ".join(lines)


def test_delsp_takes_the_space_at_the_end_of_a_line_away(take):
    head = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n"
    assert (
        take({"a.eml": _mail("anti \nconstitutionnel\n", more=head)}).documents[0].body
        == "anticonstitutionnel"
    )


def test_a_signature_is_no_text_and_said(take):
    taken = take({"a.eml": _mail("Un texte.\n\n-- \nLa Lettre\nParis\n", more=PLAIN)})
    assert taken.told == [("Un", "Un texte.", DAY)]
    assert "has 1 mail with a signature, which is no part of the text" in taken.said


def test_a_date_that_cannot_be_read_is_said_and_the_mail_dated_by_those_who_passed_it_on(take):
    passed = "Received: from a by b;\n Thu, 7 Nov 2024 09:00:00 +0100\n"
    taken = take(
        {"a.eml": _mail(sent="bientôt", more=passed), "b.eml": _mail(sent="bientôt", subject="Deux")}
    )
    assert taken.told == [("Un", "Un texte.", DAY), ("Deux", "Un texte.", None)]
    assert "has the date 'bientôt', which cannot be read; 2024-11-07 is taken" in taken.said
    assert "has the date 'bientôt', which cannot be read; it has no date" in taken.said


def test_the_same_mail_twice_is_one(take):
    mail = _mail(more="Message-ID: <1@x>\n")
    other = _mail("Un autre texte.", more="Message-ID: <1@x>\n")
    start = "From x Thu Nov  7 08:00:00 2024\n"
    taken = take({"a.mbox": "\n".join(start + text for text in (mail, mail, other)), "b.eml": mail})
    assert [document.body for document in taken.documents] == ["Un texte.", "Un autre texte."]
    assert taken.said.count("has 1 mail that came before; one of each is kept") == 2


def test_attachments_are_named(take):
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "x@exemple.fr", "Un", SENT
    message.set_content("Un texte.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Rapport d’été.pdf")
    taken = take({"a.eml": message.as_bytes()})
    assert taken.told == [("Un", "Un texte.", DAY)]
    assert "mail 1: has attachments that are not read: Rapport d’été.pdf" in taken.said


def test_a_mail_is_cut_at_its_marks(take):
    taken = take(
        {"a.eml": _mail("Bonjour.\n\n► Le pont\nIl ferme.\n\n► La plage\nElle ouvre.\n", more=PLAIN)}
    )
    assert taken.told == [
        ("Un", "Bonjour.", DAY),
        ("Le pont", "Il ferme.", DAY),
        ("La plage", "Elle ouvre.", DAY),
    ]


def test_plain_text_is_read_where_html_gives_nothing(take):
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "x@exemple.fr", "Un", SENT
    message.set_content("Le conseil a voté jeudi soir le budget.")
    message.add_alternative("<html><body><img src='cid:1'></body></html>", subtype="html")
    assert take({"a.eml": message.as_bytes()}).documents[0].body == "Le conseil a voté jeudi soir le budget."


def test_what_a_newsletter_says_of_itself_is_no_text(take):
    html = (
        "<html><body><table><tr><td><a href=x>Voir ce message en ligne</a></td></tr><tr><td><h1>Un</h1>"
        "<p>Le conseil a voté jeudi soir le budget de l’année, après un long débat.</p>"
        "<p>Les pompiers ont maîtrisé dans la nuit un incendie.</p></td></tr><tr><td><a href=x>La route"
        " départementale, coupée <b>depuis lundi</b>, rouvre sans faire de victime.</a></td></tr>"
        "<tr><td><p>Pour vous désabonner, cliquez ici.</p></td></tr></table></body></html>"
    )
    [document] = take({"a.eml": _mail(html, more="Content-Type: text/html; charset=utf-8\n")}).documents
    assert document.title == "Un"
    assert document.body.startswith("Le conseil a voté")
    assert document.body.endswith(
        "La route départementale, coupée depuis lundi, rouvre sans faire de victime."
    )


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_page_saved_as_mhtml_is_read_as_a_page(take, encoding):
    page = (
        '<html><head><meta charset="x"><meta property="article:published_time" content="2024-11-07"></head>'
        "<body><h1>L’été</h1><p>Le conseil a voté jeudi soir le budget, après un débat.</p></body></html>"
    ).encode()
    body = b64encode(page) if encoding == "base64" else quopri.encodestring(page)
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://exemple.fr/a\nSubject: L\n"
        "Date: Fri, 3 Jan 2025 08:00:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html";\n\tboundary="--x--"\n\n'
        f"----x--\nContent-Type: text/html\nContent-Transfer-Encoding: {encoding}\n\n"
    )
    [document] = take({"a.mhtml": head.encode() + body + b"\n----x----\n"}).documents
    assert (document.title, document.date, document.url) == ("L’été", DAY, "https://exemple.fr/a")


def test_a_named_mark_cuts_a_page_saved_as_mhtml(take):
    page = "<body><p>• Le pont</p><p>Il ferme jeudi.</p><p>• La plage</p><p>Elle ouvre lundi.</p></body>"
    mail = _mail(page, sender="<Saved by Blink>", more="Content-Type: text/html; charset=utf-8\n")
    assert take({"a.mhtml": mail}, marks=[named_mark("•")]).titles == ["Le pont", "La plage"]


def test_a_text_that_only_speaks_of_mail_is_a_text(take):
    taken = take(
        {"a.txt": "From 8 h à 9 h\nLe pont est fermé.\n", "b.txt": "Subject: le pont\n\nIl ferme.\n"}
    )
    assert len(taken.documents) == 2
    assert taken.report.unmarked.count == 2


def test_a_mail_that_is_too_large_is_said_and_the_others_are_read(take, monkeypatch):
    monkeypatch.setattr(mbox, "LARGEST_MAIL", 5000)
    mails = _mail(), _mail("mot " * 5000), _mail(subject="Deux")
    taken = take({"a.mbox": "\n".join(f"From x Thu Nov  7 08:00:00 2024\n{mail}" for mail in mails)})
    assert taken.titles == ["Un", "Deux"]
    assert "mail 2: is larger than" in taken.said


def test_parts_nested_too_deep_are_said(take):
    more = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n"
    body = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(25))
    taken = take({"a.eml": _mail(f"{body}--b25\n\nUn texte.\n", more=more)})
    assert "mail 1: has 1 part nested deeper than 20, which are not read" in taken.said


def test_parts_nested_without_end_end_nothing(take):
    more = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n"
    body = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(3000))
    assert take({"a.eml": _mail(body, more=more), "b.txt": "► Deux"}).titles[-1] == "Deux"


@pytest.mark.parametrize("declared", ["", '; boundary="autre"', ';\n boundary="--x\n y"'])
def test_parts_are_found_whatever_boundary_a_mail_declares(take, declared):
    head = f"MIME-Version: 1.0\nContent-Type: multipart/alternative{declared}\n"
    parts = "----x y\nContent-Type: text/plain; charset=utf-8\n\nLe pont ferme.\n----x y--\n"
    assert take({"a.eml": _mail(parts, more=head)}).told == [("Un", "Le pont ferme.", DAY)]


def test_a_text_of_parts_that_nothing_parts_is_read_whole(take):
    head = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n"
    assert take({"a.eml": _mail("Le pont ferme.", more=head)}).told == [("Un", "Le pont ferme.", DAY)]


def test_a_mail_of_apple_mail_is_read_without_what_stands_behind_it(take):
    sent = "From: Radio <r@example.org>\nDate: Thu, 7 Nov 2024 18:30:00 +0100"
    mail = f"{sent}\nSubject: Le point\n\nLe pont est fermé."
    written = f"{len(mail.encode())}      \n{mail}<?xml version='1.0'?><plist><dict/></plist>"
    assert take({"1.emlx": written}).told == [("Le point", "Le pont est fermé.", date(2024, 11, 7))]
