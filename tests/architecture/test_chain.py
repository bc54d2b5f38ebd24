"""An app may know only what stands to its left in the chain."""

import sys
import tomllib
from pathlib import Path
from subprocess import run

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from tests.conftest import ROOT

CHAIN = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
# From the lowest up; `a | b` stand side by side and may not know each other.
PLACE = {app.strip(): place for place, layer in enumerate(reversed(CHAIN)) for app in layer.split("|")}


def lint(config):
    command = [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache", "--config", config]
    return run(command, cwd=ROOT, capture_output=True, text=True)


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith("comity.")]


def place_of(model):
    return PLACE[model.__module__.split(".")[1]]


def upward(pairs):
    return [f"{source} → {end}" for source, end in pairs if place_of(end) > place_of(source)]


def relations():
    for model in ours():
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model in ours():
                yield model, field.related_model


def test_imports_run_down_the_chain():
    done = lint("pyproject.toml")

    assert done.returncode == 0, done.stdout


def test_an_import_up_the_chain_would_be_found(tmp_path):
    words = (ROOT / "pyproject.toml").read_text()
    turned = tmp_path / "pyproject.toml"
    turned.write_text(words.replace('"commitments",\n  "meetings",', '"meetings",\n  "commitments",'))

    done = lint(turned)

    assert done.returncode == 1
    assert "comity.meetings is not allowed" not in done.stdout
    assert "comity.commitments is not allowed to import comity.meetings" in done.stdout


def test_relations_run_down_the_chain():
    assert upward(relations()) == []


def test_a_relation_up_the_chain_would_be_found():
    commitment, session = apps.get_model("commitments.Commitment"), apps.get_model("meetings.Session")

    assert len(upward([(session, commitment), (commitment, session)])) == 1


def test_a_relation_between_apps_leaves_nothing_on_the_other_side():
    grown = [
        f"{model.__name__}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, (models.ForeignKey, models.ManyToManyField))
        and not field.auto_created
        and field.model in ours()  # not what a page of ours has from a page of Wagtail
        and field.related_model in ours()
        and place_of(field.related_model) != place_of(model)
        and not field.remote_field.hidden
    ]

    assert grown == []


@pytest.mark.parametrize("model", ours(), ids=lambda model: model.__name__)
def test_only_the_journal_points_at_records_of_any_kind(model):
    points = any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)

    assert not points or place_of(model) == PLACE["journal"]
