"""One French sentence that tells a reader what is searched."""

from collections.abc import Iterable, Sequence

from index.query.keywords import NAME_FIELDS
from index.query.tree import (
    AllOf,
    AnyOf,
    Clause,
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

ALL_ITEMS = "toutes les brèves"
"""How a description begins where no word is searched."""
MAX_ALTERNATIVES = 6
"""Alternatives of a word that are named."""

_NARROW = "\u202f"


def sentence(root: Group, *, is_all: bool = False) -> MarkedText:
    """Describe what is searched; the spans are the words searched.

    Args:
        root: The tree of the query.
        is_all: Every word is wanted, and not any of them.
    """
    written = _Sentence()
    light = _unique(part for part in root.parts if is_plain(part) and part not in root.words)
    excluded = tuple(part.part for part in root.filters if isinstance(part, Not))
    other_days = tuple(part for part in excluded if isinstance(part, Dates))
    narrowing = tuple(part for part in root.filters if not isinstance(part, Not))
    written.part(_unique(root.required), "et", after=_any_form(root.required))
    written.part(
        _unique(root.words),
        "et" if is_all else "ou",
        before="de préférence " if root.required and not is_all else "",
        after=", toutes formes",
    )
    written.part(light, "et", after=" compte peu" if len(light) == 1 else " comptent peu")
    if root.filters and not (root.required or root.words):
        written.begin(ALL_ITEMS)
    written.is_short = True
    for part in narrowing:
        written.part((part,), "et")
    written.part(_unique(part for part in excluded if part not in other_days), "ni", before="sans ")
    written.part(_unique(other_days), "ni", before="sauf ")
    return written.end()


def _unique(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(dict.fromkeys(nodes))


def _any_form(required: Iterable[Node]) -> str:
    """Return « toutes formes » where all that is required are plain words."""
    found = [clause for node in required for clause, _ in clauses(node)]
    return ", toutes formes" if found and all(clause.is_plain for clause in found) else ""


class _Sentence:
    """Builder of a French sentence and the spans of the words in it.

    Attributes:
        is_short: Phrases are not called exact from now on: among filters it is understood.
    """

    def __init__(self) -> None:
        self.is_short = False
        self._text = ""
        self._spans: list[Span] = []

    def begin(self, text: str) -> None:
        """Begin another part of the sentence, after a semicolon."""
        self._text += (f"{_NARROW}; " if self._text else "") + text

    def part(self, nodes: Sequence[Node], last: str, before: str = "", after: str = "") -> None:
        """Add a part that enumerates nodes; nothing where there are none."""
        if nodes:
            self.begin(before)
            self._enumerate(nodes, last)
            self._text += after

    def end(self) -> MarkedText:
        """Return the sentence; empty where nothing was added."""
        return MarkedText(self._text + "." if self._text else "", tuple(self._spans))

    def _enumerate(self, nodes: Sequence[Node], last: str) -> None:
        """Add nodes as a list: a, b ou c."""
        for number, node in enumerate(nodes):
            if number:
                self._text += f" {last} " if number == len(nodes) - 1 else ", "
            self._add(node, is_inside=len(nodes) > 1 or last == "ni")

    def _add(self, node: Node, *, is_inside: bool) -> None:
        if isinstance(node, Clause):
            self._clause(node)
        elif isinstance(node, Dates):
            self._text += str(node.period)
        elif isinstance(node, Not):
            self._text += "pas "
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
            self._enumerate(_unique(node.parts), "et" if isinstance(node, AllOf) else "ou")

    def _group(self, group: Group) -> None:
        """Add what stands in parentheses within a query."""
        light = _unique(part for part in group.parts if is_plain(part) and part not in group.words)
        needed = (*group.required, *group.filters)
        first, then = (needed, group.words) if group.required else (group.words, needed)
        self._enumerate(first, "et" if group.required else "ou")
        if then:
            self._text += ", de préférence " if group.required else ", "
            self._enumerate(then, "ou" if group.required else "et")
        if light:
            self._text += ", "
            self._enumerate(light, "et")
            self._text += " compte peu" if len(light) == 1 else " comptent peu"

    def _in_field(self, node: InField) -> None:
        if node.field in NAME_FIELDS:
            self._text += f"{node.field} "
        self._add(node.part, is_inside=not is_filter(node) or isinstance(node.part, (AllOf, AnyOf, Group)))
        self._text += {"title": " dans le titre", "body": " dans le corps"}.get(node.field, "")

    def _clause(self, clause: Clause) -> None:
        if clause.kind == "word":
            return self._word(clause)
        if clause.kind == "prefix":
            self._text += "un mot qui commence par "
            return self._word(clause)
        is_exact = clause.kind == "phrase" and clause.slop is None and not self.is_short
        self._text += "la forme " if clause.kind == "form" else "exactement " if is_exact else ""
        self._text += f"«{_NARROW}"
        self._word(clause)
        self._text += f"{_NARROW}»"
        if clause.slop is not None:
            self._text += f" à {clause.slop} {'mots' if clause.slop > 1 else 'mot'} près"
        return None

    def _word(self, clause: Clause) -> None:
        """Add a word and its alternatives; those of a prefix are too many to name."""
        self._spans.append(Span(len(self._text), len(self._text) + len(clause.text)))
        self._text += clause.text
        if clause.alternatives and clause.kind != "prefix":
            named = list(dict.fromkeys(other.written for other in clause.alternatives))
            more = len(named) > MAX_ALTERNATIVES
            self._text += f" (aussi {', '.join(named[:MAX_ALTERNATIVES])}{' et d’autres' if more else ''})"
