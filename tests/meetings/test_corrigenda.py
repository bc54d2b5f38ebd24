"""Final minutes are corrected by numbered corrections alone, which both sides adopt; each names the one before."""

import pytest

from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.amending import adopt_corrigendum, propose_corrigendum
from comity.meetings.circulation import circulate
from comity.meetings.models import Adoption, Corrigendum, Stage, Visibility
from comity.meetings.texts import corrigendum_content, fingerprint
from comity.translation.texts import Text
from tests.make import NOW


@pytest.fixture
def session(office):
    return office.session(at=Stage.ADOPTED)


def propose(office, session, reading="As it should read", *, by=None):
    item = session.items.in_order()[0]
    given = {"reading": Text(en=reading), "why": "A slip of the pen.", "at": NOW}
    return propose_corrigendum(item, by=by or office.counterpart, **given)


def typed(session, reading="As it should read", *, over=0):
    return {"item": session.items.first().pk, "reading_en": reading, "why": "A slip of the pen.", "over": over}


def test_who_proposes_a_correction_adopts_it_and_the_other_side_makes_it_final(office, session, officer, counterpart):
    counterpart.send("corrigenda", session.pk, **typed(session))
    proposed = Corrigendum.objects.get()
    assert (proposed.number, proposed.adopted_at) == (1, None)
    officer.send("corrigendum-adoption", session.pk, 1, sha256=proposed.sha256)

    proposed.refresh_from_db()
    assert proposed.adopted_at is not None
    assert Adoption.objects.of(session, proposed).count() == 2
    assert Entry.objects.about(proposed).first().act == "adopted"


def test_corrections_form_a_chain_that_begins_with_the_final_text(office, session):
    first = propose(office, session)
    adopt_corrigendum(first, sha256=first.sha256, at=NOW, by=office.officer)
    second = propose(office, session, "Better still")

    assert first.sha256 == fingerprint(corrigendum_content(first, session.final_minutes.sha256))
    assert second.sha256 == fingerprint(corrigendum_content(second, first.sha256))
    assert [first.number, second.number] == [1, 2]


def test_the_frozen_text_stays_as_it_was(office, session):
    before = session.final_minutes.content

    proposed = propose(office, session)
    adopt_corrigendum(proposed, sha256=proposed.sha256, at=NOW, by=office.officer)

    session.final_minutes.refresh_from_db()
    assert session.final_minutes.content == before


def test_a_correction_is_shown_beside_its_item(office, session, officer):
    propose(office, session)

    page = officer.open("session", session.pk).content.decode()

    assert "Correction 1" in page and "As it should read" in page
    assert "Adopt the correction for your side" in page


def test_minutes_that_are_not_final_get_no_numbered_correction(office):
    session = office.session(at=Stage.CIRCULATED)

    with pytest.raises(NotNow):
        propose(office, session)

    assert not Corrigendum.objects.exists()


def test_an_item_internal_to_our_office_gets_no_numbered_correction(office):
    session = office.session(at=Stage.HELD)
    session.items.get().change(visibility=Visibility.INTERNAL, by=office.officer)
    session.finish_draft(by=office.officer)
    circulate(session, at=NOW, by=office.officer)
    office.adopt(session)

    with pytest.raises(NotNow):
        propose(office, session)

    assert not Corrigendum.objects.exists()


def test_a_side_adopts_a_correction_once_and_never_another_text(office, session):
    proposed = propose(office, session)

    with pytest.raises(NotNow):
        adopt_corrigendum(proposed, sha256=proposed.sha256, at=NOW, by=office.counterpart)
    with pytest.raises(NotNow):
        adopt_corrigendum(proposed, sha256="0" * 64, at=NOW, by=office.officer)
    adopt_corrigendum(proposed, sha256=proposed.sha256, at=NOW, by=office.officer)
    with pytest.raises(NotNow):
        adopt_corrigendum(proposed, sha256=proposed.sha256, at=NOW, by=office.head)

    assert Adoption.objects.of(session, proposed).count() == 2


def test_only_the_sides_propose_and_adopt_corrections(office, session, stranger, reader):
    proposed = propose(office, session)
    assert stranger.send("corrigenda", session.pk, **typed(session)).status_code == 404
    assert reader.send("corrigenda", session.pk, **typed(session)).status_code == 403
    assert reader.send("corrigendum-adoption", session.pk, 1, sha256=proposed.sha256).status_code == 403

    assert Corrigendum.objects.count() == 1
    assert Adoption.objects.of(session, proposed).count() == 1
