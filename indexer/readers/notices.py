"""What newsletters and pages say of themselves beside their text: where to read, follow or leave them."""

import re

_LONGEST = 250  # characters
_NOTICE = re.compile(
    r"\b(?:(?:voir|lire|consulter|afficher|ouvrir)\b.{0,60}\b(?:en ligne|dans (?:un|votre|le) navigateur)\b"
    r"|^version en ligne|si (?:ce|cet|vous)\b.{0,60}\b(?:ne s.affiche pas|n.arrivez pas)"
    r"|(?:se|vous|me) d[ée](?:sabonner|sinscrire)|d[ée]sinscription|^d[ée]sabonnement"
    r"|unsubscribe|view\b.{0,40}\bin (?:a|your) browser)",
    re.IGNORECASE,
)


def is_notice(text: str) -> bool:
    """Return whether a paragraph leads to the page of a newsletter or out of its list."""
    return len(text) <= _LONGEST and _NOTICE.search(text) is not None


_CALL = re.compile(
    r"\b(?:abonnez[- ]vous|suivez[- ]nous|je m.abonne|t[ée]l[ée]chargez\b.{0,40}\bappli\w*"
    r"|sign up|subscribe (?:to|now|here)|follow us|download\b.{0,40}\bapps?"
    r"|abonnieren sie|folgen sie uns|suscr[ií]bete|s[ií]guenos|iscriviti|seguici)\b",
    re.IGNORECASE,
)
_OF_ADVERTISING = re.compile(
    r"\W*(?:publicit[ée]s?|contenu (?:sponsoris[ée]|partenaire)|anzeige|werbung|advertisements?"
    r"|sponsored(?: content)?)(?:[,.] (?:cet article|enth[äa]lt|dieser beitrag|contains)\b.*)?\W*",
    re.IGNORECASE,
)
_OF_SUBSCRIPTION = re.compile(
    r"\b(?:inscri|abonn|sign(?:ing)? up|subscri)\w*.{0,20}\b(?:notre|nos|our|unser\w*)\b.{0,20}"
    r"\b(?:newsletter|infolettre|lettre d.information)",
    re.IGNORECASE,
)


def is_of_advertising(text: str) -> bool:
    """Return whether a line only says that advertising follows, or advertises the newsletter of its page."""
    if len(text) > _LONGEST:
        return False
    return bool(_OF_ADVERTISING.fullmatch(text) or _OF_SUBSCRIPTION.search(text))


def is_call(text: str) -> bool:
    """Return whether a paragraph may ask readers of a page to follow those who make it."""
    return len(text) <= _LONGEST and _CALL.search(text) is not None
