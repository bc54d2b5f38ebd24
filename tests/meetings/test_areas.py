"""A session says itself what it is about; what a partner is interested in stands with the partner."""

from comity.journal.models import Entry
from comity.meetings.models import Session, Stage
from comity.partners.models import Area
from comity.website.gathering import facts_of_session
from tests.meetings.test_planning import typed


def areas(*codes):
    return Area.objects.filter(pk__in=codes)


def shown_by(browser, session):
    page = browser.open("session", session.pk)
    return [area["en"] for area in page.context["page"].areas]


def test_the_areas_of_a_session_are_planned_with_it_and_written_down(office, officer):
    officer.send("session-new", **typed(office, areas=["water", "energy"]))

    session = Session.objects.get()
    assert {one.pk for one in session.areas.all()} == {"water", "energy"}
    assert {"areas": ["energy", "water"]} in [one.after for one in Entry.objects.about(session)]
    assert shown_by(officer, session) == ["Water", "Energy"]


def test_the_page_of_a_session_does_not_pass_the_interests_of_a_partner_off_as_its_areas(office, visitor):
    office.partner.take_interest_in(areas("space"), by=office.officer)
    session = office.session(is_public=True)
    session.concern(areas("water"), by=office.officer)

    assert shown_by(visitor, session) == ["Water"]


def test_the_areas_are_changed_with_what_is_planned(office, officer):
    session = office.session(at=Stage.PROPOSED)
    session.concern(areas("water"), by=office.officer)

    assert officer.open("session-change", session.pk).context["form"].initial["areas"] == list(areas("water"))
    answer = officer.send("session-change", session.pk, **typed(office, areas=["health"]))

    assert answer.status_code == 302
    assert list(session.areas.all()) == list(areas("health"))


def test_the_areas_of_a_session_that_was_held_can_still_be_said(office, officer):
    session = office.session(at=Stage.HELD)

    officer.send("session-areas", session.pk, areas=["culture"])

    assert list(session.areas.all()) == list(areas("culture"))
    entry = Entry.objects.about(session).order_by("-pk")[0]
    assert (entry.act, entry.before, entry.after) == ("changed", {"areas": []}, {"areas": ["culture"]})
    assert b"Culture" in officer.open("session", session.pk).content


def test_areas_that_are_not_in_the_vocabulary_are_refused_and_nothing_is_changed(office, officer):
    session = office.session(at=Stage.HELD)
    session.concern(areas("water"), by=office.officer)

    answer = officer.send("session-areas", session.pk, areas=["alchemy"])

    assert answer.context["form"].errors["areas"]
    assert list(session.areas.all()) == list(areas("water"))


def test_the_same_areas_again_write_nothing_down(office):
    session = office.session()
    session.concern(areas("water"), by=office.officer)
    written = Entry.objects.about(session).count()

    session.concern(areas("water"), by=office.officer)

    assert Entry.objects.about(session).count() == written


def test_only_the_office_says_what_a_session_is_about(office, counterpart, reader):
    session = office.session()

    for browser in (counterpart, reader):
        assert browser.send("session-areas", session.pk, areas=["water"]).status_code == 403
    assert not session.areas.exists()


def test_an_article_is_told_the_areas_of_the_session(office):
    session = office.session(at=Stage.HELD, is_public=True)
    session.concern(areas("heritage"), by=office.officer)

    assert [str(one) for one in facts_of_session(session).areas] == ["Heritage preservation"]
