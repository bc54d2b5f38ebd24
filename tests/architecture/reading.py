"""Reads our own code as the tests of it need it."""

import ast
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from tests.conftest import ROOT

PACKAGE = ROOT / "comity"


@dataclass(frozen=True)
class Piece:
    """A function, a class or a file, with how many lines it takes."""

    name: str
    lines: int

    def __str__(self):
        return f"{self.name} ({self.lines})"


def sources():
    """Every Python file of the product; migrations are written by Django."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]


def place(path):
    return str(path.relative_to(ROOT))


def files(found):
    """What is written in each file, without its empty lines; a file with nothing in it is none."""
    pieces = [Piece(place(path), written(path.read_text())) for path in found]
    return [piece for piece in pieces if piece.lines]


def written(text):
    return sum(bool(line.strip()) for line in text.splitlines())


def nodes(path, kinds):
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)]


def functions(path):
    return nodes(path, (ast.FunctionDef, ast.AsyncFunctionDef))


def pieces(kinds):
    return [Piece(f"{place(path)}:{node.name}", length_of(node)) for path in sources() for node in nodes(path, kinds)]


def length_of(node):
    """How many lines it takes without its docstring: words that explain are never too many."""
    told = node.body[0] if ast.get_docstring(node) is not None else None
    return node.end_lineno - node.lineno + 1 - (told.end_lineno - told.lineno + 1 if told else 0)


def tenth_longest(found):
    """The length that nine of ten keep below."""
    return quantiles([piece.lines for piece in found], n=10)[-1]


def over(found, most):
    return [str(piece) for piece in found if piece.lines > most]


def lines_in(folder: Path, pattern):
    return sum(written(path.read_text()) for path in folder.rglob(pattern) if "vendor" not in path.parts)
