"""The queue and the page of a translation: for the office alone, each side in its own language, decided by keyboard."""

import pytest
from django.test import Client
from django.urls import reverse

from comity.engines import translating as engines
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.translating import workbench
from comity.translating.effort import efforts, kept_of
from comity.translating.models import State
from comity.translating.reviewing import accept, reword
from tests.translating.conftest import passages, said, version_of, work, write_in_english
from tests.website.conftest import browser_of

QUEUE = "/en/translations/"


def address(passage):
    return reverse("passage-wording", args=[passage.version_id, passage.pk])


def send(user, passage, **given):
    """The form as it stands, with what was typed into it."""
    offered = {"words": workbench.typed(passage.offered.words) if passage.offered else ""}
    return browser_of(user).post(address(passage), {"seen": passage.mark, **offered, **given})


def look(user, article, **asked):
    return browser_of(user).get(version_of(article).get_absolute_url(), asked).content.decode()


def test_the_queue_shows_what_waits_by_language_the_oldest_first(office, article, engine):
    write_in_english(office, "other", title="Other title")
    work()

    every = browser_of(office.officer).get(QUEUE).content.decode()
    arabic = browser_of(office.officer).get(f"{QUEUE}?language=ar").content.decode()

    assert every.count('class="row-what"') == 4
    assert arabic.count('class="row-what"') == 2
    assert arabic.index(">Title<") < arabic.index(">Other title<")


@pytest.mark.parametrize("who", ["counterpart", "stranger"])
def test_nobody_outside_of_the_office_comes_to_the_queue(office, translated, engine, who):
    passage = said(translated, "First.")
    for answer in (browser_of(getattr(office, who)).get(QUEUE), send(getattr(office, who), passage)):
        assert answer.status_code == 403
    assert said(translated, "First.").state == State.CHECKED


def test_each_side_is_shown_in_its_own_language_and_direction(office, translated, engine):
    page = browser_of(office.officer).get(version_of(translated).get_absolute_url()).content.decode()

    assert '<span lang="en" dir="ltr">First.</span>' in page
    assert 'lang="ar" dir="rtl"' in page.partition("<textarea")[2].partition(">")[0]


def test_accepting_leads_to_the_next_that_waits_and_is_written_in_the_journal(office, translated, engine):
    first, second = said(translated, "First."), said(translated, "Second of 10.")

    answer = send(office.officer, first)

    assert answer["Location"].endswith(f"?at={second.pk}")
    assert said(translated, "First.").state == State.REVIEWED
    assert Entry.objects.order_by("-pk").first().act == "accepted"


def test_after_the_last_one_the_queue_is_shown(office, translated, engine):
    *others, last = passages(translated)
    for one in others:
        accept(one, by=office.officer)

    assert send(office.officer, last)["Location"] == QUEUE


def test_what_a_check_doubts_in_a_persons_words_is_told_once_and_taken_when_they_insist(
    office, translated, engine, monkeypatch
):
    passage = said(translated, "Second of 10.")
    monkeypatch.setattr("comity.translating.reviewing.check", lambda *texts, **more: ("numbers",))

    doubted = send(office.officer, passage, words="الثاني من 11.")
    page = doubted.content.decode()

    assert doubted.status_code == 422
    assert "A number of the original is missing" in page
    assert "الثاني من 11." in page
    assert said(translated, "Second of 10.").state == State.CHECKED
    send(office.officer, passage, words="الثاني من 11.", doubted="الثاني من 11.")
    assert said(translated, "Second of 10.").wording.failed == ["numbers"]


def test_words_that_were_changed_are_kept_however_the_form_is_sent(office, translated, engine):
    passage = said(translated, "First.")

    send(office.officer, passage, words="أولا.")

    assert said(translated, "First.").words == "أولا."
    assert said(translated, "First.").state == State.POST_EDITED


@pytest.mark.parametrize("words", ["Seen & read.", "Two\nlines."])
def test_words_that_nobody_changed_are_accepted_as_the_machine_gave_them(office, engine, words):
    engine.says["Only this."] = words.replace("&", "&amp;")
    article = write_in_english(office, "plain", "<p>Only this.</p>")
    work()
    passage = said(article, "Only this.")

    send(office.officer, passage, words=workbench.typed(passage.offered.words).replace("\n", "\r\n"))

    assert said(article, "Only this.").state == State.REVIEWED
    assert said(article, "Only this.").words == passage.offered.words


def test_a_proposal_that_failed_a_check_is_not_accepted_with_one_key(office, engine):
    engine.says["More than 2,000 came."] = "وجاء أكثر من 200."
    engine.fails.add("More than 2,000 came.")
    article = write_in_english(office, "numbers", "<p>More than 2,000 came.</p>")
    work()
    passage = said(article, "More than 2,000 came.")
    assert passage.proposal.failed == ["numbers"]

    shown = look(office.officer, article, at=passage.pk)
    doubted = send(office.officer, passage)

    assert '<button class="act act-due" autofocus' not in shown
    assert " autofocus" in shown.partition(f'id="{passage.pk}-words"')[0].rpartition("<textarea")[2]
    assert doubted.status_code == 422
    assert "A number of the original is missing" in doubted.content.decode()
    assert not said(article, "More than 2,000 came.").words
    send(office.officer, passage, doubted="وجاء أكثر من 200.")
    assert said(article, "More than 2,000 came.").words == "وجاء أكثر من 200."


def test_what_is_decided_can_be_changed_and_stays_where_nothing_is(office, translated, engine):
    send(office.officer, said(translated, "First."), words="أولا.")
    passage = said(translated, "First.")
    assert f"?at={passage.pk}&amp;change" in look(office.officer, translated)
    assert f'id="{passage.pk}-words"' in look(office.officer, translated, at=passage.pk, change="")

    send(office.head, passage)
    assert (said(translated, "First.").state, said(translated, "First.").wording) == (passage.state, passage.wording)

    send(office.head, passage, words="أولًا.")
    assert "أولًا." in Client().get("/ar/news/piece/").content.decode()


def test_a_reviewer_comes_to_the_page_as_everybody_reads_it(office, translated, engine):
    assert 'href="/ar/news/piece/"' in look(office.officer, translated)


def test_nobody_decides_on_words_that_they_did_not_see(office, translated, engine):
    shown = said(translated, "First.")
    reword(said(translated, "First."), "أولا.", by=office.officer)

    send(office.head, shown)
    answer = send(office.head, shown, words="شيء آخر")

    assert answer.status_code == 422
    assert said(translated, "First.").words == "أولا."
    with pytest.raises(NotNow):
        accept(shown, by=office.head)


def test_words_of_a_person_finish_a_page_that_no_engine_translated(office, article):
    work()
    for one in passages(article):
        assert Client().get("/ar/news/piece/").status_code == 404 or one.path != "title"
        reword(one, f"بالعربية {one.place}", by=office.officer)

    page = Client().get("/ar/news/piece/").content.decode()
    assert "بالعربية" in page
    assert "note-translated" not in page
    assert {one.state for one in passages(article)} == {State.HUMAN}


def test_there_is_nothing_to_accept_where_nobody_translated(office, article):
    work()

    with pytest.raises(NotNow):
        accept(said(article, "First."), by=office.officer)
    with pytest.raises(NotNow):
        reword(said(article, "First."), "", by=office.officer)


def test_tags_that_the_original_does_not_have_are_typed_as_words(office, translated, engine):
    typed = {"words": "<script>alert(1)</script>", "doubted": "<script>alert(1)</script>"}
    send(office.officer, said(translated, "First."), **typed)

    assert "<script>alert(1)" not in Client().get("/ar/news/piece/").content.decode()
    assert said(translated, "First.").words == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_links_stay_those_of_the_original(office, engine):
    linked = write_in_english(office, "linked", '<p>Read <a href="https://example.org/">this</a> now.</p>')
    engine.says['Read <a id="a1">this</a> now.'] = 'اقرأ <a id="a1">هذا</a> الآن.'
    work()
    passage = said(linked, 'Read <a id="a1">this</a> now.')

    assert passage.state == State.CHECKED
    refused = send(office.officer, passage, words='<a href="https://evil.example/">هنا</a>', doubted="x")
    assert refused.status_code == 422
    assert 'href="https://example.org/"' in Client().get("/ar/news/linked/").content.decode()


# Effort


# Measured once by sacrebleu 2.6, which is not installed here (decision 23).
MEASURED = [
    ("Plus que 2 000 ont pris partie.", "Plus de 2 000 personnes y ont pris part.", 45.2762),
    ("ar: First.", "أولا.", 3.4483),
    ("The same.", "The same.", 100.0),
    ("cat", "The cat sat on the mat", 14.8825),
    ("عقدت الإيسيسكو منتدى في الرباط", "عقدت الإيسيسكو منتدى في مقرها بالرباط", 73.7461),
    ("ab", "abc", 63.6364),
]


@pytest.mark.parametrize(("machines", "persons", "score"), MEASURED)
def test_the_measure_gives_what_the_library_of_its_authors_gives(machines, persons, score):
    assert kept_of(machines, persons) == pytest.approx(score, abs=0.01)


def test_the_office_reads_how_much_of_an_engines_words_people_kept(office, translated, engine):
    accept(said(translated, "First."), by=office.officer)
    reword(said(translated, "Second of 10."), "ar: Second of ten.", by=office.officer)

    (found,) = efforts()

    assert (found.engine, found.source, found.language) == ("Scripted", "en", "ar")
    assert (found.reviewed, found.unchanged) == (2, 1)
    assert 60 < found.kept < 100
    assert "Scripted" in browser_of(office.officer).get(QUEUE).content.decode()


def test_an_engine_that_gives_less_than_it_was_asked_for_changes_nothing(office, article, monkeypatch):
    def sparing(pages, **more):
        return [[] for _page in pages]
        yield

    monkeypatch.setattr(engines, "can_render", lambda source, target: True)
    monkeypatch.setattr(engines, "rendering", sparing)
    work()

    assert version_of(article).trouble
    assert {one.state for one in passages(article)} == {State.WAITING}
