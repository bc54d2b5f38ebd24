"""The news of a session: drafted from what the public may read of it, each sentence tied to its record."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from comity.journal.refusals import NotNow
from comity.meetings.minuting import add_item, decide
from comity.meetings.models import Attendance, Delegation, Member, Stage, Visibility
from comity.partners.models import Area
from comity.personal.erasing import erase
from comity.personal.whole import of_person
from comity.search.kinds import KINDS
from comity.translation.texts import Text
from comity.website.drafting import draft_news_of, drafts_of
from comity.website.models import Article
from comity.website.prose.writer import Told
from tests import make
from tests.standing import stands
from tests.website.conftest import browser_of

LANGUAGES = ["en", "fr", "ar"]


def headed(office, session, side, name, title, *, address=None):
    delegation = Delegation.objects.get(session=session, organisation=side)
    person = make.person(name, by=office.officer, title=address or Text())
    Member.enter(
        delegation=delegation,
        person=person,
        office=title,
        is_head=True,
        attendance=Attendance.PRESENT,
        by=office.officer,
    )
    return person


@stands
def session(office):
    """A session that the public sees, with a decision, a promise, a proposal, and something internal under it."""
    for language, name in (("fr", "Association partenaire"), ("ar", "المؤسسة الشريكة")):
        office.partner.rename(text=name, language=language, kind="official", by=office.officer)
    title = Text(en="Ways to work together", fr="Comment travailler ensemble", ar="سبل العمل المشترك")
    made = office.session(is_public=True, items=0, title=title)
    headed(
        office,
        made,
        office.host,
        "Salma Head",
        Text(en="Director-General", fr="Directrice générale", ar="المديرة العامة"),
    )
    headed(office, made, office.partner, "Karl Chief", Text(en="President", fr="Président", ar="الرئيس"))
    public, internal = (
        add_item(made, title=Text(en=name), visibility=who, by=office.officer)
        for name, who in (("Fields", Visibility.PUBLIC), ("Tactics", Visibility.INTERNAL))
    )
    office.take(made, to=Stage.HELD)
    words = Text(en="A draft is written", fr="Un projet est rédigé", ar="يُكتب مشروع")
    decide(public, text=words, by=office.officer)
    decide(internal, text=Text(en="A secret decision", fr="Une décision secrète", ar="قرار سري"), by=office.officer)
    promise = Text(en="Send the draft", fr="Envoyer le projet", ar="إرسال المشروع")
    areas = Area.objects.filter(pk__in=["education", "science"])
    office.commitment(item=public, deliverable=promise, due_on=date(2027, 1, 15), areas=areas)
    office.commitment(
        item=public,
        by_host=False,
        is_mutual=True,
        stage="proposed",
        deliverable=Text(en="A scholarship", fr="Une bourse"),
    )
    office.commitment(item=internal, deliverable=Text(en="A secret promise", fr="Une promesse secrète", ar="تعهد سري"))
    return made


@stands
def adopted(office, session):
    office.take(session, to=Stage.ADOPTED)
    return session


def sentences_of(article):
    """The sentences of an article, each with its record and what of that it tells."""
    return [
        (one["words"], one["record"], one["told"])
        for block in article.body
        if block.block_type == "facts"
        for one in block.value
    ]


def told_by(article):
    return " ".join(words for words, _record, _told in sentences_of(article))


def test_a_draft_is_written_in_each_language_and_not_published(office, adopted):
    written = draft_news_of(adopted, by=office.officer)

    assert list(written) == LANGUAGES
    assert {one.live for one in written.values()} == {False}
    assert len({one.translation_key for one in written.values()}) == 1
    assert {one.slug for one in written.values()} == {"ways-to-work-together"}
    assert written["fr"].title == "Comment travailler ensemble"
    assert list(written["en"].concerned.all()) == [office.partner]
    assert {one.pk for one in written["ar"].areas.all()} == {"education", "science"}


def test_every_sentence_names_the_record_it_came_from_and_what_of_it(office, adopted):
    article = draft_news_of(adopted, by=office.officer)["en"]
    decision = adopted.items.first().decisions.get()

    told = [(record.split()[0], told) for _words, record, told in sentences_of(article)]

    assert told == [
        ("session", "day"),
        ("session", "heads"),
        ("session", "areas"),
        ("decision", "decision"),
        ("commitment", "said"),
        ("commitment", "said"),
    ]
    assert sentences_of(article)[3][1] == f"decision {decision.pk}"


def test_the_english_reads_as_english(office, adopted):
    article = draft_news_of(adopted, by=office.officer)["en"]

    assert article.introduction == (
        "What HO and PA decided, promised and proposed in their working session on 23 November 2026."
    )
    assert told_by(article) == (
        "The Host Organisation (HO) and the Partner Association (PA) held a virtual working session on"
        " 23 November 2026. Salma Head, Director-General, headed the delegation of HO; Karl Chief, President, headed"
        " that of PA. The discussions concerned education and science. The session agrees: “A draft is written”"
        " (decision 1). HO promised to PA: “Send the draft” (due on 15 January 2027). PA and HO proposed to each"
        " other: “A scholarship”."
    )


def test_the_french_reads_as_french(office, adopted):
    article = draft_news_of(adopted, by=office.officer)["fr"]

    assert article.introduction == (
        "Ce que l’HO et la PA ont décidé, promis et proposé lors de leur séance de travail, le 23 novembre 2026."
    )
    assert told_by(article) == (
        "L’organisation Host Organisation (HO) et l’Association partenaire (PA) ont tenu une séance de travail en ligne"
        " le 23 novembre 2026. La délégation de l’HO était conduite par Salma Head, Directrice générale\u00a0; celle de"
        " la PA, par Karl Chief, Président. Les échanges ont porté sur les domaines suivants\u00a0: éducation et"
        " sciences. La séance convient\u00a0: «\u00a0Un projet est rédigé\u00a0» (décision 1). L’HO a promis à la PA"
        "\u00a0: «\u00a0Envoyer le projet\u00a0» (échéance le 15 janvier 2027). La PA et l’HO se sont mutuellement"
        " proposé\u00a0: «\u00a0Une bourse\u00a0»."
    )


def test_the_arabic_reads_as_arabic(office, adopted):
    article = draft_news_of(adopted, by=office.officer)["ar"]

    assert article.introduction == (
        "ما تقرر وما جرى التعهد به وما اقتُرح في جلسة العمل بين Host Organisation والمؤسسة الشريكة يوم 23 نوفمبر 2026."
    )
    assert told_by(article) == (
        "عُقدت جلسة عمل افتراضية بين Host Organisation والمؤسسة الشريكة يوم 23 نوفمبر 2026. وشارك فيها وفد Host"
        " Organisation برئاسة Salma Head، المديرة العامة، ووفد المؤسسة الشريكة برئاسة Karl Chief، الرئيس. وتناولت"
        " المناقشات المجالات الآتية: التربية والتعليم، والعلوم. الجلسة تتفق على: «يُكتب مشروع» (القرار 1). ومن التزامات"
        " Host Organisation تجاه المؤسسة الشريكة: «إرسال المشروع» (يستحق في 15 يناير 2027)."
    )


def test_what_a_language_has_no_words_for_is_left_out_of_it(office, adopted):
    written = draft_news_of(adopted, by=office.officer)

    assert "A scholarship" in told_by(written["en"])
    assert "A scholarship" not in told_by(written["ar"])


def test_nothing_internal_is_ever_told(office, adopted):
    written = draft_news_of(adopted, by=office.officer)

    for article in written.values():
        page = str(article.get_latest_revision().content)
        assert not re.search("secret|secrète|سري|Tactics", page)


def test_of_minutes_that_are_not_adopted_nothing_said_is_told(office, session):
    office.take(session, to=Stage.CIRCULATED)

    article = draft_news_of(session, by=office.officer)["en"]

    assert [told for _words, _record, told in sentences_of(article)] == ["day", "heads"]
    assert article.introduction == "HO and PA held a working session on 23 November 2026."


@pytest.mark.parametrize("facts", [{"is_public": False, "at": Stage.HELD}, {"is_public": True, "at": Stage.CONVENED}])
def test_of_a_session_that_is_hidden_or_still_ahead_no_news_is_written(office, facts):
    session = office.session(**facts)

    with pytest.raises(NotNow):
        draft_news_of(session, by=office.officer)
    browser_of(office.officer).post(reverse("session-news", args=[session.pk]))

    assert not Article.objects.exists()


def test_a_state_is_told_with_its_day(office, session):
    promise = session.items.first()
    one = office.commitment(item=promise, deliverable=Text(en="Begin", fr="Commencer", ar="البدء"))
    office.take(session, to=Stage.ADOPTED)
    one.begin(at=make.NOW, by=office.officer)
    today = timezone.localdate()

    article = draft_news_of(session, by=office.officer)["en"]

    state = [(words, record) for words, record, told in sentences_of(article) if told == "state"]
    words = f"Of what HO promised to PA, this was in progress on {today.day} {today:%B %Y}: “Begin”."
    assert state == [(words, f"commitment {one.pk}")]


def test_somebody_whose_data_were_erased_is_not_named(office, adopted):
    head = adopted.delegations.first().head().person
    erase(of_person(head), at=make.NOW, by=office.head)

    article = draft_news_of(adopted, by=office.officer)["en"]

    assert "Salma Head" not in told_by(article)
    assert "Karl Chief, President, headed the delegation of PA." in told_by(article)


# Once


def test_drafting_twice_leads_to_the_draft_that_is_there(office, adopted):
    browser = browser_of(office.officer)
    where = reverse("session-news", args=[adopted.pk])

    first, second = browser.post(where), browser.post(where, follow=True)

    draft = drafts_of(adopted)["en"]
    assert first.url == f"/newsroom/pages/{draft.pk}/edit/"
    assert second.redirect_chain[0][0] == first.url
    assert "The news of this session was drafted before." in second.content.decode()
    assert Article.objects.count() == 3
    assert f"/newsroom/pages/{draft.pk}/edit/" in browser.get(where).content.decode()


def test_a_form_sent_twice_writes_one_draft(office, adopted):
    browser = browser_of(office.officer)
    where, sent = reverse("session-news", args=[adopted.pk]), {"once": "a" * 24}

    answers = [browser.post(where, sent), browser.post(where, sent)]

    assert len({one["Location"] for one in answers}) == 1
    assert Article.objects.count() == 3


def test_the_editor_begins_with_the_version_in_their_own_language(office, adopted):
    with_french = browser_of(office.officer).post(f"/fr/sessions/{adopted.pk}/news/")

    assert with_french.url == f"/newsroom/pages/{drafts_of(adopted)['fr'].pk}/edit/"


def test_an_address_that_is_taken_gets_a_number(office, adopted):
    draft_news_of(adopted, by=office.officer)
    other = office.session(at=Stage.HELD, is_public=True, title=adopted.title, begins=make.NOW - timedelta(days=3))

    assert draft_news_of(other, by=office.officer)["en"].slug == "ways-to-work-together-2"


# Where it is offered, and to whom


def test_the_office_is_offered_it_on_the_page_of_the_session_and_in_the_newsroom(office, adopted):
    where = reverse("session-news", args=[adopted.pk])
    browser = browser_of(office.officer)

    assert where in browser.get(adopted.get_absolute_url()).content.decode()
    assert where in browser.get("/newsroom/sessions/").content.decode()
    assert where not in browser_of(office.reader).get(adopted.get_absolute_url()).content.decode()
    assert where not in Client().get(adopted.get_absolute_url()).content.decode()


def test_nobody_else_drafts_news(office, adopted):
    where = reverse("session-news", args=[adopted.pk])

    for other in (office.reader, office.counterpart, office.stranger):
        assert browser_of(other).post(where).status_code == 403
    assert Client().post(where).status_code == 403
    assert not Article.objects.exists()


def test_the_newsroom_lists_no_session_that_the_public_does_not_see(office):
    hidden = office.session(at=Stage.HELD, title=Text(en="Hidden session"))

    page = browser_of(office.officer).get("/newsroom/sessions/").content.decode()

    assert hidden.title["en"] not in page


# What becomes of the sentences


def test_a_reader_is_led_from_a_sentence_to_its_record(office, adopted):
    article = draft_news_of(adopted, by=office.officer)["en"]
    article.get_latest_revision().publish(user=office.officer)

    page = Client().get(article.address).content.decode()

    promise = adopted.items.first()
    assert f'<a class="from-record-link" href="/en/sessions/{adopted.pk}/#item-{promise.pk}"' in page
    assert "From the record: " in page


def test_a_sentence_whose_record_is_hidden_again_stays_and_leads_nowhere(office, adopted):
    article = draft_news_of(adopted, by=office.officer)["en"]
    article.get_latest_revision().publish(user=office.officer)
    adopted.show_to_public(False, by=office.officer)

    page = Client().get(article.address).content.decode()

    assert "Salma Head" in page
    assert "from-record-link" not in page


def test_a_sentence_that_the_editor_words_anew_stays_with_its_record(office, adopted):
    article = draft_news_of(adopted, by=office.officer)["en"]
    browser = browser_of(office.officer)
    form = fields_of(browser.get(f"/newsroom/pages/{article.pk}/edit/"))
    form["body-0-value-0-value-words"] = "They met."
    before = sentences_of(article)[0]

    browser.post(f"/newsroom/pages/{article.pk}/edit/", form)

    after = sentences_of(Article.objects.get(pk=article.pk).get_latest_revision_as_object())[0]
    assert after == ("They met.", before[1], before[2])


def fields_of(answer):
    """What the form of the editor would send as it stands."""
    page = answer.context["form"].instance
    stream = page.body
    sent = {
        "title": page.title,
        "slug": page.slug,
        "introduction": page.introduction,
        "date": page.date.isoformat(),
        "session": str(page.session_id),
        "areas": [one.pk for one in page.areas.all()],
        "concerned": [one.pk for one in page.concerned.all()],
        "body-count": str(len(stream)),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    for place, block in enumerate(stream):
        name = f"body-{place}"
        sent |= {
            f"{name}-deleted": "",
            f"{name}-order": str(place),
            f"{name}-type": block.block_type,
            f"{name}-id": block.id,
        }
        if block.block_type != "facts":
            sent[f"{name}-value"] = str(block.value)
            continue
        sent[f"{name}-value-count"] = str(len(block.value))
        for number, one in enumerate(block.value.bound_blocks):
            item = f"{name}-value-{number}"
            sent |= {f"{item}-deleted": "", f"{item}-order": str(number), f"{item}-type": "item", f"{item}-id": one.id}
            sent |= {f"{item}-value-{key}": str(value) for key, value in one.value.items()}
    return sent


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_shows_nothing_of_what_only_editors_read_beside_a_sentence(office, adopted, language):
    article = draft_news_of(adopted, by=office.officer)[language]

    with override(language):
        words = KINDS["article"].said(article).texts[0][language]
        labels = {str(one.label) for one in Told}

    assert all(sentence in words for sentence, _record, _told in sentences_of(article))
    assert not labels & set(re.split(r"\s*\n\s*", words))
