"""How long things may be, as the house holds it (docs/architecture.md)."""

import ast
import tomllib
from statistics import median

from tests.architecture.reading import (
    PACKAGE,
    Piece,
    files,
    functions,
    length_of,
    lines_in,
    over,
    pieces,
    place,
    sources,
    tenth_longest,
)
from tests.conftest import ROOT

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
HOMELESS = {"services", "utils", "helpers", "common", "core", "managers", "mixins", "constants"}


def test_functions_are_short():
    found = pieces(FUNCTION)

    assert over(found, 50) == []
    assert median(piece.lines for piece in found) <= 7
    assert tenth_longest(found) <= 20


def test_classes_are_short():
    assert over(pieces(ast.ClassDef), 250) == []


def test_files_are_short():
    found = files(sources())

    assert over(found, 400) == []
    assert median(piece.lines for piece in found) <= 70
    assert tenth_longest(found) <= 250


def test_templates_are_short():
    found = files(sorted(PACKAGE.glob("*/templates/**/*.html")))

    assert over(found, 150) == []
    assert tenth_longest(found) <= 60


def test_there_is_one_short_file_of_settings():
    assert over(files([PACKAGE / "settings.py"]), 250) == []


def test_our_javascript_is_little():
    assert lines_in(PACKAGE, "*.js") <= 1500


def test_every_dependency_is_counted_and_has_its_reason():
    words = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(words)
    groups = [*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values()]
    named = project["project"]["dependencies"] + [one for group in groups for one in group]
    lines = [
        line for line in words.splitlines() if line.strip().startswith('"') and line.strip().split('"')[1] in named
    ]

    # The last six: a workbench for translators (decision 19), what checks a computation (decision 21), the stems of
    # words, which two databases would else work out differently (decision 25), and what writes, prints and signs a
    # document (decision 31).
    assert len(project["project"]["dependencies"]) <= 31
    assert len(lines) == len(named)
    assert [line for line in lines if "#" not in line and not line.strip().startswith('"pytest>')] == []


def test_what_has_no_home_is_not_put_in_a_drawer():
    drawers = [place(path) for path in sources() if path.stem in HOMELESS or path.parent.name in HOMELESS]

    assert drawers == []


def unannotated(path):
    """The public functions of a file that do not say what they take and give."""
    every = functions(path)
    inner = {one for outer in every for one in ast.walk(outer) if one is not outer}
    for function in every:
        if function.name.startswith("_") or function in inner:
            continue
        taken = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        if function.returns is None or any(
            one.annotation is None for one in taken if one.arg not in {"self", "cls", "metacls"}
        ):
            yield f"{place(path)}:{function.name}"


def test_every_public_function_says_what_it_takes_and_gives():
    assert [name for path in sources() for name in unannotated(path)] == []


def test_a_function_that_does_not_say_would_be_found():
    silent = ROOT / "tests/architecture/reading.py"

    assert "tests/architecture/reading.py:over" in list(unannotated(silent))


def test_a_long_function_would_be_found():
    long = ast.parse("def act():\n" + "    step()\n" * 50).body[0]
    told = ast.parse('def act():\n    """' + "words\n" * 50 + '"""\n    step()').body[0]

    assert over([Piece("act", length_of(long))], 50) == ["act (51)"]
    assert length_of(told) == 2
