"""LibreOffice without a screen, in a profile of its own: it runs the macro beside, and turns a format into another."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

SOFFICE = shutil.which("soffice")
MACRO = Path(__file__).with_name("edits.bas")
SECONDS = 40
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">'
)
MODULE = (
    HEAD.format("script:module", "module")
    + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits" script:language="StarBasic">'
)
LIBRARY = (
    HEAD.format("library:library", "library")
    + '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Edits"/></library:library>'
)


class LibreOffice:
    """A LibreOffice that lives as long as the block that uses it."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="comity-office-")
        self.profile = Path(self.folder.name) / "profile"
        self._run("--terminate_after_init")  # it makes its profile anew at the first start, and forgets what lay there
        basic = self.profile / "user" / "basic" / "Standard"
        (basic / "Edits.xba").write_text(f"{MODULE}{escape(MACRO.read_text())}</script:module>")
        (basic / "script.xlb").write_text(LIBRARY)
        return self

    def __exit__(self, *_trouble):
        self.folder.cleanup()

    def _run(self, *words, **told):
        command = [SOFFICE, f"-env:UserInstallation={self.profile.as_uri()}", "--headless", "--norestore", *words]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, check=True, timeout=SECONDS, env={**os.environ, "LANG": "C.UTF-8", **told}, **quiet)

    def edit(self, source, target, **given):
        """The text is edited by the macro and saved as DOCX."""
        told = {f"EDIT_{name.upper()}": words for name, words in given.items()}
        trouble = Path(self.folder.name) / "trouble"
        places = {"EDIT_SOURCE": source.as_uri(), "EDIT_TARGET": target.as_uri(), "EDIT_TROUBLE": str(trouble)}
        self._run("macro:///Standard.Edits.Edit", **places, **told)
        assert target.exists(), trouble.read_text() if trouble.exists() else f"LibreOffice wrote no {target.name}"

    def turn(self, source, kind, folder, *, by=""):
        """A file in another format; `by` names the filter where the ending does not tell."""
        self._run("--convert-to", f"{kind}{':' + by if by else ''}", "--outdir", str(folder), str(source))
        return folder / f"{source.stem}.{kind}"
