"""Small faults that can be put into a module: a sign, a number, a condition, a call left out."""

import ast
import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MODULES = (
    "index/query/grammar.py",
    "index/query/lexer.py",
    "index/vocabulary/spelling.py",
    "index/vocabulary/rewriting.py",
    "index/highlighting/snippets.py",
    "index/highlighting/matcher.py",
    "index/ranking.py",
    "index/vocabulary/synonyms.py",
    "index/archive/id_assignment.py",
    "index/archive/ledger.py",
    "index/archive/builds.py",
    "index/archive/manifest.py",
    "index/vocabulary/fuzzy.py",
    "index/french/tokenizer.py",
    "index/french/dates.py",
    "indexer/readers/items.py",
    "indexer/paths.py",
    "indexer/decoding.py",
    "webapp/present.py",
    "webapp/pagination.py",
)
"""A renamed module keeps its place: which of its faults are tried depends on it."""
SAMPLE = 25
"""Faults a module."""

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq},
    **{ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
    **{ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv},
    **{ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.Break: ast.Continue, ast.Continue: ast.Break},
}
_PAIRS = {"min": "max", "any": "all", "startswith": "endswith", "lstrip": "rstrip", "find": "rfind"}
_PAIRS |= {"bisect_left": "bisect_right"}
_RENAMED = _PAIRS | {other: name for name, other in _PAIRS.items()}
_LEFT_OUT = {"decorator_list", "annotation", "returns", "msg"}
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases", "decorator_list")


@dataclass(frozen=True)
class Mutant:
    """A module with one fault.

    Attributes:
        lines: Lines of its statement, which a test must execute to notice it.
        before: The statement, without the statements within it.
        after: The statement with the fault.
        tree: The module as it is, in which `other` stands for `node`.
    """

    module: str
    lines: range
    before: str
    after: str
    tree: ast.Module
    node: ast.AST
    other: ast.AST

    @property
    def code(self) -> str:
        """The module with the fault."""
        return ast.unparse(ast.fix_missing_locations(_exchanged(self.tree, self.node, self.other)))


def sample(module: str) -> list[Mutant]:
    """Choose some of the faults of a module, the same each time, in the order of its lines."""
    found = sorted(mutants(module), key=lambda mutant: (mutant.lines.start, mutant.after))
    chosen = random.Random(MODULES.index(module)).sample(found, min(SAMPLE, len(found)))
    return sorted(chosen, key=lambda mutant: mutant.lines.start)


def mutants(module: str) -> Iterator[Mutant]:
    """Yield all faults of a module."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    for node, its in list(_nodes(tree, ast.Pass())):
        for other in _changed(node):
            body = getattr(its, "body", None)
            end = body[0].lineno if body else (its.end_lineno or its.lineno) + 1
            after = other if isinstance(other, ast.Pass) else _exchanged(its, node, other)
            yield Mutant(module, range(its.lineno, end), _header(its), _header(after), tree, node, other)


def _nodes(tree: ast.AST, statement: ast.stmt) -> Iterator[tuple[ast.AST, ast.stmt]]:
    """Go through a module, each node with its statement; not into decorators, annotations and messages."""
    for name, value in ast.iter_fields(tree):
        for child in value if isinstance(value, list) else [value]:
            is_code = isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr)
            if is_code and name not in _LEFT_OUT:
                its = child if isinstance(child, ast.stmt) else statement
                yield child, its
                yield from _nodes(child, its)


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node."""
    match node:
        case ast.Compare():
            for place, sign in enumerate(node.ops):
                if type(sign) in _SWAPPED:
                    yield _with(node, ops=[*node.ops[:place], _SWAPPED[type(sign)](), *node.ops[place + 1 :]])
        case ast.BinOp(op=ast.Div(), right=ast.Constant(str()) | ast.JoinedStr()):
            pass  # a path
        case ast.BinOp(op=sign) | ast.BoolOp(op=sign) | ast.AugAssign(op=sign) if type(sign) in _SWAPPED:
            yield _with(node, op=_SWAPPED[type(sign)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Break() | ast.Continue():
            yield _SWAPPED[type(node)]()
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.If() | ast.IfExp() | ast.While():
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Name(id=name) if name in _RENAMED:
            yield ast.Name(_RENAMED[name])
        case ast.Attribute(attr=name) if name in _RENAMED:
            yield ast.Attribute(node.value, _RENAMED[name])


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """Copy a node, some of its fields put in the place of what was there."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _exchanged(tree: ast.AST, old: ast.AST, new: ast.AST) -> ast.AST:
    """Copy a tree, one node put in the place of another."""
    return copy.deepcopy(tree, {id(old): new})


def _header(statement: ast.AST) -> str:
    """Write a statement in one line, without those within it."""
    blocks = [name for name in _BLOCKS if isinstance(getattr(statement, name, None), list)]
    return " ".join(ast.unparse(_with(statement, **{name: [] for name in blocks})).split("\n"))
