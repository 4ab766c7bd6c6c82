"""Four documents, one of them hostile, and the commands run on them."""

import unicodedata
from datetime import date

from click.testing import CliRunner, Result

from bulletins import main
from index import Appearance, Bulletin, Document

MORNING = Bulletin("b1", "Journal de 8 h", "Radio Estuaire", date(2024, 11, 8), "https://exemple.fr/8h")
HOSTILE = "\x1b[31mrouge\x07 \x9b2J \u202egauche \u2066isolé \x00nul"
DOCUMENTS = [
    Document(
        "otan", "L’OTAN recule", "Le sommet de l’OTAN s’achève.\n\nLes élections attendent.",
        "Radio Estuaire", date(2024, 11, 8), "https://exemple.fr/1", (Appearance(MORNING, 2),),
    ),
    Document("formule", "=HYPERLINK(1)", "Une formule.", "@source"),
    Document("hostile", f"{HOSTILE} titre", f"{HOSTILE}\nla suite", HOSTILE, None, "", ()),
    Document("un id", "", "Sans titre, hémisphère."),
]  # fmt: skip


def run(url: str, *arguments: str, text: str | None = None, **environment: str) -> Result:
    variables = {"BULLETINS_INDEX": url, "NO_COLOR": "", "FORCE_COLOR": "", **environment}
    return CliRunner().invoke(main, arguments, input=text, env=variables)


def steers_a_terminal(text: str) -> set[str]:
    """Give the control characters but the line feed, and those that turn the direction of text."""
    turning = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    return {each for each in text if (unicodedata.category(each) == "Cc" and each != "\n") or each in turning}
