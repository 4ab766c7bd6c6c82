"""An archive that is hard to set well, and its pages in Chromium, asked of the application itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page, Route

from index import Appearance, Bulletin, Document

PUBLIC = "https://archive.ponant.example"
"""The public address of the archive."""
UNKNOWN_NAME = "https://autre.example"
"""The application is not known under this name."""

SOIR = Bulletin("soir", "Journal du soir : l’essentiel", "Agence du Ponant", date(2024, 3, 12))
LONG_SOURCE = "Correspondance républicaine départementale du Finistère-Nord"
WORD = "anticonstitutionnellement"
"""A word that is alone on its line on a small screen, in large letters."""
BEFORE_A_COLON = "Grève des aiguilleurs : un vol sur cinq annulé ; la suite ? « rien » dit-on ! Marge : 12 %"
LONG_TITLE = (
    "Grève dans les ports : le détail des vingt-sept terminaux fermés, des ferries déroutés vers Vigo et "
    "des marchandises qui attendent sur les quais depuis quatorze jours, avant la médiation de lundi"
)
SPEECH = (
    "Nous avons commencé la grève un mardi, sans savoir combien de temps elle durerait, et personne ne l’a "
    "regretté depuis. Le préfet n’a reçu personne ; il a fait dire qu’il attendait « un geste » du port."
)

EARLIER = Document(
    "titre-avant", LONG_TITLE[:77], f"{SPEECH}\nPort : 11", LONG_SOURCE, date(2024, 3, 11), is_past=True
)
EDITED = Document("titre", LONG_TITLE, f"{SPEECH}\nPort : 12\nQuai : 7", LONG_SOURCE, date(2024, 3, 12))

DOCUMENTS = (
    Document(
        "deux-points",
        BEFORE_A_COLON,
        f"La grève a commencé {WORD}, dit le syndicat : « Rien n’est réglé ! »\n\nUn vol sur cinq : annulé.",
        "Agence du Ponant",
        date(2024, 3, 12),
        "https://ponant.example/" + "chemin-sans-fin/" * 12,
        (Appearance(SOIR, 1), Appearance(Bulletin("nuit", "", LONG_SOURCE, date(2024, 3, 13)), 1)),
    ),
    replace(EDITED, versions=(EARLIER, EDITED)),
    Document(
        "entretien",
        "Le port, vingt ans après",
        "\n\n".join([SPEECH] * 24),
        "Agence du Ponant",
        date(2024, 3, 12),
        appearances=(Appearance(SOIR, 2),),
    ),
    Document("mot", f"Grève {'x' * 120}", f"Grève. {'y' * 300}"),
    *(
        Document(
            f"n{n}",
            f"Numéro {n} : la grève continue",
            f"{SPEECH} Une phrase de plus dit la marée. {SPEECH}",
            ("Agence du Ponant", "Radio Estuaire")[n % 2],
            date(2023, 11, 3) + timedelta(23 * n),
            appearances=(Appearance(SOIR, 3 + n),),
        )
        for n in range(12)
    ),
)
"""Some have no date or no source, long words, titles and texts, one a version; « grève » finds all."""

RESULTS = "/?q=grève"
ITEM = "/item/deux-points?q=grève&rang=1"
LONG_ITEM = "/item/entretien?q=grève&rang=2"
BULLETIN = "/bulletin/soir?q=grève"
FOUND = (
    *(
        "/",
        RESULTS,
        "/?q=grève+port&tri=recent",
        "/?q=grève&page=2",
        "/?q=introuvable+grève+-port&du=2030-01-01",
    ),
    *(ITEM, LONG_ITEM, "/item/titre", "/item/mot?q=grève", BULLETIN, "/jour/2024-03-12", "/jour/1998-01-01"),
    *("/source/Agence%20du%20Ponant", "/comparer?q=grève", "/help"),
)
"""Every kind of page that answers with what was asked for."""
GONE = Document("retiré", "Ce qui a été retiré", "Ni la grève, ni le port.")
FAULTS = ("/rien", "/item/none", f"/item/{GONE.id}", "/source/none", "/source", "/jour/x", "/resultats.csv")
"""Every kind of error that an address makes."""


@contextmanager
def visiting(browser: Browser, app: Flask, **options: Any) -> Iterator[Page]:
    """Open a page on an application; addresses below that of the archive are paths."""
    context = browser.new_context(base_url=PUBLIC, **options)
    context.route("**/*", lambda route: _answer(app, route))
    yield context.new_page()
    context.close()


def _answer(app: Flask, route: Route) -> None:
    asked = route.request
    with app.test_client().open(asked.url, method=asked.method) as answer:
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)


def open_details(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


def width(page: Page) -> int:
    """Return the width of the page, that which is reached by scrolling included."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
