"""The list of what Comity is made of names everything that is installed or shipped, each by its hash."""

import json
import re
import sys
from importlib import import_module

import pytest
from cyclonedx.schema import SchemaVersion

from tests.conftest import ROOT

sys.path.append(str(ROOT / "tools"))
import sbom

pytestmark = pytest.mark.sqlite_only  # no database is asked
LOCK = (ROOT / "requirements.lock").read_text()


@pytest.fixture(scope="module")
def bill():
    return sbom.bill_of(ROOT / "requirements.lock")


def locked():
    """Each package of the lock: its version and the hashes of its files."""
    blocks = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.M)
    found = {}
    for block in blocks:
        if named := re.match(r"([\w.-]+)(?:\[[^\]]*\])?==(\S+)", block):
            found[named[1]] = named[2], set(re.findall(r"sha256:([0-9a-f]{64})", block))
    return found


def listed(bill):
    return {
        one["name"]: (one["version"], {told["content"] for ref in one["externalReferences"] for told in ref["hashes"]})
        for one in bill["components"]
        if one["purl"].startswith("pkg:pypi/")
    }


def test_every_package_of_the_lock_is_listed_with_its_version_and_hashes(bill):
    assert listed(bill) == locked()
    assert len(locked()) > 30
    assert all(hashes for _version, hashes in locked().values())


def test_a_package_that_is_left_out_would_be_found(bill):
    fewer = {**bill, "components": bill["components"][1:]}

    assert listed(fewer) != locked()


def test_files_that_we_ship_are_listed_with_theirs(bill):
    files = {
        one["name"]: one["hashes"][0]["content"] for part in bill["components"] for one in part.get("components", [])
    }

    assert any(name.endswith(".woff2") for name in files)
    assert not any(name.startswith("tests/") for name in files)
    assert files == {name: sbom.hash_of(ROOT / name)["content"] for name in files}


def test_it_is_valid_and_names_no_index(bill):
    text = json.dumps(bill)
    # Two seconds to load, which every process that gathers the tests would pay.
    validator = import_module("cyclonedx.validation.json").JsonStrictValidator

    assert validator(SchemaVersion.V1_6).validate_str(text) is None
    assert re.findall(r"https?://(?!cyclonedx\.org/schema)[^\"]*", text) == []


def test_who_needs_whom_is_told(bill):
    needs = {one["ref"].partition("@")[0]: one["dependsOn"] for one in bill["dependencies"]}

    assert any(ref.startswith("pkg:pypi/asgiref@") for ref in needs["pkg:pypi/django"])
    assert any(ref.startswith("pkg:pypi/django@") for ref in needs["root-component"])
    assert not any(ref.startswith("pkg:pypi/asgiref@") for ref in needs["root-component"])
