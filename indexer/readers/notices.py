"""What newsletters and pages say of themselves beside their text: where to read, follow or leave them."""

import re

from indexer.readers.marks import SIGNS

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
    r"|devenez (?:membre|adh[ée]rent|abonn[ée])e?s?|(?:notre|nos|our|unser\w*)\b.{0,20}newsletters?"
    r"|flux rss|en kiosques?|sign up|subscribe (?:to|now|here)|follow us|become a (?:member|subscriber)"
    r"|download\b.{0,40}\bapps?|abonnieren sie|folgen sie uns|werden sie mitglied|rss-feed"
    r"|am \w*kiosk|im abo|suscr[ií]bete|s[ií]guenos|iscriviti|seguici)\b",
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


_NETWORK = (
    "(?:facebook|twitter|x|whatsapp|linkedin|messenger|telegram|instagram|pinterest|bluesky|mastodon|e-?mail|courriel"
    "|les r[ée]seaux(?: sociaux)?)"
)
_OF_PAGE = re.compile(
    r"\W*(?:"
    r"(?:temps de )?lecture\s*:?\s*\d+ min(?:utes?)?|\d+ min(?:utes?)?\.? (?:de lecture|read)"
    r"|(?:lesezeit|reading time)\s*:?\s*(?:ca\. ?)?\d+ min\w*"
    r"|(?:r[ée]sultats|articles?|es werden|ergebnisse|showing|results)\b[^.!?]{0,30}"
    r"\b\d+(?: ?[-–] ?| à | bis | to )\d+ (?:sur|von|of|de)\b[^.!?]{0,40}"
    r"|(?:page|seite|p[áa]gina) \d+ ?(?:sur|de|von|of|/) ?\d+"
    r"|partage[rz](?: (?:cet|l.)\s?article| cette page)?"
    rf"(?: (?:sur|via|par) {_NETWORK}(?:\W+(?:(?:et|ou) )?{_NETWORK})*)?|r[ée]agir"
    rf"|share (?:this(?: article| story| page| post)?|on {_NETWORK})|(?:artikel|beitrag) teilen"
    r"|imprimer(?: (?:cet|l.)\s?article)?|(?:envoyer|recevoir) par (?:e-?mail|courriel)"
    r"|(?:\d+|aucun|(?:laisser|[ée]crire|ajouter|poster) un|(?:voir|lire)(?: tous)? les) commentaires?"
    r"(?: \(\d+\))?"
    r"|(?:no|\d+|leave a|add a|post a) (?:comments?|reply)|(?:keine|\d+) kommentare?|kommentar schreiben"
    r"|(?:article |contenu )?r[ée]serv[ée] (?:à nos|aux) abonn[ée]s|d[ée]jà abonn[ée]\b.{0,40}"
    r"|la suite est r[ée]serv[ée]e aux abonn[ée]s|il vous reste \d+(?:[.,]\d+)?\s?% de cet article\b.*"
    r"|(?:copyright|©)\s*[:©]?\s*[^.!?:]{2,60}|(?:tous droits r[ée]serv[ée]s|all rights reserved)\b.{0,60}"
    r"|(?:ce site|notre site|this (?:web)?site|diese (?:web)?seite)\b.{0,40}"
    r"\b(?:utilise|uses?|verwendet|nutzt)\b.{0,40}\bcookies\b.*"
    r")\W*",
    re.IGNORECASE,
)


def is_of_page(text: str) -> bool:
    """Return whether a line speaks of its page: how long to read it, where to share, print or discuss it."""
    return len(text) <= _LONGEST and _OF_PAGE.fullmatch(text) is not None


_SEE_ALSO = re.compile(
    r"(?:[àa] )?(?:lire|voir|d[ée]couvrir|[ée]couter)(?: aussi| [ée]galement)|[àa] lire\s*(?::|$)"
    r"|sur le m[êe]me sujet|dans la m[êe]me rubrique|(?:nos|les) autres (?:articles|sujets)|les plus lus"
    r"|(?:read|see) (?:also|more|next)\b|more (?:on|from|about)\b|related (?:articles|stories|posts)"
    r"|mehr zum thema|(?:lesen sie|lies) auch|(?:weitere|[äa]hnliche) (?:artikel|beitr[äa]ge|themen)"
    r"|(?:lea|lee|vea|mira) tambi[ée]n|leer m[áa]s|leggi anche|leia (?:tamb[ée]m|mais)|lees (?:ook|meer)"
    r"|(?:czytaj|zobacz) (?:te[żz]|tak[żz]e|r[óo]wnie[żz]|wi[ęe]cej)|dowiedz si[ęe] wi[ęe]cej",
    re.IGNORECASE,
)
_LONGEST_SEE_ALSO = 199  # characters


def is_see_also(text: str) -> bool:
    """Return whether a line leads to another article: "À lire aussi : …"."""
    return len(text) <= _LONGEST_SEE_ALSO and _SEE_ALSO.match(text.lstrip(f"{SIGNS}→>»- ")) is not None
