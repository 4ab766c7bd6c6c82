"""Live blogs: each update is an item, with its own day."""

from collections.abc import Iterable
from datetime import date, time

import pytest

from indexer.bulletin import Item
from indexer.paths import PathMetadata
from tests.indexer.readers.reading import read

INTRO = "Suivez avec nous la grève au port de Brest. Les dockers ont cessé le travail mercredi à minuit."
_ROWS = """\
2024-11-08T00:12|Le port rouvre|Les grilles ont été ouvertes à minuit dix.
2024-11-07T18:40|La rencontre est finie|Syndicats et direction ont un accord. Il sera soumis au vote.
2024-11-07T09:05|Les dockers bloquent|Cent dockers tiennent l’entrée du port. Les camions font demi-tour.
"""
UPDATES = [row.split("|") for row in _ROWS.splitlines()]
DAY = date(2024, 11, 7)


def _items(entries: Iterable[str], around: str = "{}") -> tuple[Item, ...]:
    body = around.format("".join(entries))
    html = f"<!DOCTYPE html><html><body><h1>Grève : le direct</h1><p>{INTRO}</p>{body}</body></html>"
    return read(html, PathMetadata("", DAY, "direct")).items


def _clock(time: str) -> str:
    return time[-5:].replace(":", "h")


FORMS = {
    "div": '<div class="live-post"><time datetime="{0}:00+01:00">{1}</time><h3>{2}</h3><p>{3}</p></div>',
    "article": "<article><p><time datetime={0}+01:00>{1}</time></p><h2>{2}</h2><p>{3}</p></article>",
    "section": '<section class=entry><h4>{2}</h4><p><time datetime="{0}">{1}</time></p>{3}</section>',
    "list": "<li class=update><time datetime={0}>{1}</time><div><h3>{2}</h3><div><p>{3}</p></div></div></li>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_each_update_of_a_live_blog_is_an_item_with_its_day(form: str) -> None:
    entries = [form.format(time, _clock(time), title, text) for time, title, text in UPDATES]
    first, *items = _items(entries, "<ul>{}</ul>" if form.startswith("<li") else "<div>{}</div>")
    assert first == Item("Grève : le direct", INTRO)
    assert [(item.title, item.date, item.time) for item in items] == [
        (title, date.fromisoformat(moment[:10]), time.fromisoformat(moment[-5:]))
        for moment, title, _ in UPDATES
    ]
    for item, (moment, _, text) in zip(items, UPDATES, strict=True):
        assert item.body == f"{_clock(moment)}\n\n{text}"


def test_updates_without_titles_are_items() -> None:
    form = "<div class=post><time datetime={}>{}</time><p>{}</p></div>"
    _, *items = _items(form.format(time, _clock(time), text) for time, _, text in UPDATES)
    assert [item.body for item in items] == [f"{_clock(time)}\n\n{text}" for time, _, text in UPDATES]
    assert {item.title for item in items} == {"Grève : le direct"}


@pytest.mark.parametrize("written", ["{}h{}", "{}:{}", "{} h {}"])
def test_updates_that_begin_with_a_time_in_words_are_items(written: str) -> None:
    form = "<div class=post><p><b>{}</b></p><h2>{}</h2><p>{}</p></div>"
    clocks = [written.format(moment[-5:-3], moment[-2:]) for moment, *_ in UPDATES]
    entries = (form.format(clock, *update[1:]) for clock, update in zip(clocks, UPDATES, strict=True))
    _, *items = _items(entries)
    assert items == [
        Item(title, f"{clock}\n\n{text}", time=time.fromisoformat(moment[-5:]))
        for clock, (moment, title, text) in zip(clocks, UPDATES, strict=True)
    ]


PLAIN = {
    "in the paragraph": "<p>{0} - {1}</p>",
    "in bold": "<p><strong>{0}.</strong> {1}</p>",
    "alone": "<p>{0}</p><p>{1}</p>",
    "before a line": "<p><b>{0}</b><br>{1}</p>",
}


@pytest.mark.parametrize("form", PLAIN.values(), ids=PLAIN.keys())
@pytest.mark.parametrize("written", ["{} h {}", "{}h{}", "{}:{}"])
@pytest.mark.parametrize("is_reversed", [True, False])
def test_updates_that_are_plain_paragraphs_are_items(form: str, written: str, is_reversed: bool) -> None:
    updates = UPDATES[::-1] if is_reversed else UPDATES
    clocks = [written.format(moment[-5:-3], moment[-2:]) for moment, *_ in updates]
    entries = (
        f"{form.format(clock, text)}<p>{INTRO}</p>" for clock, (*_, text) in zip(clocks, updates, strict=True)
    )
    first, *items = _items(entries)
    assert first.body == INTRO
    assert [item.time for item in items] == [time.fromisoformat(moment[-5:]) for moment, *_ in updates]
    for item, clock, (*_, text) in zip(items, clocks, updates, strict=True):
        assert item.body.startswith(clock)
        assert item.body.endswith(f"{text}\n\n{INTRO}")


def test_times_in_the_sentences_of_an_article_are_no_updates() -> None:
    times = ("18 h 40, les grilles s’ouvrent. ", "14 h 30, dit-il, est bien tard. ", "9 h 05 sonnent. ")
    [item] = _items(f"<p>{time}{text}</p>" for time, (*_, text) in zip(times, UPDATES, strict=True))
    assert item.body.startswith(INTRO)


def test_a_text_inside_an_update_may_have_headings() -> None:
    after = "<h3>Et après ?</h3><p>On le saura demain.</p>"
    form = "<article><time datetime={}>{}</time><h2>{}</h2><p>{}</p>" + after + "</article>"
    _, *items = _items(form.format(time, _clock(time), *rest) for time, *rest in UPDATES)
    assert [item.title for item in items] == [title for _, title, _ in UPDATES]


def test_the_parts_of_one_article_are_no_updates() -> None:
    parts = (f"<div class=text><p>{text}</p></div>" for *_, text in UPDATES)
    [item] = _items(parts)
    assert item.body == "\n\n".join([INTRO, *(text for *_, text in UPDATES)])
