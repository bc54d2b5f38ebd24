"""What every governed record has: sentences for its constraints, a total table of stages, a page that draws it."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from comity.journal.lifecycle import Staged
from comity.journal.records import Recorded
from tools import stages

OURS = [model for model in apps.get_models() if model.__module__.startswith("comity.")]
STAGED = [model for model in OURS if issubclass(model, Staged)]
# A sentence: words in lower case, three of them at least, and no name that Django would have made up.
SENTENCE = re.compile(r"[a-z]+(_[a-z0-9]+){2,}")


def constraints():
    return [(model, one) for model in OURS for one in model._meta.constraints]


def test_every_constraint_is_named_by_a_sentence():
    assert [one.name for _model, one in constraints() if not SENTENCE.fullmatch(one.name)] == []
    assert len(constraints()) > 5


def test_a_constraint_named_by_its_columns_would_be_found():
    assert not SENTENCE.fullmatch("uniq_party")
    assert not SENTENCE.fullmatch("Agreement_unique_party_2f")


def shows_its_name(one):
    """Whether Django would tell a person the name of the constraint: it has words of its own for plain columns only."""
    has_words_of_django = isinstance(one, models.UniqueConstraint) and one.fields and one.condition is None
    return not has_words_of_django and one.violation_error_message == one.default_violation_error_message


def test_every_constraint_that_somebody_may_be_shown_has_words():
    asked = [one for model, one in constraints() if issubclass(model, Recorded | AbstractBaseUser)]

    assert [one.name for one in asked if shows_its_name(one)] == []


def test_a_constraint_without_words_would_be_found():
    nobody = models.Q(pk=0)
    bare = models.CheckConstraint(condition=nobody, name="nothing_is_numbered_nought")
    told = models.CheckConstraint(condition=nobody, name="nothing_is_numbered_nought", violation_error_message="No.")
    once = models.UniqueConstraint(fields=["number"], condition=nobody, name="a_number_is_used_once")

    assert [shows_its_name(one) for one in (bare, told, once)] == [True, False, True]


def test_uniqueness_is_said_by_a_constraint_not_by_a_list_of_columns():
    assert [model.__name__ for model in OURS if model._meta.unique_together] == []


@pytest.mark.parametrize("kind", STAGED, ids=lambda kind: kind.__name__)
class TestStages:
    def test_every_stage_says_what_may_follow_and_whose_turn_it_is(self, kind):
        every = {stage for stage, _words in kind._meta.get_field("stage").choices}

        assert {str(stage) for stage in kind.MOVES} == every
        assert {str(stage) for stage in kind.OWNERS} == every
        assert {str(end) for ends in kind.MOVES.values() for end in ends} <= every

    def test_the_database_knows_the_stages_too(self, kind):
        checked = [one for one in kind._meta.constraints if "stage" in one.name]

        assert checked, "a CheckConstraint on the stage is missing"

    def test_nobody_types_a_stage(self, kind):
        assert not kind._meta.get_field("stage").editable

    def test_its_diagram_shows_what_the_code_does(self, kind):
        page = stages.FOLDER / f"{kind._meta.model_name}.md"

        assert page.read_text() == stages.page_of(kind), "run: make docs"


def test_there_is_no_diagram_of_a_kind_that_is_gone():
    assert set(stages.FOLDER.glob("*.md")) == set(stages.pages())


@pytest.mark.parametrize("kind", [one for one in OURS if issubclass(one, Recorded)], ids=lambda kind: kind.__name__)
def test_every_record_says_in_words_what_can_be_done_to_it(kind):
    assert kind.ACTS
    assert all(kind.ACTS.values())


def test_the_seal_of_the_journal_is_a_migration():
    seal = import_module("comity.journal.migrations.0002_append_only")

    assert len(seal.SQLITE) == len(seal.SQLITE_BACK) == 2
    assert len(seal.POSTGRESQL) == len(seal.POSTGRESQL_BACK) == 3
