"""An original that changes: the old words stay, marked, until they are translated anew, and nothing else moves."""

from django.test import Client
from wagtail_localize.models import StringTranslation, Translation

from comity.engines import translating as engines
from comity.translating.models import Provenance, State, Version
from comity.translating.reviewing import accept, reword
from tests.translating.conftest import edit, passages, said, work, write_in_english

CHANGED = "<p>First, and changed.</p><p>Second of 10.</p>"


def read(slug="piece"):
    return Client().get(f"/ar/news/{slug}/").content.decode()


def test_only_what_changed_is_asked_for_again_and_a_machines_words_are_replaced(office, translated, engine):
    reword(said(translated, "Second of 10."), "الثاني من 10.", by=office.officer)
    engine.asked.clear()

    edit(translated, office, CHANGED)
    work()

    assert set(engine.asked) == {"First, and changed."}
    assert "ar: First, and changed." in read()
    assert "الثاني من 10." in read()
    assert said(translated, "Second of 10.").state == State.POST_EDITED
    of_changed = Provenance.objects.filter(source_text="First, and changed.", language="ar").order_by("pk")
    assert list(of_changed.values_list("state", flat=True)) == [State.STALE, State.CHECKED]


def test_where_no_engine_is_set_up_the_old_words_stay_and_say_that_the_original_changed(
    office, translated, engine, monkeypatch
):
    monkeypatch.setattr(engines, "can_render", lambda source, target: False)

    edit(translated, office, CHANGED)
    work()

    page = read()
    assert "ar: First." in page
    assert "First, and changed." not in page
    assert "passage-note" in page
    assert said(translated, "First, and changed.").state == State.STALE
    assert said(translated, "First, and changed.").is_unreviewed


def test_a_persons_words_are_replaced_by_a_person_to_whom_the_machine_proposes(office, translated, engine):
    reword(said(translated, "First."), "أولا.", by=office.officer)

    edit(translated, office, CHANGED)
    work()

    changed = said(translated, "First, and changed.")
    assert changed.words == "أولا."
    assert changed.proposal.words == "ar: First, and changed."
    assert "أولا." in read()
    accept(changed, by=office.officer)
    assert "ar: First, and changed." in read()
    assert "passage-note" not in read()


def test_what_is_taken_out_of_the_original_is_taken_out_of_its_translation(office, translated, engine):
    edit(translated, office, "<p>Second of 10.</p>")
    work()

    assert "First." not in read()
    assert "First." not in [one.source_text for one in passages(translated)]


def test_what_comes_back_has_the_words_that_it_had(office, translated, engine):
    accept(said(translated, "First."), by=office.officer)
    edit(translated, office, CHANGED)
    work()
    edit(translated, office, "<p>First.</p><p>Second of 10.</p>")
    work()

    assert said(translated, "First.").state == State.REVIEWED


# Memory


def test_the_same_words_elsewhere_take_over_what_a_person_answers_for_and_say_from_where(office, translated, engine):
    reword(said(translated, "First."), "أولا.", by=office.officer)
    engine.asked.clear()

    other = write_in_english(office, "other", title="Other title")
    work()

    taken = said(other, "First.")
    assert (taken.words, taken.state) == ("أولا.", State.POST_EDITED)
    assert taken.wording.came_from.page_key == translated.translation_key
    assert engine.asked.count("First.") == 1  # for French, where nobody reviewed it
    assert not taken.is_unreviewed


def test_a_machines_words_are_not_taken_over_to_another_page(office, translated, engine):
    other = write_in_english(office, "other", title="Other title")
    work()

    assert said(other, "First.").wording.came_from is None


# What people do in the workbench itself


def in_workbench(article, words, language="ar"):
    return StringTranslation.objects.get(translation_of__data=words, locale__language_code=language)


def test_a_touch_in_the_workbench_that_changes_nothing_is_no_review(office, translated, engine):
    found = in_workbench(translated, "First.")
    found.translation_type, found.tool_name, found.last_translated_by = "manual", "", office.officer
    found.save()

    assert said(translated, "First.").state == State.CHECKED
    assert "noindex" in read()


def test_words_that_somebody_puts_into_the_workbench_are_theirs(office, translated, engine):
    found = in_workbench(translated, "First.")
    found.data, found.translation_type, found.last_translated_by = "أولا.", "manual", office.officer
    found.save()

    passage = said(translated, "First.")
    assert (passage.state, passage.words) == (State.POST_EDITED, "أولا.")
    assert passage.wording.by == office.officer
    assert passage.wording.engine == "Scripted"


def test_words_that_are_taken_out_of_the_workbench_are_kept_in_the_ledger(office, translated, engine):
    in_workbench(translated, "First.").delete()

    assert said(translated, "First.").state == State.WAITING
    assert Provenance.objects.filter(words="ar: First.").exists()


def test_a_page_that_was_taken_down_is_not_put_up_again(office, translated, engine):
    page = type(translated).objects.get(slug="piece", locale__language_code="ar")
    page.unpublish(user=office.officer)

    edit(translated, office, CHANGED)
    work()

    assert Client().get("/ar/news/piece/").status_code == 404
    assert said(translated, "First, and changed.").words == "ar: First, and changed."


def test_what_is_withdrawn_is_read_in_no_language_and_comes_back_with_its_original(office, translated, engine):
    translated.refresh_from_db()
    translated.unpublish(user=office.officer)
    assert Client().get("/ar/news/piece/").status_code == 404
    work()

    translated.get_latest_revision().publish(user=office.officer)
    work()

    assert Client().get("/ar/news/piece/").status_code == 200
    assert "noindex" in read()


def test_what_somebody_writes_into_the_page_itself_is_theirs_and_is_never_overwritten(office, translated, engine):
    Translation.objects.filter(target_locale__language_code="ar").update(enabled=False)
    page = type(translated).objects.get(slug="piece", locale__language_code="ar")
    html = "<p>أولا بقلم إنسان.</p><p>ar: Second of 10.</p>"
    page.body = [{"type": "text", "value": html, "id": page.body[0].id}]
    page.save_revision(user=office.officer).publish(user=office.officer)

    assert said(translated, "First.").state == State.HUMAN
    assert said(translated, "First.").wording.by == office.officer
    assert said(translated, "Second of 10.").state == State.CHECKED
    edit(translated, office, CHANGED)
    work()
    assert "أولا بقلم إنسان." in read()
    assert "noindex" in read()


def test_an_article_that_is_deleted_leaves_its_ledger_and_no_task(office, translated, engine):
    key = translated.translation_key
    translated.delete()

    assert not Version.objects.of_page(key).exists()
    assert Provenance.objects.of_page(key).exists()
