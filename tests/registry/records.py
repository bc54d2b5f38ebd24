"""Records as ROR writes them, and dumps of them, for whoever tests the registry."""

import gzip
import json
import zipfile

from comity.accounts.models import User
from comity.journal.acting import acting
from comity.registry.importing import import_ror
from tests.conftest import ROOT
from tests.make import NOW

# The data to try importers on lies beside the project, in shared/data; it is not a part of it.
BESIDE = [folder / "shared" / "data" for folder in ROOT.parents]
DATA = next((one for one in BESIDE if one.is_dir()), BESIDE[0])
DUMP = DATA / "ror-partial-v2.json.gz"
LINES = DATA / "ror-match-crossref-2024.json"
THESAURUS = DATA / "unesco-thesaurus.ttl"


def name(text, language=None, *sorts):
    return {"value": text, "lang": language, "types": list(sorts or ("alias",))}


def record(ror, shown, *names, ties=(), place="Rostock", country="DE", language="en", **facts):
    """A record of ROR in schema 2; `ties` are pairs of a type and a ROR id."""
    given = {
        "id": f"https://ror.org/{ror}",
        "status": "active",
        "types": ["facility"],
        "names": [name(shown, language, "label", "ror_display"), *names],
        "relationships": [
            {"type": tie, "id": f"https://ror.org/{other}", "label": f"Label of {other}"} for tie, other in ties
        ],
        "locations": [{"geonames_id": 1, "geonames_details": {"name": place, "country_code": country}}],
        "links": [{"type": "website", "value": "https://example.org/"}],
        "external_ids": [],
        "established": 1952,
    }
    return given | facts


LEIBNIZ = record(
    "01n6r0e97",
    "Leibniz Association",
    name("Leibniz-Gemeinschaft", "de", "label"),
    name("WGL", None, "acronym"),
    types=["nonprofit"],
    place="Berlin",
    ties=[("child", "029hg0311")],
)
LIKAT = record(
    "029hg0311",
    "Leibniz Institute for Catalysis",
    name("Leibniz-Institut für Katalyse", "de", "label"),
    name("LIKAT", None, "acronym"),
    ties=[("parent", "01n6r0e97")],
    external_ids=[{"type": "wikidata", "all": ["Q1814261"], "preferred": None}],
)
RABAT = record(
    "00r8w8f84",
    "Mohammed V University",
    name("Université Mohammed V de Rabat", "fr", "label"),
    name("جامعة محمد الخامس", "ar", "label"),
    types=["education"],
    place="Rabat",
    country="MA",
)
TOKYO = record(
    "057zh3y96",
    "The University of Tokyo",
    name("東京大学", "ja", "label"),
    place="Tokyo",
    country="JP",
    types=["education"],
)
XAVIER = record("00f266q65", "Xavier University", place="Cincinnati", country="US", types=["education"])
SOME = [LEIBNIZ, LIKAT, RABAT, TOKYO, XAVIER]


def dump(folder, records, name="dump.json"):
    """A dump of these records; packed as its name says."""
    path, text = folder / name, json.dumps(records) if not isinstance(records, str) else records
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode()))
    elif name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("v1.json", "[]")
            packed.writestr("v1.60-2025-ror-data_schema_v2.json", text)
    else:
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def machine():
    """The account under which Comity's own commands write."""
    with acting(by=None):
        return User.objects.machine()


def bring(path, *, at=NOW, tell=lambda run, share: None):
    return import_ror(path, by=machine(), at=at, tell=tell)


def bring_records(folder, records, **kwargs):
    return bring(dump(folder, records), **kwargs)
