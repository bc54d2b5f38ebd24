"""Writes what Comity is made of, as CycloneDX has it: build/sbom.cdx.json, from the lock and the files that we ship.

cyclonedx-py reads the lock. What it adds about itself and the index goes; who needs whom is read from the lock, and
the fonts and icons that were copied into Comity are added with the hash of each file.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from vendor import PACKAGES

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
TARGET = ROOT / "build" / "sbom.cdx.json"
ITSELF = "comity (pyproject.toml)"
PINNED = re.compile(r"^([\w.\[\],-]+)==\S+")


def main() -> None:
    """This will write the list and say how many things it names."""
    TARGET.parent.mkdir(exist_ok=True)
    bill = bill_of(LOCK)
    TARGET.write_text(json.dumps(bill, indent=2, sort_keys=True) + "\n")
    print(f"{TARGET.relative_to(ROOT)}: {len(bill['components'])} components")


def bill_of(lock: Path) -> dict[str, Any]:
    """This will list every package of a lock and every one whose files we ship; a list that is not valid is refused."""
    bill = read(lock)
    root = bill["metadata"]["component"]["bom-ref"]
    refs = {}
    for one in bill["components"]:
        refs[one["name"]] = one["bom-ref"] = one["purl"]
        one.pop("description", None)
        for reference in one["externalReferences"]:
            reference |= {"url": one["purl"], "comment": "the files that may be installed"}
    bill["metadata"].pop("tools", None)
    bill["components"] += shipped()
    bill["dependencies"] = dependencies(needed_by(lock.read_text()), refs, root)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill))
    if fault is not None:
        sys.exit(f"sbom: not valid: {fault}")
    return bill


def read(lock: Path) -> dict[str, Any]:
    """This will let cyclonedx-py read a lock."""
    program = Path(sys.executable).parent / "cyclonedx-py"
    words = ["requirements", str(lock), "--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible"]
    done = subprocess.run([program, *words, "--sv", "1.6"], capture_output=True, text=True, check=True)
    bill: dict[str, Any] = json.loads(done.stdout)
    return bill


def needed_by(text: str) -> dict[str, set[str]]:
    """This will read from a lock which package each one is there for: name to those that need it."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in text.splitlines():
        if pinned := PINNED.match(line):
            name = pinned[1].partition("[")[0]
            found[name] = set()
        elif line.startswith("    #"):
            why = line.strip("# ").removeprefix("via").strip()
            found[name] |= {why} if why else set()
    return found


def dependencies(needed: dict[str, set[str]], refs: dict[str, str], root: str) -> list[dict[str, Any]]:
    """This will turn who is needed by whom into who needs whom."""
    needs: dict[str, list[str]] = {ref: [] for ref in (root, *refs.values())}
    for name, parents in needed.items():
        for parent in parents:
            needs[root if parent == ITSELF else refs[parent.partition("[")[0]]].append(refs[name])
    return [{"ref": ref, "dependsOn": sorted(set(those))} for ref, those in sorted(needs.items())]


def shipped() -> list[dict[str, Any]]:
    """This will list the packages whose files were copied into Comity; those that only the tests use are left out."""
    found = []
    for package, (folder, files) in PACKAGES.items():
        name, _at, version = package.rpartition("@")
        if "tests" in folder.parts:
            continue
        purl = f"pkg:npm/{name.replace('@', '%40')}@{version}"
        parts = [folder / (as_name or Path(source).name) for source, as_name in sorted(files.items())]
        inside = [{"type": "file", "name": str(one.relative_to(ROOT)), "hashes": [hash_of(one)]} for one in parts]
        found.append(
            {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl, "components": inside}
        )
    return found


def hash_of(path: Path) -> dict[str, str]:
    """This will tell the hash of a file that we ship."""
    return {"alg": "SHA-256", "content": sha256(path.read_bytes()).hexdigest()}


if __name__ == "__main__":
    main()
