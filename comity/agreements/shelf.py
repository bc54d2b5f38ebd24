"""All models, wherever they lie: those shipped with Comity as files, and those that our office made of its own."""

from __future__ import annotations

from collections.abc import Iterable

from comity.agreements.models import Clause, ModelVersion
from comity.agreements.shipped import ModelText, as_model, shipped
from comity.agreements.terms import Kind

# A model by its code and version, as a clause that came from it names it.
Named = tuple[str, int]


def newest(*, first: str = "") -> list[ModelText]:
    """This will list the newest version of each model, those for the kind `first` before the others; one query."""
    latest: dict[str, ModelText] = {}
    for one in sorted(shipped(), key=lambda one: one.version):
        latest[one.code] = one
    own = [_as_text(one) for one in ModelVersion.objects.newest().select_related("model").order_by("pk")]
    return sorted([*latest.values(), *own], key=lambda one: (one.kind != first, Kind.values.index(one.kind)))


def models_named(wanted: Iterable[Named]) -> dict[Named, ModelText]:
    """This will find versions of models; those that are not kept here are left out. One query at most."""
    asked = set(wanted)
    found = {(one.code, one.version): one for one in shipped() if (one.code, one.version) in asked}
    own = (_as_text(one) for one in ModelVersion.objects.named(asked).select_related("model"))
    return found | {(one.code, one.version): one for one in own}


def model_of(code: str, version: int | None) -> ModelText | None:
    """This will find one version of a model; nothing where it is not kept here."""
    return models_named({(code, version)}).get((code, version)) if version is not None else None


def models_behind(clauses: Iterable[Clause]) -> dict[Named, ModelText]:
    """This will find the models from which some clauses came."""
    return models_named({(one.from_model, one.from_version) for one in clauses if one.from_version is not None})


def versions_of(code: str) -> list[ModelText]:
    """This will list every version of a model that is kept here, the newest first."""
    own = ModelVersion.objects.coded(code)
    found = [*(one for one in shipped() if one.code == code), *(_as_text(one) for one in own)]
    return sorted(found, key=lambda one: -one.version)


def _as_text(version: ModelVersion) -> ModelText:
    facts = {"code": version.model.code, "version": version.number, "kind": version.model.kind}
    return as_model({**version.told(), **facts, "title": version.model.title})
