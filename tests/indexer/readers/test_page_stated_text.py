"""A page whose text only its JSON-LD holds, as scripts would show it."""

import json
from datetime import date

import pytest

from tests.indexer.readers.reading import read

TEXT = "Les dockers ont voté la grève mardi soir, à une large majorité."
MORE = "Le port restera fermé jusqu’à jeudi. La direction propose une rencontre."
ARTICLE = {"@type": "NewsArticle", "headline": "Grève au port", "datePublished": "2024-11-07T08:00:00+01:00"}
UPDATES = [
    {"headline": "Le port rouvre", "datePublished": "2024-11-08T00:12:00+01:00", "articleBody": MORE},
    {"headline": "La grève est votée", "datePublished": "2024-11-07T18:40:00+01:00", "articleBody": TEXT},
]


def _page(stated: object, shown: str = "<div id=app></div>") -> str:
    script = f"<script type=application/ld+json>{json.dumps(stated)}</script>"
    return f"<!DOCTYPE html><html><head>{script}</head><body>{shown}</body></html>"


@pytest.mark.parametrize(
    "body", [f"{TEXT}\n\n{MORE}", f"<p>{TEXT}</p><p>{MORE}</p>", {"@type": "Text", "text": f"{TEXT}\n{MORE}"}]
)
def test_an_article_that_its_page_does_not_show_is_read(body: object) -> None:
    received = read(_page({**ARTICLE, "articleBody": body}))
    [item] = received.items
    assert (item.title, item.body) == ("Grève au port", f"{TEXT}\n\n{MORE}")
    assert received.bulletin.date == date(2024, 11, 7)
    assert "shows less text than its JSON-LD says it has; that is read" in " ".join(received.oddities)


@pytest.mark.parametrize("wrap", [lambda text: text, lambda text: {"@type": "Text", "text": text}])
def test_updates_that_their_page_does_not_show_are_read_each_with_its_day(wrap) -> None:
    updates = [{**update, "articleBody": wrap(update["articleBody"])} for update in UPDATES]
    items = read(_page({**ARTICLE, "@type": "LiveBlogPosting", "liveBlogUpdate": updates})).items
    assert [(item.title, item.body, item.date) for item in items] == [
        ("Le port rouvre", MORE, date(2024, 11, 8)),
        ("La grève est votée", TEXT, date(2024, 11, 7)),
    ]


@pytest.mark.parametrize(
    "stated", [{}, {"liveBlogUpdate": []}, {"liveBlogUpdate": None}, {"articleBody": TEXT}]
)
def test_a_text_that_the_page_shows_is_read_from_there(stated: dict[str, object]) -> None:
    received = read(_page({**ARTICLE, **stated}, f"<h1>Grève au port</h1><p>{TEXT}</p><p>{MORE}</p>"))
    assert [item.body for item in received.items] == [f"{TEXT}\n\n{MORE}"]
    assert received.oddities == ()
