"""Looks at the code without running it: form, faults, types, who imports whom, migrations. Says all it finds.

Usage: check.py, or check.py form to put the code into its form.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
TEMPLATES = [str(path) for path in sorted(ROOT.glob("comity/**/templates/**/*.html"))]
LOOKS = {
    "form": ["ruff", "format", "--check", "--quiet", "."],
    "templates": ["djade", "--check", *TEMPLATES],
    "faults": ["ruff", "check", "--quiet", "."],
    "types": ["mypy", "comity"],
    "imports": ["lint-imports", "--no-logo"],
    "migrations": ["comity", "makemigrations", "--check", "--dry-run"],
}


FORMING = [["ruff", "format", "--quiet", "."], ["ruff", "check", "--fix", "--quiet", "."], ["djade", *TEMPLATES]]


def form() -> None:
    """This will put code and templates into their form."""
    for program, *words in FORMING:
        subprocess.run([BIN / program, *words], cwd=ROOT, check=False)


def look() -> None:
    """This will take every look and fail where any of them found something."""
    environment = {"COMITY_SECRET_KEY": "no secret is needed to look at code", **os.environ}
    failed = []
    for name, (program, *words) in LOOKS.items():
        done = subprocess.run([BIN / program, *words], cwd=ROOT, env=environment, capture_output=True, text=True)
        print(f"{name:<12}{'found something' if done.returncode else 'ok'}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    sys.exit(f"check: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    form() if sys.argv[1:] == ["form"] else look()
