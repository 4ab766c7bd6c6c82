"""What newsletters say of themselves above and below their text: that they can be read elsewhere, or left."""

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
