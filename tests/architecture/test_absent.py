"""What Comity does not do cannot be turned against it: code from words, a shell, foreign sign-in, fetching."""

import ast
import re

import pytest

from tests.architecture.reading import PACKAGE, nodes, place, sources
from tests.conftest import ROOT

# Modules and their parts that none of our files may import, and why they are not here.
ABSENT = {
    "objects made from bytes": {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml"},
    "other databases and directories": {"ldap", "ldap3", "lxml", "pymongo", "memcache", "pylibmc", "pymemcache"},
    "templates made from words": {"jinja2", "mako", "chevron"},
    "other ways of asking": {"graphene", "strawberry", "channels", "websockets", "rest_framework"},
    "sign-in by another provider": {"oauthlib", "jwt", "jose", "saml2", "onelogin", "social_django", "authlib"},
    "fetching what an address names": {"requests", "httpx", "aiohttp", "urllib3"},
    "chance that can be guessed": {"random"},
}
# Packages that would bring one of these with them.
# Wagtail brings requests and the REST framework with it; none of ours imports them, and what they would be asked for
# is shut: nothing is embedded from other sites, and no update is asked after (comity/website/configured.py).
# pyHanko brings aiohttp, by which it can ask for revocations; none of ours imports it, and verifying asks nobody.
UNWANTED = re.compile(
    r"^(pyyaml|ldap3|python-ldap|pylatex|graphene|channels|websockets|httpx|oauthlib|pyjwt"
    r"|python3-saml|authlib|pymemcache|pylibmc|jinja2|markdown)[=\[]",
    re.M | re.I,
)
# What opens an address: the server asks itself whether it is open, and engines are asked at addresses of the operator.
FETCHES = {"comity/cli/serving.py", "comity/engines/http.py"}
OPENERS = {"urlopen", "HTTPConnection", "HTTPSConnection"}
# Where SQL is written by hand; words that somebody typed are given apart from it, as parameters.
BY_HAND = {
    "comity/journal/acting.py", "comity/journal/durability.py", "comity/journal/guards.py",
    "comity/journal/models/entries.py", "comity/partners/models/organisations.py", "comity/personal/erasing.py",
    "comity/registry/writing.py", "comity/safekeeping/databases.py", "comity/search/models.py", "comity/ui/lists.py",
    "comity/watch/figures.py", "comity/watch/fitness.py",
}  # fmt: skip
SQL = re.compile(r"\.(cursor|raw|extra|RawSQL)$|^RawSQL$")
RUNS_WORDS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}


def imported(path):
    for node in nodes(path, (ast.Import, ast.ImportFrom)):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        yield from (name.split(".")[0] for name in names)


def calls(path):
    return [ast.unparse(node.func) for node in nodes(path, ast.Call)]


def through_a_shell(path):
    return [
        ast.unparse(node)
        for node in nodes(path, ast.keyword)
        if node.arg == "shell" and not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ]


@pytest.mark.parametrize("what", ABSENT)
def test_what_comity_does_not_do_is_imported_nowhere(what):
    assert [place(path) for path in sources() if ABSENT[what] & set(imported(path))] == []


def test_no_words_are_run_as_code_or_by_a_shell():
    found = [f"{place(path)}: {one}" for path in sources() for one in calls(path) if one in RUNS_WORDS]

    assert found == []
    assert [place(path) for path in sources() if through_a_shell(path)] == []


def test_an_address_is_opened_in_two_places_only_and_is_never_one_that_somebody_typed():
    fetching = {place(path) for path in sources() if OPENERS & set(calls(path))}

    assert fetching <= FETCHES


def test_sql_is_written_by_hand_in_these_places_only():
    found = {place(path) for path in sources() if any(map(SQL.search, calls(path)))}

    assert {one for one in found if "/migrations/" not in one} == BY_HAND


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-object-storage.lock"])
def test_nothing_that_is_installed_brings_it(lock):
    assert UNWANTED.findall((ROOT / lock).read_text()) == []


def test_scripts_of_ours_run_no_words_and_listen_to_no_other_window():
    scripts = [path for path in PACKAGE.rglob("*.js") if "vendor" not in path.parts]
    forbidden = re.compile(
        r"\beval\(|new Function|postMessage|addEventListener\([\"']message|document\.write|jsonp", re.I
    )

    assert scripts
    assert [place(path) for path in scripts if forbidden.search(path.read_text())] == []


def test_what_is_absent_would_be_found(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("import pickle\nfrom random import choice\neval(x)\nrun('ls', shell=True)\n")

    assert set(imported(bad)) == {"pickle", "random"}
    assert "eval" in calls(bad)
    assert through_a_shell(bad) == ["shell=True"]
    assert UNWANTED.findall("pyyaml==6.0\n") == ["pyyaml"]
