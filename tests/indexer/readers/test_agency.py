"""Files of news agencies: NITF, NewsML 1 and NewsML-G2."""

from collections.abc import Callable
from datetime import date, time

import pytest

TEXT = "<p>La digue sera réparée.</p><p>Le port reste fermé.</p>"
BODY = "La digue sera réparée.\n\nLe port reste fermé."
NITF = (
    "<nitf><head><title>Digue</title><docdata><date.issue norm='20230314T180500+0100'/></docdata>"
    "<pubdata name='AFP'/></head><body><body.head><hedline><hl1>La digue</hl1></hedline></body.head>"
    f"<body.content>{TEXT}</body.content></body></nitf>"
)
MANAGED = (
    "<FirstCreated>20230314T170500Z</FirstCreated><ThisRevisionCreated>20230320T090000Z</ThisRevisionCreated>"
)
FIRST = f"<NewsManagement>{MANAGED}</NewsManagement><Provider><Party FormalName='AFP'/></Provider>"
CONTENT = f"<NewsLines><HeadLine>La digue</HeadLine></NewsLines><DataContent>{TEXT}</DataContent>"
META = (
    "<firstCreated>2023-03-14T17:05:00Z</firstCreated><versionCreated>2023-03-20T09:00:00Z</versionCreated>"
)
SECOND = (
    f"<n:newsItem><n:itemMeta><n:provider qcode='p:AFP'><n:name>AFP</n:name></n:provider>{META}</n:itemMeta>"
    "<n:contentMeta><n:headline>La digue</n:headline></n:contentMeta><n:contentSet><n:inlineXML><html><head>"
    f"<title/></head><body>{TEXT}</body></html></n:inlineXML></n:contentSet></n:newsItem>"
)
FORMS = {
    "NITF": f"<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf-3-4.dtd'>{NITF}",
    "NewsML 1": f"<NewsML><NewsItem>{FIRST}<NewsComponent>{CONTENT}</NewsComponent></NewsItem></NewsML>",
    "NewsML-G2": f"<n:newsMessage xmlns:n='http://iptc.org/std/nar/2006-10-01/'>{SECOND}</n:newsMessage>",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["fil/depeche.xml", "fil/depeche.txt"])
def test_an_article_has_its_title_text_agency_and_day_of_publication(
    take: Callable, form: str, name: str
) -> None:
    taken = take({name: FORMS[form]})
    assert taken.told == [("La digue", BODY, date(2023, 3, 14))]
    assert [(each.source, each.time) for each in taken.documents] == [("AFP", time(18, 5))]


def test_several_articles_are_items_and_a_picture_is_said(take: Callable) -> None:
    picture = "<newsItem><contentMeta><headline>La digue, mardi</headline></contentMeta></newsItem>"
    taken = take(
        {"fil.xml": f"<newsMessage>{picture}{SECOND}{SECOND.replace('La digue', 'Le port')}</newsMessage>"}
    )
    assert taken.titles == ["La digue", "Le port"]
    assert "article 1: holds no text, as of a picture" in taken.said


def test_a_message_may_hold_more_articles_than_one_page_has_elements(take: Callable) -> None:
    long = SECOND.replace(TEXT, TEXT * 60)
    assert len(take({"fil.xml": f"<newsMessage>{long * 300}</newsMessage>"}).documents) == 300


def test_what_an_article_does_not_say_its_path_says(take: Callable) -> None:
    taken = take({"AFP/2023-03-14.xml": f"<nitf><body><body.content>{TEXT}</body.content></body></nitf>"})
    assert [(each.source, each.date) for each in taken.documents] == [("AFP", date(2023, 3, 14))]
