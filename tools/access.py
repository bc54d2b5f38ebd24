"""Draws who may see and do what, out of the tables of each app, into docs/access."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tools import instruments
from tools.drawing import ROOT, draw

if TYPE_CHECKING:
    from comity.accounts.matrix import Matrix

FOLDER = ROOT / "docs" / "access"


def matrices() -> dict[str, list[Matrix]]:
    """This will find the tables of every app of ours that has any, by its name."""
    from django.apps import apps  # noqa: PLC0415 - the settings first

    ours = [one.name for one in apps.get_app_configs() if one.name.startswith("comity.")]
    found = {name: import_module(f"{name}.matrix") for name in ours if find_spec(f"{name}.matrix")}
    return {name.split(".")[-1]: module.MATRICES for name, module in found.items() if hasattr(module, "MATRICES")}


def pages() -> dict[Path, str]:
    """This will draw a page for every app that has tables, and one that leads to them."""
    drawn = {FOLDER / f"{app}.md": page_of(app, tables) for app, tables in matrices().items()}
    return {**drawn, **instruments.pages(), FOLDER / "README.md": first_page(sorted([*matrices(), "instruments"]))}


def first_page(names: list[str]) -> str:
    """This will say how the tables are read."""
    from comity.accounts.matrix import COLUMNS  # noqa: PLC0415 - the settings first

    return "\n".join(
        [
            "# Who may see and do what",
            "",
            "Drawn by `make docs` from `comity/*/matrix.py`, which the code itself asks. A row is something that can",
            "be seen or done; a cell says `yes`, `no`, or what must be true of the thing. `a and b or c` means: both a",
            "and b, or else c. Whether an act can be done *now* is another question, answered by the",
            "[stages](../stages/).",
            "",
            "| column | who that is |",
            "| --- | --- |",
            *(f"| {name} | {who} |" for name, who in COLUMNS.items()),
            "",
            "A closed account, and the holder of a signed link that was made for something else, count as visitors.",
            "",
            *(f"- [{name}]({name}.md)" for name in names),
            "",
        ]
    )


def page_of(app: str, tables: list[Matrix]) -> str:
    """This will draw the tables of one app."""
    lines = [f"# Who may see and do what: {app}", "", f"Drawn by `make docs` from `comity/{app}/matrix.py`."]
    for table in tables:
        lines += ["", f"## {table.thing}", "", *_table(table)]
        if table.words:
            lines += ["", *(f"- **{word}**: {one.means}." for word, one in table.words.items())]
        if table.covers:
            lines += ["", "Fields that are read through each row:", "", *_fields(table)]
    return "\n".join([*lines, ""])


def _table(table: Matrix) -> list[str]:
    from comity.accounts.matrix import COLUMNS  # noqa: PLC0415 - the settings first

    rows = [f"| {name} | {' | '.join(cells[one] for one in COLUMNS)} |" for name, cells in table.rows.items()]
    return [f"| | {' | '.join(COLUMNS)} |", f"| --- |{' --- |' * len(COLUMNS)}", *rows]


def _fields(table: Matrix) -> list[str]:
    return [f"- {row}: {', '.join(f'`{one}`' for one in fields)}" for row, fields in table.covers.items()]


if __name__ == "__main__":
    draw(FOLDER, pages)
