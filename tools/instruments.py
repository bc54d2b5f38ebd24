"""Draws what each kind of instrument needs and what can be changed at which stage, out of the table of agreements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.drawing import ROOT

if TYPE_CHECKING:
    from comity.agreements.required import Rule

PAGE = ROOT / "docs" / "access" / "instruments.md"


def page() -> str:
    """This will draw the table of comity/agreements/instruments.csv for a lawyer: by field, by stage, by kind."""
    from comity.agreements.models import Stage  # noqa: PLC0415 - the settings first
    from comity.agreements.models.stages import BEFORE_SIGNATURE  # noqa: PLC0415
    from comity.agreements.required import ALL, ORDER, rules  # noqa: PLC0415
    from comity.agreements.terms import Kind  # noqa: PLC0415

    kinds = {one.value: str(one.label) for one in Kind}
    stages = [one for one in Stage if any(one in rule.while_at for rule in rules())]
    lines = [
        "# What an instrument needs, and what can be changed when",
        "",
        "Drawn by `make docs` from `comity/agreements/instruments.csv`, which the code itself asks. A lawyer changes",
        "that table, not the code. Once the text is agreed, what is part of it is changed by opening the text again;",
        "once it is signed, by an amendment. An instrument of no known kind needs what a memorandum needs.",
        "",
        "## What is needed before which stage",
        "",
        "A row is a kind of instrument, a column the stage that is not entered before all of this is there.",
        "",
        f"| kind | {' | '.join(str(one.label) for one in ORDER)} |",
        f"| --- |{' --- |' * len(ORDER)}",
    ]
    for kind, name in kinds.items():
        cells = [
            "; ".join(_called(rule) for rule in rules() if rule.is_for(kind) and rule.before == stage)
            for stage in ORDER
        ]
        lines.append(f"| {name} | {' | '.join(one or '–' for one in cells)} |")
    lines += _one_at_a_time(kinds)
    lines += [
        "",
        "## What can be changed while, and by whom",
        "",
        "`●`: an officer or a head of the office may change it at this stage; `head`: a head alone may.",
        "",
        f"| field | of which kinds | {' | '.join(str(one.label) for one in stages)} |",
        f"| --- | --- |{' --- |' * len(stages)}",
    ]
    for rule in (one for one in rules() if one.while_at):
        whose = "all" if ALL in rule.kinds else "; ".join(name for kind, name in kinds.items() if kind in rule.kinds)
        sign = "●" if "officer" in rule.roles else "head"
        cells = [sign if stage in rule.while_at else "–" for stage in stages]
        lines.append(f"| {_called(rule)} | {whose} | {' | '.join(cells)} |")
    never = [str(one.label) for one in Stage if one not in stages and one not in BEFORE_SIGNATURE]
    lines += ["", f"Nothing of an instrument is changed any more while it is: {', '.join(never)}.", ""]
    return "\n".join(lines)


def _one_at_a_time(kinds: dict[str, str]) -> list[str]:
    from comity.agreements.models import Stage  # noqa: PLC0415 - the settings first
    from comity.agreements.required import rules  # noqa: PLC0415

    lines = [
        "",
        "## Of what the same parties have one at a time",
        "",
        "A second one is said on the pages of both; where a stage is named, it does not enter that stage.",
        "",
    ]
    for rule in (one for one in rules() if one.is_of_umbrellas):
        whose = "; ".join(name for kind, name in kinds.items() if kind in rule.kinds)
        lines.append(f"- {whose}: {f'refused before “{Stage(rule.before).label}”' if rule.before else 'said'}")
    return lines


def _called(rule: Rule) -> str:
    """A row of the table as the pages call it."""
    from comity.agreements.models import Agreement, Sort  # noqa: PLC0415 - the settings first
    from comity.agreements.required import TEXT, called  # noqa: PLC0415

    if rule.clearance:
        return f"clearance: {Sort(rule.clearance).label}"
    if rule.what == TEXT or rule.is_of_parties or rule.is_of_umbrellas:
        return rule.what
    return called(Agreement, rule.field)


def pages() -> dict[Path, str]:
    """This will draw the one page that there is."""
    return {PAGE: page()}
