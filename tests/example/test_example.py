"""The example tells what published sources tell, in three languages, and invents nothing."""

import csv
import io
from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from comity.accounts.models import User
from comity.agreements.models import Agreement, Clause, Emulation, RollOut
from comity.agreements.models import Stage as AgreementStage
from comity.agreements.terms import Kind
from comity.commitments.models import Commitment, ExpectedResult
from comity.events.models import Event
from comity.example.loading import load_once
from comity.example.organisations import AREAS
from comity.example.sayings import ITEMS, SPOKEN_OF
from comity.example.shown import DRAWN
from comity.journal.acting import acting
from comity.journal.thread import threads_from
from comity.meetings.models import Session
from comity.opinion.models import Answer
from comity.partners.models import Area, Organisation
from comity.translating.models import Version
from comity.translation.texts import Text
from comity.website.checks import compare
from comity.website.drafting import draft_news_of
from comity.website.models import Article

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def session_of_january():
    return next(one for one in Session.objects.all() if one.starts_at.year == 2021 and one.starts_at.month == 1)


def test_loading_the_example_again_changes_nothing(example):
    before = (Organisation.objects.count(), Commitment.objects.count(), User.objects.count())

    load_once()

    assert (Organisation.objects.count(), Commitment.objects.count(), User.objects.count()) == before


def test_eight_things_were_said_in_january_2021(example):
    assert Commitment.objects.filter(said_under__session=session_of_january()).count() == 8


def test_each_has_stood_where_it_stands_since_that_day_and_not_since_the_evening_before(example, client):
    said = Commitment.objects.filter(said_under__session=session_of_january(), stage="proposed").first()

    page = client.get(said.get_absolute_url()).content.decode()

    assert "since 21 January 2021" in page


def test_what_became_of_the_eight_things_is_what_the_sources_tell(example):
    session = session_of_january()
    items = session.items.in_order()
    came = {
        str(said.record): sorted(str(knot.record) for knot in said.led_to)
        for knot in threads_from(items, viewer=AnonymousUser()).values()
        for said in knot.led_to
        if said.led_to
    }

    assert came == {
        "Prepare together a large international conference in the year of women 2021": [
            "A better world succeeds only with women in science"
        ],
        "Conclude a memorandum of understanding between ICESCO and LIKAT, as a model for more Leibniz institutes": [
            "Framework agreement of ICESCO and LIKAT",
            "Memorandum of understanding of ICESCO and LIKAT",
        ],
        "Draft a cooperation agreement between ICESCO and the Leibniz Association": [
            "Cooperation agreement of ICESCO and the Leibniz Association"
        ],
        "Create an “ICESCO-Leibniz-DAAD” Scholarship": ["Meeting of ICESCO and DAAD"],
    }


def samples():
    return list(Emulation.objects.values_list("agreement", flat=True))


def test_the_sample_set_says_in_every_language_that_it_is_one_and_the_public_reads_none_of_it(example):
    made = Agreement.objects.filter(pk__in=samples())

    assert len(made) == 10
    for one in made:
        assert (one.title["en"][:6], one.title["fr"][:7], one.title["ar"][:5]) == ("Sample", "Exemple", "نموذج")
        assert one.rationale["en"].startswith("Sample data.")
        assert not one.is_public
        assert Client().get(one.get_absolute_url()).status_code == 404
        for side in one.contracting.all():
            expected = "Sample head of office" if side.is_ours else "Sample representative"
            assert side.represented_by is None or str(side.represented_by) == expected


def test_the_sample_set_stands_at_different_stages_and_two_of_its_texts_deviate(example):
    made = Agreement.objects.filter(pk__in=samples())
    client = Client()
    client.force_login(User.objects.get(email="officer@example.org"), backend=BACKEND)

    page = client.get(f"/en/agreements/roll-outs/{RollOut.objects.get().pk}/").content.decode()

    assert Counter(one.stage for one in made) == Counter(
        {"proposed": 2, "clearance": 2, "drafting": 2, "negotiating": 2, "agreed": 1, "in_force": 1}
    )
    assert page.count("1 clause changed") == 2


def test_the_agreement_ended_after_five_years_and_no_renewal_is_known(example):
    agreement = Agreement.objects.get(kind=Kind.FRAMEWORK)

    assert (agreement.concluded_on.isoformat(), agreement.years, agreement.ends_on.isoformat()) == (
        "2021-04-16",
        5,
        "2026-04-16",
    )
    assert agreement.has_ended(timezone.localdate())
    assert not agreement.renewals.exists()


def test_the_memorandum_stands_as_proposed_and_the_cooperation_agreement_is_in_drafting_without_invented_words(example):
    known = Agreement.objects.exclude(kind=Kind.FRAMEWORK).exclude(pk__in=samples())

    assert {one.kind: one.stage for one in known} == {
        Kind.MEMORANDUM: AgreementStage.PROPOSED,
        Kind.COOPERATION: AgreementStage.DRAFTING,
    }
    assert not Clause.objects.filter(agreement__in=known).exists()
    assert Client().get("/en/agreements/").content.decode().count("LIKAT") >= 2


def test_expected_and_counted_participants_differ_and_both_are_shown(example):
    conference = next(one for one in Event.objects.all() if one.expected)

    assert conference.figures() == {"reached": 2000, "expected": 5000, "share": 40, "is_more_than": True}


def test_nothing_is_said_to_have_come_about_that_no_source_tells(example):
    assert set(ExpectedResult.objects.values_list("known", flat=True)) == {"not_known"}


def test_no_minutes_are_invented_for_the_sessions_of_the_past(example):
    for session in Session.objects.all():
        assert session.compiled_from
        assert not session.is_frozen
        assert not session.may_be_written


def test_every_sentence_of_the_example_stands_in_three_languages(example):
    texts = [item.title for item in ITEMS] + [item.minutes for item in ITEMS]
    for said in Commitment.objects.all():
        texts += [said.deliverable, said.said_by]
    texts += [one.title for one in [*Session.objects.all(), *Event.objects.all(), *Agreement.objects.all()]]
    texts += [one.what for one in ExpectedResult.objects.all()]
    texts += [one.name for one in Organisation.objects.all()]

    assert [text for text in texts if not {"en", "fr", "ar"} <= set(text)] == []


def test_the_areas_of_the_example_are_in_the_vocabulary(example):
    named = {code for codes in AREAS.values() for code in codes}
    named |= {code for item in ITEMS for saying in item.sayings for code in saying.areas}
    named |= {code for codes in SPOKEN_OF.values() for code in codes}

    assert named - set(Area.objects.values_list("pk", flat=True)) == set()


def test_isesco_became_icesco_on_30_january_2020(example):
    host = Organisation.objects.host()
    former = [name for name in host.names.all() if name.kind == "former"]

    assert str(host.called) == "ICESCO"
    assert {name.text for name in former} == {
        "ISESCO",
        "Islamic Educational, Scientific and Cultural Organization",
    }
    assert {name.until.isoformat() for name in former} == {"2020-01-30"}


def test_sample_accounts_say_that_they_are_samples(example):
    for user in User.objects.people():
        assert user.is_sample
        assert "ample" in user.name


def test_the_record_of_a_person_without_an_arabic_name_is_shown_in_its_own_letters(example):
    assert Text(en="Omar Hamed").shown_in("ar") == "en"


def test_the_bar_and_the_journal_name_the_sample_accounts_in_the_readers_language(example, client):
    client.force_login(User.objects.get(email="officer@example.org"), backend=BACKEND)

    for language, name in (("en", "Sample officer"), ("fr", "Agent (exemple)"), ("ar", "موظف (نموذج)")):
        for address in ("desk", "journal"):
            page = client.get(f"/{language}/{address}/").content.decode()
            assert f"<bdi>{name}</bdi>" in page
            assert language == "en" or "<bdi>Sample officer</bdi>" not in page


def test_an_account_that_is_no_sample_keeps_its_name_whatever_it_is(office, client):
    with acting(by=office.officer):
        office.officer.describe(name="Sample officer", language="en", zone="")
    client.force_login(office.officer, backend=BACKEND)

    assert "<bdi>Sample officer</bdi>" in client.get("/ar/desk/").content.decode()


def test_eight_articles_are_published_in_three_languages_each_tied_to_a_record(example):
    articles = Article.objects.to_read()

    assert Counter(one.locale.language_code for one in articles) == {"en": 8, "fr": 8, "ar": 8}
    assert all(one.is_sample and one.references() for one in articles)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_was_said_is_shown_as_a_drawing_a_table_and_a_file(example, language):
    article = Article.objects.get(slug="working-session-with-the-leibniz-association", locale__language_code=language)
    shown = {block.block_type: block.value for block in article.body}

    assert len(shown["table"]["rows"]) == 8
    with shown["document"]["document"].file.open() as file:
        rows = list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"))))
    assert rows == [list(shown["table"]["columns"]), *(list(one) for one in shown["table"]["rows"])]
    said = Commitment.objects.filter(said_under__session=session_of_january())
    assert {row[0] for row in rows[1:]} == {one.deliverable[language] for one in said}


def pictures_in(block):
    if block.block_type == "picture":
        return [block.value]
    return list(block.value["pictures"]) if block.block_type == "gallery" else []


def test_every_picture_of_the_example_tells_what_it_shows_and_that_it_is_drawn_from_the_record(example):
    pictures = [one for article in Article.objects.to_read() for block in article.body for one in pictures_in(block)]

    assert len(pictures) == 9
    assert all(one["alternative"] and one["caption"] for one in pictures)
    assert {one["credit"] for one in pictures} == set(DRAWN.values())


@pytest.mark.parametrize(
    "slug",
    [
        "working-session-with-the-leibniz-association",
        "first-meeting-by-video",
        "observer-status",
        "science-and-industry-2021",
        "meeting-with-daad",
    ],
)
def test_the_versions_of_an_article_state_the_same_as_their_records(example, slug):
    article = Article.objects.filter(slug=slug).first()

    assert [one.words for one in compare(article).differences()] == []


def test_a_plan_of_which_nothing_became_known_says_so_on_the_article(example):
    article = Article.objects.get(slug="science-and-industry-2021", locale__language_code="en")

    page = Client().get(article.address).content.decode()

    assert "was to be held <bdi>between June and September 2021</bdi>; whether it was is not known." in page


def test_the_draft_of_the_news_of_january_2021_states_what_its_records_tell(example):
    officer = User.objects.get(email="officer@example.org")

    written = draft_news_of(session_of_january(), by=officer)

    assert [one.words for one in compare(written["en"]).differences()] == []


def test_each_session_of_the_example_is_about_what_the_reports_name(example):
    first, working, daad = (
        {area.pk for area in session.areas.all()} for session in Session.objects.order_by("starts_at")
    )

    assert first == {"science", "capacity-building", "heritage", "environment", "scholarships"}
    assert working == {
        *("education", "science", "technology", "culture", "communication"),
        *("smart-agriculture", "climate-change", "heritage", "environment"),
    }
    assert daad == {"higher-education", "science", "scholarships", "science-diplomacy"}


def test_what_is_said_of_how_a_page_came_about_when_somebody_answered_is_true_of_it(example):
    translated = Version.objects.kept_as_pages().unreviewed().values_list("page_key", "language")
    about = {(one.page.key, one.page.language): one for one in Answer.objects.select_related("page").with_words()}
    of_machines = [answer for page, answer in about.items() if page in set(translated)]

    assert of_machines
    assert all(one.is_of_a_machine for one in of_machines)
