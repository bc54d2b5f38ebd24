"""Somebody without an account reads final minutes, and corrects them for a side, by the link to the draft."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comity.accounts.models import SignedLink
from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.meetings.amending import propose_corrigendum
from comity.meetings.circulation import revoke_link, send_link
from comity.meetings.models import Adoption, Corrigendum, Stage
from comity.translation.texts import Text
from tests.make import NOW


@pytest.fixture
def session(office):
    return office.session(at=Stage.CIRCULATED)


def invite(office, session, *, at=None):
    """A link to the minutes and the secret that stands in its letter."""
    side = session.delegations.in_order()[1]
    given = {"side": side, "name": "Lina Guest", "email": "lina@example.org", "language": "en", "days": 14}
    link = send_link(session, at=at or timezone.now(), by=office.officer, **given)
    letter = Letter.objects.get(key=f"minutes-link:{link.pk}")
    return link, re.search(r"/minutes/([^/]+)/", letter.body).group(1)


def propose(session, *, by):
    given = {"reading": Text(en="As it should read"), "why": "A slip of the pen.", "at": NOW}
    return propose_corrigendum(session.items.get(), by=by, **given)


def typed(session):
    return {"item": session.items.get().pk, "reading_en": "In our words", "why": "A slip of the pen.", "over": 0}


@pytest.fixture
def final(office, session):
    """A link that was sent with the draft, and the minutes that both sides adopted since."""
    link, secret = invite(office, session)
    office.adopt(session)
    return link, secret


def test_the_holder_proposes_a_correction_for_the_side(office, visitor, session, final):
    link, secret = final
    page = visitor.open("draft-by-link", secret).content.decode()
    assert "Propose a correction of this item" in page

    form = visitor.open("corrigenda-by-link", secret, item=session.items.get().pk)
    answer = visitor.send("corrigenda-by-link", secret, **typed(session))

    proposed = Corrigendum.objects.get()
    assert (form.status_code, answer.url) == (200, f"/en/minutes/{secret}/")
    assert (proposed.number, proposed.proposed_by, proposed.adopted_at) == (1, "Lina Guest", None)
    assert Adoption.objects.of(session, proposed).get().by_link == link
    assert {entry.by_link for entry in Entry.objects.about(proposed)} == {link}
    assert "Adopt the correction" not in visitor.open("draft-by-link", secret).content.decode()


def test_the_holder_adopts_for_the_side_what_the_office_proposes(office, visitor, session, final):
    link, secret = final
    proposed = propose(session, by=office.officer)
    page = visitor.open("draft-by-link", secret).content.decode()
    assert "As it should read" in page and f"/minutes/{secret}/corrigenda/1/adoptions/" in page

    visitor.send("corrigendum-adoption-by-link", secret, 1, sha256=proposed.sha256)

    proposed.refresh_from_db()
    entries = Entry.objects.about(proposed)
    assert proposed.adopted_at is not None
    assert [(entry.act, entry.by_link) for entry in entries[:2]] == [("adopted", link), ("side_adopted", link)]
    assert "adopted by all sides" in visitor.open("draft-by-link", secret).content.decode()


def test_a_correction_is_adopted_once_and_never_in_other_words(office, visitor, session, final):
    _link, secret = final
    proposed = propose(session, by=office.officer)

    visitor.send("corrigendum-adoption-by-link", secret, 1, sha256="0" * 64)
    assert "The text has changed since you read it." in visitor.open("draft-by-link", secret).content.decode()
    for _each in range(2):
        visitor.send("corrigendum-adoption-by-link", secret, 1, sha256=proposed.sha256)

    assert "This correction is final already." in visitor.open("draft-by-link", secret).content.decode()
    assert Adoption.objects.of(session, proposed).count() == 2


def test_what_cannot_be_proposed_comes_back_with_everything_typed(visitor, session, final):
    _link, secret = final

    answer = visitor.send("corrigenda-by-link", secret, **typed(session) | {"why": ""})

    assert answer.context["form"].errors == {"why": ["This field is required."]}
    assert "In our words" in answer.content.decode()
    assert not Corrigendum.objects.exists()


def test_minutes_that_are_not_final_get_no_numbered_correction_by_link(office, visitor, session):
    _link, secret = invite(office, session)

    answers = [
        visitor.open("corrigenda-by-link", secret),
        visitor.send("corrigenda-by-link", secret, **typed(session)),
    ]

    assert [answer.url for answer in answers] == [f"/en/minutes/{secret}/"] * 2
    assert not Corrigendum.objects.exists()


def test_an_item_or_a_correction_of_another_session_is_not_behind_the_link(office, visitor, session, final):
    _link, secret = final
    other = office.session(at=Stage.ADOPTED)
    foreign = propose(other, by=office.officer)

    item = visitor.send("corrigenda-by-link", secret, **typed(other))
    adoption = visitor.send("corrigendum-adoption-by-link", secret, 1, sha256=foreign.sha256)

    assert list(item.context["form"].errors) == ["item"]
    assert adoption.status_code == 404
    assert Corrigendum.objects.of(session).count() == 0
    assert Adoption.objects.of(other, foreign).count() == 1


def test_a_link_that_does_not_open_says_the_same_whatever_the_reason(office, visitor, session):
    _expired, expired = invite(office, session, at=NOW - timedelta(days=400))
    revoked_link, revoked = invite(office, session)
    made = {"name": "Lina", "email": "lina@example.org", "language": "en", "by": office.officer, "days": 3}
    with acting(by=None):
        _other, invitation = SignedLink.make(purpose="invitation", opens=str(session.pk), now=timezone.now(), **made)
    office.adopt(session)
    proposed = propose(session, by=office.officer)
    revoke_link(session, revoked_link, at=timezone.now(), by=office.officer)

    for secret in (expired, revoked, invitation, "forged"):
        answers = [
            visitor.open("corrigenda-by-link", secret),
            visitor.send("corrigenda-by-link", secret, **typed(session)),
            visitor.send("corrigendum-adoption-by-link", secret, 1, sha256=proposed.sha256),
        ]
        assert [answer.status_code for answer in answers] == [404] * 3
        assert len({re.sub(r"/minutes/[^\"]+", "", answer.content.decode()) for answer in answers}) == 1

    assert Corrigendum.objects.count() == 1
    assert Adoption.objects.of(session, proposed).count() == 1


def test_pages_behind_the_link_are_kept_from_search_engines_and_take_forms(visitor, session, final):
    _link, secret = final

    answer = visitor.open("corrigenda-by-link", secret)

    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "same-origin")
    assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()
