"""A low answer with words becomes a task: with an owner, a day, and an end that says what was done."""

import re
from datetime import timedelta

import pytest

from comity.accounts.models import Role, User
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.opinion.giving import How, give, say
from comity.opinion.models import Answer, Device, Reply, Salt, Task
from comity.opinion.visitors import Visitor
from comity.personal.erasing import erase
from comity.personal.retention import tidy
from comity.personal.whole import of_account, of_person
from comity.translation.texts import Text
from tests import make
from tests.make import TODAY
from tests.opinion.conftest import NOW, answered, page
from tests.website.conftest import browser_of

ALLOWED = """
open      -> closed withdrawn
closed    -> open
withdrawn -> open
"""


@pytest.fixture
def task(office):
    return said("The date is wrong.")


def said(words, level=2, who="somebody"):
    answer = answered(level, who=who)
    say(answer, level=level, comment=words)
    return Task.objects.about(answer)


def test_the_stages_are_as_the_office_says():
    grid = {line.split(" -> ")[0].strip(): set(line.split(" -> ")[1].split()) for line in ALLOWED.strip().splitlines()}

    assert {str(stage): {str(end) for end in ends} for stage, ends in Task.MOVES.items()} == grid


def test_a_low_answer_with_words_becomes_a_task_with_an_owner_and_a_day(office, task):
    assert task.owner in (office.officer, office.head)
    assert task.due_on == TODAY + timedelta(days=14)
    assert Entry.objects.filter(act="entered", subject_id=task.pk, by_user__role="machine").exists()


def test_whoever_has_the_fewest_tasks_gets_the_next(office, task):
    assert {task.owner, said("Another one", who="another").owner} == {office.officer, office.head}


@pytest.mark.parametrize(("level", "words"), [(3, "So so."), (5, "Good."), (1, "")])
def test_what_is_not_low_or_says_nothing_becomes_no_task(office, level, words):
    assert said(words, level) is None


def test_a_task_is_withdrawn_when_the_visitor_takes_the_answer_back(office, task):
    say(task.answer, level=4, comment="Now I see.")
    assert Task.objects.get().stage == "withdrawn"

    say(task.answer, level=1, comment="No, I do not.")
    assert Task.objects.get().stage == "open"


def test_what_is_set_apart_becomes_a_task_once_it_is_restored(office):
    given = give(page(), level=1, visitor=Visitor("x", Device.OTHER), now=NOW, how=How(is_trapped=True))
    say(given.answer, level=1, comment="I am a person.")
    assert Task.objects.about(given.answer) is None

    given.answer.apart.restore(why="It is.", by=office.officer)

    assert Task.objects.about(given.answer).is_open


def post(user, task, act, **data):
    return browser_of(user).post(f"/en/opinion/tasks/{task.pk}/{act}/", data)


def test_an_officer_takes_gives_and_closes_a_task_and_each_is_written_down(office, task):
    post(office.head, task, "taking")
    assert Task.objects.get().owner == office.head
    post(office.head, task, "assignment", owner=office.officer.pk, due_on="2026-12-01")
    assert (Task.objects.get().owner, Task.objects.get().due_on.isoformat()) == (office.officer, "2026-12-01")
    post(office.officer, task, "closing", done="The date was put right.")

    closed = Task.objects.get()
    acts = list(Entry.objects.filter(subject_id=task.pk).order_by("pk").values_list("act", flat=True))
    assert (closed.stage, closed.done) == ("closed", "The date was put right.")
    assert acts[-2:] == ["assigned", "closed"]


def test_a_task_is_not_closed_without_saying_what_was_done(office, task):
    answer = post(office.officer, task, "closing", done=" ")

    assert (answer.status_code, Task.objects.get().stage) == (422, "open")


def test_what_is_closed_is_given_to_nobody_and_closed_no_second_time(office, task):
    task.close(done="Done.", on=TODAY, by=office.officer)

    with pytest.raises(NotNow):
        task.take(by=office.head)
    assert post(office.officer, task, "closing", done="Again.").status_code == 422
    assert Task.objects.get().done == "Done."


def test_a_closed_task_is_opened_again_with_a_reason(office, task):
    task.close(done="Done.", on=TODAY, by=office.officer)

    post(office.head, task, "reopening", why="The date is still wrong.")

    assert Task.objects.get().is_open


@pytest.mark.parametrize("who", ["reader", "counterpart", "stranger"])
@pytest.mark.parametrize("act", ["taking", "assignment", "closing", "reopening"])
def test_nobody_else_does_a_task(office, task, who, act):
    assert post(getattr(office, who), task, act, done="x", why="x").status_code == 403
    assert Task.objects.get().is_open


def test_a_reader_reads_a_task_and_a_counterpart_does_not(office, task):
    assert "The date is wrong." in browser_of(office.reader).get(f"/en/opinion/tasks/{task.pk}/").text
    assert browser_of(office.counterpart).get(f"/en/opinion/tasks/{task.pk}/").status_code == 403


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_page_of_the_office_is_read_in_every_language(office, task, language):
    browser = browser_of(office.head)
    pages = ["analysis", "comments", "apart", "tasks", "themes", "themes/new", "replies/new", f"tasks/{task.pk}"]

    assert [browser.get(f"/{language}/opinion/{one}/").status_code for one in pages] == [200] * len(pages)


def test_what_a_visitor_wrote_is_shown_on_the_desk_in_the_language_in_which_they_wrote_it(office):
    task = said("La date de la conférence manque dans le premier paragraphe.")

    desk = browser_of(task.owner).get("/ar/desk/").text

    assert '<bdi lang="fr" dir="ltr">La date de la conférence' in desk


def test_a_task_is_given_to_people_as_they_are_called_everywhere_else(office, task):
    with acting(by=office.head):
        User.objects.enter("a@example.org", name="Sample officer", role=Role.OFFICER, is_sample=True, joined_at=NOW)

    page = browser_of(office.head).get(f"/ar/opinion/tasks/{task.pk}/").text

    assert re.search(r"<option [^>]+>موظف \(نموذج\)</option>", page)
    assert "Sample officer" not in page


def test_whatever_is_set_apart_is_named_in_the_language_of_its_page(office):
    give(page(), level=1, visitor=Visitor("x", Device.OTHER), now=NOW, how=How(is_trapped=True))

    shown = browser_of(office.head).get("/ar/opinion/apart/").text

    assert shown.count("News of piece") == shown.count('<bdi lang="en" dir="ltr">News of piece</bdi>') == 2


# You said, we did


def test_what_was_done_is_told_to_everybody_and_a_draft_to_the_office_alone(office):
    given = {"said": Text(en="Dates were wrong."), "did": Text(en="We checked them."), "on": TODAY}
    Reply.enter(by=office.officer, is_published=True, **given)
    Reply.enter(by=office.officer, is_published=False, **given | {"said": Text(en="Not ready yet.")})

    public, own = browser_of(None).get("/en/opinion/").text, browser_of(office.officer).get("/en/opinion/").text

    assert "Dates were wrong." in public
    assert "Not ready yet." not in public
    assert "Not ready yet." in own


def test_a_reply_is_entered_and_changed_on_its_page_and_written_down(office):
    browser, sent = browser_of(office.officer), {"on": "2026-11-20", "is_published": "on"}
    form = browser.get("/en/opinion/replies/new/").text
    names = re.findall(r'name="((?:said|did)[^"]*)"', form)

    browser.post("/en/opinion/replies/new/", sent | dict.fromkeys(names, "We did it."))
    reply = Reply.objects.get()
    browser.post(f"/en/opinion/replies/{reply.pk}/", {"on": "2026-11-21"} | dict.fromkeys(names, "We did it."))

    assert (Reply.objects.get().is_published, str(Reply.objects.get().on)) == (False, "2026-11-21")
    assert list(Entry.objects.filter(subject_id=reply.pk).order_by("pk").values_list("act", flat=True))[-1] == "changed"


def test_the_words_of_a_visitor_lose_the_name_of_whoever_is_erased(office):
    said("Hana Head was unkind to me.")

    erase(of_account(office.counterpart), at=NOW, by=office.head)
    assert "Hana Head" in Answer.objects.get().comment
    person = make.person("Karim Named", by=office.officer)
    Answer.objects.update(comment="Karim Named was unkind to me.")
    erase(of_person(person), at=NOW, by=office.head)

    assert "Karim Named" not in Answer.objects.get().comment
    assert "was unkind to me." in Answer.objects.get().comment


def test_salt_marks_and_old_words_are_thrown_away_in_time(office):
    answered(2, at=NOW - timedelta(days=731), who="old", **{"title": "Old"})
    Answer.objects.update(comment="Long ago.")
    said("Today.", who="new")
    Salt.of((NOW - timedelta(days=1)).date())

    tidy(now=NOW)

    assert {one.comment: bool(one.visitor) for one in Answer.objects.all()} == {"": False, "Today.": True}
    assert not Salt.objects.exists()


def test_ones_own_opinions_to_see_to_are_on_the_desk_and_those_of_others_are_not(office, task):
    def desk_of(user):
        return browser_of(user).get("/en/desk/").content.decode()

    task.assign(owner=office.officer, due_on=TODAY, by=office.head)
    assert "The date is wrong." in desk_of(office.officer)
    assert "The date is wrong." not in desk_of(office.head)

    with acting(by=office.head):
        Task.objects.update(owner=None)
    assert "The date is wrong." in desk_of(office.head)

    task.refresh_from_db()
    task.close(done="Put right.", on=TODAY, by=office.officer)
    assert "The date is wrong." not in desk_of(office.officer)


def test_the_desk_of_a_side_tells_nothing_of_what_visitors_said(office, task):
    assert "The date is wrong." not in browser_of(office.counterpart).get("/en/desk/").content.decode()
