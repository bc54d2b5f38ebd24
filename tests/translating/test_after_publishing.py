"""Whoever publishes an article has it translated: by the engine that is set up, or by a person for whom it waits."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from comity.engines import translating as engines
from comity.translating.models import Provenance, State, Version
from comity.translating.reviewing import accept, reword
from tests.translating.conftest import passages, said, version_of, work
from tests.website.conftest import write

ADDRESS = "/ar/news/piece/"


def read(address=ADDRESS):
    return Client().get(address).content.decode()


def test_published_in_one_language_it_is_read_in_the_others_without_more_being_done(article, engine):
    work()

    for language in ("fr", "ar"):
        page = read(f"/{language}/news/piece/")
        assert f"{language}: First." in page
        assert f"{language}: Title" in page
    assert sorted(set(engine.asked)) == ["First.", "In short", "Second of 10.", "Title"]


def test_where_no_engine_is_set_up_it_waits_for_a_person_and_nothing_is_published(article):
    work()

    assert Client().get(ADDRESS).status_code == 404
    assert {one.state for one in passages(article)} == {State.WAITING}
    assert Version.objects.with_open_passages().count() == 2


def test_what_somebody_wrote_in_a_language_is_not_asked_of_a_machine(office, engine):
    write(office)
    work()

    assert engine.asked == []
    assert not Version.objects.exists()


def test_what_fails_a_check_stays_in_the_original_with_its_language_and_waits(article, engine):
    engine.fails.add("Second of 10.")
    work()

    page = read()
    assert '<p class="in-original" dir="ltr" lang="en">' in page
    assert "Second of 10.</p>" in page
    assert "ar: Second" not in page
    assert said(article, "Second of 10.").proposal.failed == ["numbers"]


def test_the_notice_counts_what_nobody_reviewed_and_goes_when_a_person_has(office, translated, engine):
    assert 'name="robots" content="noindex"' in read()
    assert "note-translated" in read()

    for one in passages(translated):
        accept(one, by=office.officer)

    assert "noindex" not in read()
    assert "note-translated" not in read()
    events = Provenance.objects.of_page(translated.translation_key).filter(language="ar", source_text="First.")
    assert list(events.order_by("pk").values_list("state", flat=True)) == [State.CHECKED, State.REVIEWED]


def test_other_words_are_read_at_once_and_only_there_the_notice_gets_shorter(office, translated, engine):
    reword(said(translated, "First."), "أولا.", by=office.officer)

    page = read()
    assert "أولا." in page
    assert "ar: First." not in page
    assert 'class="by-machine"' in page
    assert Provenance.objects.filter(state=State.POST_EDITED).get().kept < 50


@pytest.mark.parametrize("statement", ["UPDATE {} SET words = 'x'", "DELETE FROM {}"])
def test_the_ledger_is_changed_by_nobody(translated, engine, statement):
    table = Provenance._meta.db_table

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_line_in_the_ledger_outside_of_an_act_is_refused(translated, engine):
    one = Provenance.objects.first()
    one.pk = None

    with pytest.raises(DatabaseError, match="no act is open"), transaction.atomic():
        one.save(force_insert=True)


def test_an_engine_that_breaks_leaves_everything_as_it_was_and_is_tried_again(article, engine, monkeypatch):
    def broken(pages, **more):
        raise OSError("away")

    monkeypatch.setattr(engines, "rendering", broken)
    work()

    assert "away" in version_of(article).trouble
    assert version_of(article).due_at is not None
    assert Client().get(ADDRESS).status_code == 404
