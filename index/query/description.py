"""One sentence that tells a reader what is searched: in French, unless it is worded otherwise."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.archive.date_origin import DateOrigin
from index.french.dates import Period
from index.query.keywords import NAME_FIELDS
from index.query.tree import (
    AllOf,
    Alternative,
    AnyOf,
    Clause,
    DateFrom,
    Dates,
    Group,
    InField,
    Node,
    Not,
    clauses,
    is_filter,
    is_plain,
)
from index.text import MarkedText, Span

_ORIGINS: dict[DateOrigin, str] = {
    "given": "date donnée",
    "page": "date de la page",
    "path": "date du chemin",
    "text": "date du texte",
    "weekday": "date supposée",
    "none": "sans date",
}
MAX_ALTERNATIVES = 6
"""Alternatives of a word that are named."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a description is worded.

    Attributes:
        say: Returns a French text of this module as it is said.
        period: Returns a period as part of a sentence.
        all_items: How a description begins where no word is searched.
    """

    say: Callable[[str], str] = str
    period: Callable[[Period], str] = str
    all_items: str = "toutes les brèves"


FRENCH = Wording()


def sentence(
    root: Group, *, is_all: bool = False, has_versions: bool = False, wording: Wording = FRENCH
) -> MarkedText:
    """Describe what is searched; the spans are the words searched.

    Args:
        root: The tree of the query.
        is_all: Every word is wanted, and not any of them.
        has_versions: Earlier texts are searched, too.
        wording: How it is worded.
    """
    written, say = _Sentence(wording), wording.say
    light = _unique(part for part in root.parts if is_plain(part) and part not in root.words)
    excluded = tuple(part.part for part in root.filters if isinstance(part, Not))
    other_days = tuple(part for part in excluded if isinstance(part, (Dates, DateFrom)))
    narrowing = tuple(part for part in root.filters if not isinstance(part, Not))
    any_form = say(", toutes formes")
    written.part(_unique(root.required), say("et"), after=any_form if _is_any_form(root.required) else "")
    written.part(
        _unique(root.words),
        say("et") if is_all else say("ou"),
        before=say("de préférence ") if root.required and not is_all else "",
        after=any_form,
    )
    written.part(light, say("et"), after=_counting_little(light, say))
    written.names()
    if root.filters and not (root.required or root.words):
        written.begin(wording.all_items)
    written.is_short = True
    for part in narrowing:
        written.part((part,), say("et"))
    rest = _unique(part for part in excluded if part not in other_days)
    written.part(rest, say("ni"), before=say("sans "), is_excluded=True)
    written.part(_unique(other_days), say("ni"), before=say("sauf "), is_excluded=True)
    if has_versions and root.parts:
        written.begin(say("aussi dans les textes d’avant une modification"))
    return written.end()


def _unique(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(dict.fromkeys(nodes))


def _is_any_form(required: Iterable[Node]) -> bool:
    """Return whether all that is required are plain words."""
    found = [clause for node in required for clause, _ in clauses(node)]
    return bool(found) and all(clause.is_plain for clause in found)


def _counting_little(light: Sequence[Node], say: Callable[[str], str]) -> str:
    return say(" compte peu") if len(light) == 1 else say(" comptent peu")


class _Sentence:
    """Builder of a sentence and the spans of the words in it.

    Attributes:
        is_short: Phrases are not called exact from now on: among filters it is understood.
    """

    def __init__(self, wording: Wording) -> None:
        self.is_short = False
        self.say, self._period = wording.say, wording.period
        self._text = ""
        self._spans: list[Span] = []
        self._names: dict[str, list[Alternative]] = {}

    def begin(self, text: str) -> None:
        """Begin another part of the sentence, after a semicolon."""
        self._text += (self.say("\u202f; ") if self._text else "") + text

    def part(
        self,
        nodes: Sequence[Node],
        last: str,
        before: str = "",
        after: str = "",
        *,
        is_excluded: bool = False,
    ) -> None:
        """Add a part that enumerates nodes; nothing where there are none."""
        if nodes:
            self.begin(before)
            self._enumerate(nodes, last, is_excluded=is_excluded)
            self._text += after

    def names(self) -> None:
        """Add the names of several words that were among what was added, each with its other spellings."""
        for name, others in self._names.items():
            self.begin("")
            self._named(name, others)

    def end(self) -> MarkedText:
        """Return the sentence; empty where nothing was added."""
        return MarkedText(self._text + "." if self._text else "", tuple(self._spans))

    def _enumerate(self, nodes: Sequence[Node], last: str, *, is_excluded: bool = False) -> None:
        """Add nodes as a list: a, b ou c."""
        for number, node in enumerate(nodes):
            if number:
                self._text += f" {last} " if number == len(nodes) - 1 else ", "
            self._add(node, is_inside=len(nodes) > 1 or is_excluded)

    def _add(self, node: Node, *, is_inside: bool) -> None:
        if isinstance(node, Clause):
            self._clause(node)
        elif isinstance(node, Dates):
            self._text += self._period(node.period)
        elif isinstance(node, DateFrom):
            self._text += self.say(_ORIGINS[node.origin])
        elif isinstance(node, Not):
            self._text += self.say("pas ")
            self._add(node.part, is_inside=True)
        elif isinstance(node, InField):
            self._in_field(node)
        else:
            self._text += "(" if is_inside else ""
            self._parts(node)
            self._text += ")" if is_inside else ""

    def _parts(self, node: AllOf | AnyOf | Group) -> None:
        if isinstance(node, Group):
            self._group(node)
        else:
            self._enumerate(_unique(node.parts), self._last(is_all=isinstance(node, AllOf)))

    def _group(self, group: Group) -> None:
        """Add what stands in parentheses within a query."""
        light = _unique(part for part in group.parts if is_plain(part) and part not in group.words)
        needed = (*group.required, *group.filters)
        first, then = (needed, group.words) if group.required else (group.words, needed)
        self._enumerate(first, self._last(is_all=bool(group.required)))
        if then:
            self._text += self.say(", de préférence ") if group.required else ", "
            self._enumerate(then, self._last(is_all=not group.required))
        if light:
            self._text += ", "
            self._enumerate(light, self._last(is_all=True))
            self._text += _counting_little(light, self.say)

    def _last(self, *, is_all: bool) -> str:
        """Return what stands before the last part of a list."""
        return self.say("et") if is_all else self.say("ou")

    def _in_field(self, node: InField) -> None:
        if node.field in NAME_FIELDS:
            self._text += f"{node.field} "
        self._add(node.part, is_inside=not is_filter(node) or isinstance(node.part, (AllOf, AnyOf, Group)))
        if node.field == "title":
            self._text += self.say(" dans le titre")
        elif node.field == "body":
            self._text += self.say(" dans le corps")

    def _clause(self, clause: Clause) -> None:
        if clause.kind == "word":
            return self._word(clause)
        if clause.kind == "prefix":
            self._text += self.say("un mot qui commence par ")
            return self._word(clause)
        if clause.kind == "form":
            self._text += self.say("la forme ")
        elif clause.slop is None and not self.is_short:
            self._text += self.say("exactement ")
        self._text += self.say("«\u202f")
        self._word(clause)
        self._text += self.say("\u202f»")
        if clause.slop is not None:
            near = self.say(" à {slop} mots près") if clause.slop > 1 else self.say(" à {slop} mot près")
            self._text += near.format(slop=clause.slop)
        return None

    def _word(self, clause: Clause) -> None:
        """Add a word and its alternatives; those of a prefix are too many to name."""
        own = [other for other in clause.alternatives if not other.of]
        for other in clause.alternatives:
            if other.of:
                self._names.setdefault(other.of, []).append(other)
        self._named(clause.text, () if clause.kind == "prefix" else own)

    def _named(self, text: str, others: Sequence[Alternative]) -> None:
        self._spans.append(Span(len(self._text), len(self._text) + len(text)))
        self._text += text
        if others:
            named = list(dict.fromkeys(other.written for other in others))
            also = ", ".join(named[:MAX_ALTERNATIVES])
            more = len(named) > MAX_ALTERNATIVES
            said = self.say(" (aussi {words} et d’autres)") if more else self.say(" (aussi {words})")
            self._text += said.format(words=also)
