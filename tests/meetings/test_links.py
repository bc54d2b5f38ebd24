"""A signed link opens one draft for one person until a day, and tells nothing where it does not open."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comity.accounts.models import SignedLink
from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.meetings.circulation import adopt, circulate, recall, revoke_link, send_link
from comity.meetings.models import Adoption, Correction, Session, Stage, Visibility
from comity.meetings.texts import content_of, fingerprint
from tests.make import NOW


@pytest.fixture
def session(office):
    return office.session(at=Stage.CIRCULATED)


def invite(office, session, *, at=None, **other):
    given = {
        "side": session.delegations.in_order()[1],
        "name": "Lina Guest",
        "email": "lina@example.org",
        "language": "en",
        "days": 14,
    }
    link = send_link(session, at=at or timezone.now(), by=office.officer, **given | other)
    return link, re.search(r"/minutes/([^/]+)/", Letter.objects.order_by("-pk").first().body).group(1)


def test_the_office_sends_a_link_by_letter(office, officer, session):
    side = session.delegations.in_order()[1].pk
    typed = {"side": side, "name": "Lina", "email": "lina@example.org", "language": "fr", "days": 60}

    officer.send("links", session.pk, **typed)

    link, letter = SignedLink.objects.get(), Letter.objects.newest_first()[0]
    assert (link.purpose, link.opens, letter.to_email, letter.language) == (
        "minutes",
        str(session.pk),
        "lina@example.org",
        "fr",
    )
    assert Entry.objects.about(session).first().act == "link_sent"
    assert "not opened yet" in officer.open("draft", session.pk).content.decode()


@pytest.mark.parametrize(("field", "value"), [("days", 61), ("days", 0), ("email", "lina"), ("name", "")])
def test_a_link_that_cannot_be_is_refused_beside_its_field(office, officer, session, field, value):
    side = session.delegations.in_order()[1].pk
    typed = {"side": side, "name": "Lina", "email": "lina@example.org", "language": "fr", "days": 14}

    answer = officer.send("links", session.pk, **typed | {field: value})

    assert list(answer.context["form"].errors) == [field]
    assert not SignedLink.objects.exists()


def test_a_link_is_sent_only_while_the_draft_circulates_and_never_to_our_own_side(office):
    drafted = office.session(at=Stage.DRAFTED)
    circulated = office.session(at=Stage.CIRCULATED)
    written = Letter.objects.count()

    with pytest.raises(NotNow):
        invite(office, drafted)
    with pytest.raises(NotNow):
        invite(office, circulated, side=circulated.delegations.in_order()[0])

    assert not SignedLink.objects.exists()
    assert Letter.objects.count() == written


def test_a_link_to_final_minutes_is_sent_read_and_used_for_a_numbered_correction(office, officer, visitor):
    session = office.session(at=Stage.ADOPTED)
    typed = {"name": "Lina", "email": "lina@example.org", "language": "en", "days": 14}
    side = session.delegations.in_order()[1]

    page = officer.open("links", session.pk).content.decode()
    answer = officer.send("links", session.pk, side=side.pk, **typed)

    letter = Letter.objects.get(to_email="lina@example.org")
    address = next(line for line in letter.body.splitlines() if "/minutes/" in line).partition("/en/")[2]
    assert "No link was sent." in page and answer.url == reverse("links", args=[session.pk])
    assert letter.subject == "The final minutes of “First session”" and "draft" not in letter.body
    assert "Every side has adopted this text." in visitor.get(f"/en/{address}").content.decode()
    assert visitor.get(f"/en/{address}corrigenda/").status_code == 200
    link = SignedLink.objects.get()
    officer.send("link-revocation", session.pk, link.pk)
    assert visitor.get(f"/en/{address}").status_code == 404


def test_a_link_to_final_minutes_is_refused_beside_its_field(office, officer):
    session = office.session(at=Stage.ADOPTED)

    answer = officer.send("links", session.pk, name="Lina", email="no address", days=14)

    assert answer.status_code == 422 and "no address" in answer.content.decode()
    assert not SignedLink.objects.exists()


def test_links_of_a_draft_stand_beside_the_draft_and_only_the_office_sees_them(office, officer, counterpart, visitor):
    session = office.session(at=Stage.CIRCULATED)

    assert officer.open("links", session.pk).url == f"{reverse('draft', args=[session.pk])}#links"
    assert counterpart.open("links", session.pk).status_code == 403
    assert visitor.open("links", session.pk).status_code in (302, 403)


def test_its_holder_reads_corrects_and_adopts_without_an_account(office, visitor, session):
    link, secret = invite(office, session)
    item = session.items.get()

    page = visitor.open("draft-by-link", secret)
    visitor.send("correction-by-link", secret, item.pk, language="en", words="In our words.")
    correction = Correction.objects.get()
    correction.change(outcome="declined", answer="No.", by=office.officer)
    visitor.send("adoption-by-link", secret, sha256=fingerprint(content_of(session)))

    adoption = Adoption.objects.get()
    assert page.status_code == 200
    assert (correction.asked_by, adoption.by_link, adoption.side.organisation) == ("Lina Guest", link, office.partner)
    assert Entry.objects.about(session).filter(act="link_opened").count() == 1


def test_pages_behind_a_link_tell_nothing_to_other_sites_and_search_engines(office, visitor, session):
    _link, secret = invite(office, session)

    answer = visitor.open("draft-by-link", secret)

    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "private, no-store"


def test_what_does_not_open_looks_the_same_whatever_the_reason(office, visitor, session):
    _link, expired = invite(office, session, at=NOW - timedelta(days=400))
    revoked_link, revoked = invite(office, session)
    revoke_link(session, revoked_link, at=timezone.now(), by=office.officer)
    with acting(by=None):
        _other, invitation = SignedLink.make(
            purpose="invitation",
            opens=str(session.pk),
            name="Lina",
            email="lina@example.org",
            language="en",
            by=office.officer,
            now=timezone.now(),
            days=3,
        )
    _link, good = invite(office, session)

    answers = [visitor.open("draft-by-link", one) for one in (expired, revoked, invitation, "forged")]

    pages = {re.sub(r"/minutes/[^/]+/", "", answer.content.decode()) for answer in answers}
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len(pages) == 1
    assert visitor.open("draft-by-link", good).status_code == 200


def test_a_link_opens_its_own_session_alone(office, visitor, session):
    _link, secret = invite(office, session)
    other = office.session(at=Stage.CIRCULATED)
    item = other.items.get()

    answer = visitor.send("correction-by-link", secret, item.pk, language="en", words="mine")

    link = SignedLink.objects.get()
    assert answer.status_code == 404
    assert visitor.open("session", session.pk).status_code == 404
    assert visitor.open("draft", other.pk).status_code == 302
    with pytest.raises(NotNow):
        adopt(other, sha256=fingerprint(content_of(other)), at=NOW, by=link)
    assert not Adoption.objects.exists()


def test_an_internal_item_is_not_behind_the_link(office, visitor, session):
    _link, secret = invite(office, session)
    item = session.items.get()
    item.change(visibility=Visibility.INTERNAL, by=office.officer)

    page = visitor.open("draft-by-link", secret).content.decode()
    answer = visitor.send("correction-by-link", secret, item.pk, language="en", words="mine")

    assert "Item 1" not in page
    assert answer.status_code == 404


def test_a_revoked_link_opens_nothing_and_is_revoked_once(office, officer, visitor, session):
    link, secret = invite(office, session)

    officer.send("link-revocation", session.pk, link.pk)

    assert visitor.open("draft-by-link", secret).status_code == 404
    assert Entry.objects.about(session).first().act == "link_revoked"
    with pytest.raises(NotNow):
        revoke_link(session, link, at=timezone.now(), by=office.officer)


def test_a_link_of_another_session_is_not_revoked_from_here(office, officer, session):
    link, _secret = invite(office, session)
    other = office.session(at=Stage.CIRCULATED)

    assert officer.send("link-revocation", other.pk, link.pk).status_code == 404


def test_while_the_draft_is_taken_back_the_link_says_so_and_a_new_round_is_told(office, visitor, session):
    link, secret = invite(office, session)
    recall(session, why="A name is wrong.", by=office.officer)

    assert "taken the draft back" in visitor.open("draft-by-link", secret).content.decode()

    circulate(session, at=timezone.now(), by=office.officer)
    letter = Letter.objects.get(key__startswith="session:anew:", to_email=link.email)
    assert (letter.to_email, letter.subject) == (link.email, "A new draft of the minutes of “First session”")
    assert secret not in letter.body


def test_holders_of_links_are_told_the_final_text_and_can_read_it(office, visitor, session):
    _link, secret = invite(office, session)
    office.adopt(session)
    final = Session.objects.get().final_minutes

    letter = Letter.objects.get(key__startswith="session:final:", to_email="lina@example.org")
    page = visitor.open("draft-by-link", secret).content.decode()
    assert letter.subject == "The minutes of “First session” are final"
    assert final.sha256 in letter.body and final.sha256 in page
    assert visitor.get(reverse("final-by-link", args=[secret])).content.decode() == final.content
