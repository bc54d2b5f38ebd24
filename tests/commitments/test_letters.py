"""The other side is told by letter that one side would cancel a promise, and what became of that."""

import pytest

from comity.accounts.models import Role, SignedLink
from comity.commitments import wishing
from comity.commitments.linking import revoke_link
from comity.commitments.reminding import LINK_DAYS
from comity.journal.models import Letter
from comity.meetings.models import Visibility
from comity.partners.models import FocalPoint, Mandate
from tests import make
from tests.commitments.test_links import secret_for
from tests.make import NOW


def told(name):
    """Who got a letter about what, in the order in which they were written."""
    return [one.to_email for one in Letter.objects.filter(key__startswith=f"commitment:{name}:").order_by("pk")]


def letter(name):
    return Letter.objects.get(key__startswith=f"commitment:{name}:")


def ask(commitment, *, by):
    return wishing.ask_to_cancel(commitment, reason="Overtaken by events.", at=NOW, by=by)


def test_the_side_that_is_asked_reads_who_asks_why_and_where_it_answers(office):
    promised = office.commitment()

    ask(promised, by=office.officer)

    assert told("wish") == [office.counterpart.email]
    one = letter("wish")
    assert one.subject == "Asked to cancel, and waiting for you: Send the draft"
    assert "\u2068HO\u2069 asks to cancel this promise (\u2068Amina Officer\u2069)" in one.body
    assert "Overtaken by events." in one.body
    assert f"/en/commitments/{promised.pk}/" in one.body


def test_who_keeps_the_promise_here_is_told_what_the_partner_asks(office):
    ask(office.commitment(keeper=office.second), by=office.counterpart)

    assert told("wish") == [office.head.email]


def test_where_the_keeper_has_no_account_those_who_answer_for_the_partner_are_told_here(office):
    nobody = make.person("No Account", by=office.officer, at=office.host)
    promised = office.commitment(keeper=nobody)
    wishing.withdraw(ask(promised, by=office.counterpart), at=NOW, by=office.counterpart)
    assert told("wish") == [office.officer.email, office.head.email]

    FocalPoint.enter(partner=office.partner, person=office.second, side="ours", rank="first", by=office.officer)
    ask(promised, by=office.counterpart)

    assert told("wish")[2:] == [office.head.email]


def test_who_asked_here_and_who_keeps_it_are_told_the_answer(office):
    promised = office.commitment()

    wishing.decline(ask(promised, by=office.head), answer="We need it.", at=NOW, by=office.counterpart)
    wishing.agree(ask(promised, by=office.officer), at=NOW, by=office.counterpart)

    assert told("wish_declined") == [office.head.email, office.officer.email]
    declined = Letter.objects.filter(key__startswith="commitment:wish_declined:")[0]
    assert "\u2068PA\u2069 declined your side" in declined.body and "We need it." in declined.body
    assert told("wish_agreed") == [office.officer.email]
    assert "What was said to that" not in letter("wish_agreed").body


def test_a_partner_is_told_the_answer_by_account_and_by_the_link_that_still_opens_it(office):
    promised = office.commitment()
    link, _secret = secret_for(promised, office)
    revoked, _secret = secret_for(promised, office, email="gone@example.net")
    revoke_link(promised, revoked, at=NOW, by=office.officer)
    of_ours, _secret = secret_for(promised, office, side=office.other, email="other@example.net")

    wishing.decline(ask(promised, by=link), answer="We need it.", at=NOW, by=office.officer)

    assert told("wish_declined") == [office.counterpart.email, link.email]
    by_link = Letter.objects.get(key__startswith="commitment:wish_declined:", to_email=link.email)
    assert "The address that we sent you earlier opens it" in by_link.body
    assert of_ours.email not in told("wish_declined")


def test_a_letter_is_in_the_language_of_its_reader(office):
    arabic = make.user(Role.COUNTERPART, name="Layla", language="ar")
    Mandate.enter(user=arabic, organisation=office.partner, by=office.officer)

    ask(office.commitment(), by=office.officer)

    one = Letter.objects.get(key__startswith="commitment:wish:", to_email=arabic.email)
    assert "إلغاء" in one.subject and "/ar/commitments/" in one.body


def test_the_side_that_was_asked_is_told_that_the_wish_was_withdrawn(office):
    wish = ask(office.commitment(), by=office.officer)

    wishing.withdraw(wish, answer="We misread it.", at=NOW, by=office.officer)

    assert told("wish_withdrawn") == [office.counterpart.email]
    assert "We misread it." in letter("wish_withdrawn").body


@pytest.mark.parametrize("turned_to", [True, False])
def test_where_nobody_of_a_side_can_open_it_whom_one_turns_to_gets_a_link(office, visitor, turned_to):
    Mandate.objects.get(user=office.counterpart).remove(by=office.officer)
    person = make.person("Farid Focal", by=office.officer, at=office.partner, email="farid@example.net")
    if turned_to:
        FocalPoint.enter(partner=office.partner, person=person, side="theirs", rank="first", by=office.officer)

    ask(office.commitment(), by=office.officer)

    assert told("wish") == (["farid@example.net"] if turned_to else [])
    if turned_to:
        link = SignedLink.objects.get()
        address = next(line for line in letter("wish").body.splitlines() if "/promises/" in line)
        page = visitor.get(address.removeprefix("http://localhost:8000")).text
        assert 'id="declining-to-cancel"' in page
        assert (link.expires_at - link.made_at).days == LINK_DAYS


def test_of_what_has_become_internal_nobody_outside_is_told(office):
    item = office.session(at="held").items.get()
    promised = office.commitment(item=item)
    wish = ask(promised, by=office.officer)
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    promised.refresh_from_db()
    wish.refresh_from_db()

    wishing.withdraw(wish, at=NOW, by=office.officer)

    assert told("wish_withdrawn") == []
