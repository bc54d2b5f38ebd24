"""Draws how each kind of record moves from stage to stage, out of its table MOVES, into docs/stages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.drawing import ROOT, draw

FOLDER = ROOT / "docs" / "stages"


def pages() -> dict[Path, str]:
    """This will draw a page for every kind of record that has stages."""
    from django.apps import apps  # noqa: PLC0415 - the settings first

    from comity.journal.lifecycle import Staged  # noqa: PLC0415 - the settings first

    kinds = [kind for kind in apps.get_models() if issubclass(kind, Staged)]
    return {FOLDER / f"{kind._meta.model_name}.md": page_of(kind) for kind in kinds}


def page_of(kind: Any) -> str:
    """This will draw the stages of one kind of record, and say whose turn it is at each."""
    field = kind._meta.get_field("stage")
    words = dict(field.choices)
    order = [stage for stage in words if stage in kind.MOVES]
    reached = set().union(*kind.MOVES.values())
    arrows = [f"[*] --> {stage}" for stage in order if stage == field.default or stage not in reached]
    arrows += [f"{stage} --> {end}" for stage in order for end in words if end in kind.MOVES[stage]]
    arrows += [f"{stage} --> [*]" for stage in order if not kind.MOVES[stage]]
    rows = [f"| `{stage}` | {words[stage]} | {kind.OWNERS[stage]} |" for stage in order]
    name = str(kind._meta.verbose_name)
    return "\n".join(
        [
            f"# Stages: {name}",
            "",
            f"Drawn by `make docs` from `{kind.__name__}.MOVES` in `{kind.__module__}`.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *(f"    {arrow}" for arrow in arrows),
            "```",
            "",
            "| stage | in words | whose turn |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    draw(FOLDER, pages)
